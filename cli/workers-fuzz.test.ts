import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Document, fuzzed } from '../lab/control/testing/fuzz.ts';
import { testFolder } from '../lab/testing/folder.ts';
import { type Ready, type Running, up } from './testing/command.ts';

const folder = testFolder();
let running: Running & { ready: Ready };
beforeAll(async () => {
  const lab = folder.write('lab.yaml', 'devices: [{ kind: nxos, count: 2 }, { kind: asa }]\n');
  running = await up(lab, '--workers', '2', '--no-token');
});
afterAll(() => running.stop());

async function ask(route: string, body?: string) {
  const [method = '', path = ''] = route.split(' ');
  const answer = await fetch(running.ready.control + path, { method, ...(body !== undefined && { body }) });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.startsWith('application/json');
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}

it('whatever is sent to several workers is answered as the document says, and never by an error of ours', {
  timeout: 120_000,
}, async () => {
  const document: Document = (await ask('GET /openapi.json')).body;
  const names = ['nxos-1', 'nxos-2', 'asa-1', 'nxos', 'base', 'fault-1', 'new-{n}'];
  // Once stopped, it has no more to say.
  await fuzzed({ document, ask, names, runs: 300, tries: (route) => route !== 'POST /stop' });
  expect((await ask('GET /health')).status).toBe(200);
  expect((await ask('POST /stop', '{"grace":"x"}')).status).toBe(422);
});
