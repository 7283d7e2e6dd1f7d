import { Table } from '../../chassis/table.ts';
import { type Mutants, replying, rewording, settling } from './wrap.ts';

/** Imports that are broken on purpose. */
export const imports: Mutants = {
  'nsx.import-200': {
    title: 'an import is answered 200',
    apply: (kind) =>
      replying(kind, (text, _request, reply) => {
        if (reply.statusCode === 201) reply.code(200);
        return text;
      }),
  },
  'nsx.duplicates-stored': {
    title: 'the same certificate is stored twice',
    apply: (kind) => settling(kind, (site) => ({ ...site, thumbprints: Table.from<string>() })),
  },
  'nsx.pem-rewritten': {
    title: 'a certificate comes back with another line length than it was sent with',
    apply: (kind) => replying(kind, (text) => text.replace(/(-----BEGIN CERTIFICATE-----)\\n/g, '$1')),
  },
  'nsx.key-shown': {
    title: 'private keys come back with their certificates',
    apply: (kind) =>
      replying(kind, (text, { url, method }) =>
        method === 'GET' && url.includes('/certificates/')
          ? text.replace('"used_by"', '"private_key" : "-----BEGIN PRIVATE KEY-----",\n  "used_by"')
          : text,
      ),
  },
  'nsx.chain-as-many': {
    title: 'a chain becomes two objects',
    apply: (kind) =>
      rewording(kind, 'POST', /action=import/, (text) =>
        text.replace(/"results" : \[ (\{[\s\S]*\}) \]/, '"results" : [ $1, $1 ]'),
      ),
  },
  'nsx.name-of-its-own': {
    title: 'a certificate without a name gets one that is not its id',
    apply: (kind) =>
      rewording(kind, 'POST', /action=import/, (text) =>
        text.replace(/"display_name" : "[^"]*"/, '"display_name" : "certificate"'),
      ),
  },
  'nsx.type-always-ca': {
    title: 'every certificate is one of an authority',
    apply: (kind) => replying(kind, (text) => text.replace(/"certificate_(?:self_)?signed"/g, '"certificate_ca"')),
  },
  'nsx.import-counts': {
    title: 'an import counts what it made',
    apply: (kind) =>
      rewording(kind, 'POST', /action=import/, (text) => text.replace('"results"', '"result_count" : 1,\n  "results"')),
  },
  'nsx.every-import-accepted': {
    title: 'whatever is imported is said to be stored',
    apply: (kind) =>
      replying(kind, (text, { url }, reply) => {
        if (!url.includes('action=import') || reply.statusCode < 400) return text;
        reply.code(201);
        return '{\n  "results" : [ { "id" : "00000000-0000-4000-8000-000000000000" } ]\n}';
      }),
  },
  'nsx.broken-json-accepted': {
    title: 'what is no JSON is accepted',
    apply: (kind) =>
      replying(kind, (text, _request, reply) => {
        if (text.includes('"error_code" : 258')) reply.code(200);
        return text;
      }),
  },
};
