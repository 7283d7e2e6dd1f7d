import { all, differs, holds, type Judgement } from '../../judgement.ts';
import { cite } from '../../requirement.ts';
import { type Evidence, endOf } from '../evidence.ts';
import { destroysSessions, replacing } from '../nsx-policies.checks.ts';
import { replacements } from '../nsx-trace.ts';
import { definePlaybook, rule } from '../playbook.ts';
import { common, commonAdversities } from '../policies.checks.ts';
import { exchanges, succeeded } from '../trace.ts';
import { afterLast } from '../words.ts';

const device = 'nsx-1';
const site = '/global-manager/api/v1/global-infra/sites/paris';
const endpoint = 'gm.manager-1.https';

function done(evidence: Evidence): Judgement {
  const wanted = evidence.given.certificates.paris?.fingerprint ?? '';
  const seen = endOf(evidence, device).certificates['paris.vip.https'] ?? 'nothing';
  return seen === wanted || differs(`the virtual IP of paris presents ${wanted}`, `it presents ${seen}`);
}

const reached = ({ end }: Evidence): Judgement =>
  holds(
    /^200\n/.test(end.answers.reach ?? ''),
    'the Global Manager reaches paris',
    `asked for the edge clusters of paris it answers ${(end.answers.reach ?? 'nothing').split('\n')[0]}`,
    'save the new thumbprint at the Global Manager',
  );

/** @source nsx-9.0-replace-certificates: 5 */
export const nsxFederationCertificates = definePlaybook({
  id: 'nsx-federation-certificates',
  title: 'Replace the cluster certificate of a Local Manager in a federation',
  release: '9.0',
  task: `In the federation ${device} the Global Manager gm knows the Local Manager paris by the thumbprint of its virtual IP. Give the virtual IP of paris
the certificate in RACKLESS_PARIS_CERT_FILE, and see that the Global Manager still reaches paris.`,
  devices: [
    {
      name: device,
      kind: 'nsx',
      release: '9.0',
      options: {
        rateLimit: 0,
        federation: [
          { name: 'gm', role: 'gm-active', vip: false },
          { name: 'paris', role: 'lm', vip: true },
        ],
      },
    },
  ],
  certificates: { paris: ['dns:nsx-1-paris.lab.local'] },
  questions: [
    {
      name: 'reach',
      device,
      ask: { method: 'GET', endpoint, path: `${site}/enforcement-points/default/edge-clusters` },
    },
  ],
  adversities: [
    ...commonAdversities,
    {
      name: 'thumbprint-refused',
      title: 'the Global Manager refuses the new thumbprint',
      expect: 'failure',
      faults: [{ at: 'request', act: 'status', status: 400, match: { operation: `P* ${site}*` } }],
    },
  ],
  rules: [
    ...common('The virtual IP of paris presents the given certificate.', done, (evidence) =>
      all(done(evidence), reached(evidence)),
    ),
    ...replacing.filter(({ name }) => name !== 'one-at-a-time'),
    rule({
      name: 'thumbprint-after',
      id: 'NSX-AUTO-0010',
      says: "After a Local Manager's MGMT_CLUSTER certificate was replaced, its new thumbprint is saved at the Global Manager.",
      source: cite(
        'Replace NSX Certificates Using API',
        "5: ensure the thumbprint value gets updated from the Global Manager's Location Manager",
        '9.0',
      ),
      settles: 'at-end',
      arises: ({ run, trace }) =>
        run === 'control' && replacements(trace).some(({ service }) => service === 'MGMT_CLUSTER'),
      judge: (evidence) => {
        const { trace, given } = evidence;
        const sent = afterLast(
          replacements(trace).filter(({ service }) => service === 'MGMT_CLUSTER'),
          exchanges(trace).filter(
            (one) =>
              /^P/.test(one.method) &&
              one.path === site &&
              succeeded(one) &&
              one.body.includes(given.certificates.paris?.fingerprint ?? '?'),
          ),
          {
            expected: `PATCH ${site} with the thumbprint of the new certificate, after it was applied`,
            observed: () => 'no such request',
            next: 'without it the Global Manager has lost the Local Manager',
          },
        );
        return all(sent, reached(evidence));
      },
    }),
    destroysSessions,
  ],
});
