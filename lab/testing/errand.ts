import { request } from 'node:https';
import ssh2 from 'ssh2';
import { exportKey, keptKey } from '../../certs/key.ts';
import { makeCertificate } from '../../certs/make.ts';
import type { JournalEntry } from '../../simulators/chassis/journal.ts';
import type { LabDevice } from '../device.ts';
import type { Lab } from '../lab.ts';
import type { DeviceSpec } from '../schema.ts';

/** What a test does with a device of its own: leaves a mark by one way and finds it, and no other, by the others. */
export interface Errand {
  /** The device that it needs. */
  device(mark: string): DeviceSpec;
  /** @returns what the device says of its marks, by each way */
  run(device: LabDevice, mark: string): Promise<readonly string[]>;
}

const ins = (type: string, input: string): string =>
  JSON.stringify({ ins_api: { version: '1.0', type, chunk: '0', sid: '1', input, output_format: 'json' } });

const certificates = '/api/v1/trust-management/certificates';
const usermgmt = '/api/2.0/services/usermgmt';

/** An errand at each kind of device. Marks are `mark-` and a number. */
export const errands: Readonly<Record<string, Errand>> = {
  nxos: {
    device: (mark) => ({ name: `nxos-${mark}`, kind: 'nxos', options: { configured: 'nxapi' } }),
    async run(device, mark) {
      await ask(device, 'nxapi-https', 'POST', '/ins', ins('cli_conf', `hostname ${mark}`));
      return [
        await ask(device, 'nxapi-https', 'POST', '/ins', ins('cli_show', 'show hostname')),
        await commandAt(device, 'ssh', 'show running-config | include hostname'),
      ];
    },
  },
  asa: {
    device: (mark) => ({ name: `asa-${mark}`, kind: 'asa', options: { configured: 'rest' } }),
    async run(device, mark) {
      const host = { kind: 'IPv4Address', value: '192.0.2.1' };
      const object = JSON.stringify({ kind: 'object#NetworkObj', name: mark, host });
      await ask(device, 'https', 'POST', '/api/objects/networkobjects', object);
      return [
        await ask(device, 'https', 'GET', '/api/objects/networkobjects'),
        await ask(device, 'https', 'POST', '/api/cli', '{"commands":["show running-config object"]}'),
      ];
    },
  },
  nsx: {
    device: (mark) => ({ name: `nsx-${mark}`, kind: 'nsx', options: { managers: 1, rateLimit: 0 } }),
    async run(device, mark) {
      const key = await keptKey('ec-p256');
      const pair = { pem_encoded: makeCertificate({ subject: `/CN=${mark}`, key }).pem, private_key: exportKey(key) };
      await ask(device, 'manager-1.https', 'POST', `${certificates}?action=import`, JSON.stringify(pair));
      return [
        await ask(device, 'manager-1.https', 'GET', `${certificates}?details=true`),
        await ask(device, 'vip.https', 'GET', `${certificates}?details=true`),
      ];
    },
  },
  nsxv: {
    device(mark) {
      const users = [{ name: `${mark}@corp.local`, password: 'Rackless.3' }];
      return { name: `nsxv-${mark}`, kind: 'nsxv', options: { vcenter: { host: 'vcsa.corp.local', users } } };
    },
    async run(device, mark) {
      const entry = '<accessControlEntry><role>auditor</role></accessControlEntry>';
      await ask(device, 'https', 'POST', `${usermgmt}/role/${mark}@corp.local`, entry);
      return [
        await ask(device, 'https', 'GET', `${usermgmt}/users/vsm`),
        await ask(device, 'https', 'GET', '/api/2.0/auditlog?startIndex=0&pageSize=5'),
      ];
    },
  },
};

/**
 * One of many tests at once: takes a device, does its errand, gives the device back.
 * @returns the device's name and the marks that the device told of, by each way
 */
export async function runErrand(lab: Lab, kind: string, mark: string): Promise<{ device: string; said: string[][] }> {
  const errand = errands[kind];
  if (!errand) throw new Error(`there is no errand at a ${kind}`);
  const [{ name: device } = { name: '' }] = await lab.add(errand.device(mark));
  const said = await errand.run(lab.device(device), mark);
  await lab.remove(device);
  return { device, said: said.map((text) => [...new Set(text.match(/mark-\d+/g))]) };
}

/**
 * What a journal tells of a device, in its order: times, ports, keys and fingerprints are placeholders, and an entry's
 * number, which counts over all devices, is not there.
 */
export function tale(journal: readonly JournalEntry[], device: string): string[] {
  return journal
    .filter((entry) => entry.device === device)
    .map(({ seq: _, at: _at, time: _time, duration: _duration, ...told }) =>
      JSON.stringify(told)
        .replace(/\b((?:\d{1,3}\.){3}\d{1,3}):\d+/g, '$1:‹port›')
        .replace(/"port":\d+/g, '"port":‹port›')
        .replace(/SHA256:[\w+/]{43}|\b[0-9a-f]{64}\b/g, '‹fingerprint›')
        .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, '‹time›'),
    );
}

/** @throws Error when the device refuses */
async function ask(device: LabDevice, endpoint: string, method: string, path: string, body = ''): Promise<string> {
  const { status, text } = await exchange(device, endpoint, method, path, body);
  if (status >= 300) throw new Error(`${device.name} answers ${method} ${path} with ${status}: ${text}`);
  return text;
}

function exchange(
  { endpoints, username, password }: LabDevice,
  endpoint: string,
  method: string,
  path: string,
  body: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': body.startsWith('<') ? 'application/xml' : 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const asking = request(
      new URL(path, endpoints[endpoint]),
      { method, headers, agent: false, auth: `${username}:${password}`, rejectUnauthorized: false },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (piece) => {
          text += piece;
        });
        answer.on('error', reject).on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      },
    );
    asking.on('error', reject).end(body);
  });
}

/** What one command line prints over SSH. */
function commandAt({ endpoints, username, password }: LabDevice, endpoint: string, line: string): Promise<string> {
  const { hostname: host, port } = new URL(endpoints[endpoint] ?? '');
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    let text = '';
    client.on('error', reject).on('close', () => resolve(text));
    client.on('ready', () =>
      client.exec(line, (error, channel) => {
        if (error) return reject(error);
        channel.on('data', (data: Buffer) => {
          text += data.toString();
        });
        channel.on('close', () => client.end());
      }),
    );
    client.connect({ host, port: Number(port), username, password });
  });
}
