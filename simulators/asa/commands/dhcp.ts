import { castDraft } from 'immer';
import { command, type Run } from '../../chassis/cli/command.ts';
import { configure } from '../edit.ts';
import type { Feature } from '../feature.ts';
import type { DhcpOption, DhcpServer } from '../state/network-services.ts';
import type { AsaState } from '../state.ts';

const documented = { mode: 'config', evidence: 'documented' } as const;

/** Changes the server of an interface; one with nothing left in it goes. */
function server(
  run: Run<AsaState>,
  nameif: string,
  change: Partial<DhcpServer> | ((now: DhcpServer) => DhcpServer),
): void {
  const now = run.device.state.config.dhcp[nameif] ?? {};
  const next = typeof change === 'function' ? change(now) : { ...now, ...change };
  configure(run, ({ dhcp }) => {
    if (Object.keys(next).length > 0) dhcp[nameif] = castDraft(next);
    else delete dhcp[nameif];
  });
}

function without(one: DhcpServer, ...keys: readonly (keyof DhcpServer)[]): DhcpServer {
  const next: { -readonly [K in keyof DhcpServer]: DhcpServer[K] } = { ...one };
  for (const key of keys) delete next[key];
  return next;
}

/** `dhcpd WORD VALUE interface IF`, for one value that is a text. */
function valued(word: string, key: 'lease' | 'pingTimeout' | 'domain') {
  const [negated, type] = [`dhcpd ${word} [<value:word>] interface <interface:word>`, '<value:word>'];
  return command<AsaState>(
    `dhcpd ${word} ${type} interface <interface:word>`,
    { ...documented, no: negated },
    (run, args) => {
      const nameif = args.text('interface');
      if (run.negated) server(run, nameif, (now) => without(now, key));
      else server(run, nameif, { [key]: args.text('value') });
    },
  );
}

/** `dhcpd WORD ADDRESS [ADDRESS] interface IF`. */
function addressed(word: 'dns' | 'wins') {
  const line = '[<first:ipv4> [<second:ipv4>]] interface <interface:word>';
  return command<AsaState>(
    `dhcpd ${word} <first:ipv4> [<second:ipv4>] interface <interface:word>`,
    { ...documented, no: `dhcpd ${word} ${line}` },
    (run, args) => {
      const nameif = args.text('interface');
      const second = args.find('second');
      if (run.negated) server(run, nameif, (now) => without(now, word));
      else server(run, nameif, { [word]: [args.text('first'), ...(second === undefined ? [] : [second])] });
    },
  );
}

function optionLine({ code, type, value1, value2 }: DhcpOption): string {
  return `${code} ${type} ${value1}${value2 === undefined ? '' : ` ${value2}`}`;
}

/** The lines of one interface. */
function serverLines(nameif: string, one: DhcpServer): string[] {
  const at = ` interface ${nameif}`;
  const { ddns } = one;
  return [
    ...(one.from === undefined ? [] : [`dhcpd address ${one.from}-${one.to ?? one.from} ${nameif}`]),
    ...(one.dns ? [`dhcpd dns ${one.dns.join(' ')}${at}`] : []),
    ...(one.wins ? [`dhcpd wins ${one.wins.join(' ')}${at}`] : []),
    ...(one.lease === undefined ? [] : [`dhcpd lease ${one.lease}${at}`]),
    ...(one.pingTimeout === undefined ? [] : [`dhcpd ping_timeout ${one.pingTimeout}${at}`]),
    ...(one.domain === undefined ? [] : [`dhcpd domain ${one.domain}${at}`]),
    ...(one.autoConfig === undefined
      ? []
      : [`dhcpd auto_config ${one.autoConfig}${one.vpnOverride ? ' vpnclient-wins-override' : ''}${at}`]),
    ...(ddns ? [`dhcpd update dns${ddns.both ? ' both' : ''}${ddns.override ? ' override' : ''}${at}`] : []),
    ...(one.options ?? []).map((option) => `dhcpd option ${optionLine(option)}${at}`),
    ...(one.enabled ? [`dhcpd enable ${nameif}`] : []),
  ];
}

/** Usual seconds that a relay waits for a server. @source client: go-ciscoasa's defaults (reference 6.16) */
export const relayTimeout = 60;

