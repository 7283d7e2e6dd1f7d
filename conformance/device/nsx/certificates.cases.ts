import { keptKey } from '../../../certs/key.ts';
import { defineCase } from '../../case.ts';
import type { Device } from '../../device.ts';
import { CouldNotRun } from '../../errors.ts';
import { all, equal, holds, matches } from '../../judgement.ts';
import type { Exchange } from '../../oracle/http.ts';
import { certificateFacts } from '../../oracle/tls.ts';
import type { Json } from '../../target.ts';
import { eventually } from '../../wait.ts';
import {
  ask,
  at,
  changed,
  fresh,
  imported,
  importing,
  issued,
  listAt,
  nodeIds,
  parsed,
  selfSigned,
  shownAt,
  textAt,
  trust,
  webDoors,
} from './manager.ts';

const seen = (exchange: Exchange) => ({ status: exchange.status, body: parsed(exchange) });
const message = (body: Json) => textAt(body, 'error_message');
const code = (body: Json) => at(body, 'error_code');
const path = `${trust}/certificates`;
const absent = '00000000-0000-4000-8000-000000000000';

/** What an import takes, and in which form it gives it back. */
export const imports = defineCase({
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
    const got = await ask(device, `GET ${path}/${id}`);
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
      list: (await ask(device, `GET ${path}`)).body.includes('PRIVATE KEY'),
    };
  },
  checks: [
    {
      id: 'status',
      requirement: 'NSX-IMP-0001',
      judge: (o) => equal(201, o.first.status),
      killedBy: ['nsx.import-200'],
    },
    { id: 'one-object', requirement: 'NSX-IMP-0002', judge: (o) => equal(1, listAt(o.chain.body, 'results').length) },
    {
      id: 'verbatim',
      requirement: 'NSX-IMP-0003',
      judge: (o) => equal(o.sent, at(o.got.body, 'pem_encoded')),
      killedBy: ['nsx.pem-rewritten'],
    },
    {
      id: 'name',
      requirement: 'NSX-IMP-0004',
      judge: (o) => equal(at(o.first.body, 'results', 0, 'id'), at(o.first.body, 'results', 0, 'display_name')),
    },
    {
      id: 'no-key',
      requirement: 'NSX-IMP-0005',
      judge: (o) => all(equal(false, o.got.text.includes('PRIVATE KEY')), equal(false, o.list)),
      killedBy: ['nsx.key-shown'],
    },
    {
      id: 'one-line',
      requirement: 'NSX-IMP-0006',
      judge: (o) => equal(201, o.oneLine.status),
      killedBy: ['nsx.import-200'],
    },
    {
      id: 'blanks',
      requirement: 'NSX-IMP-0007',
      judge: (o) => equal(201, o.blanks.status),
      killedBy: ['nsx.import-200'],
    },
    {
      id: 'windows',
      requirement: 'NSX-IMP-0008',
      judge: (o) => equal(201, o.windows.status),
      killedBy: ['nsx.import-200'],
    },
    {
      id: 'inside',
      requirement: 'NSX-IMP-0009',
      judge: (o) => equal([201, false], [o.together.status, o.together.keyShown]),
      killedBy: ['nsx.import-200'],
    },
    {
      id: 'extra',
      requirement: 'NSX-IMP-0010',
      judge: (o) =>
        all(
          equal(201, o.extra.status),
          holds(
            at(o.extra.body, 'results', 0, 'id') !== 'mine',
            'an id of its own',
            at(o.extra.body, 'results', 0, 'id'),
          ),
        ),
      killedBy: ['nsx.import-200'],
    },
    {
      id: 'passphrase',
      requirement: 'NSX-IMP-0018',
      judge: (o) => equal(201, o.extra.status),
      killedBy: ['nsx.import-200'],
    },
    {
      id: 'keyless',
      requirement: 'NSX-IMP-0019',
      judge: (o) => equal([201, false], [o.keyless.status, at(o.keyless.body, 'results', 0, 'has_private_key')]),
      killedBy: ['nsx.import-200'],
    },
    { id: 'unused', requirement: 'NSX-IMP-0020', judge: (o) => equal([], at(o.got.body, 'used_by')) },
    {
      id: 'order',
      requirement: 'NSX-IMP-0021',
      judge: (o) => {
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
      },
    },
    {
      id: 'type',
      requirement: 'NSX-IMP-0022',
      judge: (o) =>
        equal(
          ['certificate_self_signed', 'certificate_signed'],
          [at(o.first.body, 'results', 0, 'resource_type'), at(o.chain.body, 'results', 0, 'resource_type')],
        ),
    },
    { id: 'no-count', requirement: 'NSX-IMP-0023', judge: (o) => equal(null, at(o.first.body, 'result_count')) },
    {
      id: 'again',
      requirement: 'NSX-IMP-0011',
      judge: (o) => all(equal(400, o.again.status), equal('Certificate already exists.', message(o.again.body))),
      killedBy: ['nsx.duplicates-stored'],
    },
    { id: 'twins', requirement: 'NSX-IMP-0012', judge: (o) => equal([201, 201], o.twin), killedBy: ['nsx.import-200'] },
  ],
});

