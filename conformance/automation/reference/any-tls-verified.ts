import { AsaClient } from '../../../clients/asa.ts';
import { NsxClient } from '../../../clients/nsx.ts';
import { NsxvClient } from '../../../clients/nsxv.ts';
import { NxapiClient } from '../../../clients/nxapi.ts';
import type { Given } from '../evidence.ts';
import { accessOf, deviceOf, secret } from './automation.ts';

/** Reads something from each of the four devices, twice. */
export async function readAll(given: Given, flaw: string | undefined): Promise<void> {
  const url = (name: string, endpoint: string) => deviceOf(given, name).endpoints[endpoint] ?? '';
  const once = flaw === 'verifies-once';
  const how = async (name: string, endpoint: string, again = false) =>
    accessOf(given, name, url(name, endpoint), once && again ? 'verifies-nothing' : flaw);
  const twice = async (read: (again: boolean) => Promise<void>) => {
    await read(false);
    await read(true);
  };
  await twice(async (again) => {
    await using nxapi = new NxapiClient(await how('n9k-1', 'nxapi-https', again));
    await nxapi.show('show version');
  });
  await twice(async (again) => {
    await using nsx = new NsxClient(await how('nsx-1', 'manager-1.https', again));
    await nsx.version();
    if (flaw !== 'password-in-url') return;
    const password = encodeURIComponent(secret(deviceOf(given, 'nsx-1').passwordFile));
    await nsx.request('GET', `/api/v1/cluster/status?password=${password}`);
  });
  await twice(async (again) => {
    await using nsxv = new NsxvClient(await how('nsxv-1', 'https', again));
    await nsxv.user('admin');
  });
  await twice(async (again) => {
    await using asa = await AsaClient.logIn(await how('asa-1', 'https', again));
    await asa.get('/api/objects/networkobjects');
  });
}
