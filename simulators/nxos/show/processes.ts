import type { Shown } from '../../chassis/cli/printed.ts';
import type { JsonObject } from '../../chassis/json.ts';
import { derived } from '../hardware.ts';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import { scalars, table } from '../structured.ts';
import { row, text } from './columns.ts';

/** What runs on every switch, oldest first. */
const names = [
  'init',
  'sysmgr',
  'syslogd',
  'vdc_mgr',
  'vlan_mgr',
  'ethpm',
  'urib',
  'netstack',
  'cdp',
  'snmpd',
  'ntpd',
  'aclmgr',
  'nginx_f',
  'vsh',
];

function processes(device: NxosDevice) {
  const { hardware } = device.state.store;
  return names
    .filter((name) => name !== 'nginx_f' || device.state.config.features.nxapi)
    .map((name, index) => ({
      pid: index === 0 ? 1 : 1_400 + index * 97,
      runtime: derived(hardware, `${name} runtime`, 90_000),
      invoked: 1 + derived(hardware, `${name} invoked`, 40_000),
      allocated: 1_000_000 + derived(hardware, `${name} allocated`, 30_000_000),
      limit: 0,
      name,
    }));
}

/** Load of the machine: small, and the same for a while. */
function load(device: NxosDevice) {
  const minute = Math.floor(device.now() / 60_000);
  const part = (what: string, range: number): number =>
    derived(device.state.store.hardware, `${what} ${minute}`, range) / 100;
  const user = 2 + part('user', 600);
  const kernel = 1 + part('kernel', 300);
  return {
    one: part('one', 90),
    five: part('five', 70),
    fifteen: part('fifteen', 60),
    user,
    kernel,
    idle: 100 - user - kernel,
  };
}

function shown(device: NxosDevice, tree: () => JsonObject, lines: () => readonly string[]): Shown {
  return { tree: () => scalars(releaseOf(device.release), tree()), text: () => text(lines()) };
}

/** `show processes cpu`. Keys client; the text documented. @source reference 6.2, 6.3 */
export function showProcesses(device: NxosDevice): Shown {
  const found = processes(device).map((one) => ({ ...one, usecs: Math.floor((one.runtime * 1000) / one.invoked) }));
  const { user, kernel, idle } = load(device);
  return shown(
    device,
    () => ({
      ...table(
        'process_cpu',
        found.map(({ pid, runtime, invoked, usecs, name }) => ({
          pid,
          runtime,
          invoked: String(invoked),
          usecs,
          onesec: '0.00',
          process: name,
        })),
      ),
      user_percent: user.toFixed(2),
      kernel_percent: kernel.toFixed(2),
      idle_percent: idle.toFixed(2),
    }),
    () => [
      '',
      'PID    Runtime(ms)  Invoked   uSecs  1Sec    Process',
      '-----  -----------  --------  -----  ------  -----------',
      ...found.map(({ pid, runtime, invoked, usecs, name }) =>
        row([-5, -13, -10, -7, -8, 2], pid, runtime, invoked, usecs, '0.00%', '', name),
      ),
      '',
      `CPU util  : ${user.toFixed(2).padStart(6)}% user, ${kernel.toFixed(2).padStart(6)}% kernel, ${idle.toFixed(2).padStart(6)}% idle`,
    ],
  );
}

/** `show processes memory`; newer trains pad the names. @source recorded: reference 4.2 for the padding; keys inferred */
export function showProcessMemory(device: NxosDevice): Shown {
  const found = processes(device);
  return shown(
    device,
    () =>
      table(
        'process_memory',
        found.map(({ pid, allocated, limit, name }) => ({
          processid: String(pid),
          mem_alloc: String(allocated),
          mem_limit: String(limit),
          mem_used: String(Math.floor(allocated * 1.6)),
          stack_base_ptr: 'ffffdd60/ffffffff',
          processname: name.padEnd(24),
        })),
      ),
    () => [
      '',
      'PID    MemAlloc  MemLimit    MemUsed     StackBase/Ptr      Process',
      '-----  --------  ----------  ----------  -----------------  ----------------',
      ...found.map(({ pid, allocated, limit, name }) =>
        row([-5, -10, -12, -12, 21], pid, allocated, limit, Math.floor(allocated * 1.6), '  ffffdd60/ffffffff', name),
      ),
    ],
  );
}

/**
 * `show processes memory shared`: the totals, in megabytes, without the segments.
 * @source documented: the vendor's 9.3 show commands name the keys; the megabytes and the one row by napalm's recordings
 */
export function showSharedMemory(device: NxosDevice): Shown {
  const size = 627;
  const used = 40 + derived(device.state.store.hardware, 'shared memory', 60);
  const total = 'process-memory-share-total-shm';
  return shown(
    device,
    () => table('process_tag', [{ [`${total}-size`]: size, [`${total}-used`]: used, [`${total}-avail`]: size - used }]),
    () => [`Shared memory totals - Size: ${size} MB; Used: ${used} MB; Available: ${size - used} MB`],
  );
}

/** `show system resources`. @source recorded keys: file `show_system_resources`; the text documented */
export function showResources(device: NxosDevice): Shown {
  const { one, five, fifteen, user, kernel, idle } = load(device);
  const { memory } = device.state.store.hardware;
  const used = Math.floor(memory / 4) + derived(device.state.store.hardware, 'memory used', 400_000);
  return shown(
    device,
    () => ({
      load_avg_1min: one.toFixed(2),
      load_avg_5min: five.toFixed(2),
      load_avg_15min: fifteen.toFixed(2),
      processes_total: 678,
      processes_running: 1,
      cpu_state_user: user.toFixed(2),
      cpu_state_kernel: kernel.toFixed(2),
      cpu_state_idle: idle.toFixed(2),
      ...table(
        'cpu_usage',
        [0, 1, 2, 3].map((cpuid) => ({
          cpuid,
          user: user.toFixed(2),
          kernel: kernel.toFixed(2),
          idle: idle.toFixed(2),
        })),
      ),
      memory_usage_total: memory,
      memory_usage_used: used,
      memory_usage_free: memory - used,
      current_memory_status: 'OK',
    }),
    () => [
      `Load average:   1 minute: ${one.toFixed(2)}   5 minutes: ${five.toFixed(2)}   15 minutes: ${fifteen.toFixed(2)}`,
      'Processes   :   678 total, 1 running',
      `CPU states  :   ${user.toFixed(2)}% user,   ${kernel.toFixed(2)}% kernel,   ${idle.toFixed(2)}% idle`,
      ...[0, 1, 2, 3].map(
        (cpu) =>
          `        CPU${cpu} states  :   ${user.toFixed(2)}% user,   ${kernel.toFixed(2)}% kernel,   ${idle.toFixed(2)}% idle`,
      ),
      `Memory usage:   ${memory}K total,   ${used}K used,   ${memory - used}K free`,
      'Current memory status: OK',
    ],
  );
}
