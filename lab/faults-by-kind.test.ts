import { request } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { exportKey, keptKey } from '../certs/key.ts';
import { makeCertificate } from '../certs/make.ts';
import type { FaultRule } from '../simulators/chassis/faults/rule.ts';
import { type Lab, startLab } from './index.ts';
import type { DeviceSpec } from './schema.ts';
import { testFolder } from './testing/folder.ts';

testFolder();
let lab: Lab;
afterEach(() => lab.stop());

/** A device, a request that changes it, and how it answers: done, and in words of its own with 503. */
interface Changed {
  readonly spec: DeviceSpec;
  readonly endpoint: string;
  readonly path: string;
  body(): Promise<string>;
  readonly done: RegExp;
  readonly down: RegExp;
}

const changes: Readonly<Record<string, Changed>> = {
  asa: {
    spec: { kind: 'asa', options: { configured: 'rest' } },
    endpoint: 'https',
    path: '/api/objects/networkobjects',
    body: async () =>
      JSON.stringify({ kind: 'object#NetworkObj', name: 'a', host: { kind: 'IPv4Address', value: '192.0.2.1' } }),
    done: /^201 /,
    down: /^503 <html><head><title>503 Service Unavailable/,
  },
  nsx: {
    spec: { kind: 'nsx', options: { managers: 1, rateLimit: 0 } },
    endpoint: 'manager-1.https',
    path: '/api/v1/trust-management/certificates?action=import',
    async body() {
      const key = await keptKey('ec-p256');
      const { pem } = makeCertificate({ subject: '/CN=fault', key });
      return JSON.stringify({ pem_encoded: pem, private_key: exportKey(key) });
    },
    done: /^201 \{/,
    down: /^503 \{\s+"module_name" : "common-services",\s+"error_message" : "The service is restarting\."/,
  },
  nsxv: {
    spec: {
      kind: 'nsxv',
      options: { vcenter: { host: 'vcsa.corp.local', users: [{ name: 'ops@corp.local', password: 'Rackless.3' }] } },
    },
    endpoint: 'https',
    path: '/api/2.0/services/usermgmt/role/ops@corp.local',
    body: async () => '<accessControlEntry><role>auditor</role></accessControlEntry>',
    done: /^204 /,
    down: /^503 <!doctype html>.*<title>HTTP Status 503/,
  },
};

/** Rule, what the client sees of its request, what became of the device. */
const faults: readonly (readonly [FaultRule, 'done' | 'down' | RegExp, 'unchanged' | 'changed' | 'restarted'])[] = [
  [{ at: 'accept', act: 'reset' }, /^ECONNRESET/, 'unchanged'],
  [{ at: 'identity', act: 'wrong-certificate' }, /^DEPTH_ZERO_SELF_SIGNED_CERT/, 'unchanged'],
  [{ at: 'identity', act: 'expired-certificate' }, /^CERT_HAS_EXPIRED/, 'unchanged'],
  [{ at: 'request', act: 'status', status: 503 }, 'down', 'unchanged'],
  [{ at: 'request', act: 'agent-down' }, 'down', 'unchanged'],
  [{ at: 'request', act: 'lose-reply' }, /^ECONNRESET/, 'unchanged'],
  [{ at: 'request', act: 'reset' }, /^ECONNRESET/, 'unchanged'],
  [{ at: 'response', act: 'delay', ms: 50 }, 'done', 'changed'],
  [{ at: 'response', act: 'lose-reply' }, /^ECONNRESET/, 'changed'],
  [{ at: 'change', act: 'reboot' }, /^(20\d |ECONNRESET)/, 'restarted'],
  [{ at: 'clock', act: 'skew', ms: -3_600_000 }, 'done', 'changed'],
];

describe.each(Object.keys(changes))('%s', (kind) => {
  it.each(faults)('%j', async (rule, sees, becomes) => {
    const changed = changes[kind];
    if (!changed) throw new Error(`no change of a ${kind}`);
    lab = await startLab({ devices: [{ name: 'it', ...changed.spec }], clock: { frozen: true } });
    const device = lab.device('it');
    await device.makeCertificates();
    lab.clock.advance(60_000);
    await device.device.settled();
    const before = device.device.state;
    const booted = new Promise<void>((resolve) => lab.watch((entry) => entry.kind === 'boot' && resolve()));
    lab.faults.add({ ...rule, id: 'it' });
    const seen = await send(changed, rule.at === 'identity' ? device.certificate(changed.endpoint) : undefined);
    expect(seen).toMatch(sees instanceof RegExp ? sees : changed[sees]);
    if (becomes === 'restarted') {
      await booted;
      // The entry is written when the restart begins.
      await pause(0);
      await device.device.settled();
      expect(device.device.state.run.bootedAt).not.toBe(before.run.bootedAt);
    } else {
      const { config, store, run } = device.device.state;
      expect(run.bootedAt).toBe(before.run.bootedAt);
      expect(config !== before.config || store !== before.store).toBe(becomes === 'changed');
    }
    expect(lab.faults.list()[0]?.hits).toBeGreaterThan(0);
  });
});

/** @param ca what the client trusts; anything unless given. @returns status and body, or the code of an error */
async function send({ endpoint, path, body }: Changed, ca?: string): Promise<string> {
  const { endpoints, username, password } = lab.device('it');
  const text = await body();
  return new Promise((resolve) => {
    const asking = request(
      new URL(path, endpoints[endpoint]),
      {
        method: 'POST',
        agent: false,
        auth: `${username}:${password}`,
        ...(ca === undefined ? { rejectUnauthorized: false } : { ca, checkServerIdentity: () => undefined }),
        headers: {
          'content-type': text.startsWith('<') ? 'application/xml' : 'application/json',
          'content-length': Buffer.byteLength(text),
        },
      },
      (answer) => {
        let said = '';
        answer.setEncoding('utf8').on('data', (piece) => {
          said += piece;
        });
        answer.on('error', () => resolve('cut short'));
        answer.on('end', () => resolve(`${answer.statusCode} ${said}`));
      },
    );
    asking.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    asking.end(text);
  });
}
