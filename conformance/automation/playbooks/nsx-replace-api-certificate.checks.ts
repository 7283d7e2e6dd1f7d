import { equal, type Judgement } from '../../judgement.ts';
import { type Evidence, endOf } from '../evidence.ts';
import { destroysSessions, replacing } from '../nsx-policies.checks.ts';
import { definePlaybook } from '../playbook.ts';
import { common, commonAdversities } from '../policies.checks.ts';

const device = 'nsx-1';
const listeners = ['manager-1.https', 'manager-2.https', 'manager-3.https', 'vip.https'];
const apply = 'POST *action=apply_certificate*';

/** Every listener of the API shows the given certificate. */
export function everyListener(evidence: Evidence): Judgement {
  const wanted = evidence.given.certificates.cluster?.fingerprint ?? '';
  const { certificates } = endOf(evidence, device);
  return equal(
    Object.fromEntries(listeners.map((name) => [name, wanted])),
    Object.fromEntries(listeners.map((name) => [name, certificates[name] ?? 'nothing listens'])),
  );
}

/** The names by which nodes and virtual IP of the default cluster are known. */
export const clusterNames = [
  ...['nsx-1', 'nsx-1a', 'nsx-1b', 'nsx-1c'].map((name) => `dns:${name}.lab.local`),
  ...[30, 31, 32, 33].map((last) => `ip:192.168.110.${last}`),
];

/** @source nsx-9.0-replace-certificates: 4, 5 */
export const nsxReplaceApiCertificate = definePlaybook({
  id: 'nsx-replace-api-certificate',
  title: 'Replace the API certificate of three managers and of their virtual IP',
  release: '9.0',
  task: `The cluster ${device} has three managers and a virtual IP. A certificate for all of them is given with its chain and key
(RACKLESS_CLUSTER_CERT_FILE, RACKLESS_CLUSTER_KEY_FILE). In the end each manager's API and the virtual IP present it.`,
  devices: [{ name: device, kind: 'nsx', release: '9.0', options: { rateLimit: 0 } }],
  certificates: { cluster: clusterNames },
  adversities: [
    ...commonAdversities,
    {
      name: 'slow-apply',
      title: 'each replacement takes a while',
      expect: 'either',
      options: { [device]: { rateLimit: 0, applySeconds: 0.3 } },
    },
    {
      name: 'lost-reply',
      title: 'the answer to the first replacement is lost, after its effect',
      expect: 'either',
      faults: [{ at: 'response', act: 'lose-reply', atMost: 1, match: { operation: apply } }],
    },
    {
      name: 'no-effect',
      title: 'a replacement is said to be done and is not',
      expect: 'failure',
      faults: [{ at: 'change', act: 'accept-without-effect', atMost: 1, match: { operation: apply } }],
    },
    {
      name: 'busy-once',
      title: 'the manager is too busy, once',
      expect: 'either',
      faults: [{ at: 'request', act: 'status', status: 503, atMost: 1, match: { operation: apply } }],
    },
  ],
  rules: [
    ...common('Each manager and the virtual IP present the given certificate.', everyListener),
    ...replacing,
    destroysSessions,
  ],
});
