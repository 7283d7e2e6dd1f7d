import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabError } from './errors.ts';
import { parseLabFile, readLabFile } from './file.ts';
import { testFolder } from './testing/folder.ts';

const folder = testFolder();

function messages(text: string): string[] {
  try {
    parseLabFile(text, 'lab.yaml');
  } catch (error) {
    if (error instanceof LabError) return error.message.split('\n');
    throw error;
  }
  return [];
}

describe('a lab file', () => {
  it('is read as it says', () => {
    const { spec } = parseLabFile(
      'seed: 7\ndevices:\n  - name: a\n    kind: toy\n    ports: { 443: 8443 }\n',
      'lab.yaml',
    );
    expect(spec).toEqual({ seed: 7, devices: [{ name: 'a', kind: 'toy', ports: { 443: 8443 } }] });
  });

  it('tells every problem at once, with line and path', () => {
    const text = [
      'listen: here', // 1
      'devices:', // 2
      '  - name: a b', // 3
      '    kind: toy', // 4
      '    relase: "1"', // 5
      '    ports:', // 6
      '      443: 70000', // 7
      '  - count: 0', // 8
      'hosts:', // 9
      '  x: { ports: { ssh: "h:1" } }', // 10
    ].join('\n');
    expect(messages(text)).toEqual([
      'lab.yaml:1: listen: not an IP address; write one as 127.0.1.10 or ::1',
      'lab.yaml:3: devices[0].name: not a name; use letters, digits, - . _ and, where it counts, {n}',
      expect.stringMatching(
        /^lab\.yaml:5: devices\[0\]\.relase: unknown key \(did you mean 'release'\?\); known are name, kind, /,
      ),
      'lab.yaml:7: devices[0].ports["443"]: 70000 is too large; at most 65535',
      'lab.yaml:8: devices[1].kind: missing',
      'lab.yaml:8: devices[1].count: 0 is too small; at least 1',
      'lab.yaml:10: hosts.x.ports.ssh: not a valid key here',
    ]);
  });

  it('wants certfile and keyfile together', () => {
    expect(messages('devices:\n  - kind: toy\n    certfile: a.pem\n')).toEqual([
      'lab.yaml:2: devices[0]: certfile and keyfile belong together; one of them is missing',
    ]);
  });

  it.each([
    ['', 'lab.yaml: the file is empty; it needs at least devices:'],
    ['just words', "lab.yaml:1: a mapping belongs here, not 'just words'"],
    ['devices:\n  - kind: [', /^lab\.yaml:2: .+/],
    ['devices: []\ndevices: []', /^lab\.yaml:2: .*unique/],
    ['devices: *nowhere', /^lab\.yaml(:1)?: .*nowhere/],
    ['devices:\n  kind: toy', 'lab.yaml:1: devices: a list belongs here, not a mapping'],
  ])('that is %j is refused in one line', (text, message) => {
    const [said, ...more] = messages(text);
    expect(more).toEqual([]);
    if (typeof message === 'string') expect(said).toBe(message);
    else expect(said).toMatch(message);
  });

  it('does not grow without bound from aliases', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `x${i + 1}: &x${i + 1} [${'*x'}${i},*x${i},*x${i},*x${i},*x${i}]`,
    );
    expect(messages(['x0: &x0 [a]', ...levels].join('\n')).join()).toMatch(/^lab\.yaml.*alias/i);
  });

  it('never throws anything but its own error, whatever is in it', () => {
    const value = fc.object({
      key: fc.constantFrom('devices', 'kind', 'name', 'ports', 'hosts', 'clock', 'seed', '0'),
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          value.map((given) => JSON.stringify(given)),
        ),
        (text) => {
          messages(text);
        },
      ),
    );
  });

  it.each([
    ['nowhere.yaml', 'there is no such file'],
    ['.', 'it is a directory'],
  ])('that cannot be read (%s) is told by name', async (name, why) => {
    const path = join(folder.path, name);
    await expect(readLabFile(path)).rejects.toThrow(`${path}: cannot read this lab file: ${why}`);
  });
});
