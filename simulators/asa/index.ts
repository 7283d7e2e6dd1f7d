import { defineKind, type UserAccount } from '../chassis/kind.ts';
import { agentStarts } from './agent.ts';
import { boot, contextReads } from './boot.ts';
import { endpoints, managementAddress } from './endpoints.ts';
import { administrator, factory } from './factory.ts';
import { login } from './login.ts';
import { checkOptions } from './options.ts';
import { releases } from './release.ts';
import type { AsaConfig, AsaState } from './state.ts';

function accounts({ users }: AsaConfig): UserAccount[] {
  return Object.entries(users).map(([name, { privilege }]) => ({ name, roles: [`privilege ${privilege}`] }));
}

/** An ASA with its REST agent. */
export const asa = defineKind<AsaState>({
  name: 'asa',
  releases: Object.keys(releases),
  defaultRelease: '1.3.2',
  addresses: [managementAddress],
  administrator,
  options: checkOptions,
  factory,
  boot,
  endpoints,
  login,
  users: ({ config, contexts }) =>
    contexts
      ? Object.entries(contexts).flatMap(([at, one]) => accounts(one.config).map((user) => ({ ...user, at })))
      : accounts(config),
  wake(device, { what, detail }) {
    if (what === 'reload') void device.reboot('reload');
    if (what === contextReads && typeof detail?.name === 'string') {
      const { name } = detail;
      void Promise.all([import('./contexts/read.ts'), import('./language.ts')]).then(
        ([{ readContext }, { languageOf }]) => readContext(device, languageOf(device), name),
      );
    }
    if (what === agentStarts) {
      device.change((draft) => {
        draft.run.agent = 'running';
      });
    }
  },
  web: () => import('./rest/face.ts').then(({ face }) => face),
  shell: () => import('./shell.ts').then(({ shell }) => shell),
});
