import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import { makeAgentPackage } from '../fixtures/asa/agent-package.ts';
import { agentPackages } from '../fixtures/asa/agent-packages.ts';
import { type Lab, startLab } from '../lab/index.ts';
import { testFolder } from '../lab/testing/folder.ts';
import { loginTo, SshTerminal } from './testing/ssh-client.ts';

const missing = (['ssh', 'curl'] as const).filter((tool) => !has(tool));
const run = promisify(execFile);
const image = 'asa-restapi-132346-lfbff-k8.SPA';

describe.skipIf(missing.length > 0)(
  `the REST walkthrough with real tools${missing.map((tool) => `, ${tool} is missing`)}`,
  () => {
    const folder = testFolder();

    it('goes from a box without an agent to a restored backup', async () => {
      const facts = agentPackages.find(({ version }) => version === '1.3.2.346');
      if (!facts) throw new Error('no such package');
      const good = makeAgentPackage(facts);
      writeFileSync(join(folder.path, image), good);
      writeFileSync(join(folder.path, 'short.SPA'), good.subarray(0, -200));
      writeFileSync(
        join(folder.path, 'other.SPA'),
        Buffer.from(good.toString('latin1').replace('1.3.2.346 1', '1.3.2.346 2'), 'latin1'),
      );
      writeFileSync(join(folder.path, 'newer.SPA'), makeAgentPackage({ ...facts, minimumAsa: '9.12(1)' }));
      const lab = await startLab({
        devices: [
          { name: 'asa-1', kind: 'asa', release: '1.3.2', options: { configured: 'factory' } },
          { name: 'files-1', kind: 'files', address: '192.0.2.80', options: { directory: folder.path } },
        ],
      });
      try {
        await walk(lab, folder.path);
      } finally {
        await lab.stop();
      }
    }, 60_000);
  },
);

