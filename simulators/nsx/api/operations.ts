import { bundleOperations } from './certificate-bundle.ts';
import { certificates } from './certificates.ts';
import { clusterOperations } from './cluster.ts';
import { crlOperations } from './crls.ts';
import { csrOperations } from './csrs.ts';
import { federationOperations } from './federation.ts';
import { identityOperations } from './identities.ts';
import { joinOperations } from './join.ts';
import { nodeOperations } from './node.ts';
import type { Operation } from './operation.ts';
import { policyOperations } from './policy.ts';
import { settingOperations } from './settings.ts';
import { transportNodeOperations } from './transport-nodes.ts';

/** Everything that can be asked of a manager. */
export const operations: readonly Operation[] = [
  ...certificates,
  ...bundleOperations,
  ...csrOperations,
  ...crlOperations,
  ...identityOperations,
  ...clusterOperations,
  ...joinOperations,
  ...nodeOperations,
  ...settingOperations,
  ...transportNodeOperations,
  ...policyOperations,
  ...federationOperations,
];
