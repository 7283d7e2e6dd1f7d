import type { FastifyRequest } from 'fastify';
import { answering, type Mutants, replying, rewording } from './wrap.ts';

const isValidation = ({ url }: FastifyRequest): boolean => url.includes('action=validate');
const isListing = ({ method, url }: FastifyRequest): boolean => method === 'GET' && /\/certificates(\?|$)/.test(url);

/** JSON with the members of every object in the opposite order, in another style. */
function reversed(text: string): string {
  const turned = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(turned);
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, member]) => [name, turned(member)] as const)
        .reverse(),
    );
  };
  return JSON.stringify(turned(JSON.parse(text)));
}

/** Lists, single certificates, deletions and validations that are broken on purpose. */
export const lists: Mutants = {
  'nsx.count-of-page': {
    title: 'result_count is that of the page',
    apply: (kind) =>
      replying(kind, (text, request) =>
        isListing(request) && text.startsWith('{') && /page_size=/.test(request.url)
          ? text.replace(/"result_count" : \d+/, `"result_count" : ${/page_size=(\d+)/.exec(request.url)?.[1] ?? 0}`)
          : text,
      ),
  },
  'nsx.cursor-of-zeros': {
    title: 'a cursor begins with 0000 while there are more pages',
    apply: (kind) => replying(kind, (text) => text.replace('"cursor" : "0036', '"cursor" : "0000')),
  },
  'nsx.used-by-empty': {
    title: 'no certificate tells who uses it',
    apply: (kind) => replying(kind, (text) => text.replace(/"used_by" : \[ \{[\s\S]*?\} \]/g, '"used_by" : [ ]')),
  },
  'nsx.missing-is-400': {
    title: 'what is not there is answered 400',
    apply: (kind) =>
      replying(kind, (text, _request, reply) => {
        if (reply.statusCode === 404) reply.code(400);
        return text;
      }),
  },
  'nsx.validate-says-ok': {
    title: 'every certificate is valid when asked',
    apply: (kind) =>
      replying(kind, (text, request) => (isValidation(request) ? text.replace(/"REJECTED"[\s\S]*"/, '"OK"') : text)),
  },
  'nsx.used-by-everybody': {
    title: 'certificates that nobody uses are said to be used',
    apply: (kind) =>
      replying(kind, (text) =>
        text.replaceAll('"used_by" : [ ]', '"used_by" : [ { "node_id" : "x", "service_types" : [ "RMQ" ] } ]'),
      ),
  },
  'nsx.members-reversed': {
    title: 'the members of an object come in another order',
    apply: (kind) =>
      replying(kind, (text, { url }, reply) =>
        reply.statusCode < 300 && !url.includes('pem-file') ? reversed(text) : text,
      ),
  },
  'nsx.count-on-every-page': {
    title: 'every page tells result_count',
    apply: (kind) =>
      rewording(kind, 'GET', /cursor=/, (text) => text.replace('"results"', '"result_count" : 9,\n  "results"')),
  },
  'nsx.count-missing-when-empty': {
    title: 'an empty list has no result_count',
    apply: (kind) => replying(kind, (text) => text.replace(/"result_count" : 0,\s*/, '')),
  },
  'nsx.no-details': {
    title: 'nothing is told in detail',
    apply: (kind) => replying(kind, (text) => text.replaceAll('"details" :', '"detail" :')),
  },
  'nsx.other-words': {
    title: 'what is not there is answered in other words',
    apply: (kind) =>
      replying(kind, (text) =>
        text.replace(
          /"error_message" : "The (?:requested object|operation failed)[^"]*"/,
          '"error_message" : "Not found."',
        ),
      ),
  },
  'nsx.delete-204': {
    title: 'a deletion is answered 204',
    apply: (kind) => answering(kind, (status, { method }) => (method === 'DELETE' && status === 200 ? 204 : status)),
  },
  'nsx.delete-never-refused': {
    title: 'a deletion that is refused is answered 200',
    apply: (kind) => answering(kind, (status, { method }) => (method === 'DELETE' && status === 400 ? 200 : status)),
  },
  'nsx.validation-fails': {
    title: 'no certificate can be validated',
    apply: (kind) =>
      rewording(kind, 'GET', /action=validate/, () => '{\n  "status" : "ERROR",\n  "error_message" : "no"\n}'),
  },
};
