import { type Command, command, type Run } from '../../../chassis/cli/command.ts';
import { rowsOf } from '../../ledger.ts';
import type { NsxvDevice } from '../../nsxv.ts';
import { releaseOf } from '../../release.ts';
import type { AuditRow, EventRow, NsxvState } from '../../state.ts';

const anywhere = ['basic', 'enabled'];

/** A command that shows a text; the names are the vendor's, no output of them was seen. */
function show(what: string, help: string, text: (device: NsxvDevice) => string): Command<NsxvState> {
  const last = what.split(' ').at(-1) ?? '';
  return command<NsxvState>(
    `show ${what}`,
    { mode: anywhere, help: { show: 'Show running system information', [last]: help }, evidence: 'inferred' },
    ({ device }) => text(device),
  );
}

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

/** `Fri Nov 20 12:00:00 UTC 2026`. */
function unixDate(now: number): string {
  const [weekday, day, month, year, time] = new Date(now).toUTCString().split(' ');
  return `${weekday?.slice(0, 3)} ${month} ${day?.replace(/^0/, ' ')} ${time} UTC ${year}`;
}

function uptime(device: NsxvDevice): string {
  const minutes = Math.floor((device.now() - device.state.run.bootedAt) / 60_000);
  return `${Math.floor(minutes / 1440)} days, ${Math.floor(minutes / 60) % 24}:${String(minutes % 60).padStart(2, '0')}`;
}

/** How many lines of the log are shown at most. */
const mostLines = 1_000;

/** Lines of the management log, oldest first. @source documented (events): administration guide 6.4, "System Event Format" */
function logLines(device: NsxvDevice): string[] {
  const { audit, events } = device.state.store;
  const { hostname } = device.state.config;
  const at = (time: number): string => {
    const iso = new Date(time).toISOString();
    const [, day, month] = new Date(time).toUTCString().split(' ');
    const clock = iso.slice(11, 23);
    const head = `${month} ${Number(day)} ${clock.slice(0, 8)} ${hostname.toUpperCase()}`;
    return `${head} ${iso.slice(0, 10)} ${clock} GMT+00:00`;
  };
  const eventLines = rowsOf<EventRow>(events, events.next - mostLines, events.next).map(({ row }) => ({
    time: row.timestamp,
    line: `${at(row.timestamp)}  INFO TaskFrameworkExecutor-1 SystemEventDaoImpl:133 - [SystemEvent] Time:'${unixDate(row.timestamp)}', Severity:'${row.severity}', Event Source:'${row.eventSource}', Code:'${row.eventCode}', Event Message:'${row.message}', Module:'${row.module}', Universal Object:'false'`,
  }));
  const auditLines = rowsOf<AuditRow>(audit, audit.next - mostLines, audit.next).map(({ row }) => ({
    time: row.timestamp,
    line: `${at(row.timestamp)}  INFO http-nio-127.0.0.1-7441-exec-1 AuditingServiceImpl:141 - [AuditLog] UserName:'${row.userName}', ModuleName:'${row.module}', Operation:'${row.operation}', Resource:'${row.resource}', Time:'${unixDate(row.timestamp)}', Status:'${row.status}', Universal Object:'false'`,
  }));
  return [...eventLines, ...auditLines]
    .sort((a, b) => a.time - b.time)
    .slice(-mostLines)
    .map(({ line }) => line);
}

const logHelp = {
  show: 'Show running system information',
  manager: 'Management plane',
  log: 'Management log',
  follow: 'Update the display as the log grows',
  reverse: 'Newest first',
  last: 'The last lines',
};

const log = ({ device }: Run<NsxvState>, how: { reverse: boolean; last: number | undefined }): string => {
  const all = logLines(device).slice(how.last === undefined ? 0 : -how.last);
  return lines(...(how.reverse ? all.reverse() : all));
};

/** What the appliance tells of itself. */
export const shows: readonly Command<NsxvState>[] = [
  show('clock', 'Show current time', (device) => lines(unixDate(device.now()))),
  show('version', 'Show software version', (device) => {
    const { version, build } = releaseOf(device.release);
    return lines(`NSX Manager ${version}`, `Build: ${build}`);
  }),
  show('hostname', 'Show host name', ({ state }) => lines(state.config.hostname)),
  show('ip route', 'Show routes', ({ state }) =>
    lines(
      'Codes: K - kernel route, C - connected, S - static,',
      '       > - selected route, * - FIB route',
      '',
      ...Object.entries(state.config.routes).map(([prefix, gateway]) => `S>* ${prefix} [1/0] via ${gateway}, mgmt`),
    ),
  ),
  show('arp', 'Show ARP table', ({ state }) =>
    lines(
      'IP address       HW type     Flags       HW address            Mask     Device',
      ...Object.values(state.config.routes).map(
        (gateway) => `${gateway.padEnd(17)}0x1         0x2         00:50:56:00:00:01     *        mgmt`,
      ),
    ),
  ),
  show('filesystems', 'Show file systems', () =>
    lines(
      'Filesystem      Size  Used Avail Use% Mounted on',
      '/dev/sda2       5.6G  1.2G  4.2G  22% /',
      '/dev/sda6        44G  1.8G   40G   5% /common',
    ),
  ),
  show('system uptime', 'Show system uptime', (device) => lines(uptime(device))),
  show('system memory', 'Show system memory', () =>
    lines('MemTotal:       16409552 kB', 'MemFree:         9617568 kB'),
  ),
  show('process list', 'Show processes', () =>
    lines('USER       PID %CPU %MEM COMMAND', 'root         1  0.0  0.0 init'),
  ),
  command<NsxvState>(
    'show interface [mgmt]',
    {
      mode: anywhere,
      help: {
        show: 'Show running system information',
        interface: 'Interface status',
        mgmt: 'The management interface',
      },
      evidence: 'inferred',
    },
    ({ device }) =>
      lines(
        'Interface mgmt is up, line protocol is up',
        '  index 2 metric 1 mtu 1500 <UP,BROADCAST,RUNNING,MULTICAST>',
        ...(device.state.config.address === undefined ? [] : [`  inet ${device.state.config.address}`]),
      ),
  ),
  command<NsxvState>(
    'show manager log [follow|reverse|last <count:1-1000>]',
    { mode: anywhere, help: logHelp, evidence: 'inferred' },
    (run, args) => log(run, { reverse: args.has('reverse'), last: args.findNumber('count') }),
  ),
  command<NsxvState>(
    'show log [follow|reverse|last <count:1-1000>]',
    { mode: anywhere, help: logHelp, evidence: 'inferred' },
    (run, args) => log(run, { reverse: args.has('reverse'), last: args.findNumber('count') }),
  ),
];
