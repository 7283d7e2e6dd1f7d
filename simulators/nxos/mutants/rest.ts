import { answering, facing, type Mutants, resending, restating, rewording } from './mutant.ts';

/** Lies of NX-API REST. */
export const rest: Mutants = {
  'nxos.rest-token-never-expires': {
    title: 'a token of NX-API REST is good for ever',
    apply: (kind) => ({
      ...kind,
      derive(before, after, now) {
        const next = kind.derive?.(before, after, now) ?? after;
        const { tokens } = next.run.nxapi;
        if (!tokens) return next;
        const lasting = Object.entries(tokens).map(([value, token]) => [value, { ...token, issued: Number.MAX_VALUE }]);
        return { ...next, run: { ...next.run, nxapi: { ...next.run.nxapi, tokens: Object.fromEntries(lasting) } } };
      },
    }),
  },
  'nxos.rest-numbers': rewording('NX-API REST gives numbers as numbers', [/"mtu":"(\d+)"/g, '"mtu":$1']),
  'nxos.rest-miss-is-404': restating(
    'NX-API REST has the status 404 for an object that is not there',
    404,
    (_request, { body }) => body === '{"totalCount":"0","imdata":[]}',
  ),
  'nxos.rest-delete-keeps': facing('HTTP DELETE is answered as done, and nothing is deleted', (app) =>
    app.addHook('preHandler', async (request, reply) => {
      if (request.method === 'DELETE') reply.send(Buffer.from('{"imdata":[]}'));
    }),
  ),
  'nxos.rest-login-is-201': restating(
    'a login is answered with 201',
    201,
    ({ url }, { status }) => /aaaLogin\.json/.test(url) && status === 200,
  ),
  'nxos.rest-token-is-not-the-cookie': rewording('the token in the answer is another than that in the cookie', [
    /"token":"/g,
    '"token":"0',
  ]),
  'nxos.rest-shorter-life': rewording('a token says that it lives for 300 seconds', [
    '"refreshTimeoutSeconds":"600"',
    '"refreshTimeoutSeconds":"300"',
  ]),
  'nxos.rest-as-text': answering('JSON of NX-API REST is of the type text/json', (answer, { url }) => {
    if (url.startsWith('/api/')) answer.type = answer.type.replace('application/json', 'text/json');
  }),
  'nxos.rest-nobody-is-401': answering('a request without a token gets 401 and few words', (answer) => {
    if (!answer.body.includes('Need a valid webtoken cookie')) return;
    answer.status = 401;
    answer.body = answer.body.replace(/Need a valid webtoken cookie[^"]*/, 'Unauthorized');
  }),
  'nxos.rest-session-without-end': answering('a token can be neither refreshed nor given back', (answer, { url }) => {
    if (!/aaaRefresh|aaaLogout/.test(url)) return;
    answer.status = 404;
    answer.body = '{"imdata":[]}';
  }),
  'nxos.rest-without-total': rewording('answers do not tell how many objects there are', [/"totalCount":"\d+",/g, '']),
  'nxos.rest-without-serial': rewording('the system does not tell its serial number', [/"serial":"[^"]*",/g, '']),
  'nxos.rest-query-ignored': facing('what a query asks for is not heard', (app) =>
    app.addHook('onRequest', async ({ raw }) => {
      if (raw.url?.startsWith('/api/')) raw.url = raw.url.replace(/\?.*/, '');
    }),
  ),
  'nxos.rest-closed-is-zero': rewording('a closed listener has the port 0', ['"httpPort":"-1"', '"httpPort":"0"']),
  'nxos.rest-unknown-class-is-1': rewording('an unknown class has the code 1', [/"code": "17"/g, '"code": "1"']),
  'nxos.rest-write-counts': answering('what is written is answered with a count', (answer, { method, url }) => {
    if (method === 'POST' && url.startsWith('/api/mo/'))
      answer.body = answer.body.replace('{"imdata":[]}', '{"totalCount":"0","imdata":[]}');
  }),
  'nxos.rest-names-lost': resending('the name of a bridge domain is not taken', (body) =>
    body.replace(/("l2BD":\{"attributes":\{[^}]*?),"name":"[^"]*"/, '$1'),
  ),
  'nxos.rest-names-untold': answering('the name of a bridge domain is not told', (answer, { url }) => {
    if (url.includes('/bd-[')) answer.body = answer.body.replace(/"name":"[^"]*"/g, '"name":""');
  }),
  'nxos.rest-status-ignored': resending('the status deleted is not heard', (body) =>
    body.replace(/,?"status":"deleted"/, ''),
  ),
  'nxos.rest-does-nothing': facing('features and actions are answered as done, and nothing is done', (app) =>
    app.addHook('preHandler', async (request, reply) => {
      if (request.method === 'POST' && /\/(fm|action)\.json/.test(request.url))
        reply.send(Buffer.from('{"imdata":[]}'));
    }),
  ),
  'nxos.rest-terse-errors': rewording(
    'errors name neither the object nor the attribute',
    [/unknown attribute '[^']*' in element '[^']*'/g, 'unknown attribute'],
    [/\\nfaulty_dn=[^"]*/g, ''],
  ),
};
