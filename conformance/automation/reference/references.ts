import type { Automation } from '../runs.ts';
import type { Reference } from './automation.ts';

/** The automation that does each playbook's task as it should be done. */
const sources: Readonly<Record<string, () => Promise<Reference>>> = {
  'nxapi-secure-https': () => import('./nxapi-secure-https.ts').then((m) => m.secureNxapi),
  'nsx-replace-api-certificate': () => import('./nsx.ts').then((m) => m.replaceApi),
  'nsx-batch-replace': () => import('./nsx.ts').then((m) => m.batchReplace),
  'nsx-pks-cluster-certificate': () => import('./nsx.ts').then((m) => m.clusterCertificate),
  'nsx-replace-host-certificate': () => import('./nsx.ts').then((m) => m.hostCertificate),
  'nsx-federation-certificates': () => import('./nsx.ts').then((m) => m.federationCertificate),
  'nsxv-api-user': () => import('./nsxv.ts').then((m) => m.apiUser),
  'asa-install-agent': () => import('./asa.ts').then((m) => m.installAgent),
  'asa-rest-session': () => import('./asa.ts').then((m) => m.restSession),
  'asa-objects': () => import('./asa.ts').then((m) => m.addMember),
  'asa-backup-restore': () => import('./asa.ts').then((m) => m.backupAndRestore),
  'any-ssh-verified': () => import('./any-ssh-verified.ts').then((m) => m.lookAtAll),
  'any-tls-verified': () => import('./any-tls-verified.ts').then((m) => m.readAll),
};

/**
 * The reference automation of a playbook, or the same with one flaw.
 * @param told is given what made it fail
 * @throws RangeError when there is none for that playbook
 */
export function referenceAutomation(playbook: string, flaw?: string, told?: (error: unknown) => void): Automation {
  const load = Object.hasOwn(sources, playbook) ? sources[playbook] : undefined;
  if (!load) throw new RangeError(`there is no reference automation for ${playbook}`);
  return async (given) => {
    if (flaw === 'does-nothing') return 0;
    try {
      await (await load())(given, flaw);
      return 0;
    } catch (error) {
      told?.(error);
      const swallowed = isTls(error) ? 'swallows-tls-errors' : 'swallows-errors';
      return flaw === swallowed ? 0 : 1;
    }
  };
}

/** Whether the peer was not the one that it should be. */
function isTls(error: unknown): boolean {
  return error instanceof Error && 'failure' in error && error.failure === 'tls';
}
