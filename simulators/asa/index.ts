import { defineKind } from '../chassis/kind.ts';
import { agentStarts } from './agent.ts';
import { boot } from './boot.ts';
import { endpoints, managementAddress } from './endpoints.ts';
import { administrator, factory } from './factory.ts';
import { login } from './login.ts';
import { checkOptions } from './options.ts';
import { releases } from './release.ts';
import type { AsaState } from './state.ts';

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
  wake(device, { what }) {
    if (what === 'reload') void device.reboot('reload');
    if (what === agentStarts) {
      device.change((draft) => {
        draft.run.agent = 'running';
      });
    }
  },
  web: () => import('./rest/face.ts').then(({ face }) => face),
  shell: () => import('./shell.ts').then(({ shell }) => shell),
});
