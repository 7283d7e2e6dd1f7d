import { defineKind } from '../chassis/kind.ts';
import { boot } from './boot.ts';
import { endpoints } from './endpoints.ts';
import { administrator, factory } from './factory.ts';
import { login } from './login.ts';
import { checkOptions } from './options.ts';
import { releases } from './release.ts';
import type { NxosState } from './state.ts';

/** A Nexus 9000 with NX-API. */
export const nxos = defineKind<NxosState>({
  name: 'nxos',
  releases: Object.keys(releases),
  defaultRelease: '9.3(5)',
  addresses: ['mgmt0'],
  administrator,
  options: checkOptions,
  factory,
  boot,
  derive(before, after, now) {
    if (before.config === after.config || after.run.lastConfigChange === now) return after;
    return { ...after, run: { ...after.run, lastConfigChange: now } };
  },
  endpoints,
  login,
  users: ({ config }) => Object.entries(config.users).map(([name, { roles }]) => ({ name, roles })),
  wake(device, { what }) {
    if (what === 'reload') void device.reboot('Reset Requested by CLI command reload');
  },
  web: () => import('./nxapi/face.ts').then(({ face }) => face),
  shell: () => import('./shell.ts').then(({ shell }) => shell),
});