async function walk(lab: Lab, folder: string): Promise<void> {
  const asa = lab.device('asa-1');
  const port = (url: string | undefined): number => Number(new URL(url ?? 'x://nowhere:0').port);
  expect(asa.endpoints.https).toBeUndefined();
  const terminal = new SshTerminal(loginTo(folder, port(asa.endpoints.ssh), asa.username, asa.password));
  await terminal.until(/ciscoasa> /);
  await terminal.type('enable', /Password: /);
  await terminal.type('c1sc0', /ciscoasa# /);
  await terminal.type('terminal pager 0', /ciscoasa# /);

  // Copy the image. The walkthrough has lost the file's name, and the box asks for it.
  await terminal.type('copy tftp://192.0.2.80/ disk0:', /Source filename \[\]\? /);
  await terminal.type(image, /Destination filename .*\? /);
  expect(await terminal.type('', /ciscoasa# /)).toMatch(/\d+ bytes copied in/);
  for (const name of ['short.SPA', 'other.SPA', 'newer.SPA']) {
    expect(await terminal.type(`copy /noconfirm tftp://192.0.2.80/${name} disk0:`, /ciscoasa# /)).toContain(
      'bytes copied',
    );
  }
  expect(await terminal.type('dir disk0:', /ciscoasa# /)).toContain(image);

  // Verify and install: what is cut short, altered or too new for the box is refused and leaves no line.
  await terminal.type('configure terminal', /\(config\)# /);
  const config = (line: string): Promise<string> => terminal.type(line, /\(config\)# /);
  for (const name of ['short.SPA', 'other.SPA', 'newer.SPA', 'missing.SPA']) {
    expect(await config(`rest-api image disk0:/${name}`)).toMatch(/ERROR|%Error/);
  }
  expect(await config('rest-api agent')).toContain('ERROR');
  expect(await config('show running-config rest-api')).not.toContain('rest-api image');
  for (const line of [
    `rest-api image disk0:/${image}`,
    'http server enable',
    'http 0.0.0.0 0.0.0.0 management',
    'aaa authentication http console LOCAL',
    'username admin password c1sc0 privilege 15',
    'rest-api agent',
  ]) {
    expect(await config(line)).not.toMatch(/ERROR/);
  }
  expect(await config('show rest-api agent')).toContain('REST API agent is currently enabled.');

  const base = `https://127.0.0.1:${port(lab.device('asa-1').endpoints.https)}`;
  const curl = async (path: string, ...more: string[]) => {
    const { stdout } = await run('curl', [
      '-sk',
      '-i',
      '-H',
      'Content-Type: application/json',
      ...more,
      `${base}${path}`,
    ]);
    const end = stdout.indexOf('\r\n\r\n');
    return { status: Number(stdout.slice(9, 12)), head: stdout.slice(0, end), body: stdout.slice(end + 4) };
  };
  const basic = ['-u', 'admin:c1sc0'];
  const objects = '/api/objects/networkobjects';
  expect((await curl(objects, ...basic)).status).toBe(503);
  lab.clock.advance(30_000);
  expect(await curl(objects, ...basic)).toMatchObject({ status: 200, body: expect.stringContaining('"items":[]') });
  // As the walkthrough has it by hand: the sample Base64 there is not that of its sample password.
  expect((await curl(objects, '-H', 'Authorization: Basic YWRtaW46YzFzYzA=')).status).toBe(200);
  expect((await curl(objects, '-H', 'Authorization: Basic QWRtaW46UGFzc3dvcmQ=')).status).toBe(401);

  const made = await curl('/api/tokenservices', ...basic, '-X', 'POST');
  const token = /\r\nX-Auth-Token: (\S+)/.exec(made.head)?.[1] ?? '';
  expect([made.status, made.body]).toEqual([204, '']);
  const by = ['-H', `X-Auth-Token: ${token}`];
  expect((await curl(objects, ...by)).status).toBe(200);

  const command = await curl('/api/cli', ...by, '-d', '{"commands":["show version | include Serial"]}');
  expect(command).toMatchObject({
    status: 200,
    body: expect.stringMatching(/^\{"response":\["Serial Number: [A-Z0-9]+\\n"\]\}$/),
  });
  const object = (name: string) =>
    JSON.stringify({ kind: 'object#NetworkObj', name, host: { kind: 'IPv4Address', value: '192.0.2.8' } });
  expect((await curl(objects, ...by, '-d', object('saved'))).status).toBe(201);
  expect((await curl('/api/commands/writemem', ...by, '-X', 'POST')).status).toBe(200);
  expect((await curl(objects, ...by, '-d', object('unsaved'))).status).toBe(201);
  const shown = await config('show running-config object network');
  expect(shown).toContain('object network unsaved');

  const place = '{"location":"disk0:/backup.tar.gz","passphrase":"Password"}';
  expect((await curl('/api/backup', ...by, '-d', place)).status).toBe(201);
  expect(await config('dir disk0:')).toContain('backup.tar.gz');
  expect((await curl(`/api/tokenservices/${token}`, ...by, '-X', 'DELETE')).status).toBe(204);
  expect((await curl(objects, ...by)).status).toBe(401);

  // Unsaved changes are gone after a reload, saved ones are kept.
  await terminal.type('end', /ciscoasa# /);
  const back = reopened(lab);
  await terminal.type('reload noconfirm', /Rebooting[\s\S]*/);
  await back;
  lab.clock.advance(60_000);
  expect((await curl(`${objects}/saved`, ...basic)).status).toBe(200);
  expect((await curl(`${objects}/unsaved`, ...basic)).status).toBe(404);

  // The backup was taken while both were there.
  const again = reopened(lab);
  expect(await curl('/api/restore', ...basic, '-d', place)).toMatchObject({ status: 201, body: '' });
  lab.clock.advance(2_000);
  await again;
  lab.clock.advance(60_000);
  expect((await curl(`${objects}/unsaved`, ...basic)).status).toBe(200);
}

/** Resolves when the box listens again. */
function reopened(lab: Lab): Promise<void> {
  return new Promise((resolve) => {
    const { journal } = lab.device('asa-1').device.surroundings;
    const stop = journal.watch((entry) => {
      if (entry.device !== 'asa-1' || entry.endpoint !== 'https' || entry.outcome !== 'open') return;
      stop();
      resolve();
    });
  });
}
