import { cliPort, icmpName, portNumber, protocolName, restPort } from './names.ts';
import type { Primitive } from './state/operand.ts';

/** First and last port. */
export interface Ports {
  readonly from: number;
  readonly to: number;
}

const withPorts: readonly string[] = ['tcp', 'udp', 'tcp-udp', 'sctp'];

/** Whether a protocol has ports. */
export function hasPorts(protocol: string): boolean {
  return withPorts.includes(protocol);
}

/** `443`, `https`, `6001-6500`. */
export function readPorts(protocol: string, text: string): Ports | undefined {
  const whole = portNumber(protocol, text);
  if (whole !== undefined) return { from: whole, to: whole };
  const dash = /^([a-z0-9]+)-([a-z0-9]+)$/i.exec(text);
  const from = portNumber(protocol, dash?.[1] ?? '?');
  const to = portNumber(protocol, dash?.[2] ?? '?');
  return from === undefined || to === undefined || from > to ? undefined : { from, to };
}

/** `https`, `6001-6500`: names where a single port has one. */
export function restPorts(protocol: string, { from, to }: Ports): string {
  return from === to ? restPort(protocol, from) : `${from}-${to}`;
}

/** `eq https`, `range 6001 6500`. */
export function cliPorts(protocol: string, { from, to }: Ports): string {
  if (from === to) return `eq ${cliPort(protocol, from)}`;
  return `range ${cliPort(protocol, from)} ${cliPort(protocol, to)}`;
}

/** What CLI words of ports mean: `eq www`, `range 1 9`, `gt 1023`, `lt 9`. */
export function portsOfWords(protocol: string, words: string): Ports | undefined {
  const [operator, first = '', second = ''] = words.split(' ');
  const one = portNumber(protocol, first);
  if (one === undefined) return undefined;
  switch (operator) {
    case 'eq':
      return { from: one, to: one };
    case 'gt':
      return { from: one + 1, to: 65_535 };
    case 'lt':
      return { from: 1, to: one - 1 };
    case 'range': {
      const to = portNumber(protocol, second);
      return to === undefined || to < one ? undefined : { from: one, to };
    }
    default:
      return undefined;
  }
}

const all: Ports = { from: 1, to: 65_535 };

/** A service of TCP or UDP in its parts. */
interface TcpUdp {
  readonly protocol: string;
  readonly destination?: Ports;
  readonly source?: Ports;
}

function readTcpUdp(value: string): TcpUdp | undefined {
  const [, protocol = '', destination, source] =
    /^(tcp-udp|tcp|udp|sctp)(?:\/([^,]+))?(?:,source=(.+))?$/i.exec(value) ?? [];
  if (protocol === '') return undefined;
  const name = protocol.toLowerCase();
  const to = destination === undefined ? undefined : readPorts(name, destination);
  const from = source === undefined ? undefined : readPorts(name, source);
  if ((destination !== undefined && !to) || (source !== undefined && !from)) return undefined;
  return { protocol: name, ...(to && { destination: to }), ...(from && { source: from }) };
}

function writeTcpUdp({ protocol, destination, source }: TcpUdp): string {
  const to = destination ?? (source ? all : undefined);
  return `${protocol}${to ? `/${restPorts(protocol, to)}` : ''}${source ? `,source=${restPorts(protocol, source)}` : ''}`;
}

/**
 * Brings a service to its one form: names where there are names.
 * @param service kind as in members of groups: `TcpUdpService`, `ICMPService`, `ICMP6Service`, `NetworkProtocol`
 * @returns `undefined` when the value is not what its kind says
 * @source recorded: inputs may be numbers, answers are names (reference 4.6, 6.3)
 */
export function settleService({ kind, value }: Primitive): Primitive | undefined {
  switch (kind) {
    case 'TcpUdpService': {
      const read = readTcpUdp(value);
      return read && { kind, value: writeTcpUdp(read) };
    }
    case 'ICMPService':
    case 'ICMP6Service': {
      const [name, type, code, ...rest] = value.split('/');
      if (name !== (kind === 'ICMPService' ? 'icmp' : 'icmp6') || rest.length > 0) return undefined;
      const known = type === undefined ? '' : kind === 'ICMPService' ? icmpName(type) : type;
      if (known === undefined || (code !== undefined && !/^\d{1,3}$/.test(code))) return undefined;
      return {
        kind,
        value: [name, ...(type === undefined ? [] : [known]), ...(code === undefined ? [] : [code])].join('/'),
      };
    }
    case 'NetworkProtocol':
    case 'AnyService': {
      const name = protocolName(value);
      return name === undefined ? undefined : { kind: 'NetworkProtocol', value: name };
    }
    default:
      return undefined;
  }
}

/** The words of a service: `tcp source eq 8000 destination range 9000 9999`, `icmp echo 0`, `esp`. */
export function serviceWords({ kind, value }: Primitive): string {
  if (kind !== 'TcpUdpService') return value.replaceAll('/', ' ');
  const read = readTcpUdp(value);
  if (!read) return value;
  const { protocol, source, destination } = read;
  const open = source && destination?.from === 1 && destination.to === 65_535;
  return [
    protocol,
    ...(source ? [`source ${cliPorts(protocol, source)}`] : []),
    ...(destination && !open ? [`destination ${cliPorts(protocol, destination)}`] : []),
  ].join(' ');
}

/** The service that words mean; `undefined` when they mean none. */
export function serviceOfWords(text: string): Primitive | undefined {
  const [name = '', ...rest] = text.trim().split(/\s+/);
  if (hasPorts(name)) {
    const parts = /^(?:source (.+?))?(?: ?destination (.+))?$/.exec(rest.join(' '));
    if (!parts) return undefined;
    const source = parts[1] === undefined ? undefined : portsOfWords(name, parts[1]);
    const destination = parts[2] === undefined ? undefined : portsOfWords(name, parts[2]);
    if ((parts[1] !== undefined && !source) || (parts[2] !== undefined && !destination)) return undefined;
    const value = writeTcpUdp({ protocol: name, ...(source && { source }), ...(destination && { destination }) });
    return { kind: 'TcpUdpService', value };
  }
  const kind = name === 'icmp' ? 'ICMPService' : name === 'icmp6' ? 'ICMP6Service' : 'NetworkProtocol';
  if (kind === 'NetworkProtocol' && rest.length > 0) return undefined;
  return settleService({ kind, value: [name, ...rest].join('/') });
}
