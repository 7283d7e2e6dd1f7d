import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLabFile } from './file.ts';
import { addressOf, planDevices } from './plan.ts';
import { toyKinds } from './testing/toy.ts';

const plan = (yaml: string, names: string[] = [], mutant?: string) => {
  const file = parseLabFile(`devices:\n${yaml}`, 'lab.yaml');
  return planDevices(file.spec.devices, { kinds: toyKinds, mutant, whole: true, names: new Set(names), file });
};

describe('planning', () => {
  it('names devices that nobody named after their kind, around the names that somebody chose', async () => {
    const plans = await plan(
      '  - kind: toy\n  - { kind: toy, name: toy-2 }\n  - kind: toy\n  - { kind: toy, count: 2 }\n',
      ['toy-4'],
    );
    expect(plans.map(({ name }) => name)).toEqual(['toy-1', 'toy-2', 'toy-3', 'toy-5', 'toy-6']);
  });

  it('counts by template, and shares everything else', async () => {
    const plans = await plan('  - { kind: toy, name: "leaf-{n}.lab", count: 3, release: "1.0" }\n');
    expect(plans.map(({ name, nth }) => [name, nth])).toEqual([
      ['leaf-1.lab', 0],
      ['leaf-2.lab', 1],
      ['leaf-3.lab', 2],
    ]);
    expect(new Set(plans.map(({ entry }) => entry)).size).toBe(1);
    expect(plans[0]?.entry.release).toBe('1.0');
  });

  it.each([
    [
      '  - kind: toi\n',
      "lab.yaml:2: devices[0].kind: 'toi' is no kind of device (did you mean 'toy'?); one of toy, files",
    ],
    ['  - kind: toString\n', "lab.yaml:2: devices[0].kind: 'toString' is no kind of device; one of toy, files"],
    [
      '  - kind: toy\n    release: "9"\n',
      "lab.yaml:3: devices[0].release: '9' is not a release of toy; one of 1.0, 2.0",
    ],
    [
      '  - kind: toy\n    options:\n      greeting: 3\n',
      'lab.yaml:4: devices[0].options.greeting: greeting: a text belongs here',
    ],
    [
      '  - kind: toy\n    count: 2\n    name: x\n',
      "lab.yaml:4: devices[0].name: 'x' would be the name of 2 devices; put {n} where the number belongs",
    ],
    [
      '  - { kind: toy, name: a }\n  - { kind: toy, name: A }\n',
      "lab.yaml:3: devices[1].name: 'A' is the name of another device, too",
    ],
    [
      '  - { kind: toy, name: "a{m}" }\n',
      "lab.yaml:2: devices[0].name: 'a{m}' is not a name; only {n} may stand in braces",
    ],
    [
      '  - { kind: toy, mutant: toy.kind }\n',
      "lab.yaml:2: devices[0].mutant: 'toy.kind' is not a mutant of toy; one of toy.rude",
    ],
    [
      '  - { kind: toy, name: a, ports: { 443: 8443 } }\n  - { kind: toy, name: b, ports: { https: 8443 } }\n',
      'lab.yaml:3: devices[1].ports.https: host port 8443 of b is also that of a 443',
    ],
    [
      '  - { kind: toy, count: 2, ports: { 443: 65535 } }\n',
      'lab.yaml:2: devices[0].ports["443"]: toy-2 would get host port 65536; 65535 is the last one',
    ],
    [
      '  - { kind: toy, count: 2, addresses: { mgmt: 127.0.1.1 } }\n  - { kind: toy, addresses: { mgmt: 127.0.1.2 } }\n',
      'lab.yaml:3: devices[1].addresses.mgmt: 127.0.1.2 of toy-3 is also that of toy-2 mgmt',
    ],
  ])('refuses %j', async (yaml, message) => {
    await expect(plan(yaml)).rejects.toMatchObject({ name: 'LabError', exitStatus: 64, message });
  });

  it('tells several problems at once', async () => {
    await expect(plan('  - kind: a\n  - kind: b\n')).rejects.toThrow(/^lab\.yaml:2: .*\nlab\.yaml:3: /);
  });

  it('applies a mutant to all devices of its kind, and refuses one of a kind that is not there', async () => {
    const plans = await plan('  - kind: toy\n  - kind: toy\n', [], 'toy.rude');
    const [first, second] = plans.map(({ entry }) => entry.kind);
    expect(first?.factory).not.toBe((await toyKinds.toy?.load())?.factory);
    expect(second).toBe(first);
    await expect(plan('  - kind: toy\n', [], 'box.rude')).rejects.toThrow(
      "mutant: 'box.rude' is a mutant of no device in this lab",
    );
    await expect(plan('  - kind: toy\n', [], 'toy.nice')).rejects.toThrow(
      "mutant: 'toy.nice' is not a mutant of toy; one of toy.rude",
    );
  });

  it('counts addresses up, over the end of a part', () => {
    expect([addressOf('127.0.0.255', 1), addressOf('127.0.1.10', 0), addressOf('10.0.255.255', 2)]).toEqual([
      '127.0.1.0',
      '127.0.1.10',
      '10.1.0.1',
    ]);
    expect([addressOf('::1', 1), addressOf('fe80::ffff', 1), addressOf('fe80::', 16)]).toEqual([
      '::2',
      'fe80::1:0',
      'fe80::10',
    ]);
  });

  it('counts as far as asked, as numbers do', () => {
    const number = (address: string): number => Buffer.from(address.split('.').map(Number)).readUInt32BE();
    fc.assert(
      fc.property(fc.ipV4(), fc.nat(70_000), (first, nth) => {
        fc.pre(number(first) + nth < 2 ** 32);
        expect(number(addressOf(first, nth))).toBe(number(first) + nth);
      }),
    );
  });
});
