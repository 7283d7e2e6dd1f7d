/** TCP ports that an ASA names. @source client: go-ciscoasa and rasa tables (reference, `names.json`) */
export const tcpPorts: Readonly<Record<number, string>> = {
  7: 'echo',
  9: 'discard',
  13: 'daytime',
  19: 'chargen',
  20: 'ftp-data',
  21: 'ftp',
  22: 'ssh',
  23: 'telnet',
  25: 'smtp',
  43: 'whois',
  49: 'tacacs',
  53: 'domain',
  70: 'gopher',
  79: 'finger',
  80: 'http',
  101: 'hostname',
  109: 'pop2',
  110: 'pop3',
  111: 'sunrpc',
  113: 'ident',
  119: 'nntp',
  139: 'netbios-ssn',
  143: 'imap4',
  179: 'bgp',
  194: 'irc',
  389: 'ldap',
  443: 'https',
  496: 'pim-auto-rp',
  512: 'exec',
  513: 'login',
  514: 'rsh',
  515: 'lpd',
  517: 'talk',
  540: 'uucp',
  543: 'klogin',
  544: 'kshell',
  554: 'rtsp',
  636: 'ldaps',
  750: 'kerberos',
  1352: 'lotusnotes',
  1494: 'citrix-ica',
  1521: 'sqlnet',
  1720: 'h323',
  1723: 'pptp',
  2049: 'nfs',
  2748: 'ctiqbe',
  3020: 'cifs',
  5060: 'sip',
  5190: 'aol',
  5631: 'pcanywhere-data',
};

/** UDP ports that an ASA names. @source as {@link tcpPorts} */
export const udpPorts: Readonly<Record<number, string>> = {
  7: 'echo',
  9: 'discard',
  37: 'time',
  42: 'nameserver',
  49: 'tacacs',
  53: 'domain',
  67: 'bootps',
  68: 'bootpc',
  69: 'tftp',
  80: 'www',
  111: 'sunrpc',
  123: 'ntp',
  137: 'netbios-ns',
  138: 'netbios-dgm',
  161: 'snmp',
  162: 'snmptrap',
  177: 'xdmcp',
  195: 'dnsix',
  434: 'mobile-ip',
  496: 'pim-auto-rp',
  500: 'isakmp',
  512: 'biff',
  513: 'who',
  514: 'syslog',
  517: 'talk',
  520: 'rip',
  750: 'kerberos',
  1645: 'radius',
  1646: 'radius-acct',
  2049: 'nfs',
  3020: 'cifs',
  4789: 'vxlan',
  5060: 'sip',
  5510: 'secureid-udp',
  5632: 'pcanywhere-status',
};

/** IP protocols that an ASA names; others go by number. @source as {@link tcpPorts} */
export const protocols: Readonly<Record<number, string>> = {
  0: 'ip',
  1: 'icmp',
  2: 'igmp',
  4: 'ipinip',
  6: 'tcp',
  9: 'igrp',
  17: 'udp',
  50: 'esp',
  51: 'ah',
  58: 'icmp6',
  88: 'eigrp',
  89: 'ospf',
  94: 'nos',
  103: 'pim',
  108: 'pcp',
  109: 'snp',
  254: 'tcp-udp',
};

/** ICMP types that an ASA names. @source as {@link tcpPorts} */
export const icmpTypes: Readonly<Record<number, string>> = {
  0: 'echo-reply',
  3: 'unreachable',
  4: 'source-quench',
  5: 'redirect',
  6: 'alternate-address',
  8: 'echo',
  9: 'router-advertisement',
  10: 'router-solicitation',
  11: 'time-exceeded',
  12: 'parameter-problem',
  13: 'timestamp-request',
  14: 'timestamp-reply',
  15: 'information-request',
  16: 'information-reply',
  17: 'mask-request',
  18: 'mask-reply',
  30: 'traceroute',
  31: 'conversion-error',
  32: 'mobile-redirect',
};

/** What REST calls port 80 and what the CLI calls it. @source recorded: `eq www`; client: `tcp/http` */
const onCli: Readonly<Record<string, string>> = { http: 'www' };

/** The table of ports of a protocol; `tcp-udp` and others have the names of both. */
function portsOf(protocol: string): Readonly<Record<number, string>> {
  if (protocol === 'udp') return udpPorts;
  return protocol === 'tcp' ? tcpPorts : { ...udpPorts, ...tcpPorts };
}

const numbers = new Map<string, ReadonlyMap<string, number>>();

function numbersOf(protocol: string): ReadonlyMap<string, number> {
  let known = numbers.get(protocol);
  if (!known) {
    known = new Map(Object.entries(portsOf(protocol)).map(([number, name]) => [name, Number(number)]));
    numbers.set(protocol, known);
  }
  return known;
}

/** The number of a port that is given by number or by either name; `undefined` when there is no such port. */
export function portNumber(protocol: string, text: string): number | undefined {
  if (/^\d{1,5}$/.test(text)) return Number(text) <= 65_535 ? Number(text) : undefined;
  return text === 'www' ? 80 : numbersOf(protocol).get(text);
}

/** A port as the CLI writes it. */
export function cliPort(protocol: string, port: number): string {
  const name = portsOf(protocol)[port];
  return name === undefined ? String(port) : (onCli[name] ?? name);
}

/** A port as REST writes it. */
export function restPort(protocol: string, port: number): string {
  return portsOf(protocol)[port] ?? String(port);
}

function byName(table: Readonly<Record<number, string>>, text: string, most: number): string | undefined {
  if (/^\d{1,3}$/.test(text)) return Number(text) <= most ? (table[Number(text)] ?? String(Number(text))) : undefined;
  return Object.values(table).includes(text) ? text : undefined;
}

/** The one spelling of an IP protocol given by name or number; `undefined` when it is none. */
export function protocolName(text: string): string | undefined {
  if (text === 'gre') return '47';
  return byName(protocols, text, 255);
}

/** The one spelling of an ICMP type given by name or number; `undefined` when it is none. */
export function icmpName(text: string): string | undefined {
  return byName(icmpTypes, text, 255);
}
