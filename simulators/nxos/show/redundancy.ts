import type { Shown } from '../../chassis/cli/printed.ts';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import { scalars } from '../structured.ts';
import { text } from './columns.ts';
import { ctime, uptime } from './version.ts';

/** `show redundancy status`. @source recorded text, documented keys: files `show_redundancy_status.*` */
export function showRedundancy(device: NxosDevice): Shown {
  const { store, run } = device.state;
  const dual = store.hardware.supervisors === 2;
  const here = dual ? 26 + run.active : 1;
  const other = here === 27 ? 28 : 27;
  const mode = dual ? 'HA' : 'None';
  const internal = dual ? 'Active with HA standby' : 'Active with no standby';
  const since = ctime(run.bootedAt);
  const { days, hours, minutes, seconds } = uptime(device);
  const words = `${days} days, ${hours} hours, ${minutes} minutes, ${seconds} seconds`;
  const parts = (prefix: string) => ({
    [`${prefix}_uptm_day`]: String(days),
    [`${prefix}_uptm_hrs`]: String(hours),
    [`${prefix}_uptm_min`]: String(minutes),
    [`${prefix}_uptm_sec`]: String(seconds),
  });
  return {
    tree: () =>
      scalars(releaseOf(device.release), {
        rmode_admin: mode,
        rmode_opr: mode,
        this_sup: `(sup-${here})`,
        this_sup_rd_st: 'Active',
        this_sup_sup_st: 'Active',
        this_sup_int_st: internal,
        ...(dual && {
          oth_sup: `(sup-${other})`,
          oth_sup_rd_st: 'Standby',
          oth_sup_sup_st: 'HA standby',
          oth_sup_int_st: 'HA standby',
        }),
        sys_strt_time: `${since}\n`,
        ...parts('sys'),
        ...parts('kern'),
        ...parts('asup'),
      }),
    text: () =>
      text(
        'Redundancy mode',
        '---------------',
        `      administrative:   ${mode}`,
        `         operational:   ${mode}`,
        '',
        `This supervisor (sup-${here})`,
        '------------------------',
        '    Redundancy state:   Active',
        '    Supervisor state:   Active',
        `      Internal state:   ${internal}`,
        '',
        dual
          ? [
              `Other supervisor (sup-${other})`,
              '------------------------',
              '    Redundancy state:   Standby',
              '    Supervisor state:   HA standby',
              '      Internal state:   HA standby',
              '',
            ]
          : [],
        `System start time:          ${since}`,
        '',
        `System uptime:              ${words}`,
        `Kernel uptime:              ${words}`,
        `Active supervisor uptime:   ${words}`,
      ),
  };
}
