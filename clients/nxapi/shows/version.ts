import { int, type Row, rows } from '../rows.ts';
import { field, firstField, requiredField, type TypedShow } from './typed-show.ts';

/** `show version`. */
export interface Version {
  /**
   * The running NX-OS release, such as `9.3(5)`. Taken from `nxos_ver_str` (9.3 and later), else `sys_ver_str` (platforms
   * with two images), else `kickstart_ver_str` (where the others are missing). Never `rr_sys_ver`: that is the release
   * before the last reload.
   */
  readonly release: string;
  readonly bios: string | undefined;
  /** As the device calls itself, such as `Nexus9000 C93180YC-EX chassis`. */
  readonly chassis: string;
  readonly serial: string | undefined;
  readonly hostname: string;
  /** The image file, such as `bootflash:///nxos.9.3.5.bin`. */
  readonly image: string | undefined;
  /** KiB, as the device counts them. */
  readonly memory: number | undefined;
  /** KiB. */
  readonly bootflash: number | undefined;
  /** Seconds since the kernel started. */
  readonly uptime: number | undefined;
  readonly lastReset: { readonly reason: string | undefined; readonly time: string | undefined };
  /** Installed patches (SMUs). */
  readonly patches: readonly string[];
}

/** `show version`: release, chassis, serial number, uptime. */
export const showVersion = (): TypedShow<Version> => ({
  command: 'show version',
  parse: (body) => ({
    release: requiredField('show version', body, 'nxos_ver_str', 'sys_ver_str', 'kickstart_ver_str'),
    bios: field(body, 'bios_ver_str'),
    chassis: requiredField('show version', body, 'chassis_id'),
    serial: field(body, 'proc_board_id'),
    hostname: requiredField('show version', body, 'host_name'),
    image: firstField(body, 'nxos_file_name', 'isan_file_name', 'kick_file_name'),
    memory: int(body.memory),
    bootflash: int(body.bootflash_size),
    uptime: uptime(body),
    lastReset: { reason: field(body, 'rr_reason'), time: field(body, 'rr_ctime') },
    patches: rows(body, 'TABLE_smu_list', 'ROW_smu_list').flatMap((row) => field(row, 'install_smu_id') ?? []),
  }),
});

function uptime(body: Row): number | undefined {
  const [days, hours, minutes, seconds] = ['days', 'hrs', 'mins', 'secs'].map((unit) => int(body[`kern_uptm_${unit}`]));
  if (days === undefined || hours === undefined || minutes === undefined || seconds === undefined) return undefined;
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

/** `show hostname`: the name, with the domain where one is configured. */
export const showHostname = (): TypedShow<string> => ({
  command: 'show hostname',
  parse: (body) => requiredField('show hostname', body, 'hostname'),
});

/** `show clock`. */
export interface Clock {
  /** As printed, such as `18:34:58.849 UTC Thu Jan 30 2020`; the time zone is the device's abbreviation. */
  readonly time: string;
  readonly source: string | undefined;
}

/** `show clock`: the device's time as text, and what keeps it. */
export const showClock = (): TypedShow<Clock> => ({
  command: 'show clock',
  parse: (body) => ({ time: requiredField('show clock', body, 'simple_time'), source: field(body, 'time_source') }),
});
