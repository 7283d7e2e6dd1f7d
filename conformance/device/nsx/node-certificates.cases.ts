import { all, equal, holds } from '../../judgement.ts';
import { at, code, listAt, parsed, seen, textAt } from './answers.ts';
import { cased } from './draft.ts';
import {
  ask,
  certificates,
  changed,
  fresh,
  imported,
  nodeIds,
  selfSigned,
  shownAt,
  trust,
  webDoors,
} from './manager.ts';

/** Certificates of single nodes. */
export const nodeCertificates = cased(
  {
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
      const old = listAt(parsed(await ask(device, `GET ${certificates}`)), 'results').find((one) =>
        listAt(one, 'used_by').some(
          (use) => at(use, 'node_id') === second && listAt(use, 'service_types').includes('API'),
        ),
      );
      const pair = await selfSigned('api');
      const id = await imported(device, pair);
      const vague = await ask(device, `POST ${certificates}/${id}?action=apply_certificate`);
      const unmoved = await shownAt(device, doors);
      const applied = await ask(
        device,
        `POST ${certificates}/${id}?action=apply_certificate&service_type=API&node_id=${second}`,
      );
      const after = await shownAt(device, doors);
      const uses = listAt(parsed(await ask(device, `GET ${certificates}/${id}`)), 'used_by');
      const back = await ask(
        device,
        `POST ${certificates}/${textAt(old ?? null, 'id')}?action=apply_certificate&service_type=API&node_id=${second}`,
      );
      const restored = await shownAt(device, doors);
      const aph = await selfSigned('aph');
      await ask(
        device,
        `POST ${certificates}/${await imported(device, aph)}?action=apply_certificate&service_type=APH&node_id=${first}`,
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
      const service = listAt(parsed(await ask(device, `GET ${certificates}`)), 'results').find((one) =>
        JSON.stringify(at(one, 'tags')).includes('/infra/certificates/mine'),
      );
      const foreign = await ask(
        device,
        `POST ${certificates}/${textAt(service ?? null, 'id')}?action=apply_certificate&service_type=API&node_id=${first}`,
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
  },
  (check) => [
    check('answer', 'NSX-APP-0009', ['nsx.nothing-applies', 'nsx.void-has-a-body'], (o) =>
      equal({ status: 200, body: '' }, o.applied),
    ),
    check(
      'only',
      'NSX-APP-0010',
      ['nsx.old-certificate-still-served', 'nsx.node-replaces-all', 'nsx.nodes-alike', 'nsx.nothing-applies'],
      (o) => equal(['manager-2.https'], changed(o.before, o.after)),
    ),
    check(
      'at-once',
      'NSX-APP-0012',
      ['nsx.old-certificate-still-served', 'nsx.nodes-alike', 'nsx.nothing-applies'],
      (o) => equal(o.sha256, o.after['manager-2.https'] ?? ''),
    ),
    check('used', 'NSX-APP-0011', ['nsx.used-by-empty', 'nsx.nothing-applies'], (o) =>
      holds(
        o.uses.some((use) => at(use, 'node_id') === o.second && listAt(use, 'service_types').includes('API')),
        'API at that node',
        o.uses,
      ),
    ),
    check('vague', 'NSX-APP-0014', ['nsx.apply-never-refused', 'nsx.nothing-applies'], (o) =>
      all(holds(o.vague >= 400 && o.vague < 500, 'a refusal', o.vague), equal(o.before, o.unmoved)),
    ),
    check('undone', 'NSX-APP-0029', ['nsx.used-by-empty', 'nsx.nothing-applies'], (o) =>
      equal([200, o.before['manager-2.https'] ?? ''], [o.back, o.restored['manager-2.https'] ?? '']),
    ),
    check('aph', 'NSX-APP-0019', ['nsx.old-certificate-still-served', 'nsx.nothing-applies'], (o) =>
      all(equal(['manager-1.aph'], changed(o.restored, o.withAph)), equal(o.aph, o.withAph['manager-1.aph'] ?? '')),
    ),
    check(
      'older',
      'NSX-APP-0016',
      ['nsx.old-certificate-still-served', 'nsx.refusal-applies', 'nsx.nothing-applies'],
      (o) => equal(o.older, o.withOlder['manager-1.https'] ?? ''),
    ),
    check('profiles', 'NSX-APP-0020', ['nsx.profiles-per-node'], (o) =>
      equal(
        [[['MGMT_CLUSTER', true]], [['API', false]]],
        ['MGMT_CLUSTER', 'API'].map((name) => o.profiles.filter(([service]) => service === name)),
      ),
    ),
    check('foreign', 'NSX-APP-0026', ['nsx.apply-never-refused', 'nsx.nothing-applies', 'nsx.no-policy'], (o) =>
      equal([400, 289], [o.foreign.status, code(o.foreign.body)]),
    ),
  ],
);