/** The DHCP server of each interface, and the settings of the relay. @source reference 6.16, 6.22 */
export const dhcp: Feature = {
  words: ['dhcpd', 'dhcprelay'],
  commands: [
    command<AsaState>('dhcpd address <range:word> <interface:word>', { ...documented, no: true }, (run, args) => {
      const [from = '', to = from] = args.text('range').split('-');
      if (run.negated) server(run, args.text('interface'), (now) => without(now, 'from', 'to'));
      else server(run, args.text('interface'), { from, to });
    }),
    command<AsaState>('dhcpd enable <interface:word>', { ...documented, no: true }, (run, args) => {
      if (run.negated) server(run, args.text('interface'), (now) => without(now, 'enabled'));
      else server(run, args.text('interface'), { enabled: true });
    }),
    addressed('dns'),
    addressed('wins'),
    valued('lease', 'lease'),
    valued('ping_timeout', 'pingTimeout'),
    valued('domain', 'domain'),
    command<AsaState>(
      'dhcpd auto_config <from:word> [vpnclient-wins-override] interface <interface:word>',
      { ...documented, no: true },
      (run, args) => {
        const nameif = args.text('interface');
        if (run.negated) server(run, nameif, (now) => without(now, 'autoConfig', 'vpnOverride'));
        else {
          const override = args.has('vpnclient-wins-override');
          server(run, nameif, { autoConfig: args.text('from'), ...(override && { vpnOverride: true }) });
        }
      },
    ),
    command<AsaState>(
      'dhcpd update dns [both] [override] interface <interface:word>',
      { ...documented, no: true },
      (run, args) => {
        const ddns: { both?: true; override?: true } = {};
        if (args.has('both')) ddns.both = true;
        if (args.has('override')) ddns.override = true;
        if (run.negated) server(run, args.text('interface'), (now) => without(now, 'ddns'));
        else server(run, args.text('interface'), { ddns });
      },
    ),
    command<AsaState>(
      'dhcpd option <code:0-255> {ascii|hex|ip} <value1:word> [<value2:ipv4>] interface <interface:word>',
      {
        ...documented,
        no: 'dhcpd option <code:0-255> [{ascii|hex|ip} <value1:word> [<value2:ipv4>]] interface <interface:word>',
      },
      (run, args) => {
        const code = args.number('code');
        const type = args.which('ascii', 'hex', 'ip') ?? 'ascii';
        const value2 = args.find('value2');
        server(run, args.text('interface'), (now) => {
          const others = (now.options ?? []).filter((one) => one.code !== code);
          const added = run.negated
            ? []
            : [{ code, type, value1: args.text('value1'), ...(value2 !== undefined && { value2 }) }];
          const options = [...others, ...added];
          return options.length > 0 ? { ...now, options } : without(now, 'options');
        });
      },
    ),
    command<AsaState>('dhcprelay timeout <seconds:1-3600>', { ...documented, no: 'dhcprelay timeout' }, (run, args) =>
      configure(run, ({ dhcpRelay }) => {
        if (run.negated) delete dhcpRelay.timeout;
        else dhcpRelay.timeout = args.number('seconds');
      }),
    ),
    command<AsaState>(
      'ipv6 dhcprelay timeout <seconds:1-3600>',
      { ...documented, no: 'ipv6 dhcprelay timeout' },
      (run, args) =>
        configure(run, ({ dhcpRelay }) => {
          if (run.negated) delete dhcpRelay.timeout6;
          else dhcpRelay.timeout6 = args.number('seconds');
        }),
    ),
    command<AsaState>('dhcprelay information trust-all', { ...documented, no: true }, (run) =>
      configure(run, ({ dhcpRelay }) => {
        if (run.negated) delete dhcpRelay.trusted;
        else dhcpRelay.trusted = true;
      }),
    ),
  ],
  render: ({ dhcp: servers, dhcpRelay: { timeout, timeout6, trusted } }) => [
    ...Object.entries(servers).flatMap(([nameif, one]) => serverLines(nameif, one)),
    ...(timeout === undefined ? [] : [`dhcprelay timeout ${timeout}`]),
    ...(timeout6 === undefined ? [] : [`ipv6 dhcprelay timeout ${timeout6}`]),
    ...(trusted ? ['dhcprelay information trust-all'] : []),
  ],
};
