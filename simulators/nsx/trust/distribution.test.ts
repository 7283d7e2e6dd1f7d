import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { has } from '../../../.ci/tools.ts';
import { makeAuthority } from '../../../certs/authority.ts';
import { exportKey } from '../../../certs/key.ts';
import { makeRevocationList } from '../../../certs/revocation.ts';
import { cluster, run, type TestCluster } from '../testing/cluster.ts';

const trust = '/api/v1/trust-management';
const uri = 'http://ca.lab.local/lists/issuing?format=der';
const folder = mkdtempSync(join(tmpdir(), 'rackless-crl-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let lab: TestCluster;
let server: Server;
afterEach(async () => {
  await lab.stop();
  await new Promise((resolve) => server.close(resolve));
});

/** A cluster whose lab has the host `ca.lab.local`, which serves what `list` gives. */
async function starting(list: () => Buffer | undefined): Promise<void> {
  server = createServer((_request, response) => {
    const bytes = list();
    response.writeHead(bytes ? 200 : 404).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const reach = {
    find: (host: string) =>
      host === 'ca.lab.local' ? { name: host, address: host, place: () => ({ host: '127.0.0.1', port }) } : undefined,
  };
  lab = await cluster('9.0', { managers: 1 }, { reach });
}

/** A certificate as openssl makes it, the list's address and all; gives its id in the trust store. */
async function importing(serial: string, at = uri): Promise<string> {
  const { intermediate } = await makeAuthority();
  const file = (name: string): string => join(folder, `${serial}.${name}`);
  writeFileSync(file('ca.crt'), intermediate.pem);
  writeFileSync(file('ca.key'), exportKey(intermediate.key));
  writeFileSync(file('ext'), `basicConstraints=CA:FALSE\ncrlDistributionPoints=URI:${at}\n`);
  const request = ['req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', file('key'), '-subj', `/CN=${serial}`];
  await run('openssl', [...request, '-out', file('csr')]);
  const signing = ['x509', '-req', '-in', file('csr'), '-CA', file('ca.crt'), '-CAkey', file('ca.key')];
  const how = ['-set_serial', `0x${serial}`, '-days', '30', '-extfile', file('ext'), '-out', file('crt')];
  await run('openssl', [...signing, ...how]);
  const chain = [readFileSync(file('crt'), 'utf8'), intermediate.pem, ...intermediate.chain];
  const body = { pem_encoded: chain.join(''), private_key: readFileSync(file('key'), 'utf8') };
  const answer = await lab.ask(`POST ${trust}/certificates?action=import`, { body });
  return JSON.parse(answer.text).results[0].id;
}

async function point(): Promise<{ id: string; cdp_uri: string }> {
  return JSON.parse((await lab.ask(`GET ${trust}/crl-distribution-points`)).text).results[0];
}

/** The status of the only point, once nothing is being fetched any more. */
async function fetched(): Promise<string> {
  const { id } = await point();
  for (;;) {
    const { status } = JSON.parse((await lab.ask(`GET ${trust}/crl-distribution-points/${id}/status`)).text);
    if (status !== 'FETCHING') return status;
  }
}

async function validated(id: string): Promise<unknown> {
  return (await lab.ask(`GET ${trust}/certificates/${id}?action=validate`)).json();
}

async function revoking(...serials: string[]): Promise<Buffer> {
  const { intermediate } = await makeAuthority();
  const revoked = serials.map((serial) => ({ serial, date: new Date() }));
  return makeRevocationList({ issuer: intermediate, revoked }).der;
}

describe.skipIf(!has('openssl'))('a distribution point that a certificate names', () => {
  it('is registered and fetched; what its list revokes is rejected', async () => {
    const list = await revoking('0a11');
    await starting(() => list);
    const [bad, good] = [await importing('0a11'), await importing('0a12')];
    expect((await point()).cdp_uri).toBe(uri);
    expect(await fetched()).toBe('READY');
    expect(await validated(bad)).toEqual({
      status: 'REJECTED',
      error_message: 'Certificate was rejected: The certificate has been revoked',
    });
    expect(await validated(good)).toEqual({ status: 'OK' });
  });

  it('keeps its certificates waiting until there is a list, and is asked again by who validates', async () => {
    const list = await revoking();
    let served: Buffer | undefined;
    await starting(() => served);
    const id = await importing('0b11');
    expect([await fetched(), await validated(id)]).toEqual(['ERROR', { status: 'CRL_NOT_READY' }]);
    const applying = await lab.ask(
      `POST ${trust}/certificates/${id}?action=apply_certificate&service_type=MGMT_CLUSTER`,
    );
    expect(applying.status).toBe(400);
    await fetched();
    served = list;
    expect(await validated(id)).toEqual({ status: 'CRL_NOT_READY' });
    expect([await fetched(), await validated(id)]).toEqual(['READY', { status: 'OK' }]);
  });

  it('does not matter when lists are not looked at, or when it is no HTTP address', async () => {
    await starting(() => undefined);
    const ldap = await importing('0c11', 'ldap://ca.lab.local/list');
    expect(JSON.parse((await lab.ask(`GET ${trust}/crl-distribution-points`)).text).result_count).toBe(0);
    expect(await validated(ldap)).toEqual({ status: 'OK' });
    const waiting = await importing('0c12');
    const path = '/api/v1/global-configs/SecurityGlobalConfig';
    const body = { ...JSON.parse((await lab.ask(`GET ${path}`)).text), crl_checking_enabled: false };
    expect((await lab.ask(`PUT ${path}`, { body })).status).toBe(200);
    expect(await validated(waiting)).toEqual({ status: 'OK' });
  });
});

describe('a list that is asked for by its address', () => {
  it('comes as PEM, whatever form it was served in', async () => {
    const list = await revoking('0d11');
    await starting(() => list);
    const ask = (cdp_uri: string) => lab.ask(`POST ${trust}/crl-distribution-points/pem-file`, { body: { cdp_uri } });
    const { text } = await ask(uri);
    expect(text).toMatch(/^-----BEGIN X509 CRL-----\n/);
    expect((await ask('http://elsewhere.lab.local/list')).status).toBe(400);
  });
});
