import { holds, type Judgement } from '../../judgement.ts';
import { cite } from '../../requirement.ts';
import { answeredJson } from '../asa-trace.ts';
import type { Evidence } from '../evidence.ts';
import { destroysSessions } from '../nsx-policies.checks.ts';
import { definePlaybook, rule } from '../playbook.ts';
import { common, commonAdversities } from '../policies.checks.ts';
import { type Exchange, exchanges, type Happening, json, member } from '../trace.ts';
import { never, precedes } from '../words.ts';

const device = 'nsx-1';
const guide = 'Replace NSX Certificates Using API';
const action = '/api/v1/trust-management/certificates/action/replace-host-certificate/';

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const hosting = (trace: readonly Happening[]): readonly Exchange[] =>
  exchanges(trace).filter(({ method, path }) => method === 'POST' && path.startsWith(action));
const blocks = ({ body }: Exchange): number =>
  String(member(json(body), 'pem_encoded') ?? '').split('-----BEGIN CERTIFICATE-----').length - 1;

/** A transport node uses a certificate that is called `host`. */
function done({ end }: Evidence): Judgement {
  const stored = listed(member(answeredJson(end.answers.certificates), 'results'));
  const mine = stored.filter((one) => member(one, 'display_name') === 'host');
  return holds(
    mine.some((one) => listed(member(one, 'used_by')).length > 0),
    'a certificate named host that a transport node uses',
    mine.length > 0 ? 'a certificate named host that nobody uses' : 'no certificate of that name',
  );
}

/** @source nsx-9.0-replace-certificates: 8 */
export const nsxReplaceHostCertificate = definePlaybook({
  id: 'nsx-replace-host-certificate',
  title: 'Replace the certificate of a transport node',
  release: '9.0',
  task: `Give the first transport node of ${device} the certificate in RACKLESS_HOST_CERT_FILE with its key and its whole chain, under the display
name host.`,
  devices: [{ name: device, kind: 'nsx', release: '9.0', options: { rateLimit: 0, managers: 1, vip: false } }],
  certificates: { host: ['dns:esx-1.lab.local'] },
  questions: [
    {
      name: 'certificates',
      device,
      ask: { method: 'GET', path: '/api/v1/trust-management/certificates', endpoint: 'manager-1.https' },
    },
  ],
  adversities: [
    ...commonAdversities,
    {
      name: 'no-effect',
      title: 'the replacement is said to be done and is not',
      expect: 'failure',
      faults: [{ at: 'change', act: 'accept-without-effect', match: { operation: 'POST *replace-host-certificate*' } }],
    },
  ],
  rules: [
    ...common('A transport node uses the given certificate.', done),
    rule({
      name: 'transport-node-id',
      id: 'NSX-AUTO-0008',
      says: 'The id in the request is that of a transport node, as the manager lists them, and not that of a manager.',
      source: cite(guide, '8: use the ID of the transport node, not the Unified Appliance ID', '9.0'),
      arises: ({ trace }) => hosting(trace).length > 0,
      judge: ({ trace }) =>
        precedes(
          exchanges(trace).filter(({ method, path }) => method === 'GET' && path.startsWith('/api/v1/transport-nodes')),
          hosting(trace),
          (a, b) => a.answer.includes(b.path.slice(action.length)),
          {
            expected: 'an id from GET /api/v1/transport-nodes',
            observed: ({ path }) => `${path.slice(action.length)}, which no list of transport nodes had`,
            next: 'list the transport nodes and take their id',
          },
        ),
    }),
    rule({
      name: 'whole-chain',
      id: 'NSX-AUTO-0009',
      says: 'A certificate of an authority is sent with its whole chain: certificate, intermediate, root.',
      source: cite(guide, '8: include the whole chain in this order', '9.0'),
      arises: ({ trace }) => hosting(trace).length > 0,
      judge: ({ trace }) =>
        never(
          hosting(trace).filter((one) => blocks(one) < 3),
          {
            expected: 'three certificates in pem_encoded',
            observed: (one) => `${blocks(one)}`,
            next: 'send the file as it is: its chain is in it',
          },
        ),
    }),
    destroysSessions,
  ],
});
