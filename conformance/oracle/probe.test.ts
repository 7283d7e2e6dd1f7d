import { expect, it } from 'vitest';
import { closedPort, silentServer } from '../testing/servers.ts';
import { probe } from './probe.ts';

const patience = { patienceMs: 5_000, signal: new AbortController().signal };

it('tells an open port from a closed one', async () => {
  const open = await silentServer();
  expect(await probe(open, patience)).toBe('open');
  await open.close();
  expect(await probe(open, patience)).toBe('refused');
  expect(await probe(await closedPort(), patience)).toBe('refused');
});

it('tells an address without a route', async () => {
  expect(['unreachable', 'silent', 'refused']).toContain(await probe({ host: '255.255.255.255', port: 9 }, patience));
});
