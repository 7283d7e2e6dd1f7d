import { NxapiClient } from '../../../clients/nxapi.ts';
import type { Given } from '../evidence.ts';
import { accessOf, certificateOf, deviceOf, secret, shortly } from './automation.ts';
import { withSsh } from './terminal.ts';

const name = 'n9k-1';
const files = { cert: 'nxapi-cert.pem', key: 'nxapi-key.pem' };
const uploads = [
  `nxapi certificate httpscrt certfile bootflash:${files.cert}`,
  `nxapi certificate httpskey keyfile bootflash:${files.key}`,
];

/** Installs the given pair and serves NX-API by HTTPS alone. */
export async function secureNxapi(given: Given, flaw: string | undefined): Promise<void> {
  await prepare(given);
  const { ports } = deviceOf(given, name);
  const url = (port: number) => `https://127.0.0.1:${ports[port]?.port}`;
  const client = await opened(given, url(443), flaw);
  try {
    if (flaw === 'enables-first') await client.configure('nxapi certificate enable').catch(() => undefined);
    for (const { text } of await upload(client, flaw)) {
      if (/^\s*(ERROR|%)/im.test(text) && flaw !== 'outer-status-only') throw new Error(text.trim());
    }
    await client.configure('nxapi certificate enable').catch(sent);
    await client.configure(['nxapi https port 8443', 'no nxapi http']).catch(sent);
  } finally {
    await client.close();
  }
  const { certFile, fingerprint } = certificateOf(given, 'nxapi');
  const trust = { caFile: given.caFile, ...(flaw !== 'believes-its-own-steps' && { pin: fingerprint }) };
  await using moved = new NxapiClient({ ...(await accessOf(given, name, url(8443))), ...trust });
  await moved.show('show hostname').catch(async (error) => {
    await shortly(50);
    throw new Error(`${certFile} is not served`, { cause: error });
  });
  if (flaw !== 'never-saves') await moved.save();
  if (flaw === 'saves-too-early') await moved.configure('no nxapi http');
}

/** By SSH: NX-API on, and the pair on flash. */
async function prepare(given: Given): Promise<void> {
  const { certificate, key } = certificateOf(given, 'nxapi');
  await withSsh(deviceOf(given, name), async (terminal) => {
    await terminal.run('configure terminal ; feature sftp-server ; feature nxapi');
    await terminal.put(`bootflash:${files.cert}`, certificate);
    await terminal.put(`bootflash:${files.key}`, key);
  });
}

async function opened(given: Given, url: string, flaw: string | undefined): Promise<NxapiClient> {
  const client = new NxapiClient(await accessOf(given, name, url, flaw));
  if (flaw === 'hammers') await hammer(client);
  try {
    await client.show('show version');
    return client;
  } catch (error) {
    await client.close();
    if (flaw !== 'falls-back-to-http') throw error;
    const { username, passwordFile, ports } = deviceOf(given, name);
    const plain = new NxapiClient({
      url: `http://127.0.0.1:${ports[80]?.port}`,
      username,
      password: secret(passwordFile),
      allowHttp: true,
    });
    await plain.show('show version');
    await plain.close();
    throw error;
  }
}

async function hammer(client: NxapiClient): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt++) {
    try {
      await client.show('show clock');
      return;
    } catch {
      // Once more.
    }
  }
}

async function upload(client: NxapiClient, flaw: string | undefined): Promise<readonly { text: string }[]> {
  if (flaw !== 'outer-status-only') return client.configure(uploads);
  return client.configure(uploads).catch(() => []);
}

/** The listener that should answer is the one being changed; what is served afterwards is the proof. */
function sent(error: unknown): void {
  if (!(error instanceof Error) || !('sent' in error) || error.sent !== true) throw error;
}
