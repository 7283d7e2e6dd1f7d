/** What the lines `failover …` say. Addresses and names as written; absent where no line says it. */
export interface Failover {
  readonly enabled: boolean;
  readonly unit?: 'primary' | 'secondary';
  readonly lan?: FailoverLink;
  /** The link for state; the same one as {@link lan} where both are shared. */
  readonly state?: FailoverLink;
  readonly key?: string;
  readonly hexKey?: true;
  readonly ipsecKey?: string;
  readonly http?: true;
  readonly rate?: number;
  /** Number of interfaces, or a share: `1`, `50%`. */
  readonly policy?: string;
  readonly unitPoll?: Polling;
  readonly interfacePoll?: Polling;
}

export interface FailoverLink {
  readonly name: string;
  readonly hardware?: string;
  readonly ip?: { readonly active: string; readonly mask: string; readonly standby: string };
}

/** `polltime … holdtime …`; `msec` times are in milliseconds. */
export interface Polling {
  readonly poll: string;
  readonly pollMsec?: true;
  readonly hold?: string;
  readonly holdMsec?: true;
}

function match(lines: readonly string[], pattern: RegExp): RegExpExecArray | undefined {
  for (const line of lines) {
    const found = pattern.exec(line);
    if (found) return found;
  }
  return undefined;
}

function linkOf(lines: readonly string[], pattern: RegExp): FailoverLink | undefined {
  const [, name, hardware] = match(lines, pattern) ?? [];
  if (name === undefined) return undefined;
  const ips = lines.map((line) => /^interface ip (\S+) (\S+) (\S+) standby (\S+)$/.exec(line));
  const [, , active, mask, standby] = ips.find((one) => one?.[1] === name) ?? [];
  return {
    name,
    ...(hardware !== undefined && { hardware }),
    ...(active !== undefined && mask !== undefined && standby !== undefined && { ip: { active, mask, standby } }),
  };
}

function pollOf(lines: readonly string[], what: string): Polling | undefined {
  const pattern = new RegExp(`^polltime ${what} (msec )?(\\d+)(?: holdtime (msec )?(\\d+))?$`);
  const [, pollMsec, poll, holdMsec, hold] = match(lines, pattern) ?? [];
  if (poll === undefined) return undefined;
  return {
    poll,
    ...(pollMsec !== undefined && { pollMsec: true }),
    ...(hold !== undefined && { hold }),
    ...(holdMsec !== undefined && { holdMsec: true }),
  };
}

/** Reads the lines, without their first word. @source documented: the command reference */
export function readFailover(lines: readonly string[]): Failover {
  const [, unit] = match(lines, /^lan unit (primary|secondary)$/) ?? [];
  const [, hex, key] = match(lines, /^key (hex )?(\S+)$/) ?? [];
  const [, ipsecKey] = match(lines, /^ipsec pre-shared-key (\S+)$/) ?? [];
  const [, rate] = match(lines, /^replication rate (\d+)$/) ?? [];
  const [, policy] = match(lines, /^interface-policy (\d+%?)$/) ?? [];
  const lan = linkOf(lines, /^lan interface (\S+) (\S+)$/);
  const state = linkOf(lines, /^link (\S+)(?: (\S+))?$/);
  const unitPoll = pollOf(lines, 'unit');
  const interfacePoll = pollOf(lines, 'interface');
  return {
    enabled: lines.includes(''),
    ...((unit === 'primary' || unit === 'secondary') && { unit }),
    ...(lan && { lan }),
    ...(state && { state }),
    ...(key !== undefined && { key }),
    ...(hex !== undefined && { hexKey: true }),
    ...(ipsecKey !== undefined && { ipsecKey }),
    ...(lines.includes('replication http') && { http: true }),
    ...(rate !== undefined && { rate: Number(rate) }),
    ...(policy !== undefined && { policy }),
    ...(unitPoll && { unitPoll }),
    ...(interfacePoll && { interfacePoll }),
  };
}

function pollLine(what: string, { poll, pollMsec, hold, holdMsec }: Polling): string {
  const holding = hold === undefined ? '' : ` holdtime ${holdMsec ? 'msec ' : ''}${hold}`;
  return `polltime ${what} ${pollMsec ? 'msec ' : ''}${poll}${holding}`;
}

function ipLine({ name, ip }: FailoverLink): string[] {
  return ip ? [`interface ip ${name} ${ip.active} ${ip.mask} standby ${ip.standby}`] : [];
}

/** Writes the lines, without their first word; the empty one is `failover` itself. */
export function writeFailover(failover: Failover): string[] {
  const { enabled, unit, lan, state, key, hexKey, ipsecKey, http, rate, policy, unitPoll, interfacePoll } = failover;
  return [
    ...(enabled ? [''] : []),
    ...(unit ? [`lan unit ${unit}`] : []),
    ...(lan?.hardware === undefined ? [] : [`lan interface ${lan.name} ${lan.hardware}`]),
    ...(unitPoll ? [pollLine('unit', unitPoll)] : []),
    ...(interfacePoll ? [pollLine('interface', interfacePoll)] : []),
    ...(policy === undefined ? [] : [`interface-policy ${policy}`]),
    ...(key === undefined ? [] : [`key ${hexKey ? 'hex ' : ''}${key}`]),
    ...(ipsecKey === undefined ? [] : [`ipsec pre-shared-key ${ipsecKey}`]),
    ...(http ? ['replication http'] : []),
    ...(rate === undefined ? [] : [`replication rate ${rate}`]),
    ...(state ? [`link ${state.name}${state.hardware === undefined ? '' : ` ${state.hardware}`}`] : []),
    ...(lan ? ipLine(lan) : []),
    ...(state && state.name !== lan?.name ? ipLine(state) : []),
  ];
}
