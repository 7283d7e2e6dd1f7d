import { describe, expect, it } from 'vitest';
import { DeviceAddresses, HostPorts, type TakenPort } from './addresses.ts';
import { upperPorts } from './upper-ports.ts';

describe('ports of the upper half', () => {
  it.each([
    [32_768, 60_999],
    [1_025, 1_034],
    [5_000, 5_003],
  ])('of %i to %i come once each, odd ones first', (first, last) => {
    const ports = [...upperPorts([first, last])];
    const middle = (first + last) / 2;
    expect(new Set(ports).size).toBe(ports.length);
    expect(ports.every((port) => port >= middle && port <= last)).toBe(true);
    expect(ports.length).toBeGreaterThan((last - first) / 2 - 3);
    const odd = ports.filter((port) => port % 2 === 1).length;
    expect(ports.slice(0, odd).every((port) => port % 2 === 1)).toBe(true);
    expect(ports.length - odd).toBe(odd);
  });

  it.skipIf(process.platform !== 'linux')('are those of this machine (Linux) unless told', () => {
    expect([...upperPorts()].length).toBeGreaterThan(0);
  });
});

describe('a lab of many listeners', () => {
  const taken = Object.assign(new Error('taken'), { code: 'EADDRINUSE' });

  it('tries ports itself after the first thousand, and goes on silently where one is taken', () => {
    const told: TakenPort[] = [];
    let retries = 0;
    const ports = new HostPorts('127.0.0.1', undefined, 1, [50_001, 50_003, 50_005].values());
    const book = new DeviceAddresses({
      name: 'x',
      ports,
      own: {},
      kept: {},
      keep: () => {},
      tell: (one) => told.push(one),
      retry: () => retries++,
    });
    ports.name(50_003);
    expect(Array.from({ length: 1_000 }, () => ports.choose()).every((port) => port === 0)).toBe(true);
    const first = book.place('mgmt', 443);
    expect(first.port).toBe(50_001);
    book.taken('x https', first, taken);
    const second = book.place('mgmt', 443);
    expect({ port: second.port, retries, told }).toEqual({ port: 50_005, retries: 1, told: [] });
    book.opened('mgmt', 443, second);
    expect(book.place('mgmt', 80).port).toBe(0);
    // Once it was the device's, clients may know it: now its loss is told.
    book.taken('x https', second, taken);
    expect(told.map(({ message }) => message)).toEqual([
      'x https: 127.0.0.1:50005 is used by another process; it gets another host port instead',
    ]);
  });
});
