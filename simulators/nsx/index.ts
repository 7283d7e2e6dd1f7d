import { defineKind } from '../chassis/kind.ts';
import { boot } from './boot.ts';
import { endpoints } from './endpoints.ts';
import { administrator, factory } from './factory.ts';
import { login } from './login.ts';
import { checkOptions } from './options.ts';
import { releases } from './release.ts';
import type { NsxState } from './state.ts';
import { wake } from './wake.ts';

/** An NSX Manager cluster, or a federation of them. */
export const nsx = defineKind<NsxState>({
  name: 'nsx',
  releases: Object.keys(releases),
  defaultRelease: '9.0',
  addresses: ['manager-1', 'manager-2', 'manager-3', 'vip'],
  administrator,
  options: checkOptions,
  factory,
  boot,
  endpoints,
  login,
  users: ({ store }) =>
    Object.entries(store.sites).flatMap(([at, { users }]) =>
      Object.entries(users).map(([name, { roles }]) => ({ name, roles, at })),
    ),
  wake,
  web: () => import('./api/face.ts').then(({ face }) => face),
  shell: () => import('./cli/shell.ts').then(({ shell }) => shell),
});
