import { keptKey } from '../../../certs/key.ts';
import { all, equal, holds, matches } from '../../judgement.ts';
import type { Json } from '../../target.ts';
import { at, listAt, parsed, textAt } from './answers.ts';
import { cased } from './draft.ts';
import {
  ask,
  certificates,
  fresh,
  imported,
  issued,
  nodeIds,
  selfSigned,
  serving,
  shownAt,
  webDoors,
} from './manager.ts';

const hour = 3_600_000;

/** Certificates from an authority, and rules that only newer releases have. */
export const authorities = cased(
  {
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
        (await ask(device, `POST ${certificates}/${await imported(device, pair)}?action=apply_certificate&${query}`))
          .status;
      const stranger = await apply(
        await issued('stranger.example', ['stranger.example']),
        `service_type=API&node_id=${node}`,
      );
      const early = await apply(await issued('vip.example', [fqdn, '192.168.110.30']), 'service_type=MGMT_CLUSTER');
      const bare = await apply(
        await selfSigned('bare', { basicConstraints: false }),
        `service_type=API&node_id=${node}`,
      );
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
  },
  (check) => [
    check('stranger', 'NSX-APP-0021', ['nsx.apply-never-refused', 'nsx.nothing-applies'], (o) =>
      equal(400, o.stranger),
    ),
    check('early', 'NSX-APP-0022', ['nsx.apply-never-refused', 'nsx.nothing-applies'], (o) => equal(400, o.early)),
    check('bare', 'NSX-APP-0025', ['nsx.apply-never-refused', 'nsx.nothing-applies'], (o) => equal(400, o.bare)),
    check('unchanged', 'NSX-APP-0024', ['nsx.refusal-applies'], (o) => equal(o.before, o.untouched)),
    check('named', 'NSX-APP-0023', ['nsx.old-certificate-still-served', 'nsx.nothing-applies'], (o) =>
      equal([200, o.good], [o.applied, o.shown['manager-1.https'] ?? '']),
    ),
    check('curve', 'NSX-APP-0027', ['nsx.old-certificate-still-served', 'nsx.nothing-applies'], (o) =>
      equal(o.curve, o.ec),
    ),
  ],
);

/** Many at once. */
export const batches = cased(
  {
    id: 'NSX-BAT-REPLACE',
    title: 'The shared certificate is replaced everywhere by a batch',
    touches: 'disruptive',
    versions: '>=4.2',
    needs: ['clock'],
    timeoutMs: 120_000,
    async drive(t) {
      // A step cuts connections of the listener that it replaces: none falls due while something is asked, also on a
      // machine so busy that this case takes minutes.
      const device = await fresh(t, { batchStepSeconds: hour / 1000 });
      const before = await shownAt(device, webDoors);
      const old = await serving(device);
      const pair = await selfSigned('shared');
      const id = await imported(device, pair);
      const keyless = await imported(device, { pem: (await selfSigned('keyless')).pem });
      const batch = (next: string) =>
        ask(device, `POST ${certificates}/action/batch-replace`, {
          body: { certificate_replacements: [{ old_certificate_id: old, new_certificate_id: next }] },
        });
      const withoutKey = await batch(keyless);
      const printed = await ask(device, `POST ${certificates}/action/batch-replace`, {
        raw: `{"certificate_replacements":[{"old_certificate_id":"${old}"\n"new_certificate_id":"${id}"}]}`,
      });
      const begun = await batch(id);
      const second = await batch(id);
      let steps: readonly Json[] = [];
      for (let hours = 0; hours < 10; hours++) {
        await device.clock.advance(hour);
        steps = listAt(parsed(await ask(device, `GET ${certificates}/batch-results`)), 'results');
        if (steps.every((one) => at(one, 'status') !== 'PENDING')) break;
      }
      return {
        before,
        after: await shownAt(device, webDoors),
        begun: { status: begun.status, body: begun.body },
        second: second.status,
        withoutKey: withoutKey.status,
        printed: printed.status,
        results: steps.map((one) => [textAt(one, 'service_type'), textAt(one, 'status')]),
        sha256: pair.sha256,
        old: listAt(parsed(await ask(device, `GET ${certificates}/${old}`)), 'used_by'),
        oldStatus: (await ask(device, `GET ${certificates}/${old}`)).status,
      };
    },
  },
  (check) => [
    check('begun', 'NSX-BAT-0001', ['nsx.cluster-certificate-unknown', 'nsx.void-has-a-body'], (o) =>
      equal({ status: 200, body: '' }, o.begun),
    ),
    check('results', 'NSX-BAT-0002', ['nsx.cluster-certificate-unknown', 'nsx.batch-of-errors'], (o) =>
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
    ),
    check(
      'everywhere',
      'NSX-BAT-0003',
      ['nsx.old-certificate-still-served', 'nsx.one-node-apart', 'nsx.cluster-certificate-unknown'],
      (o) =>
        equal(
          webDoors.map(() => o.sha256),
          webDoors.map((door) => o.after[door]),
        ),
    ),
    check('second', 'NSX-BAT-0004', ['nsx.parallel-replacements', 'nsx.batch-never-refused'], (o) =>
      holds(o.second >= 400, 'a refusal', o.second),
    ),
    check('left', 'NSX-BAT-0005', ['nsx.used-by-everybody', 'nsx.batch-deletes'], (o) =>
      equal([200, []], [o.oldStatus, o.old]),
    ),
    check('printed', 'NSX-BAT-0006', ['nsx.broken-json-accepted', 'nsx.batch-never-refused'], (o) =>
      equal(400, o.printed),
    ),
    check('keyless', 'NSX-BAT-0007', ['nsx.batch-never-refused'], (o) =>
      holds(o.withoutKey >= 400, 'a refusal', o.withoutKey),
    ),
  ],
);

/** Certificates of edges and hosts. */
export const hosts = cased(
  {
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
        (await ask(device, `POST ${certificates}/action/replace-host-certificate/${id}`, { body })).status;
      const whole = { display_name: 'host', pem_encoded: pair.pem, private_key: pair.key };
      return {
        host,
        manager: await replace(manager, whole),
        keyless: await replace(host, { pem_encoded: pair.pem }),
        replaced: await replace(host, whole),
      };
    },
  },
  (check) => [
    check('listed', 'NSX-HST-0005', ['nsx.no-transport-nodes'], (o) => matches(/^[0-9a-f-]{36}$/, o.host, 'a UUID')),
    check('manager', 'NSX-HST-0002', ['nsx.missing-is-400', 'nsx.any-host'], (o) => equal(404, o.manager)),
    check('keyless', 'NSX-HST-0004', ['nsx.no-transport-nodes'], (o) => equal(400, o.keyless)),
    check('replaced', 'NSX-HST-0001', ['nsx.no-transport-nodes'], (o) => equal(200, o.replaced)),
    check('bare', 'NSX-HST-0003', ['nsx.no-transport-nodes'], (o) => equal(200, o.replaced)),
  ],
);