/** What an import refuses. */
export const refusedImports = defineCase({
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
    const before = textAt(parsed(await ask(device, `GET ${path}?page_size=1`)), 'result_count');
    return {
      order: seen(await importing(device, { pem: leaf + root + middle, key: chain.key })),
      rootless: seen(await importing(device, { pem: leaf + middle, key: chain.key })),
      parameters: seen(await importing(device, { pem: curve.pem, key: parameters + traditional })),
      garbage: seen(await importing(device, { pem: 'not a certificate' })),
      empty: seen(await importing(device, { pem: '' })),
      rawNewline: seen(await ask(device, `POST ${path}?action=import`, { raw: `{"pem_encoded":"${chain.pem}"}` })),
      before,
    };
  },
  checks: [
    {
      id: 'order',
      requirement: 'NSX-IMP-0013',
      judge: (o) =>
        all(
          equal([400, 2076], [o.order.status, code(o.order.body)]),
          equal(
            'Certificate chain validation failed. Make sure a valid chain is provided in order leaf,intermediate,root certificate.',
            message(o.order.body),
          ),
        ),
    },
    {
      id: 'rootless',
      requirement: 'NSX-IMP-0014',
      judge: (o) => equal([400, 2076], [o.rootless.status, code(o.rootless.body)]),
    },
    {
      id: 'parameters',
      requirement: 'NSX-IMP-0015',
      judge: (o) =>
        equal(
          [2004, 'Invalid PEM data received for private key.'],
          [code(o.parameters.body), message(o.parameters.body)],
        ),
    },
    { id: 'garbage', requirement: 'NSX-IMP-0016', judge: (o) => equal([400, 400], [o.garbage.status, o.empty.status]) },
    { id: 'raw-newline', requirement: 'NSX-IMP-0017', judge: (o) => equal(400, o.rawNewline.status) },
  ],
});

