import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { slice } from '../.ci/slice.ts';
import { home } from './home.ts';
import type { HostReport } from './report.ts';
import type { DeviceSpec } from './schema.ts';

const { seed, rounds } = slice();

/** A device, how it is brought to its `n`th configuration and has that saved, and which one it has. */
interface Saving {
  readonly spec: DeviceSpec;
  readonly endpoint: string;
  /** Requests after which the device has said that it is saved, each with what it says. */
  save(n: number): readonly (readonly [method: string, path: string, body: string, says: RegExp])[];
  /** How it is asked, and the part of its answer that tells. */
  readonly shows: readonly [method: string, path: string, body: string, tells: RegExp];
  /** What it tells of its `n`th. */
  told(n: number): string;
}

const ins = (type: string, input: string): string =>
  JSON.stringify({ ins_api: { version: '1.0', type, chunk: '0', sid: '1', input, output_format: 'json' } });
const cli = (...commands: readonly string[]): string => JSON.stringify({ commands });
const role = '/api/2.0/services/usermgmt/role/ops@corp.local';
const roles = ['auditor', 'security_admin', 'vshield_admin', 'enterprise_admin'];
const roleNumber = (n: number): string => roles[n % roles.length] ?? '';

/** NSX clusters are killed in their own room, while they import certificates. */
const kinds: Readonly<Record<string, Saving>> = {
  nxos: {
    spec: { name: 'it', kind: 'nxos', options: { configured: 'nxapi' } },
    endpoint: 'nxapi-https',
    save: (n) => [
      ['POST', '/ins', ins('cli_conf', `hostname mark-${n}`), /Success/],
      ['POST', '/ins', ins('cli_conf', 'copy running-config startup-config'), /Success/],
    ],
    shows: ['POST', '/ins', ins('cli_show', 'show hostname'), /"hostname":\s*"([^"]+)"/],
    told: (n) => `mark-${n}`,
  },
  asa: {
    spec: { name: 'it', kind: 'asa', options: { configured: 'rest', keepAlive: true } },
    endpoint: 'https',
    save: (n) => [
      ['POST', '/api/cli', cli(`hostname mark-${n}`), /response/],
      ['POST', '/api/cli', cli('write memory'), /\[OK\]/],
    ],
    shows: ['POST', '/api/cli', cli('show running-config hostname'), /hostname ([\w-]+)/],
    told: (n) => `mark-${n}`,
  },
  nsxv: {
    spec: {
      name: 'it',
      kind: 'nsxv',
      options: { vcenter: { host: 'vcsa.corp.local', users: [{ name: 'ops@corp.local', password: 'Rackless.3' }] } },
    },
    endpoint: 'https',
    save: (n) => [
      [
        n === 1 ? 'POST' : 'PUT',
        role,
        `<accessControlEntry><role>${roleNumber(n)}</role></accessControlEntry>`,
        /^$|accessControlEntry/,
      ],
    ],
    shows: ['GET', role, '', /<role>([^<]+)<\/role>/],
    told: roleNumber,
  },
};

describe.each(Object.keys(kinds))('%s', (kind) => {
  it(`has what it said was saved, whenever it was killed (seed ${seed})`, { timeout: 1_800_000 }, async () => {
    const saving = kinds[kind];
    if (!saving) throw new Error(`nothing is saved at a ${kind}`);
    const folder = mkdtempSync(join(tmpdir(), `rackless-kill-${kind}-`));
    let random = seed;
    let saved = 0;
    let tried = 0;
    try {
      for (let round = 1; round <= rounds(60); round++) {
        random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
        const running = await start(folder, saving.spec);
        if (saved > 0) {
          const [method, path, body, tells] = saving.shows;
          const said = await running.ask(saving.endpoint, method, path, body);
          const found = tells.exec(said)?.[1];
          // The one under way may have been saved, or not.
          const right = [saved, tried].map((n) => saving.told(n));
          expect(right, `round ${round}, after ${saved}: ${said}`).toContain(found);
          if (found === saving.told(tried)) saved = tried;
        }
        const before = saved;
        let over = false;
        const load = (async () => {
          for (tried = saved + 1; ; tried++) {
            for (const [method, path, body, says] of saving.save(tried)) {
              const said = await running.ask(saving.endpoint, method, path, body);
              if (!says.test(said)) throw new Error(`${method} ${path} was answered: ${said}`);
            }
            saved = tried;
          }
        })().catch((error: unknown) => {
          if (!over) throw error;
        });
        while (saved === before) await Promise.race([delay(5), load]);
        await delay((random / 2 ** 32) * 100);
        over = true;
        running.child.kill('SIGKILL');
        await once(running.child, 'close');
        await load;
      }
      expect(saved).toBeGreaterThan(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

interface Started {
  readonly child: ChildProcess;
  /** @throws Error when the connection breaks */
  ask(endpoint: string, method: string, path: string, body: string): Promise<string>;
}

/** A lab with one device, in a process of its own. */
async function start(stateDir: string, spec: DeviceSpec): Promise<Started> {
  const built = (file: string): string => JSON.stringify(pathToFileURL(join(home, 'dist', 'lab', file)).href);
  const script = `
    const { startLab } = await import(${built('index.js')});
    const { hostReport } = await import(${built('report.js')});
    const lab = await startLab(${JSON.stringify({ stateDir, devices: [spec] })});
    // A firewall's agent starts some minutes after the firewall.
    lab.clock.advance(600_000);
    await lab.settled();
    process.send(hostReport(lab.device('it')));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [report]: HostReport[] = await once(child, 'message');
  if (!report) throw new Error('the lab told nothing');
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  return { child, ask: (...asked) => ask(report, agent, ...asked) };
}

function ask(
  { endpoints, username, password }: HostReport,
  agent: Agent,
  endpoint: string,
  method: string,
  path: string,
  body: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': body.startsWith('<') ? 'application/xml' : 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const asking = request(
      new URL(path, endpoints[endpoint]),
      { method, agent, auth: `${username}:${password}`, headers },
      (answer) => {
        let said = '';
        answer.setEncoding('utf8').on('data', (piece) => {
          said += piece;
        });
        answer.on('error', reject).on('end', () => (answer.complete ? resolve(said) : reject(new Error('cut'))));
      },
    );
    asking.on('error', reject).end(body);
  });
}
