import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { administrator } from './factory.ts';
import sample from './testing/cert_sample.json' with { type: 'json' };
import { cluster, run, type TestCluster } from './testing/cluster.ts';

const names = ['nsx-1a', 'nsx-1b', 'nsx-1c', 'nsx-1'].map((name) => `DNS:${name}.lab.local`);
const addresses = [30, 31, 32, 33].map((last) => `IP:192.168.110.${last}`);
const trust = '/api/v1/trust-management/certificates';

/** The guide "Replace NSX Certificates Using API" of release 9.0, with openssl and curl as a reader has them. */
describe.skipIf(!has('openssl') || !has('curl'))('replacing certificates as the 9.0 guide says', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rackless-nsx-'));
  const at = (name: string): string => join(folder, name);
  let lab: TestCluster;

  beforeAll(async () => {
    lab = await cluster('9.0');
    const { username, password } = administrator;
    writeFileSync(at('login'), `user = "${username}:${password}"\ninsecure\nsilent\nshow-error\n`);
    const ca = ['-nodes', '-days', '400', '-subj'];
    await run('openssl', [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-keyout',
      at('root.key'),
      '-out',
      at('root.crt'),
      ...ca,
      '/CN=MYCA',
    ]);
    await signed('sub', 'root', '/CN=MYSUBCA', 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign,cRLSign');
  });
  afterAll(async () => {
    await lab.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function signed(name: string, issuer: string, subject: string, extensions: string): Promise<void> {
    writeFileSync(at(`${name}.ext`), `${extensions}\n`);
    await run('openssl', [
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      at(`${name}.key`),
      '-out',
      at(`${name}.csr`),
      '-subj',
      subject,
    ]);
    const by = [
      '-CA',
      at(`${issuer}.crt`),
      '-CAkey',
      at(`${issuer}.key`),
      '-CAcreateserial',
      '-extfile',
      at(`${name}.ext`),
    ];
    await run('openssl', ['x509', '-req', '-in', at(`${name}.csr`), '-out', at(`${name}.crt`), '-days', '390', ...by]);
  }

  /** A leaf for the whole cluster with its chain to the root; gives what is to be imported. */
  async function chain(name: string): Promise<{ pem_encoded: string; private_key: string; display_name: string }> {
    const server =
      'basicConstraints=CA:FALSE\nkeyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth,clientAuth';
    await signed(name, 'sub', `/CN=${name}`, `${server}\nsubjectAltName=${[...names, ...addresses].join(',')}`);
    const pem = ['%', 'sub', 'root']
      .map((file) => readFileSync(at(`${file === '%' ? name : file}.crt`), 'utf8'))
      .join('');
    return { display_name: name, pem_encoded: pem, private_key: readFileSync(at(`${name}.key`), 'utf8') };
  }

  async function curl(method: string, path: string, body?: unknown): Promise<{ status: number; body: string }> {
    const out = at('answer');
    if (body !== undefined) writeFileSync(at('body.json'), typeof body === 'string' ? body : JSON.stringify(body));
    const json = ['-H', 'Content-Type: application/json', '--data-binary', `@${at('body.json')}`];
    const url = `https://127.0.0.1:${lab.port('manager-1.https')}${path}`;
    const args = [
      '-K',
      at('login'),
      '-X',
      method,
      ...(body === undefined ? [] : json),
      '-o',
      out,
      '-w',
      '%{http_code}',
      url,
    ];
    return { status: Number(await run('curl', args)), body: readFileSync(out, 'utf8') };
  }

  async function importing(name: string): Promise<string> {
    const { status, body } = await curl('POST', `${trust}?action=import`, await chain(name));
    expect(status).toBe(201);
    const { results } = JSON.parse(body);
    expect(results).toHaveLength(1);
    expect(results[0].has_private_key).toBe(true);
    expect((await curl('GET', `${trust}/${results[0].id}?action=validate`)).body).toBe('{\n  "status" : "OK"\n}');
    return results[0].id;
  }

  /** Leaf fingerprints as openssl's own client sees them, by endpoint. */
  async function presented(): Promise<Record<string, string>> {
    const endpoints = lab.device.listeners.open
      .filter(({ endpoint }) => endpoint.tls)
      .map(({ endpoint }) => endpoint.name);
    const seen = endpoints.map(async (name) => {
      const shown = `openssl s_client -connect 127.0.0.1:${lab.port(name)} </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256`;
      return [name, (await run('sh', ['-c', shown])).trim()] as const;
    });
    return Object.fromEntries(await Promise.all(seen));
  }

  async function fingerprint(name: string): Promise<string> {
    return (await run('openssl', ['x509', '-in', at(`${name}.crt`), '-noout', '-fingerprint', '-sha256'])).trim();
  }

  /** Does something and tells which listeners then show another certificate, and that it is the given one. */
  async function changes(name: string, work: () => Promise<void>): Promise<string[]> {
    const before = await presented();
    await work();
    const after = await presented();
    const other = Object.keys(after).filter((one) => after[one] !== before[one]);
    for (const one of other) expect(after[one]).toBe(await fingerprint(name));
    return other.sort();
  }

  const node = (index: number): string => lab.device.state.store.sites.nsx?.nodes[index]?.uuid ?? '';
  const apply = async (id: string, query: string): Promise<void> => {
    expect(await curl('POST', `${trust}/${id}?action=apply_certificate&${query}`)).toEqual({ status: 200, body: '' });
  };

  it('begins with one certificate for the API of all nodes and the VIP', async () => {
    const { status } = await curl('GET', '/api/v1/node/version');
    const seen = await presented();
    const web = Object.keys(seen).filter((name) => name.endsWith('.https'));
    expect([status, web.length, new Set(web.map((name) => seen[name])).size]).toEqual([200, 4, 1]);
    expect(new Set(Object.values(seen)).size).toBe(7);
  });

  it('replaces the API certificate of one node alone', async () => {
    const id = await importing('api');
    expect(await changes('api', () => apply(id, `service_type=API&node_id=${node(1)}`))).toEqual(['manager-2.https']);
  });

  it('replaces the certificate of the VIP alone', async () => {
    const id = await importing('vip');
    expect(await changes('vip', () => apply(id, 'service_type=MGMT_CLUSTER'))).toEqual(['vip.https']);
  });

  it('replaces an APH certificate of one node', async () => {
    const id = await importing('aph');
    expect(await changes('aph', () => apply(id, `service_type=APH&node_id=${node(2)}`))).toEqual(['manager-3.aph']);
  });

  it('replaces LOCAL_MANAGER, which shows on no listener, and says so in used_by', async () => {
    const id = await importing('lm');
    expect(await changes('lm', () => apply(id, 'service_type=LOCAL_MANAGER'))).toEqual([]);
    expect((await curl('GET', `${trust}/${id}`)).body).toContain('"service_types" : [ "LOCAL_MANAGER" ]');
  });

  it('replaces what the API of the other nodes shares, by a batch', async () => {
    const before = await curl('GET', `${trust}?type=api_certificate&node_id=${node(0)}`);
    const old = JSON.parse(before.body).results[0].id;
    const id = await importing('shared');
    const replacements = { certificate_replacements: [{ old_certificate_id: old, new_certificate_id: id }] };
    const changed = await changes('shared', async () => {
      expect(await curl('POST', `${trust}/action/batch-replace`, replacements)).toEqual({ status: 200, body: '' });
      expect((await curl('POST', `${trust}/action/batch-replace`, replacements)).status).toBe(400);
      while ((await curl('GET', `${trust}/batch-results`)).body.includes('"PENDING"')) lab.clock.advance(1_000);
    });
    expect(changed).toEqual(['manager-1.https', 'manager-3.https']);
    const results = JSON.parse((await curl('GET', `${trust}/batch-results`)).body).results;
    expect(results.map(({ status }: { status: string }) => status)).toEqual(['OK', 'OK']);
  });

  it('refuses the batch as it is printed, without its comma', async () => {
    const printed =
      '{"certificate_replacements":[{"old_certificate_id":"fe3d2623-df43-4757-8018-b1d8223a1475"\n"new_certificate_id":"66370296-cacf-45a7-9912-6e2718df87bb"}]}';
    expect((await curl('POST', `${trust}/action/batch-replace`, printed)).status).toBe(400);
  });

  it('replaces a host certificate with the sample of the guide', async () => {
    const host = lab.device.state.store.sites.nsx?.transportNodes[0]?.id ?? '';
    const path = `${trust}/action/replace-host-certificate`;
    expect((await curl('POST', `${trust}/aaction/replace-host-certificate/${host}`, sample)).status).toBe(404);
    expect((await curl('POST', `${path}/${node(0)}`, sample)).status).toBe(404);
    expect(
      await changes('api', async () => {
        expect(await curl('POST', `${path}/${host}`, sample)).toEqual({ status: 200, body: '' });
      }),
    ).toEqual([]);
    const stored = JSON.parse((await curl('GET', trust)).body).results;
    const mine = stored.find(({ display_name }: { display_name: string }) => display_name === 'cert_sample');
    expect(mine.pem_encoded).toBe(sample.pem_encoded);
    expect(mine.used_by.map(({ node_id }: { node_id: string }) => node_id)).toEqual([host]);
  });
});
