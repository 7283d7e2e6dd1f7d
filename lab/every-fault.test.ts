import { request } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import ssh2 from 'ssh2';
import { afterEach, expect, it } from 'vitest';
import { type FaultRule, faultRule } from '../simulators/chassis/faults/rule.ts';
import { type Lab, startLab } from './index.ts';
import { testFolder } from './testing/folder.ts';

testFolder();
let lab: Lab;
afterEach(() => lab.stop());

/** Real milliseconds after which a client gives up that should hear nothing, and one that should. */
const patienceFor = (what: string | RegExp): number => (what === 'silence' ? 1_000 : 20_000);

/** What a client sees of one exchange: the answer, or in one word how it went wrong; and for how long it waited. */
interface Seen {
  readonly what: string;
  readonly ms: number;
  readonly date?: string | undefined;
}

/** Sends one configuration line over NX-API, verifying the certificate that the switch should have. */
function overHttps(line: string, patience: number): Promise<Seen> {
  const { endpoints, username, password } = lab.device('n9k-1');
  const ca = lab.device('n9k-1').certificate('nxapi-https') ?? '';
  const body = JSON.stringify({
    ins_api: { version: '1.0', type: 'cli_conf', chunk: '0', sid: '1', input: line, output_format: 'json' },
  });
  const began = performance.now();
  return new Promise((resolve) => {
    const see = (what: string, date?: string): void => resolve({ what, date, ms: performance.now() - began });
    const asking = request(
      new URL('/ins', endpoints['nxapi-https']),
      {
        method: 'POST',
        agent: false,
        auth: `${username}:${password}`,
        ca,
        checkServerIdentity: () => undefined,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (piece) => {
          text += piece;
        });
        answer.on('error', () => see('cut short'));
        answer.on('end', () => see(`${answer.statusCode} ${wordIn(text)}`.trim(), answer.headers.date));
      },
    );
    asking.setTimeout(patience, () => see('silence'));
    asking.on('error', (error: NodeJS.ErrnoException) => see(error.code ?? error.message));
    asking.end(body);
  });
}

/** How the switch says that a line was taken, or why not. */
function wordIn(text: string): string {
  return /Success|No space left|locked/.exec(text)?.[0] ?? '';
}

/** Sends one command line over SSH. */
function overSsh(line: string, patience: number): Promise<Seen> {
  const { endpoints, username, password } = lab.device('n9k-1');
  const { hostname: host, port } = new URL(endpoints.ssh ?? '');
  const began = performance.now();
  return new Promise((resolve) => {
    const see = (what: string): void => {
      clearTimeout(timer);
      client.destroy();
      resolve({ what, ms: performance.now() - began });
    };
    const timer = setTimeout(see, patience, 'silence');
    const client = new ssh2.Client();
    client.on('error', (error) => see('code' in error ? String(error.code) : error.message));
    client.on('close', () => see('closed'));
    client.on('ready', () =>
      client.exec(line, (error, channel) => {
        if (error) return see(error.message);
        let text = '';
        channel.on('data', (data: Buffer) => {
          text += data.toString();
        });
        let exited = false;
        channel.on('exit', () => {
          exited = true;
        });
        channel.on('close', () => see(exited ? wordIn(text) || 'done' : 'closed'));
      }),
    );
    client.connect({ host, port: Number(port), username, password });
  });
}

/** What became of the switch. */
type After = 'unchanged' | 'changed' | 'restarted' | 'restarted as changed';

function after(): After {
  const { state } = lab.device('n9k-1').device;
  const changed = state.config !== before.config || state.store !== before.store;
  if (state.run.bootedAt === before.run.bootedAt) return changed ? 'changed' : 'unchanged';
  return changed ? 'restarted as changed' : 'restarted';
}

type State = Lab['devices'][number]['device']['state'];
let before: State;

const hostname = 'hostname spine-7';
const copy = 'copy running-config bootflash:kept';
const slow = { ms: 300 };
const drip = { bytes: 400, every: 2 };

