import type { JsonObject } from '../../chassis/json.ts';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import { scalars } from '../structured.ts';

/** The first two lines are what clients and OS detectors match on; the rest is ours, not the vendor's legal text. */
export const softwareBanner = [
  'Cisco Nexus Operating System (NX-OS) Software',
  'TAC support: http://www.cisco.com/tac',
  'Simulated by Rackless: behaves like the switch, holds none of its software.',
].join('\n');

/** Days, hours, minutes and seconds since the last boot. */
export function uptime(device: NxosDevice): { days: number; hours: number; minutes: number; seconds: number } {
  const total = Math.max(0, Math.floor((device.now() - device.state.run.bootedAt) / 1000));
  return {
    days: Math.floor(total / 86_400),
    hours: Math.floor(total / 3_600) % 24,
    minutes: Math.floor(total / 60) % 60,
    seconds: total % 60,
  };
}

/** `show version`, structured (reference 4.4; files `show_version.*`). */
export function versionTree(device: NxosDevice): JsonObject {
  const release = releaseOf(device.release);
  const { hardware } = device.state.store;
  const { run, config } = device.state;
  const up = uptime(device);
  const file = `bootflash:///${config.boot.replace(/^bootflash:\/*/, '')}`;
  return scalars(release, {
    header_str: `${softwareBanner}\n`,
    bios_ver_str: release.bios.version,
    kickstart_ver_str: release.version,
    ...(release.releaseType !== undefined && { release_type: release.releaseType }),
    ...(release.nxosKeys && { nxos_ver_str: release.version }),
    bios_cmpl_time: release.bios.compiled,
    kick_file_name: file,
    ...(release.nxosKeys && { nxos_file_name: file }),
    kick_cmpl_time: ` ${release.compiled.time}`,
    ...(release.nxosKeys && { nxos_cmpl_time: ` ${release.compiled.time}` }),
    kick_tmstmp: release.compiled.stamp,
    ...(release.nxosKeys && { nxos_tmstmp: release.compiled.stamp }),
    chassis_id: hardware.chassis,
    cpu_name: hardware.cpu,
    memory: hardware.memory,
    mem_type: 'kB',
    proc_board_id: hardware.serial,
    host_name: config.hostname,
    bootflash_size: hardware.bootflash,
    kern_uptm_days: up.days,
    kern_uptm_hrs: up.hours,
    kern_uptm_mins: up.minutes,
    kern_uptm_secs: up.seconds,
    rr_usecs: 593374,
    rr_ctime: ` ${ctime(run.bootedAt)}\n`,
    rr_reason: run.resetReason,
    rr_sys_ver: release.version,
    rr_service: '',
    ...(release.nxosKeys && { plugins: 'Core Plugin, Ethernet Plugin' }),
    manufacturer: 'Cisco Systems, Inc.',
    TABLE_package_list: { ROW_package_list: { package_id: null } },
  });
}

/** `show version` as text (reference 4.4 and the layouts beside it). */
export function versionText(device: NxosDevice): string {
  const release = releaseOf(device.release);
  const { hardware } = device.state.store;
  const { config, run } = device.state;
  const up = uptime(device);
  const type = release.releaseType === undefined ? '' : ` [${release.releaseType}]`;
  const image = config.boot.replace(/^bootflash:\/*/, '');
  return `${softwareBanner}

Software
  BIOS: version ${release.bios.version}
  NXOS: version ${release.version}${type}
  BIOS compile time:  ${release.bios.compiled}
  NXOS image file is: bootflash:///${image}
  NXOS compile time:  ${release.compiled.time} [${release.compiled.stamp}]


Hardware
  cisco ${hardware.chassis} 
  ${hardware.cpu} with ${hardware.memory} kB of memory.
  Processor Board ID ${hardware.serial}

  Device name: ${config.hostname}
  bootflash:   ${hardware.bootflash} kB
Kernel uptime is ${up.days} day(s), ${up.hours} hour(s), ${up.minutes} minute(s), ${up.seconds} second(s)

Last reset at 593374 usecs after ${ctime(run.bootedAt)}
  Reason: ${run.resetReason}
  System version: ${release.version}
  Service: 

plugin
  Core Plugin, Ethernet Plugin

Active Package(s):
        
`;
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** C's `ctime` without its newline, in UTC: `Thu Jan 30 18:34:58 2020`. */
export function ctime(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = String(date.getUTCDate()).padStart(2);
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `${weekdays[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${day} ${clock} ${date.getUTCFullYear()}`;
}

/** Month and day as file listings have them: `Apr 20 10:23:05 2022`. */
export function listingTime(ms: number): string {
  const [, month, day, clock, year] = ctime(ms).split(/ +/);
  return `${month} ${(day ?? '').padStart(2, '0')} ${clock} ${year}`;
}
