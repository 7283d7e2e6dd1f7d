import type { FastifyRequest } from 'fastify';
import { answering, asking, type Mutants, restating, rewording } from './mutant.ts';

const tags = '/api/2.0/services/securitytags/tag';
const isInfo = ({ url }: FastifyRequest): boolean => url === '/api/1.0/appliance-management/global/info';
const isCentral = ({ url }: FastifyRequest): boolean => url.startsWith('/api/1.0/nsx/cli');
const wish = ({ headers }: FastifyRequest): string => headers.accept ?? '';

/** Lies about what bodies are written in. */
export const media: Mutants = {
  'nsxv.any-content-type': asking('a body without a content type is read as XML', ({ headers }) => {
    if (!/xml|json|multipart/.test(headers['content-type'] ?? '')) headers['content-type'] = 'application/xml';
  }),
  'nsxv.one-content-type': restating(
    'only application/xml, and nothing beside it, is read',
    415,
    ({ method, headers }) =>
      method === 'POST' && /xml/.test(headers['content-type'] ?? '') && headers['content-type'] !== 'application/xml',
  ),
  'nsxv.typed-get-refused': restating(
    'a GET with a content type is refused',
    415,
    ({ method, headers }) => method === 'GET' && headers['content-type'] !== undefined,
  ),
  'nsxv.empty-body-is-422': restating('an empty body is answered with 422', 422, (_request, { body }) =>
    body.includes('The request body is empty.'),
  ),
  'nsxv.unknown-role-is-500': restating('a role that there is not is answered with 500', 500, (_request, { body }) =>
    body.includes('Invalid role'),
  ),
  'nsxv.xml-as-text': answering('XML is of the type text/xml', (answer) => {
    answer.type = answer.type.replace('application/xml', 'text/xml');
  }),
  'nsxv.no-prolog': rewording('XML has no prolog', /^<\?xml[^>]*>\n/g, ''),
  'nsxv.pretty-xml': answering('XML is indented', (answer) => {
    if (answer.type.startsWith('application/xml')) answer.body = answer.body.replaceAll('><', '>\n<');
  }),
  'nsxv.json-keeps-root': answering('JSON has the root element of the XML', (answer) => {
    if (answer.type.startsWith('application/json')) answer.body = `{"root":${answer.body}}`;
  }),
  'nsxv.version-as-number': rewording(
    'parts of the version are numbers in JSON',
    /"majorVersion":"(\d+)"/g,
    '"majorVersion":$1',
  ),
  'nsxv.the-other-default': answering(
    'who does not say what is wanted gets XML for JSON and JSON for XML',
    (answer, request) => {
      if (!isInfo(request) || wish(request) !== '') return;
      const json = answer.type.startsWith('application/json');
      answer.type = json ? 'application/xml' : 'application/json';
      answer.body = json ? '<globalInfo/>' : '{}';
    },
  ),
  'nsxv.no-parameters-in-accept': restating('a parameter in Accept is refused', 406, (request) =>
    wish(request).includes(';'),
  ),
  'nsxv.any-accept': restating('a wildcard in Accept is taken by every release', 200, (request) =>
    wish(request).includes('*+xml'),
  ),
  'nsxv.central-cli-any-accept': restating(
    'the central CLI answers whatever the client reads',
    200,
    (request, { status }) => isCentral(request) && status === 406,
  ),
  'nsxv.central-cli-as-xml': answering('what the central CLI prints claims to be XML', (answer, request) => {
    if (isCentral(request)) answer.type = 'application/xml';
  }),
  'nsxv.errors-always-json': answering('errors are JSON whatever the client reads', (answer) => {
    const details = /<details>([^<]*)/.exec(answer.body)?.[1];
    if (details === undefined) return;
    answer.type = 'application/json';
    answer.body = JSON.stringify({ details });
  }),
  'nsxv.errors-always-xml': answering('errors are XML in every release', (answer) => {
    if (answer.status < 400 || !answer.type.startsWith('application/json')) return;
    answer.type = 'application/xml';
    answer.body = '<error/>';
  }),
  'nsxv.tag-in-quotes': answering('the id of a new security tag is a JSON string', (answer, { method, url }) => {
    if (method === 'POST' && url === tags && answer.status === 201) answer.body = `"${answer.body}"`;
  }),
  'nsxv.tags-without-paging': answering('the list of security tags has no paging', (answer, { url }) => {
    if (url.startsWith(tags)) answer.body = answer.body.replace(/<pagingInfo>.*<\/pagingInfo>/, '');
  }),
  'nsxv.same-name-is-409': restating(
    'a security tag of the same name is answered with 409',
    409,
    (_request, { body }) => body.includes('<errorCode>210'),
  ),
};
