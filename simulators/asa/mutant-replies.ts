import type { FastifyReply } from 'fastify';
import type { Kind, WebFace } from '../chassis/kind.ts';
import type { AsaState } from './state.ts';

/** A box with one small lie in it. */
export interface AsaMutant {
  readonly title: string;
  apply(kind: Kind<AsaState>): Kind<AsaState>;
}

/** The same box with answers changed on their way out: the body that is sent in place of the given one. */
export function replying(kind: Kind<AsaState>, change: (body: string, reply: FastifyReply) => string): Kind<AsaState> {
  return {
    ...kind,
    web: async (): Promise<WebFace> => {
      const face = await kind.web?.();
      if (!face) throw new Error('an ASA has a web face');
      return {
        ...face,
        // An answer that is given past the framework would be given past the lie, too.
        repeats: false,
        async routes(app, options) {
          app.addHook('onSend', async (_request, reply, payload) => {
            const body = Buffer.isBuffer(payload) ? payload.toString('utf8') : '';
            const changed = Buffer.from(change(body, reply));
            reply.header('content-length', changed.length);
            return changed;
          });
          await face.routes(app, options);
        },
      };
    },
  };
}

/** A box whose answers are changed on their way out. */
export function lie(title: string, change: (body: string, reply: FastifyReply) => string): AsaMutant {
  return { title, apply: (kind) => replying(kind, change) };
}

/** One status in place of another; the body stays. */
export function status(title: string, from: number, to: number): AsaMutant {
  return lie(title, (body, reply) => {
    if (reply.statusCode === from) reply.code(to);
    return body;
  });
}