/** Rule, line over NX-API, what its client sees, what becomes of the switch. */
const overNxapi: readonly (readonly [FaultRule, string, string | RegExp, After])[] = [
  [{ at: 'accept', act: 'reset' }, hostname, 'ECONNRESET', 'unchanged'],
  [{ at: 'accept', act: 'half-open' }, hostname, 'silence', 'unchanged'],
  [{ at: 'accept', act: 'delay', ...slow }, hostname, '200 Success', 'changed'],
  [{ at: 'accept', act: 'drip', ...drip }, hostname, '200 Success', 'changed'],
  [{ at: 'identity', act: 'wrong-certificate' }, hostname, 'DEPTH_ZERO_SELF_SIGNED_CERT', 'unchanged'],
  [{ at: 'identity', act: 'expired-certificate' }, hostname, 'CERT_HAS_EXPIRED', 'unchanged'],
  [{ at: 'request', act: 'delay', ...slow }, hostname, '200 Success', 'changed'],
  [{ at: 'request', act: 'status', status: 503 }, hostname, '503', 'unchanged'],
  [{ at: 'request', act: 'agent-down' }, hostname, '502', 'unchanged'],
  [{ at: 'request', act: 'lose-reply' }, hostname, 'ECONNRESET', 'unchanged'],
  [{ at: 'request', act: 'reset' }, hostname, 'ECONNRESET', 'unchanged'],
  [{ at: 'response', act: 'delay', ...slow }, hostname, '200 Success', 'changed'],
  [{ at: 'response', act: 'drip', bytes: 40, every: 10 }, hostname, '200 Success', 'changed'],
  [{ at: 'response', act: 'truncate', bytes: 20 }, hostname, 'cut short', 'changed'],
  [{ at: 'response', act: 'lose-reply' }, hostname, 'ECONNRESET', 'changed'],
  [{ at: 'command', act: 'delay', ...slow }, hostname, '200 Success', 'changed'],
  [{ at: 'command', act: 'error', text: '% Database is locked' }, hostname, '200 locked', 'unchanged'],
  [{ at: 'command', act: 'hang' }, hostname, 'silence', 'unchanged'],
  [{ at: 'command', act: 'reset' }, hostname, 'ECONNRESET', 'unchanged'],
  [{ at: 'command', act: 'lose-reply' }, hostname, 'ECONNRESET', 'changed'],
  [{ at: 'command', act: 'reboot' }, hostname, 'ECONNRESET', 'restarted'],
  [{ at: 'change', act: 'accept-without-effect' }, hostname, '200 Success', 'unchanged'],
  [{ at: 'change', act: 'flash-full' }, copy, '200 No space left', 'unchanged'],
  [{ at: 'change', act: 'reboot' }, copy, /^200/, 'restarted as changed'],
  [{ at: 'clock', act: 'skew', ms: -3_600_000 }, hostname, '200 Success', 'changed'],
];

const overShell: typeof overNxapi = [
  [{ at: 'accept', act: 'reset' }, copy, 'ECONNRESET', 'unchanged'],
  [{ at: 'accept', act: 'half-open' }, copy, 'silence', 'unchanged'],
  [{ at: 'accept', act: 'delay', ...slow }, copy, 'done', 'changed'],
  [{ at: 'accept', act: 'drip', ...drip }, copy, 'done', 'changed'],
  [{ at: 'command', act: 'delay', ...slow }, copy, 'done', 'changed'],
  [{ at: 'command', act: 'error', text: '% Database is locked' }, copy, 'locked', 'unchanged'],
  [{ at: 'command', act: 'hang' }, copy, 'silence', 'unchanged'],
  [{ at: 'command', act: 'reset' }, copy, /closed|ECONNRESET/, 'unchanged'],
  [{ at: 'command', act: 'lose-reply' }, copy, /closed|ECONNRESET/, 'changed'],
  [{ at: 'command', act: 'reboot' }, copy, /closed|ECONNRESET/, 'restarted'],
  [{ at: 'change', act: 'accept-without-effect' }, copy, 'done', 'unchanged'],
  [{ at: 'change', act: 'flash-full' }, copy, 'No space left', 'unchanged'],
  [{ at: 'change', act: 'reboot' }, copy, 'done', 'restarted as changed'],
];

async function tried(rule: FaultRule, send: () => Promise<Seen>): Promise<Seen> {
  const devices = [{ name: 'n9k-1', kind: 'nxos', options: { configured: 'nxapi' } }];
  lab = await startLab({ devices, clock: { frozen: true } });
  const device = lab.device('n9k-1');
  await device.makeCertificates();
  lab.clock.advance(60_000);
  before = device.device.state;
  const restarts = rule.act === 'reboot';
  const booted = new Promise<void>((resolve) => lab.watch(({ kind }) => kind === 'boot' && resolve()));
  lab.faults.add({ ...rule, id: 'it' });
  const seen = await send();
  if (restarts) {
    await booted;
    await pause(0);
    await device.device.settled();
  }
  return seen;
}

/** The rule has acted once, for each operation, and the journal tells it. */
async function hasActed({ at, act }: FaultRule): Promise<void> {
  const [standing] = lab.faults.list();
  expect(standing?.hits).toBeGreaterThan(0);
  expect((await lab.journal({ kind: 'fault' }))[0]).toMatchObject({ operation: `${at} ${act}`, outcome: 'it' });
}

it.each(overNxapi)('over NX-API: %j', async (rule, line, what, becomes) => {
  const seen = await tried(rule, () => overHttps(line, patienceFor(what)));
  expect(seen.what).toMatch(what instanceof RegExp ? what : new RegExp(`^${what}$`));
  expect(after()).toBe(becomes);
  if ('ms' in rule && rule.act === 'delay') expect(seen.ms).toBeGreaterThanOrEqual(rule.ms - 5);
  if (rule.act === 'skew') expect(seen.date).toBe(new Date(lab.clock.now() - 3_600_000).toUTCString());
  await hasActed(rule);
});

it.each(overShell)('over SSH: %j', async (rule, line, what, becomes) => {
  const seen = await tried(rule, () => overSsh(line, patienceFor(what)));
  expect(seen.what).toMatch(what instanceof RegExp ? what : new RegExp(`^${what}$`));
  expect(after()).toBe(becomes);
  if ('ms' in rule && rule.act === 'delay') expect(seen.ms).toBeGreaterThanOrEqual(rule.ms - 5);
  await hasActed(rule);
});

it('every act of the rule language is among these', () => {
  const acts = faultRule.options.flatMap(({ options }) =>
    options.map(({ shape }) => `${shape.at.value} ${shape.act.value}`),
  );
  expect(overNxapi.map(([{ at, act }]) => `${at} ${act}`).sort()).toEqual(acts.sort());
});
