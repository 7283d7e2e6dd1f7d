import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { administrator } from '../factory.ts';
import { run, type TestCluster } from './cluster.ts';

const trust = '/api/v1/trust-management/certificates';

/** A reader of the guide at work: openssl, curl, and a folder for files; {@link close} removes that. */
export interface Reader {
  /** A request as curl sends it; a body as JSON, or as it is. */
  curl(method: string, path: string, body?: unknown): Promise<{ status: number; body: string }>;
  /** Makes a chain for these names, imports it through curl, has it validated, and gives its id. */
  importing(name: string): Promise<string>;
  /** Does something and tells which listeners then show another certificate, and that it is the given one. */
  changes(name: string, work: () => Promise<void>): Promise<string[]>;
  /** Applies a certificate, which must be answered 200 and nothing. */
  apply(id: string, query: string): Promise<void>;
  close(): void;
}

/**
 * Makes a root and an intermediate with openssl.
 * @param lab who is asked
 * @param door the endpoint that is asked
 * @param names subject alternative names of all certificates, as openssl writes them: `DNS:…`, `IP:…`
 */
export async function reader(lab: TestCluster, door: string, names: readonly string[]): Promise<Reader> {
  const folder = mkdtempSync(join(tmpdir(), 'rackless-nsx-'));
  const at = (name: string): string => join(folder, name);
  const { username, password } = administrator;
  writeFileSync(at('login'), `user = "${username}:${password}"\ninsecure\nsilent\nshow-error\n`);
  const request = (name: string, subject: string): string[] => [
    ...['req', '-newkey', 'rsa:2048', '-nodes', '-keyout', at(`${name}.key`), '-subj', subject],
  ];
  await run('openssl', [...request('root', '/CN=MYCA'), '-x509', '-days', '400', '-out', at('root.crt')]);

  async function signed(name: string, issuer: string, subject: string, extensions: string): Promise<void> {
    writeFileSync(at(`${name}.ext`), `${extensions}\n`);
    await run('openssl', [...request(name, subject), '-out', at(`${name}.csr`)]);
    const by = ['-CA', at(`${issuer}.crt`), '-CAkey', at(`${issuer}.key`), '-CAcreateserial'];
    const what = ['-in', at(`${name}.csr`), '-out', at(`${name}.crt`), '-extfile', at(`${name}.ext`)];
    await run('openssl', ['x509', '-req', '-days', '390', ...what, ...by]);
  }
  await signed('sub', 'root', '/CN=MYSUBCA', 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign,cRLSign');

  async function chain(name: string): Promise<object> {
    const server =
      'basicConstraints=CA:FALSE\nkeyUsage=digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth,clientAuth';
    await signed(name, 'sub', `/CN=${name}`, `${server}\nsubjectAltName=${names.join(',')}`);
    const pem = [name, 'sub', 'root'].map((file) => readFileSync(at(`${file}.crt`), 'utf8')).join('');
    return { display_name: name, pem_encoded: pem, private_key: readFileSync(at(`${name}.key`), 'utf8') };
  }

  async function curl(method: string, path: string, body?: unknown): Promise<{ status: number; body: string }> {
    const out = at('answer');
    if (body !== undefined) writeFileSync(at('body.json'), typeof body === 'string' ? body : JSON.stringify(body));
    const json = ['-H', 'Content-Type: application/json', '--data-binary', `@${at('body.json')}`];
    const how = ['-K', at('login'), '-X', method, ...(body === undefined ? [] : json)];
    const url = `https://127.0.0.1:${lab.port(door)}${path}`;
    const status = Number(await run('curl', [...how, '-o', out, '-w', '%{http_code}', url]));
    return { status, body: readFileSync(out, 'utf8') };
  }

  /** Leaf fingerprints as openssl's own client sees them, by endpoint. */
  async function presented(): Promise<Record<string, string>> {
    const doors = lab.device.listeners.open.filter(({ endpoint }) => endpoint.tls).map(({ endpoint }) => endpoint.name);
    const seen = doors.map(async (name) => {
      const shown = `openssl s_client -connect 127.0.0.1:${lab.port(name)} </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256`;
      return [name, (await run('sh', ['-c', shown])).trim()] as const;
    });
    return Object.fromEntries(await Promise.all(seen));
  }

  return {
    curl,
    async importing(name) {
      const made = await curl('POST', `${trust}?action=import`, await chain(name));
      const results = made.status === 201 ? JSON.parse(made.body).results : [];
      if (results.length !== 1 || results[0].has_private_key !== true) throw new Error(`import: ${made.body}`);
      const valid = await curl('GET', `${trust}/${results[0].id}?action=validate`);
      if (valid.body !== '{\n  "status" : "OK"\n}') throw new Error(`validate: ${valid.body}`);
      return results[0].id;
    },
    async changes(name, work) {
      const before = await presented();
      await work();
      const after = await presented();
      const other = Object.keys(after).filter((one) => after[one] !== before[one]);
      const own = ['x509', '-in', at(`${name}.crt`), '-noout', '-fingerprint', '-sha256'];
      const wanted = other.length > 0 ? (await run('openssl', own)).trim() : '';
      const strange = other.filter((one) => after[one] !== wanted);
      if (strange.length > 0) throw new Error(`${strange.join(', ')} present neither the old certificate nor ${name}`);
      return other.sort();
    },
    async apply(id, query) {
      const { status, body } = await curl('POST', `${trust}/${id}?action=apply_certificate&${query}`);
      if (status !== 200 || body !== '') throw new Error(`apply: ${status} ${body}`);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