/** Lists, single certificates, and what is not there. */
export const lists = defineCase({
  id: 'NSX-LST-READ',
  title: 'Certificates are listed, paged, shown in detail and deleted',
  touches: 'config',
  async drive(t) {
    const device = await fresh(t, { managers: 1 });
    const chain = await issued('details.example', ['details.example']);
    const id = await imported(device, chain);
    for (const name of ['a', 'b', 'c']) await imported(device, await selfSigned(name));
    const whole = await ask(device, `GET ${path}`);
    const total = listAt(parsed(whole), 'results').length;
    const pages: { ids: string[]; count: Json; cursor: string }[] = [];
    for (let cursor = ''; ; ) {
      const page = parsed(await ask(device, `GET ${path}?page_size=3${cursor && `&cursor=${cursor}`}`));
      cursor = textAt(page, 'cursor');
      pages.push({
        ids: listAt(page, 'results').map((one) => textAt(one, 'id')),
        count: at(page, 'result_count'),
        cursor,
      });
      if (cursor === '' || /^0000/.test(cursor) || pages.length > 20) break;
    }
    const missing = await ask(device, `GET ${path}/${absent}`);
    const details = listAt(parsed(await ask(device, `GET ${path}/${id}?details=true`)), 'details');
    const inCapitals = listAt(parsed(await ask(device, `GET ${path}?details=True&page_size=1000`)), 'results');
    const deleted = await ask(device, `DELETE ${path}/${id}`);
    const used = await serving(device);
    return {
      count: at(parsed(whole), 'result_count'),
      total,
      start: whole.body.slice(0, 20),
      pages,
      missing: seen(missing),
      details: details.map((one) => [at(one, 'subject_cn'), at(one, 'sha_256_thumbprint')]),
      leaf: chain.sha256,
      inCapitals: inCapitals.map((one) => listAt(one, 'details').length > 0),
      deleted: { status: deleted.status, text: deleted.body },
      after: (await ask(device, `GET ${path}/${id}`)).status,
      used: (await ask(device, `DELETE ${path}/${used}`)).status,
      stillUsed: (await ask(device, `GET ${path}/${used}`)).status,
    };
  },
  checks: [
    {
      id: 'count',
      requirement: 'NSX-LST-0001',
      judge: (o) => all(equal(o.total, o.count), equal(o.total, o.pages[0]?.count ?? 0)),
      killedBy: ['nsx.count-of-page'],
    },
    {
      id: 'first-only',
      requirement: 'NSX-LST-0002',
      judge: (o) =>
        equal(
          [],
          o.pages.slice(1).filter(({ count }) => count !== null),
        ),
    },
    {
      id: 'cursor',
      requirement: 'NSX-LST-0003',
      judge: (o) =>
        equal(
          [],
          o.pages.filter(({ cursor }) => cursor.startsWith('0000')),
        ),
      killedBy: ['nsx.cursor-of-zeros'],
    },
    {
      id: 'whole',
      requirement: 'NSX-LST-0004',
      judge: (o) =>
        equal(
          [o.total, o.total],
          [o.pages.flatMap(({ ids }) => ids).length, new Set(o.pages.flatMap(({ ids }) => ids)).size],
        ),
      killedBy: ['nsx.cursor-of-zeros'],
    },
    {
      id: 'last',
      requirement: 'NSX-LST-0005',
      judge: (o) => equal('', o.pages.at(-1)?.cursor ?? 'none'),
      killedBy: ['nsx.cursor-of-zeros'],
    },
    {
      id: 'details',
      requirement: 'NSX-LST-0006',
      judge: (o) => equal([3, 'details.example'], [o.details.length, o.details[0]?.[0] ?? null]),
    },
    {
      id: 'capitals',
      requirement: 'NSX-LST-0007',
      judge: (o) =>
        equal(
          [],
          o.inCapitals.filter((one) => !one),
        ),
    },
    { id: 'thumbprint', requirement: 'NSX-LST-0008', judge: (o) => equal(o.leaf, o.details[0]?.[1] ?? null) },
    {
      id: 'missing',
      requirement: 'NSX-LST-0009',
      judge: (o) => equal([404, 600], [o.missing.status, code(o.missing.body)]),
      killedBy: ['nsx.missing-is-400'],
    },
    {
      id: 'words',
      requirement: 'NSX-LST-0010',
      judge: (o) =>
        equal(
          `The requested object : ${absent} could not be found. Object identifiers are case sensitive.`,
          message(o.missing.body),
        ),
    },
    {
      id: 'newer-words',
      requirement: 'NSX-LST-0011',
      judge: (o) =>
        matches(
          /is missing: Object identifiers are case sensitive\.\.$/,
          message(o.missing.body),
          'is missing: Object identifiers are case sensitive..',
        ),
    },
    {
      id: 'order',
      requirement: 'NSX-LST-0012',
      judge: (o) => matches(/^\{\s*"result_count"/, o.start, '{ "result_count"'),
    },
    { id: 'deleted', requirement: 'NSX-DEL-0001', judge: (o) => equal({ status: 200, text: '' }, o.deleted) },
    { id: 'gone', requirement: 'NSX-DEL-0002', judge: (o) => equal(404, o.after), killedBy: ['nsx.missing-is-400'] },
    {
      id: 'used',
      requirement: 'NSX-DEL-0003',
      judge: (o) => all(holds(o.used >= 400, 'a refusal', o.used), equal(200, o.stillUsed)),
    },
  ],
});

/** The id of what the virtual IP, or the node, serves. */
async function serving(device: Device): Promise<string> {
  return textAt(parsed(await ask(device, 'GET /api/v1/cluster/api-certificate')), 'certificate_id');
}

/** What validate says. */
export const validation = defineCase({
  id: 'NSX-VAL-SAYS',
  title: 'Certificates are validated',
  touches: 'config',
  versions: '>=3.1',
  async drive(t) {
    const device = await fresh(t, { managers: 1 });
    const say = async (pair: { pem: string; key: string }) =>
      seen(await ask(device, `GET ${path}/${await imported(device, pair)}?action=validate`));
    return {
      good: await say(await selfSigned('good')),
      guide: await say(await selfSigned('pks', { keyUsage: false, purposes: false })),
      bare: await say(await selfSigned('bare', { basicConstraints: false })),
      expired: await say(
        await selfSigned('expired', { notBefore: new Date(Date.now() - 9e9), notAfter: new Date(Date.now() - 1e9) }),
      ),
      curve: await say(await selfSigned('curve', { key: await keptKey('ec-p256') })),
      missing: (await ask(device, `GET ${path}/${absent}?action=validate`)).status,
    };
  },
  checks: [
    {
      id: 'good',
      requirement: 'NSX-VAL-0001',
      judge: (o) => equal([200, { status: 'OK' }], [o.good.status, o.good.body]),
    },
    {
      id: 'rejected',
      requirement: 'NSX-VAL-0002',
      judge: (o) =>
        all(
          equal([200, 'REJECTED'], [o.expired.status, at(o.expired.body, 'status')]),
          holds(message(o.expired.body) !== '', 'a message', o.expired.body),
        ),
      killedBy: ['nsx.validate-says-ok'],
    },
    {
      id: 'curve',
      requirement: 'NSX-VAL-0003',
      judge: (o) => equal('Certificate was rejected: KeyUsage does not allow key encipherment', message(o.curve.body)),
    },
    {
      id: 'bare',
      requirement: 'NSX-VAL-0004',
      judge: (o) => equal('REJECTED', at(o.bare.body, 'status')),
      killedBy: ['nsx.validate-says-ok'],
    },
    {
      id: 'missing',
      requirement: 'NSX-VAL-0005',
      judge: (o) => equal(404, o.missing),
      killedBy: ['nsx.missing-is-400'],
    },
    { id: 'guide', requirement: 'NSX-VAL-0006', judge: (o) => equal('OK', at(o.guide.body, 'status')) },
  ],
});

/** The certificate of the cluster, by the older operation that every release has. */
export const clusterCertificate = defineCase({
  id: 'NSX-APP-CLUSTER',
  title: 'The certificate of the virtual IP is set and cleared',
  touches: 'disruptive',
  needs: ['ssh'],
  timeoutMs: 120_000,
  async drive(t) {
    const device = await fresh(t);
    const before = await shownAt(device, webDoors);
    // As openssl makes it in the guide of 2.4, and as later guides want it.
    const seed = t.release.startsWith('2')
      ? { basicConstraints: false as const, keyUsage: false as const, purposes: false as const }
      : {};
    const pair = await selfSigned('192.168.110.30', { san: ['dns:192.168.110.30', 'ip:192.168.110.30'], ...seed });
    const id = await imported(device, pair);
    const other = await selfSigned('keyless');
    const keyless = await imported(device, { pem: other.pem });
    const url = '/api/v1/cluster/api-certificate';
    const refused = await ask(device, `POST ${url}?action=set_cluster_certificate&certificate_id=${keyless}`);
    const unknown = await ask(device, `POST ${url}?action=set_cluster_certificate&certificate_id=${absent}`);
    await ask(device, `GET ${path}/${id}?action=apply_certificate&service_type=MGMT_CLUSTER`);
    const untouched = await shownAt(device, webDoors);
    const set = await ask(device, `POST ${url}?action=set_cluster_certificate&certificate_id=${id}`);
    await device.presentsBecomes('vip.https', pair.sha256);
    const after = await shownAt(device, webDoors);
    const cli = await device.exec('get certificate cluster');
    const node = await device.exec('get certificate api thumbprint');
    const usedBy = listAt(parsed(await ask(device, `GET ${path}/${id}`)), 'used_by').flatMap((one) =>
      listAt(one, 'service_types'),
    );
    const current = await serving(device);
    const cleared = await ask(device, `POST ${url}?action=clear_cluster_certificate&certificate_id=${id}`);
    return {
      before,
      untouched,
      after,
      id,
      sha256: pair.sha256,
      pem: pair.pem.trim(),
      refused: refused.status,
      unknown: unknown.status,
      set: seen(set),
      cli: cli.stdout,
      node: node.stdout,
      usedBy,
      current,
      cleared: { status: cleared.status, shown: await shownAt(device, webDoors) },
    };
  },
  checks: [
    {
      id: 'keyless',
      requirement: 'NSX-APP-0013',
      judge: (o) =>
        all(holds(o.refused >= 400 && o.refused < 500, 'a refusal', o.refused), equal(o.before, o.untouched)),
    },
    {
      id: 'unknown',
      requirement: 'NSX-APP-0030',
      judge: (o) => equal(404, o.unknown),
      killedBy: ['nsx.missing-is-400'],
    },
    { id: 'get', requirement: 'NSX-APP-0015', judge: (o) => equal(o.before, o.untouched) },
    {
      id: 'set',
      requirement: 'NSX-APP-0001',
      judge: (o) => equal({ status: 200, body: { certificate_id: o.id } }, o.set),
    },
    {
      id: 'vip',
      requirement: 'NSX-APP-0002',
      judge: (o) => equal(o.sha256, o.after['vip.https'] ?? ''),
      killedBy: ['nsx.old-certificate-still-served', 'nsx.vip-shows-node'],
    },
    {
      id: 'nodes',
      requirement: 'NSX-APP-0003',
      judge: (o) =>
        equal(
          [],
          changed(o.before, o.after).filter((door) => door !== 'vip.https'),
        ),
      killedBy: ['nsx.cluster-replaces-nodes'],
    },
    {
      id: 'cli',
      requirement: 'NSX-APP-0005',
      judge: (o) => holds(o.cli.includes(o.pem), 'the certificate that was imported', o.cli),
    },
    {
      id: 'used',
      requirement: 'NSX-APP-0006',
      judge: (o) => equal(true, o.usedBy.includes('MGMT_CLUSTER')),
      killedBy: ['nsx.used-by-empty'],
    },
    { id: 'current', requirement: 'NSX-APP-0007', judge: (o) => equal(o.id, o.current) },
    { id: 'seed', requirement: 'NSX-APP-0008', judge: (o) => equal(200, o.set.status) },
    {
      id: 'cleared',
      requirement: 'NSX-APP-0028',
      judge: (o) =>
        all(
          equal(200, o.cleared.status),
          holds(
            Object.entries(o.cleared.shown).some(
              ([name, one]) => name !== 'vip.https' && one === o.cleared.shown['vip.https'],
            ),
            "a node's certificate",
            o.cleared.shown,
          ),
        ),
      killedBy: ['nsx.clear-needs-nothing'],
    },
    { id: 'shared', requirement: 'NSX-APP-0017', judge: (o) => equal(1, new Set(Object.values(o.before)).size) },
    {
      id: 'apart',
      requirement: 'NSX-APP-0018',
      judge: (o) => equal(3, new Set(webDoors.slice(0, 3).map((door) => o.before[door])).size),
    },
  ],
});

/** Certificates of single nodes. */
export const nodeCertificates = defineCase({
  id: 'NSX-APP-NODE',
  title: 'The certificates of one node are replaced, and put back',
  touches: 'disruptive',
  versions: '>=3.1',
  timeoutMs: 120_000,
  async drive(t) {
    const device = await fresh(t);
    const doors = [...webDoors, 'manager-1.aph', 'manager-2.aph', 'manager-1.ccp', 'manager-2.ccp'];
    const nodes = await nodeIds(device);
    const [first = '', second = ''] = nodes;
    const before = await shownAt(device, doors);
    const old = listAt(parsed(await ask(device, `GET ${path}`)), 'results').find((one) =>
      listAt(one, 'used_by').some(
        (use) => at(use, 'node_id') === second && listAt(use, 'service_types').includes('API'),
      ),
    );
    const pair = await selfSigned('api');
    const id = await imported(device, pair);
    const vague = await ask(device, `POST ${path}/${id}?action=apply_certificate`);
    const unmoved = await shownAt(device, doors);
    const applied = await ask(device, `POST ${path}/${id}?action=apply_certificate&service_type=API&node_id=${second}`);
    const after = await shownAt(device, doors);
    const uses = listAt(parsed(await ask(device, `GET ${path}/${id}`)), 'used_by');
    const back = await ask(
      device,
      `POST ${path}/${textAt(old ?? null, 'id')}?action=apply_certificate&service_type=API&node_id=${second}`,
    );
    const restored = await shownAt(device, doors);
    const aph = await selfSigned('aph');
    await ask(
      device,
      `POST ${path}/${await imported(device, aph)}?action=apply_certificate&service_type=APH&node_id=${first}`,
    );
    const older = await selfSigned('older');
    const olderId = await imported(device, older);
    const withAph = await shownAt(device, doors);
    await ask(device, `POST /api/v1/node/services/http?action=apply_certificate&certificate_id=${olderId}`, {
      at: 'manager-1.https',
    });
    const profiles = listAt(parsed(await ask(device, `GET ${trust}/certificate-profiles`)), 'results');
    await ask(device, 'PUT /policy/api/v1/infra/certificates/mine', {
      body: { pem_encoded: (await selfSigned('service')).pem, private_key: pair.key },
    });
    const service = listAt(parsed(await ask(device, `GET ${path}`)), 'results').find((one) =>
      JSON.stringify(at(one, 'tags')).includes('/infra/certificates/mine'),
    );
    const foreign = await ask(
      device,
      `POST ${path}/${textAt(service ?? null, 'id')}?action=apply_certificate&service_type=API&node_id=${first}`,
    );
    return {
      before,
      unmoved,
      after,
      restored,
      withAph,
      withOlder: await shownAt(device, doors),
      vague: vague.status,
      applied: { status: applied.status, body: applied.body },
      sha256: pair.sha256,
      aph: aph.sha256,
      older: older.sha256,
      uses,
      second,
      back: back.status,
      profiles: profiles.map((one) => [at(one, 'service_type'), at(one, 'cluster_certificate')]),
      foreign: seen(foreign),
    };
  },
  checks: [
    { id: 'answer', requirement: 'NSX-APP-0009', judge: (o) => equal({ status: 200, body: '' }, o.applied) },
    {
      id: 'only',
      requirement: 'NSX-APP-0010',
      judge: (o) => equal(['manager-2.https'], changed(o.before, o.after)),
      killedBy: ['nsx.old-certificate-still-served', 'nsx.node-replaces-all'],
    },
    {
      id: 'at-once',
      requirement: 'NSX-APP-0012',
      judge: (o) => equal(o.sha256, o.after['manager-2.https'] ?? ''),
      killedBy: ['nsx.old-certificate-still-served'],
    },
    {
      id: 'used',
      requirement: 'NSX-APP-0011',
      judge: (o) =>
        holds(
          o.uses.some((use) => at(use, 'node_id') === o.second && listAt(use, 'service_types').includes('API')),
          'API at that node',
          o.uses,
        ),
      killedBy: ['nsx.used-by-empty'],
    },
    {
      id: 'vague',
      requirement: 'NSX-APP-0014',
      judge: (o) => all(holds(o.vague >= 400 && o.vague < 500, 'a refusal', o.vague), equal(o.before, o.unmoved)),
    },
    {
      id: 'undone',
      requirement: 'NSX-APP-0029',
      judge: (o) => equal([200, o.before['manager-2.https'] ?? ''], [o.back, o.restored['manager-2.https'] ?? '']),
      killedBy: ['nsx.used-by-empty'],
    },
    {
      id: 'aph',
      requirement: 'NSX-APP-0019',
      judge: (o) =>
        all(equal(['manager-1.aph'], changed(o.restored, o.withAph)), equal(o.aph, o.withAph['manager-1.aph'] ?? '')),
      killedBy: ['nsx.old-certificate-still-served'],
    },
    {
      id: 'older',
      requirement: 'NSX-APP-0016',
      judge: (o) => equal(o.older, o.withOlder['manager-1.https'] ?? ''),
      killedBy: ['nsx.old-certificate-still-served'],
    },
    {
      id: 'profiles',
      requirement: 'NSX-APP-0020',
      judge: (o) =>
        equal(
          [[['MGMT_CLUSTER', true]], [['API', false]]],
          ['MGMT_CLUSTER', 'API'].map((name) => o.profiles.filter(([service]) => service === name)),
        ),
    },
    {
      id: 'foreign',
      requirement: 'NSX-APP-0026',
      judge: (o) => equal([400, 289], [o.foreign.status, code(o.foreign.body)]),
    },
  ],
});

/** Certificates from an authority, and rules that only newer releases have. */
export const authorities = defineCase({
  id: 'NSX-APP-AUTHORITY',
  title: 'CA-signed certificates must name what they are for',
  touches: 'disruptive',
  versions: '>=4.2',
  async drive(t) {
    const device = await fresh(t, { managers: 1, vip: false });
    const [node = ''] = await nodeIds(device);
    const fqdn = textAt(parsed(await ask(device, 'GET /api/v1/cluster')), 'nodes', 0, 'fqdn');
    const door = 'manager-1.https';
    const before = await shownAt(device, [door]);
    const apply = async (pair: { pem: string; key: string }, query: string) =>
      (await ask(device, `POST ${path}/${await imported(device, pair)}?action=apply_certificate&${query}`)).status;
    const stranger = await apply(
      await issued('stranger.example', ['stranger.example']),
      `service_type=API&node_id=${node}`,
    );
    const early = await apply(await issued('vip.example', [fqdn, '192.168.110.30']), 'service_type=MGMT_CLUSTER');
    const bare = await apply(await selfSigned('bare', { basicConstraints: false }), `service_type=API&node_id=${node}`);
    const untouched = await shownAt(device, [door]);
    const good = await issued(fqdn, [fqdn]);
    const applied = await apply(good, `service_type=API&node_id=${node}`);
    const shown = await shownAt(device, [door]);
    const curve = await selfSigned('curve', { key: await keptKey('ec-p256') });
    await apply(curve, `service_type=API&node_id=${node}`);
    const ec = await device.presents(door, { maxVersion: 'TLSv1.2' });
    return {
      before,
      untouched,
      stranger,
      early,
      bare,
      applied,
      good: good.sha256,
      shown,
      ec: ec.shown ? ec.certificate.sha256 : '',
      curve: curve.sha256,
    };
  },
  checks: [
    { id: 'stranger', requirement: 'NSX-APP-0021', judge: (o) => equal(400, o.stranger) },
    { id: 'early', requirement: 'NSX-APP-0022', judge: (o) => equal(400, o.early) },
    { id: 'bare', requirement: 'NSX-APP-0025', judge: (o) => equal(400, o.bare) },
    { id: 'unchanged', requirement: 'NSX-APP-0024', judge: (o) => equal(o.before, o.untouched) },
    {
      id: 'named',
      requirement: 'NSX-APP-0023',
      judge: (o) => equal([200, o.good], [o.applied, o.shown['manager-1.https'] ?? '']),
      killedBy: ['nsx.old-certificate-still-served'],
    },
    {
      id: 'curve',
      requirement: 'NSX-APP-0027',
      judge: (o) => equal(o.curve, o.ec),
      killedBy: ['nsx.old-certificate-still-served'],
    },
  ],
});

/** Many at once. */
export const batches = defineCase({
  id: 'NSX-BAT-REPLACE',
  title: 'The shared certificate is replaced everywhere by a batch',
  touches: 'disruptive',
  versions: '>=4.2',
  timeoutMs: 120_000,
  async drive(t) {
    const device = await fresh(t);
    const before = await shownAt(device, webDoors);
    const old = await serving(device);
    const pair = await selfSigned('shared');
    const id = await imported(device, pair);
    const keyless = await imported(device, { pem: (await selfSigned('keyless')).pem });
    const batch = (next: string) =>
      ask(device, `POST ${path}/action/batch-replace`, {
        body: { certificate_replacements: [{ old_certificate_id: old, new_certificate_id: next }] },
      });
    const withoutKey = await batch(keyless);
    const printed = await ask(device, `POST ${path}/action/batch-replace`, {
      raw: `{"certificate_replacements":[{"old_certificate_id":"${old}"\n"new_certificate_id":"${id}"}]}`,
    });
    const begun = await batch(id);
    const second = await batch(id);
    // While a node's listener is replaced it may cut whoever asks just then.
    const look = async (): Promise<readonly Json[] | undefined> => {
      try {
        return listAt(parsed(await ask(device, `GET ${path}/batch-results`)), 'results');
      } catch (thrown) {
        if (thrown instanceof CouldNotRun) return undefined;
        throw thrown;
      }
    };
    const isDone = (steps: readonly Json[] | undefined): boolean =>
      steps?.every((one) => at(one, 'status') !== 'PENDING') === true;
    const steps = (await eventually(look, isDone, { withinMs: 90_000, signal: t.signal })) ?? [];
    return {
      before,
      after: await shownAt(device, webDoors),
      begun: { status: begun.status, body: begun.body },
      second: second.status,
      withoutKey: withoutKey.status,
      printed: printed.status,
      results: steps.map((one) => [textAt(one, 'service_type'), textAt(one, 'status')]),
      sha256: pair.sha256,
      old: listAt(parsed(await ask(device, `GET ${path}/${old}`)), 'used_by'),
      oldStatus: (await ask(device, `GET ${path}/${old}`)).status,
    };
  },
  checks: [
    { id: 'begun', requirement: 'NSX-BAT-0001', judge: (o) => equal({ status: 200, body: '' }, o.begun) },
    {
      id: 'results',
      requirement: 'NSX-BAT-0002',
      judge: (o) =>
        all(
          equal(
            [],
            o.results.filter(([, status]) => status !== 'OK'),
          ),
          equal(
            [3, true],
            [
              o.results.filter(([service]) => service === 'API').length,
              o.results.some(([service]) => service === 'MGMT_CLUSTER'),
            ],
          ),
        ),
    },
    {
      id: 'everywhere',
      requirement: 'NSX-BAT-0003',
      judge: (o) =>
        equal(
          webDoors.map(() => o.sha256),
          webDoors.map((door) => o.after[door]),
        ),
      killedBy: ['nsx.old-certificate-still-served'],
    },
    {
      id: 'second',
      requirement: 'NSX-BAT-0004',
      judge: (o) => holds(o.second >= 400, 'a refusal', o.second),
      killedBy: ['nsx.parallel-replacements'],
    },
    { id: 'left', requirement: 'NSX-BAT-0005', judge: (o) => equal([200, []], [o.oldStatus, o.old]) },
    { id: 'printed', requirement: 'NSX-BAT-0006', judge: (o) => equal(400, o.printed) },
    { id: 'keyless', requirement: 'NSX-BAT-0007', judge: (o) => holds(o.withoutKey >= 400, 'a refusal', o.withoutKey) },
  ],
});

/** Certificates of edges and hosts. */
export const hosts = defineCase({
  id: 'NSX-HST-REPLACE',
  title: 'The certificate of a transport node is replaced',
  touches: 'config',
  versions: '>=4.1',
  async drive(t) {
    const device = await fresh(t, { managers: 1 });
    const list = listAt(parsed(await ask(device, 'GET /api/v1/transport-nodes')), 'results');
    const host = textAt(list[0] ?? null, 'id');
    const [manager = ''] = await nodeIds(device);
    const pair = await selfSigned('host', { basicConstraints: false });
    const replace = async (id: string, body: { [name: string]: Json }) =>
      (await ask(device, `POST ${path}/action/replace-host-certificate/${id}`, { body })).status;
    const whole = { display_name: 'host', pem_encoded: pair.pem, private_key: pair.key };
    return {
      host,
      manager: await replace(manager, whole),
      keyless: await replace(host, { pem_encoded: pair.pem }),
      replaced: await replace(host, whole),
    };
  },
  checks: [
    { id: 'listed', requirement: 'NSX-HST-0005', judge: (o) => matches(/^[0-9a-f-]{36}$/, o.host, 'a UUID') },
    {
      id: 'manager',
      requirement: 'NSX-HST-0002',
      judge: (o) => equal(404, o.manager),
      killedBy: ['nsx.any-host', 'nsx.missing-is-400'],
    },
    { id: 'keyless', requirement: 'NSX-HST-0004', judge: (o) => equal(400, o.keyless) },
    { id: 'replaced', requirement: 'NSX-HST-0001', judge: (o) => equal(200, o.replaced) },
    { id: 'bare', requirement: 'NSX-HST-0003', judge: (o) => equal(200, o.replaced) },
  ],
});

/** Principals. */
export const principals = defineCase({
  id: 'NSX-PID-LIFE',
  title: 'A principal identity is made and deleted',
  touches: 'config',
  async drive(t) {
    const device = await fresh(t, { managers: 1 });
    const identities = `${trust}/principal-identities`;
    const pair = await selfSigned('robot', { basicConstraints: false, purposes: ['clientAuth'] });
    const body = {
      name: 'robot',
      node_id: 'node-1',
      role: 'enterprise_admin',
      is_protected: 'true',
      certificate_pem: pair.pem,
    };
    const made = seen(await ask(device, `POST ${identities}/with-certificate`, { body }));
    const again = await ask(device, `POST ${identities}/with-certificate`, {
      body: { ...body, certificate_pem: (await selfSigned('other')).pem },
    });
    const id = textAt(made.body, 'id');
    const certificate = textAt(made.body, 'certificate_id');
    const used = parsed(await ask(device, `GET ${path}/${certificate}`));
    const early = await ask(device, `DELETE ${path}/${certificate}`);
    const paths = [{ path: '/', roles: [{ role: 'auditor' }] }];
    const second = seen(
      await ask(device, `POST ${identities}/with-certificate`, {
        body: {
          name: 'paths',
          node_id: 'node-2',
          roles_for_paths: paths,
          certificate_pem: (await selfSigned('paths')).pem,
        },
      }),
    );
    const deleted = await ask(device, `DELETE ${identities}/${id}`);
    const left = await ask(device, `GET ${path}/${certificate}`);
    const late = await ask(device, `DELETE ${path}/${certificate}`);
    return {
      made,
      again: again.status,
      used: { revision: at(used, '_revision'), by: listAt(used, 'used_by').length },
      early: early.status,
      paths: at(parsed(await ask(device, `GET ${identities}/${textAt(second.body, 'id')}`)), 'roles_for_paths'),
      life: [deleted.status, left.status, late.status],
    };
  },
  checks: [
    { id: 'made', requirement: 'NSX-PID-0001', judge: (o) => equal(201, o.made.status), killedBy: ['nsx.import-200'] },
    { id: 'text', requirement: 'NSX-PID-0004', judge: (o) => equal(true, at(o.made.body, 'is_protected')) },
    {
      id: 'by-id',
      requirement: 'NSX-PID-0002',
      judge: (o) =>
        all(
          holds(textAt(o.made.body, 'certificate_id') !== '', 'a certificate_id', o.made.body),
          equal(null, at(o.made.body, 'certificate_pem')),
        ),
    },
    { id: 'name', requirement: 'NSX-PID-0003', judge: (o) => equal('robot@node-1', at(o.made.body, 'display_name')) },
    { id: 'again', requirement: 'NSX-PID-0009', judge: (o) => equal(400, o.again) },
    {
      id: 'used',
      requirement: 'NSX-PID-0005',
      judge: (o) => equal({ revision: 1, by: 1 }, o.used),
      killedBy: ['nsx.used-by-empty'],
    },
    { id: 'early', requirement: 'NSX-PID-0006', judge: (o) => holds(o.early >= 400, 'a refusal', o.early) },
    {
      id: 'paths',
      requirement: 'NSX-PID-0008',
      judge: (o) => equal([{ path: '/', roles: [{ role: 'auditor' }] }], o.paths),
    },
    {
      id: 'life',
      requirement: 'NSX-PID-0007',
      judge: (o) => equal([200, 200, 200], o.life),
      killedBy: ['nsx.identity-takes-certificate'],
    },
  ],
});

/** Requests. */
export const requests = defineCase({
  id: 'NSX-CSR-LIFE',
  title: 'A signing request is made, signs itself, and is deleted',
  touches: 'config',
  async drive(t) {
    const device = await fresh(t, { managers: 1 });
    const csrs = `${trust}/csrs`;
    const none = parsed(await ask(device, `GET ${csrs}`));
    const attributes = [
      { key: 'CN', value: 'csr.example' },
      { key: 'O', value: 'Rackless' },
      { key: 'C', value: 'US' },
    ];
    const made = seen(
      await ask(device, `POST ${csrs}`, {
        body: { display_name: 'csr', subject: { attributes }, key_size: '2048', algorithm: 'RSA' },
      }),
    );
    const id = textAt(made.body, 'id');
    const file = await ask(device, `GET ${csrs}/${id}/pem-file`);
    const signed = seen(await ask(device, `POST ${csrs}/${id}?action=self_sign`, { raw: '""' }));
    const extensions = { subject_alt_names: { dns_names: ['san.example'], ip_addresses: [] } };
    const extended = await ask(device, `POST ${trust}/csrs-extended`, {
      body: { subject: { attributes }, key_size: 2048, algorithm: 'RSA', extensions },
    });
    const applied = await ask(
      device,
      `POST /api/v1/node/services/http?action=apply_certificate&certificate_id=${textAt(signed.body, 'id')}`,
    );
    return {
      none: at(none, 'result_count'),
      made,
      file: { status: file.status, same: file.body === textAt(made.body, 'pem_encoded') },
      cn: textAt(signed.body, 'details', 0, 'subject_cn'),
      signed: signed.status,
      extended: {
        status: extended.status,
        names: at(parsed(extended), 'extensions', 'subject_alt_names', 'dns_names'),
      },
      applied: applied.status,
      deleted: (await ask(device, `DELETE ${csrs}/${id}`)).status,
    };
  },
  checks: [
    { id: 'none', requirement: 'NSX-CSR-0007', judge: (o) => equal(0, o.none) },
    {
      id: 'made',
      requirement: 'NSX-CSR-0001',
      judge: (o) =>
        all(
          equal(201, o.made.status),
          matches(/^-----BEGIN CERTIFICATE REQUEST-----/, textAt(o.made.body, 'pem_encoded'), 'a certificate request'),
        ),
      killedBy: ['nsx.import-200'],
    },
    { id: 'file', requirement: 'NSX-CSR-0002', judge: (o) => equal({ status: 200, same: true }, o.file) },
    { id: 'size', requirement: 'NSX-CSR-0003', judge: (o) => equal(201, o.made.status), killedBy: ['nsx.import-200'] },
    { id: 'signs', requirement: 'NSX-CSR-0004', judge: (o) => equal(201, o.signed), killedBy: ['nsx.import-200'] },
    {
      id: 'applied',
      requirement: 'NSX-CSR-0005',
      judge: (o) => holds(o.applied === 200 || o.applied === 202, '200 or 202', o.applied),
    },
    {
      id: 'extended',
      requirement: 'NSX-CSR-0008',
      judge: (o) => equal([201, ['san.example']], [o.extended.status, o.extended.names]),
      killedBy: ['nsx.import-200'],
    },
    { id: 'subject', requirement: 'NSX-CSR-0009', judge: (o) => equal('csr.example', o.cn) },
    { id: 'deleted', requirement: 'NSX-CSR-0006', judge: (o) => equal(200, o.deleted) },
  ],
});

/** What the CLI says. */
export const commandLine = defineCase({
  id: 'NSX-CLI-SAYS',
  title: 'The CLI shows certificates, the cluster and users',
  touches: 'config',
  needs: ['ssh'],
  timeoutMs: 120_000,
  async drive(t) {
    const device = await fresh(t);
    const cluster = parsed(await ask(device, 'GET /api/v1/cluster'));
    const shell = await device.shell(/> $/);
    const say = async (line: string) => (await shell.say(line)).text;
    const shown = await device.presents('manager-1.https');
    const password = 'Rackless1!Rackless1!';
    t.secret('password', password);
    const thumbprint = await say('get certificate api thumbprint');
    const [pem = ''] = /-----BEGIN[\s\S]+?-----END [A-Z ]+-----/.exec(await say('get certificate api')) ?? [];
    const unknown = await say('get api');
    const config = await say('get cluster config');
    const found = await say('get cluster config | find Id:');
    const status = await say('get cluster status');
    const verbose = await say('get cluster status verbose');
    const vip = await say('get cluster vip');
    const period = await say('get auth-policy api lockout-period');
    const before = await device.login({ username: 'audit', password });
    const set = await shell.say('set user audit password', [
      { when: /^New password: $/, say: password },
      { when: /^Confirm new password: $/, say: password },
    ]);
    return {
      greeting: shell.greeting,
      prompt: shell.prompt,
      sha256: shown.shown ? shown.certificate.sha256 : '',
      cluster,
      thumbprint,
      pem: pem === '' ? '' : certificateFacts(pem).sha256,
      unknown,
      config,
      found,
      status,
      verbose,
      vip,
      period,
      audit: { before, asked: set.asked.length, after: await device.login({ username: 'audit', password }) },
    };
  },
  checks: [
    {
      id: 'prompt',
      requirement: 'NSX-CLI-0001',
      judge: (o) => equal(`${textAt(o.cluster, 'nodes', 0, 'display_name')}> `, o.prompt),
    },
    {
      id: 'banner',
      requirement: 'NSX-CLI-0002',
      judge: (o) =>
        matches(
          /NSX CLI \(Manager[^)]* \d[\d.]+\)\. Press \? for command list or enter: help/,
          o.greeting,
          'NSX CLI (Manager … release). Press ? …',
        ),
    },
    {
      id: 'thumbprint',
      requirement: 'NSX-CLI-0003',
      judge: (o) => equal(o.sha256, o.thumbprint.trim().split('\n').at(-1) ?? ''),
      killedBy: ['nsx.thumbprint-with-colons'],
    },
    { id: 'pem', requirement: 'NSX-CLI-0004', judge: (o) => equal(o.sha256, o.pem) },
    {
      id: 'unknown',
      requirement: 'NSX-CLI-0005',
      judge: (o) => matches(/^% Command not found: get api$/m, o.unknown, '% Command not found: get api'),
    },
    {
      id: 'time',
      requirement: 'NSX-CLI-0006',
      judge: (o) =>
        matches(
          /^\w{3} \w{3} \d\d \d{4} UTC \d\d:\d\d:\d\d\.\d{3}\n/,
          o.thumbprint,
          'a line like Tue Jun 07 2022 UTC 06:33:29.963',
        ),
    },
    {
      id: 'config',
      requirement: 'NSX-CLI-0007',
      judge: (o) =>
        all(
          holds(o.config.includes(`Cluster Id: ${textAt(o.cluster, 'cluster_id')}`), 'the cluster id', o.config),
          holds(o.config.includes('Number of nodes in the cluster: 3'), 'three nodes', o.config),
          matches(/^ {4}HTTPS {32}/m, o.config, 'the entity HTTPS'),
        ),
    },
    {
      id: 'status',
      requirement: 'NSX-CLI-0008',
      judge: (o) =>
        all(
          equal(
            ['DATASTORE', 'CLUSTER_BOOT_MANAGER', 'CONTROLLER', 'MANAGER', 'POLICY', 'HTTPS'],
            [...o.status.matchAll(/^Group Type: (\S+)$/gm)].map(([, type = '']) => type),
          ),
          equal(
            true,
            listAt(o.cluster, 'nodes').every((one) => o.status.includes(textAt(one, 'node_uuid'))),
          ),
        ),
    },
    {
      id: 'vip',
      requirement: 'NSX-CLI-0009',
      judge: (o) =>
        matches(
          /^Virtual IPv4 address: {3}\d+\.\d+\.\d+\.\d+$[\s\S]*^Assigned to: {12}\['[\d.]+'\]$/m,
          o.vip,
          'address and node',
        ),
    },
    {
      id: 'find',
      requirement: 'NSX-CLI-0010',
      judge: (o) => holds(/Id:/.test(o.found) && !/UUID/.test(o.found), 'lines with Id: alone', o.found),
    },
    { id: 'period', requirement: 'NSX-CLI-0011', judge: (o) => matches(/^900 seconds$/m, o.period, '900 seconds') },
    {
      id: 'audit',
      requirement: 'NSX-CLI-0012',
      judge: (o) => equal({ before: 'refused', asked: 2, after: 'accepted' }, o.audit),
      killedBy: ['nsx.any-password'],
    },
    {
      id: 'leader',
      requirement: 'NSX-CLI-0013',
      judge: (o) => matches(/^ {4}api +[0-9a-f-]{36} +\d+$/m, o.verbose, 'api, a UUID, a lease version'),
    },
  ],
});

/** All of this file. */
export const certificateCases = [
  imports,
  refusedImports,
  lists,
  validation,
  clusterCertificate,
  nodeCertificates,
  authorities,
  batches,
  hosts,
  principals,
  requests,
  commandLine,
];
