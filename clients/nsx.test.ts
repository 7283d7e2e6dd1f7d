import { afterEach, describe, expect, it } from 'vitest';
import { AuthenticationError, NsxClient, NsxError, OptionsError } from './nsx.ts';
import { Playback, type Received, type Reply } from './testing/playback.ts';

let manager: Playback;
let client: NsxClient;
afterEach(async () => {
  await client.close();
  await manager.close();
});

const session: Reply = {
  status: 200,
  headers: {
    'set-cookie': 'JSESSIONID=57021338F5FDB766121F51BB5E1B82C3; Path=/; Secure; HttpOnly',
    'x-xsrf-token': 'token-1234',
  },
  body: '',
};
const forbidden: Reply = {
  status: 403,
  headers: { 'content-type': 'application/json' },
  body: '{ "module_name" : "common-services", "error_message" : "The credentials were incorrect", "error_code" : "403" }',
};
const json = (body: object, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** A manager that plays answers, and a client of it that never waits. */
async function playing(reply: (request: Received) => Reply): Promise<void> {
  manager = await Playback.start((request) => (request.path === '/api/session/create' ? session : reply(request)));
  client = clientOf();
}

function clientOf(): NsxClient {
  return new NsxClient({
    url: `http://127.0.0.1:${manager.port}`,
    allowHttp: true,
    username: 'admin',
    password: 'VMware1!&+%',
    delay: async () => {},
  });
}

const paths = (): string[] => manager.received.map(({ method, path }) => `${method} ${path}`);

describe('a client of NSX', () => {
  it('logs in once by an encoded form, goes by cookie and token, and destroys its session', async () => {
    await playing(() => json({ product_version: '9.0.1.0.24952114' }));
    expect(await client.version()).toBe('9.0.1.0.24952114');
    await client.version();
    await client.close();
    expect(paths()).toEqual([
      'POST /api/session/create',
      'GET /api/v1/node/version',
      'GET /api/v1/node/version',
      'POST /api/session/destroy',
    ]);
    expect(new URLSearchParams(manager.received[0]?.body).get('j_password')).toBe('VMware1!&+%');
    expect(manager.received[1]?.headers).toMatchObject({
      cookie: 'JSESSIONID=57021338F5FDB766121F51BB5E1B82C3',
      'x-xsrf-token': 'token-1234',
    });
  });

  it('makes a new session when its own has gone, once', async () => {
    let refusals = 1;
    await playing(() => (refusals-- > 0 ? forbidden : json({ product_version: '4.2.0.0.0.1' })));
    expect(await client.version()).toBe('4.2.0.0.0.1');
    expect(paths().filter((one) => one.includes('session/create'))).toHaveLength(2);
  });

  it('tells a wrong account from a refusal', async () => {
    manager = await Playback.start(() => forbidden);
    client = clientOf();
    await expect(client.version()).rejects.toThrow(AuthenticationError);
  });

  it('gives the code and the words of a refusal', async () => {
    await playing(() =>
      json({ httpStatus: 'NOT_FOUND', error_code: 600, module_name: 'common-services', error_message: 'missing' }, 404),
    );
    const error = await client.certificate('x').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NsxError);
    expect(error).toMatchObject({ status: 404, code: 600, reason: 'missing' });
  });

  it('reads all pages, and takes a cursor of zeros for the end', async () => {
    await playing(({ path }) => {
      if (path.includes('cursor=0036b')) return json({ results: [{ id: 'c' }], cursor: '0000' });
      return json({ result_count: 3, results: [{ id: 'a' }, { id: 'b' }], cursor: '0036b' });
    });
    const ids: string[] = [];
    for await (const { id } of client.certificates()) ids.push(id);
    expect(ids).toEqual(['a', 'b', 'c']);
  });

  it('repeats what was cut when that does no harm, and nothing else', async () => {
    let cuts = 1;
    await playing(() => (cuts-- > 0 ? 'RESET' : json({ product_version: '9.0.0.0.1' })));
    expect(await client.version()).toBe('9.0.0.0.1');
    cuts = 1;
    const importing = client.importCertificate({ certificate: 'pem' });
    await expect(importing).rejects.toMatchObject({ failure: 'reset', sent: true });
  });

  it('refuses an import that became several objects', async () => {
    await playing(() => json({ results: [{ id: 'a' }, { id: 'b' }] }, 201));
    await expect(client.importCertificate({ certificate: 'pem' })).rejects.toThrow(OptionsError);
  });

  it.each([
    ['9.0.1.0.1', 'POST /api/v1/trust-management/certificates/id?action=apply_certificate&service_type=MGMT_CLUSTER'],
    ['2.4.0.0.0.1', 'POST /api/v1/cluster/api-certificate?action=set_cluster_certificate&certificate_id=id'],
  ])('applies the certificate of a cluster as %s has it', async (version, line) => {
    await playing(({ path }) =>
      path.endsWith('/node/version') ? json({ product_version: version }) : { status: 200, body: '' },
    );
    await client.applyCertificate('id', 'MGMT_CLUSTER');
    expect(paths().at(-1)).toBe(line);
  });
});
