import { keptKey } from '../../../certs/key.ts';
import { all, equal, holds } from '../../judgement.ts';
import { at, code, listAt, message, parsed, seen, textAt } from './answers.ts';
import { cased } from './draft.ts';
import { ask, certificates, fresh, importing, issued, selfSigned } from './manager.ts';

/** What an import takes, and in which form it gives it back. */
export const imports = cased(
  {
    id: 'NSX-IMP-TAKES',
    title: 'Imports that are accepted',
    touches: 'config',
    async drive(t) {
      const device = await fresh(t, { managers: 1 });
      const plain = await selfSigned('plain');
      const bare = plain.pem.trimEnd();
      const first = await importing(device, { ...plain, pem: bare });
      const id = textAt(parsed(first), 'results', 0, 'id');
      const body = (pem: string): string => pem.replace(/-----[^-]+-----/g, '').trim();
      const rewrite = (pem: string, between: string): string =>
        `-----BEGIN CERTIFICATE-----\n${body(pem).split('\n').join(between)}\n-----END CERTIFICATE-----`;
      const oneLine = await selfSigned('one-line');
      const blanks = await selfSigned('blanks');
      const windows = await selfSigned('windows');
      const inside = await selfSigned('inside');
      const extra = await selfSigned('extra');
      const keyless = await selfSigned('keyless');
      const chain = await issued('chain.example', ['chain.example']);
      const twin = await selfSigned('twin');
      const together = await importing(device, { pem: `${inside.pem}${inside.key}`, key: inside.key });
      const got = await ask(device, `GET ${certificates}/${id}`);
      return {
        first: seen(first),
        sent: bare,
        got: { status: got.status, body: parsed(got), text: got.body },
        oneLine: seen(await importing(device, { ...oneLine, pem: rewrite(oneLine.pem, '') })),
        blanks: seen(await importing(device, { ...blanks, pem: rewrite(blanks.pem, ' ') })),
        windows: seen(await importing(device, { ...windows, pem: windows.pem.replaceAll('\n', '\r\n') })),
        together: { ...seen(together), keyShown: together.body.includes('PRIVATE KEY') },
        extra: seen(
          await importing(device, extra, {
            resource_type: 'nothing',
            key_algo: 'RSA',
            id: 'mine',
            passphrase: '',
            unknown: { a: [1] },
          }),
        ),
        keyless: seen(await importing(device, { pem: keyless.pem })),
        chain: seen(await importing(device, chain)),
        again: seen(await importing(device, plain)),
        twin: [
          seen(await importing(device, twin, { display_name: 'same' })).status,
          seen(await importing(device, await selfSigned('twin-2'), { display_name: 'same' })).status,
        ],
        list: (await ask(device, `GET ${certificates}`)).body.includes('PRIVATE KEY'),
      };
    },
  },
  (check) => [
    check('status', 'NSX-IMP-0001', ['nsx.import-200'], (o) => equal(201, o.first.status)),
    check('one-object', 'NSX-IMP-0002', ['nsx.chain-as-many'], (o) => equal(1, listAt(o.chain.body, 'results').length)),
    check('verbatim', 'NSX-IMP-0003', ['nsx.pem-rewritten'], (o) => equal(o.sent, at(o.got.body, 'pem_encoded'))),
    check('name', 'NSX-IMP-0004', ['nsx.name-of-its-own'], (o) =>
      equal(at(o.first.body, 'results', 0, 'id'), at(o.first.body, 'results', 0, 'display_name')),
    ),
    check('no-key', 'NSX-IMP-0005', ['nsx.key-shown'], (o) =>
      all(equal(false, o.got.text.includes('PRIVATE KEY')), equal(false, o.list)),
    ),
    check('one-line', 'NSX-IMP-0006', ['nsx.import-200'], (o) => equal(201, o.oneLine.status)),
    check('blanks', 'NSX-IMP-0007', ['nsx.import-200'], (o) => equal(201, o.blanks.status)),
    check('windows', 'NSX-IMP-0008', ['nsx.import-200'], (o) => equal(201, o.windows.status)),
    check('inside', 'NSX-IMP-0009', ['nsx.import-200'], (o) =>
      equal([201, false], [o.together.status, o.together.keyShown]),
    ),
    check('extra', 'NSX-IMP-0010', ['nsx.import-200'], (o) =>
      all(
        equal(201, o.extra.status),
        holds(
          at(o.extra.body, 'results', 0, 'id') !== 'mine',
          'an id of its own',
          at(o.extra.body, 'results', 0, 'id'),
        ),
      ),
    ),
    check('passphrase', 'NSX-IMP-0018', ['nsx.import-200'], (o) => equal(201, o.extra.status)),
    check('keyless', 'NSX-IMP-0019', ['nsx.import-200'], (o) =>
      equal([201, false], [o.keyless.status, at(o.keyless.body, 'results', 0, 'has_private_key')]),
    ),
    check('unused', 'NSX-IMP-0020', ['nsx.used-by-everybody'], (o) => equal([], at(o.got.body, 'used_by'))),
    check('order', 'NSX-IMP-0021', ['nsx.members-reversed'], (o) => {
      const known = [
        'resource_type',
        'id',
        'display_name',
        'tags',
        'pem_encoded',
        'used_by',
        '_create_user',
        '_create_time',
        '_last_modified_user',
        '_last_modified_time',
        '_system_owned',
        '_protection',
        '_revision',
      ];
      const names = o.got.body && typeof o.got.body === 'object' ? Object.keys(o.got.body) : [];
      return equal(
        known,
        names.filter((name) => known.includes(name)),
      );
    }),
    check('type', 'NSX-IMP-0022', ['nsx.type-always-ca'], (o) =>
      equal(
        ['certificate_self_signed', 'certificate_signed'],
        [at(o.first.body, 'results', 0, 'resource_type'), at(o.chain.body, 'results', 0, 'resource_type')],
      ),
    ),
    check('no-count', 'NSX-IMP-0023', ['nsx.import-counts'], (o) => equal(null, at(o.first.body, 'result_count'))),
    check('again', 'NSX-IMP-0011', ['nsx.duplicates-stored', 'nsx.every-import-accepted'], (o) =>
      all(equal(400, o.again.status), equal('Certificate already exists.', message(o.again.body))),
    ),
    check('twins', 'NSX-IMP-0012', ['nsx.import-200'], (o) => equal([201, 201], o.twin)),
  ],
);

