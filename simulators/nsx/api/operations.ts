import { certificates } from './certificates.ts';
import { clusterOperations } from './cluster.ts';
import { nodeOperations } from './node.ts';
import type { Operation } from './operation.ts';

/** Everything that can be asked of a manager. */
export const operations: readonly Operation[] = [...certificates, ...clusterOperations, ...nodeOperations];
