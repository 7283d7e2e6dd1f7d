import { differs, holds, type Judgement } from '../../judgement.ts';
import { cite } from '../../requirement.ts';
import { type Evidence, endOf } from '../evidence.ts';
import { importsFirst } from '../nsx-policies.checks.ts';
import { replacements } from '../nsx-trace.ts';
import { definePlaybook, rule } from '../playbook.ts';
import { common, commonAdversities } from '../policies.checks.ts';
import { exchanges, faults, shown } from '../trace.ts';
import { afterLast } from '../words.ts';

const device = 'nsx-1';
const page = 'Generating and Registering the NSX Manager Cluster Certificate for Enterprise PKS';
const set = 'POST *action=set_cluster_certificate*';

function done(evidence: Evidence): Judgement {
  const wanted = evidence.given.certificates.vip?.fingerprint ?? '';
  const seen = endOf(evidence, device).certificates['vip.https'] ?? 'nothing';
  return seen === wanted || differs(`the virtual IP presents ${wanted}`, `it presents ${seen}`);
}

/** @source nsx-t-2.4-cluster-certificate-for-pks */
export const nsxPksClusterCertificate = definePlaybook({
  id: 'nsx-pks-cluster-certificate',
  title: 'Register a certificate for the virtual IP of NSX-T 2.4',
  release: '2.4',
  task: `The cluster ${device} runs NSX-T 2.4 with a virtual IP. A certificate for the virtual IP is given (RACKLESS_VIP_CERT_FILE,
RACKLESS_VIP_KEY_FILE). Register it as the cluster's, and see that the virtual IP presents it.`,
  devices: [{ name: device, kind: 'nsx', release: '2.4', options: { rateLimit: 0 } }],
  certificates: { vip: ['ip:192.168.110.30'] },
  adversities: [
    ...commonAdversities,
    {
      name: 'lost-reply',
      title: 'the answer to the registration is lost, after its effect',
      expect: 'either',
      faults: [{ at: 'response', act: 'lose-reply', atMost: 1, match: { operation: set } }],
    },
    {
      name: 'no-effect',
      title: 'the registration is said to be done and is not',
      expect: 'failure',
      faults: [{ at: 'change', act: 'accept-without-effect', match: { operation: set } }],
    },
  ],
  rules: [
    ...common('The virtual IP presents the given certificate.', done),
    importsFirst,
    rule({
      name: 'looks-before-it-repeats',
      id: 'NSX-AUTO-0006',
      says: 'After a registration without an answer the automation looks at the state before it registers again.',
      source: cite(
        'NSX-T Manager API 2.5.1',
        'apply_certificate: a success restarts the service and gives no valid response',
      ),
      origin: 'policy',
      ofAutomation: true,
      arises: ({ run, trace }) => run === 'lost-reply' && faults(trace).length > 0,
      judge: ({ trace }) => {
        const all = replacements(trace);
        const first = all.find(({ exchange }) => exchange.answered === undefined);
        const second = first && all.find(({ seq, ids }) => seq > first.seq && ids[0] === first.ids[0]);
        if (!first || !second) return true;
        const looks = [
          ...exchanges(trace).filter(({ method }) => method === 'GET'),
          ...shown(trace).filter(({ endpoint }) => endpoint === 'vip.https'),
        ];
        return holds(
          looks.some(({ seq }) => seq > (first.until ?? first.seq) && seq < second.seq),
          'a GET, or a handshake with the virtual IP, between the two registrations',
          'two registrations, one after the other',
          'no answer does not mean no effect: look first',
        );
      },
    }),
    rule({
      name: 'looks-at-the-virtual-ip',
      id: 'NSX-AUTO-0007',
      says: 'After the registration the automation connects to the virtual IP, to see the new certificate there.',
      source: cite(page, 'Register the Cluster Certificate: to verify, go to the VIP address'),
      level: 'should',
      settles: 'at-end',
      arises: ({ run, trace }) => run === 'control' && replacements(trace).length > 0,
      judge: ({ trace }) =>
        afterLast(
          replacements(trace),
          shown(trace).filter(({ endpoint }) => endpoint === 'vip.https'),
          {
            expected: 'a handshake with the virtual IP after the registration',
            observed: () => 'nobody looked',
            next: 'connect to the virtual IP and compare the fingerprint',
          },
        ),
    }),
  ],
});
