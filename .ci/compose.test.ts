import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesKind, kinds } from '../lab/kinds.ts';
import { composeFaults, readCompose } from './compose.ts';
import { root } from './files.ts';

const compose = readCompose();
const services = Object.entries(compose.services);
const alone = services.filter(([, { profiles }]) => profiles !== undefined);

describe('the compose file', () => {
  it('is what the specification publishes as its schema', () => {
    expect(composeFaults(compose)).toEqual([]);
  });

  it.each([
    ['an unknown key of a service', { services: { lab: { imagee: 'rackless' } } }, '/services/lab'],
    ['a text where a list belongs', { services: { lab: { profiles: 'nxos' } } }, '/services/lab/profiles'],
    ['an unknown key at the top', { service: {} }, ''],
    ['a port that is no port', { services: { lab: { ports: [true] } } }, '/services/lab/ports/0'],
  ])('would not be with %s', (_name, wrong, path) => {
    expect(composeFaults(wrong).some((fault) => fault.startsWith(`${path}: `))).toBe(true);
  });

  it('has one service that runs unless told otherwise', () => {
    expect(services.filter(([, { profiles }]) => profiles === undefined).map(([name]) => name)).toEqual(['lab']);
  });

  it('has a service for each kind of device, and one for file servers', () => {
    expect(alone.map(([name]) => name).sort()).toEqual([...Object.keys(kinds), filesKind].sort());
  });

  it.each(alone)('has %s in a profile of that name, with a lab file of that name', (name, { profiles, command }) => {
    expect(profiles).toEqual([name]);
    expect(command).toContain(name);
    expect(existsSync(join(root, `fixtures/labs/${name}.yaml`))).toBe(true);
  });

  it.each(services)(
    'publishes the ports of %s for this machine alone, under the numbers that it announces',
    (_, { ports }) => {
      for (const published of ports) expect(published).toMatch(/^127\.0\.0\.1:(\d+):\1$/);
    },
  );

  it.each(services)('keeps what the devices of %s save in a volume of its own', (name, { command, volumes }) => {
    expect(volumes).toEqual([`${name}:${command[command.indexOf('--state') + 1]}`]);
    expect(compose.volumes).toHaveProperty(name);
  });
});