/** Answers that are changed on their way out, each in one way. */
export const replyMutants: Readonly<Record<string, AsaMutant>> = {
  'asa.limit-echoed': lie('rangeInfo.limit is 100 whatever came back', (body) =>
    body.replace(/("rangeInfo":\{"offset":\d+,"limit":)\d+/, '$1100'),
  ),
  'asa.put-creates': lie('what is missing is answered 204 as if it were there', (body, reply) => {
    if (reply.statusCode !== 404 || !body.includes('RESOURCE-NOT-FOUND')) return body;
    reply.code(204);
    return '';
  }),
  'asa.duplicate-accepted': lie('the same object twice is answered 201', (body, reply) => {
    if (!body.includes('"DUPLICATE"')) return body;
    reply.code(201);
    return '';
  }),
  'asa.any-password': status('every password is right', 401, 200),
  'asa.privileges-ignored': status('a user of any level may read everything', 403, 200),
  'asa.created-200': status('what was made is answered 200', 201, 200),
  'asa.changed-200': status('what was changed or deleted is answered 200', 204, 200),
  'asa.changed-with-body': lie('what was changed or deleted is answered 200 with a text', (body, reply) => {
    if (reply.statusCode !== 204) return body;
    reply.code(200);
    return 'Done';
  }),
  'asa.unreadable-401': status('what cannot be read is answered 401', 400, 401),
  'asa.method-404': status('a method that is not allowed is answered 404', 405, 404),
  'asa.full-429': status('too many tokens are answered 429', 503, 429),
  'asa.location-missing': lie('no answer says where the thing is', (body, reply) => {
    reply.removeHeader('location');
    return body;
  }),
  'asa.headers-missing': lie('answers have no headers but those of every server', (body, reply) => {
    for (const name of ['server', 'vary', 'accept-ranges', 'x-frame-options', 'strict-transport-security'])
      reply.removeHeader(name);
    for (const name of ['x-content-type-options', 'x-xss-protection']) reply.removeHeader(name);
    return body;
  }),
  'asa.connection-kept': {
    title: 'the connection stays open after an answer',
    apply: (kind) => ({ ...kind, options: (raw) => ({ ...kind.options(raw), keepAlive: true }) }),
  },
  'asa.pretty-json': lie('JSON is written with blanks and line ends', (body) =>
    body.startsWith('{') ? JSON.stringify(JSON.parse(body), undefined, 2) : body,
  ),
  'asa.error-pages': lie('errors of the agent are pages', (body) =>
    body.startsWith('{"messages":') ? '<html><body>Error</body></html>' : body,
  ),
  'asa.links-relative': lie('links do not name the box', (body) =>
    body.replace(/("(?:selfLink|refLink)":")https:\/\/[^/"]+/g, '$1'),
  ),
  'asa.empty-descriptions': lie('what has no description has an empty one', (body) =>
    body.replace(/("host":\{[^}]*\}),"objectId"/g, '$1,"description":"","objectId"'),
  ),
  'asa.address-null': lie('an interface without an address has null', (body) =>
    body.replaceAll('"ipAddress":"NoneSelected"', '"ipAddress":null'),
  ),
  'asa.slashes-encoded': lie('slashes in ids are percent-encoded', (body) => body.replaceAll('_API_SLASH_', '%2F')),
  'asa.deny-permits': lie('every rule permits', (body) => body.replaceAll('"permit":false', '"permit":true')),
  'asa.numbers-for-texts': lie('timers and numbers of keys are numbers', (body) =>
    body.replace(/("(?:leaseLengthInSec|pingTimeoutInMilliSec|number)":)"(\d+)"/g, '$1$2'),
  ),
  'asa.enable-user-hidden': lie('the user of the enable password is not listed', (body) =>
    body.replace(/\{[^{}]*"objectId":"enable_15"\},?/, '').replace(',]', ']'),
  ),
  'asa.silent-commands-counted': lie(
    'a command that prints nothing has an empty text in the answer of /api/cli',
    (body) => (body === '{"response":[]}' ? '{"response":[""]}' : body),
  ),
  'asa.blanks-trimmed': lie('texts of the CLI have no blanks at the ends of their lines', (body) =>
    body.startsWith('{"response":') ? body.replace(/ +\\n/g, '\\n') : body,
  ),
  'asa.carriage-returns': lie('texts of the CLI end their lines as a terminal does', (body) =>
    body.startsWith('{"response":') ? body.replaceAll('\\n', '\\r\\n') : body,
  ),
  'asa.numbers-for-names': lie('services come back by number where they have names', (body) =>
    body.replaceAll('tcp/https', 'tcp/443').replaceAll('udp/syslog', 'udp/514').replaceAll('icmp/echo"', 'icmp/8"'),
  ),
  'asa.masks-for-prefixes': lie('networks are written with their masks', (body) =>
    body.replace(/("kind":"IPv4Network","value":"[\d.]+)\/24"/g, '$1/255.255.255.0"'),
  ),
  'asa.read-202': status('what was asked for is answered 202', 200, 202),
  'asa.objects-empty': lie('objects and collections have no members', (body) =>
    /^\{"(kind|selfLink|tunneled|time|enable|dnsLookup|name)/.test(body) ? '{}' : body,
  ),
  'asa.texts-empty': lie('commands print an empty line', (body) =>
    body.startsWith('{"response":["') ? '{"response":["\\n"]}' : body,
  ),
  'asa.references-ignored': lie('what is in use is deleted with 204, or so it says', (body, reply) => {
    if (!/is being used|in use/.test(body)) return body;
    reply.code(204);
    return '';
  }),
  'asa.bulk-mute': lie('a bulk request is not told what became of its entries', (body) =>
    body.startsWith('{"entryMessages":') ? '{"entryMessages":[]}' : body,
  ),
  'asa.bulk-200': lie('a bulk request that did nothing is answered 200', (body, reply) => {
    if (body.startsWith('{"entryMessages":')) reply.code(200);
    return body;
  }),
  'asa.created-with-body': lie('what was made is answered with a text', (body, reply) =>
    reply.statusCode === 201 ? 'Created' : body,
  ),
  'asa.charset-missing': lie('JSON is sent without its character set', (body, reply) => {
    if (body.startsWith('{')) reply.header('content-type', 'application/json');
    return body;
  }),
  'asa.empty-with-kind': lie('an empty collection tells a kind', (body) =>
    body.endsWith('"items":[]}') ? body.replace('{"selfLink"', '{"kind":"collection#","selfLink"') : body,
  ),
  'asa.token-lower-case': lie('a token is handed out in small letters, and no longer known', (body, reply) => {
    const token = reply.getHeader('x-auth-token');
    if (typeof token === 'string') reply.header('x-auth-token', token.toLowerCase());
    return body;
  }),
  'asa.failure-404': status('a failure of the agent is answered 404', 500, 404),
  'asa.off-in-json': lie('a box whose agent is off answers in JSON', (body) =>
    body.includes('<title>404') ? '{"messages":[]}' : body,
  ),
  'asa.doc-empty': lie('the page of the documentation is empty', (body) =>
    body.startsWith('<!doctype') ? '<!doctype html>' : body,
  ),
};
