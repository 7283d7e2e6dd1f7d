import { UsageError } from '../errors.ts';
import type { Playbook } from './playbook.ts';

/** Every playbook, loaded when it is asked for. */
const sources: Readonly<Record<string, () => Promise<Playbook>>> = {
  'nxapi-secure-https': () => import('./playbooks/nxapi-secure-https.checks.ts').then((m) => m.nxapiSecureHttps),
  'nsx-replace-api-certificate': () =>
    import('./playbooks/nsx-replace-api-certificate.checks.ts').then((m) => m.nsxReplaceApiCertificate),
  'nsx-batch-replace': () => import('./playbooks/nsx-batch-replace.checks.ts').then((m) => m.nsxBatchReplace),
  'nsx-pks-cluster-certificate': () =>
    import('./playbooks/nsx-pks-cluster-certificate.checks.ts').then((m) => m.nsxPksClusterCertificate),
  'nsx-replace-host-certificate': () =>
    import('./playbooks/nsx-replace-host-certificate.checks.ts').then((m) => m.nsxReplaceHostCertificate),
  'nsx-federation-certificates': () =>
    import('./playbooks/nsx-federation-certificates.checks.ts').then((m) => m.nsxFederationCertificates),
  'nsxv-api-user': () => import('./playbooks/nsxv-api-user.checks.ts').then((m) => m.nsxvApiUser),
  'asa-install-agent': () => import('./playbooks/asa-install-agent.checks.ts').then((m) => m.asaInstallAgent),
  'asa-rest-session': () => import('./playbooks/asa-rest-session.checks.ts').then((m) => m.asaRestSession),
  'asa-objects': () => import('./playbooks/asa-objects.checks.ts').then((m) => m.asaObjects),
  'asa-backup-restore': () => import('./playbooks/asa-backup-restore.checks.ts').then((m) => m.asaBackupRestore),
  'any-ssh-verified': () => import('./playbooks/any-ssh-verified.checks.ts').then((m) => m.anySshVerified),
  'any-tls-verified': () => import('./playbooks/any-tls-verified.checks.ts').then((m) => m.anyTlsVerified),
};

/** The names of all playbooks. */
export const playbookNames: readonly string[] = Object.keys(sources);

/** A playbook by its name. @throws UsageError naming those there are */
export async function playbookNamed(name: string): Promise<Playbook> {
  const load = Object.hasOwn(sources, name) ? sources[name] : undefined;
  if (!load) throw new UsageError(`there is no playbook "${name}"; there are ${playbookNames.join(', ')}`);
  return load();
}

/** All playbooks. */
export const playbooks = (): Promise<Playbook[]> => Promise.all(playbookNames.map(playbookNamed));
