import { UsageError } from '../errors.ts';
import type { Playbook } from './playbook.ts';

/** Every playbook, loaded when it is asked for. */
const sources: Readonly<Record<string, () => Promise<Playbook>>> = {
  'nxapi-secure-https': () =>
    import('./playbooks/nxapi-secure-https.checks.ts').then(({ nxapiSecureHttps }) => nxapiSecureHttps),
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
