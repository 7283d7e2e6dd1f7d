import { editConfig } from '../edit.ts';
import { hash32 } from '../rule.ts';
import type { AsaConfig } from '../state.ts';
import { duplicate, listed } from './listed.ts';
import { readInterface, shownInterface } from './operands.ts';
import { invalid, isObject, text, whole } from './wire.ts';

/** A syslog server, as a line `logging host` has it. */
interface SyslogServer {
  readonly interface: string;
  readonly address: string;
  readonly protocol: 'TCP' | 'UDP';
  readonly port: number;
}

const usualPort = { TCP: 1470, UDP: 514 } as const;
const numbers = { TCP: '6', UDP: '17' } as const;

/** `host inside 192.0.2.5 6/1470`: the box writes protocols by number. */
const hostLine = /^host (\S+) (\S+)(?: (tcp|udp|6|17)\/(\d{1,5}))?(?: .*)?$/;

function readLine(line: string): SyslogServer | undefined {
  const [, nameif, address, word, port] = hostLine.exec(line) ?? [];
  if (nameif === undefined || address === undefined) return undefined;
  const protocol = word === 'tcp' || word === '6' ? 'TCP' : 'UDP';
  return { interface: nameif, address, protocol, port: port === undefined ? usualPort[protocol] : Number(port) };
}

function writeLine({ interface: nameif, address, protocol, port }: SyslogServer): string {
  const usual = protocol === 'UDP' && port === usualPort.UDP;
  return `host ${nameif} ${address}${usual ? '' : ` ${numbers[protocol]}/${port}`}`;
}

function idOf(server: SyslogServer): string {
  return String(hash32(writeLine(server)));
}

function setLines(config: { lines: Record<string, string[]> }, change: (lines: readonly string[]) => string[]): void {
  const next = change(config.lines.logging ?? []);
  if (next.length > 0) config.lines.logging = next;
  else delete config.lines.logging;
}

function same(line: string, server: SyslogServer): boolean {
  const read = readLine(line);
  return read !== undefined && idOf(read) === idOf(server);
}

/** Syslog servers: the lines `logging host`. @source recorded: the body of reference 6.20; item kind and id inferred */
export const logging = listed<SyslogServer>({
  path: '/api/logging/syslogserver',
  category: 'Logging',
  evidence: 'recorded',
  entries: ({ lines }: AsaConfig) =>
    (lines.logging ?? []).flatMap((line) => {
      const read = readLine(line);
      return read ? [[idOf(read), read] as const] : [];
    }),
  item: (id, { interface: nameif, address, protocol, port }, config, base) => ({
    kind: 'object#SyslogServer',
    selfLink: `${base}/api/logging/syslogserver/${id}`,
    ip: { kind: address.includes(':') ? 'IPv6Address' : 'IPv4Address', value: address },
    interface: shownInterface(nameif, config, base),
    port,
    protocol,
    objectId: id,
  }),
  write(call, body, before) {
    const { config } = call.device.state;
    const address = isObject(body.ip) ? (text(body.ip.value) ?? '') : '';
    if (!/^[0-9a-f:.]{2,45}$/i.test(address)) throw invalid('ip', 'ip must be an address');
    const word = (text(body.protocol) ?? 'UDP').toUpperCase();
    const protocol = word === 'TCP' || word === 'UDP' ? word : undefined;
    if (!protocol) throw invalid('protocol', "protocol must be 'UDP' or 'TCP'");
    const port = body.port === undefined ? usualPort[protocol] : whole(body.port);
    if (port === undefined || port < 1 || port > 65_535) throw invalid('port', 'port must be 1 to 65535');
    const server: SyslogServer = {
      interface: readInterface(body.interface, 'interface', config),
      address,
      protocol,
      port,
    };
    const id = idOf(server);
    const lines = config.lines.logging ?? [];
    if (id !== before?.[0] && lines.some((line) => same(line, server))) throw duplicate(address);
    editConfig(call.device, call.user, (draft) =>
      setLines(draft, (now) => [...now.filter((line) => !before || !same(line, before[1])), writeLine(server)]),
    );
    return id;
  },
  remove: (call, _id, server) =>
    editConfig(call.device, call.user, (draft) => setLines(draft, (now) => now.filter((line) => !same(line, server)))),
});
