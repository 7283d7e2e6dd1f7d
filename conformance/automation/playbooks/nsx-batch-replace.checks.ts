import { cite } from '../../requirement.ts';
import { destroysSessions, replacing } from '../nsx-policies.checks.ts';
import { isBatchOver, replacements } from '../nsx-trace.ts';
import { definePlaybook, rule } from '../playbook.ts';
import { common, commonAdversities } from '../policies.checks.ts';
import { exchanges, succeeded } from '../trace.ts';
import { closes } from '../words.ts';
import { clusterNames, everyListener } from './nsx-replace-api-certificate.checks.ts';

const device = 'nsx-1';
const options = { rateLimit: 0, batchStepSeconds: 0 };

/** @source nsx-9.0-replace-certificates: batch replace */
export const nsxBatchReplace = definePlaybook({
  id: 'nsx-batch-replace',
  title: 'Replace the shared certificate of a cluster by one batch',
  release: '9.0',
  task: `The managers of ${device} and its virtual IP share one certificate. Put the given one (RACKLESS_CLUSTER_CERT_FILE, RACKLESS_CLUSTER_KEY_FILE)
in its place everywhere, by one batch, and see it through to its end.`,
  devices: [{ name: device, kind: 'nsx', release: '9.0', options }],
  certificates: { cluster: clusterNames },
  adversities: [
    ...commonAdversities,
    {
      name: 'slow-batch',
      title: 'each step of the batch takes a while',
      expect: 'success',
      options: { [device]: { ...options, batchStepSeconds: 0.2 } },
    },
    {
      name: 'batch-refused',
      title: 'the batch is refused',
      expect: 'failure',
      faults: [{ at: 'request', act: 'status', status: 400, match: { operation: 'POST *batch-replace' } }],
    },
  ],
  rules: [
    ...common('Each manager and the virtual IP present the given certificate.', everyListener),
    ...replacing.filter(({ name }) => name !== 'one-at-a-time'),
    rule({
      name: 'waits-for-the-results',
      id: 'NSX-AUTO-0005',
      says: 'After a batch the automation asks for its results until none is pending, before it ends or goes on.',
      source: cite('NSX API Guide', 'Batch replace certificates: batch-results'),
      settles: 'at-end',
      arises: ({ trace }) =>
        replacements(trace).some(({ service, exchange }) => service === 'batch' && succeeded(exchange)),
      judge: ({ trace }) =>
        closes(
          replacements(trace).filter(({ service, exchange }) => service === 'batch' && succeeded(exchange)),
          exchanges(trace).filter(isBatchOver),
          () => true,
          {
            expected: 'GET …/certificates/batch-results without PENDING',
            observed: () => 'a batch whose end nobody saw',
            next: 'the answer to the batch says only that it has begun',
          },
        ),
    }),
    destroysSessions,
  ],
});
