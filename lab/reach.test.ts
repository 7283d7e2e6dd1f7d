import { expect, it } from 'vitest';
import { LabReach, type Neighbour } from './reach.ts';

function neighbour(name: string, inside: Neighbour['inside'], ports: Record<string, number>): Neighbour {
  return {
    name,
    inside,
    listening: (port, of = 'mgmt') => {
      const host = ports[`${of}:${port}`];
      return host === undefined ? undefined : { host: '127.0.0.1', port: host };
    },
  };
}

const box = neighbour(
  'Box-1',
  [
    { address: '192.0.2.1', of: 'mgmt' },
    { address: '2001:DB8::1', of: 'side' },
  ],
  { 'mgmt:443': 41_000, 'side:80': 42_000 },
);

it('finds devices by name in any case, and by each address, on that address', () => {
  const reach = new LabReach(() => [box]);
  expect(reach.find('box-1', 'mgmt')).toMatchObject({ name: 'Box-1', address: '192.0.2.1' });
  expect(reach.find('BOX-1', 'mgmt')?.place(443)).toEqual({ host: '127.0.0.1', port: 41_000 });
  expect(reach.find('192.0.2.1', 'mgmt')?.place(443)?.port).toBe(41_000);
  const side = reach.find('2001:db8::1', 'mgmt');
  expect([side?.address, side?.place(80)?.port, side?.place(443)]).toEqual(['2001:DB8::1', 42_000, undefined]);
});

it('finds the hosts that the lab file names, and where their ports really are', () => {
  const reach = new LabReach(() => [], {
    build: { address: '192.0.2.50', ports: { 22: '127.0.0.1:2222', 80: '[::1]:8080', 443: 'proxy.example:3128' } },
    bare: { ports: {} },
  });
  for (const typed of ['build', '192.0.2.50']) {
    const host = reach.find(typed, 'mgmt');
    expect([22, 80, 443, 21].map((port) => host?.place(port))).toEqual([
      { host: '127.0.0.1', port: 2222 },
      { host: '::1', port: 8080 },
      { host: 'proxy.example', port: 3128 },
      undefined,
    ]);
  }
  expect(reach.find('bare', 'mgmt')).toMatchObject({ name: 'bare', address: 'bare' });
});

it('reaches nothing else: not this machine, and not what has gone', () => {
  const there = [box];
  const reach = new LabReach(() => there);
  expect(['localhost', '127.0.0.1', 'example.com', ''].map((host) => reach.find(host, 'mgmt'))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(reach.find('box-1', 'mgmt')).toBeDefined();
  there.pop();
  reach.refresh();
  expect(reach.find('box-1', 'mgmt')).toBeUndefined();
});

it('lets the first of two keep a name or address', () => {
  const other = neighbour('other', [{ address: '192.0.2.1' }], {});
  expect(new LabReach(() => [box, other]).find('192.0.2.1', '')?.name).toBe('Box-1');
});
