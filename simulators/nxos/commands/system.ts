import { command } from '../../chassis/cli/command.ts';
import { configuredIdentity } from '../certificate.ts';
import type { Feature } from '../feature.ts';
import { releaseOf } from '../release.ts';
import { asksNothing } from '../session.ts';
import { clockText } from '../show/clock.ts';
import { showRedundancy } from '../show/redundancy.ts';
import { ctime, uptime, versionText, versionTree } from '../show/version.ts';
import type { NxosState } from '../state.ts';
import { scalars } from '../structured.ts';

/** The box itself: what it is, what time it is, restarting it, changing supervisors. */
export const system: Feature = {
  commands: [
    command<NxosState>(
      'show version',
      { help: { version: 'Show the software version' }, evidence: 'recorded', source: 'NX-API reference 4.4' },
      ({ device }) => ({ tree: () => versionTree(device), text: () => versionText(device) }),
    ),
    command<NxosState>('show clock', { evidence: 'recorded', source: 'NX-API reference 5.13' }, ({ device }) => ({
      tree: () => scalars(releaseOf(device.release), { simple_time: `${clockText(device.now())}\n` }),
      text: () => `${clockText(device.now())}\n`,
    })),
    command<NxosState>('show system uptime', { evidence: 'recorded' }, ({ device }) => {
      const up = uptime(device);
      const since = ctime(device.state.run.bootedAt);
      const words = `${up.days} days, ${up.hours} hours, ${up.minutes} minutes, ${up.seconds} seconds`;
      return {
        tree: () =>
          scalars(releaseOf(device.release), {
            sys_st_time: `${since}`,
            sys_up_days: up.days,
            sys_up_hrs: up.hours,
            sys_up_mins: up.minutes,
            sys_up_secs: up.seconds,
            kn_up_days: up.days,
            kn_up_hrs: up.hours,
            kn_up_mins: up.minutes,
            kn_up_secs: up.seconds,
          }),
        text: () =>
          `System start time:          ${since}\nSystem uptime:              ${words}\nKernel uptime:              ${words}\n`,
      };
    }),
    command<NxosState>(
      'show redundancy status',
      { evidence: 'recorded', source: 'NX-API reference, text/show_redundancy_status' },
      ({ device }) => showRedundancy(device),
    ),
    command<NxosState>(
      'reload',
      { interactive: true, evidence: 'recorded', source: 'NX-API reference 5.10' },
      async ({ ask, session, device, close }) => {
        if (!asksNothing(session)) {
          const answer = await ask('This command will reboot the system. (y/n)?  [n] ', { default: 'n' });
          if (!answer.trim().toLowerCase().startsWith('y')) return;
        }
        close();
        void device.reboot('Reset Requested by CLI command reload');
      },
    ),
    command<NxosState>('reload in <minutes:1-604800>', { evidence: 'client' }, ({ device, change }, args) => {
      const minutes = args.number('minutes');
      change((draft) => {
        draft.run.pending = draft.run.pending.filter(({ what }) => what !== 'reload');
        draft.run.pending.push({ due: device.now() + minutes * 60_000, what: 'reload' });
      });
    }),
    command<NxosState>('reload cancel', { evidence: 'documented' }, ({ change }) =>
      change((draft) => {
        draft.run.pending = draft.run.pending.filter(({ what }) => what !== 'reload');
      }),
    ),
    command<NxosState>(
      'system switchover',
      { evidence: 'documented', source: 'seed, Copy the Files, 2' },
      ({ device, change, fail, close }) => {
        if (device.state.store.hardware.supervisors === 1)
          fail('Failed to switchover (standby not ready to takeover in vdc 1)');
        const active = device.state.run.active === 1 ? 2 : 1;
        const { surroundings, release, state } = device;
        const after = { ...state, run: { ...state.run, active } as const };
        const { served, uploaded } = configuredIdentity(after, surroundings.blobs, release);
        change((draft) => {
          draft.run.active = active;
          draft.run.nxapi.uploaded = uploaded;
          if (served) draft.run.nxapi.served = served;
          else delete draft.run.nxapi.served;
        });
        close();
      },
    ),
  ],
};
