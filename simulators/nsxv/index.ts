import { defineKind } from '../chassis/kind.ts';
import { boot } from './boot.ts';
import { endpoints } from './endpoints.ts';
import { administrator, factory } from './factory.ts';
import { login } from './login.ts';
import { checkOptions } from './options.ts';
import { releases } from './release.ts';
import type { NsxvState } from './state.ts';

/** An NSX-v Manager: its appliance CLI and its REST API. */
export const nsxv = defineKind<NsxvState>({
  name: 'nsxv',
  releases: Object.keys(releases),
  defaultRelease: '6.4.4',
  addresses: ['mgmt'],
  administrator,
  options: checkOptions,
  factory,
  boot,
  endpoints,
  login,
  users: ({ config, store }) => [
    ...Object.keys(config.users).map((name) => ({ name, roles: [], at: 'cli' })),
    ...Object.values(store.entries).map(({ login: name, role }) => ({ name, roles: [role], at: 'web' })),
  ],
  wake(device, { what }) {
    if (what === 'restart') void device.reboot('restart');
  },
  web: () => import('./web/face.ts').then(({ face }) => face),
  shell: () => import('./cli/shell.ts').then(({ shell }) => shell),
});