/** What an import refuses. */
export const refusedImports = cased(
  {
    id: 'NSX-IMP-REFUSES',
    title: 'Imports that are refused',
    touches: 'config',
    async drive(t) {
      const device = await fresh(t, { managers: 1 });
      const chain = await issued('order.example', ['order.example']);
      const [leaf = '', middle = '', root = ''] = chain.parts;
      const ec = await keptKey('ec-p256');
      const curve = await selfSigned('curve', { key: ec });
      const parameters = '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';
      const traditional = ec.export({ type: 'sec1', format: 'pem' }).toString();
      const before = textAt(parsed(await ask(device, `GET ${certificates}?page_size=1`)), 'result_count');
      return {
        order: seen(await importing(device, { pem: leaf + root + middle, key: chain.key })),
        rootless: seen(await importing(device, { pem: leaf + middle, key: chain.key })),
        parameters: seen(await importing(device, { pem: curve.pem, key: parameters + traditional })),
        garbage: seen(await importing(device, { pem: 'not a certificate' })),
        empty: seen(await importing(device, { pem: '' })),
        rawNewline: seen(
          await ask(device, `POST ${certificates}?action=import`, { raw: `{"pem_encoded":"${chain.pem}"}` }),
        ),
        before,
      };
    },
  },
  (check) => [
    check('order', 'NSX-IMP-0013', ['nsx.every-import-accepted'], (o) =>
      all(
        equal([400, 2076], [o.order.status, code(o.order.body)]),
        equal(
          'Certificate chain validation failed. Make sure a valid chain is provided in order leaf,intermediate,root certificate.',
          message(o.order.body),
        ),
      ),
    ),
    check('rootless', 'NSX-IMP-0014', ['nsx.every-import-accepted'], (o) =>
      equal([400, 2076], [o.rootless.status, code(o.rootless.body)]),
    ),
    check('parameters', 'NSX-IMP-0015', ['nsx.every-import-accepted'], (o) =>
      equal(
        [2004, 'Invalid PEM data received for private key.'],
        [code(o.parameters.body), message(o.parameters.body)],
      ),
    ),
    check('garbage', 'NSX-IMP-0016', ['nsx.every-import-accepted'], (o) =>
      equal([400, 400], [o.garbage.status, o.empty.status]),
    ),
    check('raw-newline', 'NSX-IMP-0017', ['nsx.every-import-accepted', 'nsx.broken-json-accepted'], (o) =>
      equal(400, o.rawNewline.status),
    ),
  ],
);
