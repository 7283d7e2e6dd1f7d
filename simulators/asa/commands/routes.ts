import { castDraft } from 'immer';
import { command, type Run } from '../../chassis/cli/command.ts';
import { configure, type OpenConfig } from '../edit.ts';
import type { Feature } from '../feature.ts';
import { byNameif } from '../interface-name.ts';
import { Refusal } from '../refusal.ts';
import type { Nat, Route } from '../state/interfaces.ts';
import type { AsaState } from '../state.ts';

/** The line of a route. @source recorded: reference 2.12 */
export function routeLine({ interface: nameif, network, mask, gateway, metric, tunneled, track }: Route): string {
  const head = mask === undefined ? `ipv6 route ${nameif} ${network}` : `route ${nameif} ${network} ${mask}`;
  return `${head} ${gateway}${mask === undefined && metric === 1 ? '' : ` ${metric}`}${tunneled ? ' tunneled' : ''}${track === undefined ? '' : ` track ${track}`}`;
}

function sameWay(one: Route, other: Route): boolean {
  return (
    one.interface === other.interface &&
    one.network === other.network &&
    one.mask === other.mask &&
    one.gateway === other.gateway
  );
}

/** @throws Refusal when the interface is not there, or the route is */
export function addRoute(config: OpenConfig, route: Route): void {
  if (!byNameif(config, route.interface)) {
    throw new Refusal(`ERROR: interface ${route.interface} does not exist`, 'INVALID-INPUT', 'interface');
  }
  if (config.routes.some((other) => sameWay(other, route))) {
    throw new Refusal('ERROR: Cannot add route entry, possible conflict with existing routes', 'DUPLICATE');
  }
  config.routes = [...config.routes, castDraft(route)];
}

function change(run: Run<AsaState>, route: Route): void {
  configure(run, (config) => {
    if (!run.negated) {
      addRoute(config, route);
      return;
    }
    const others = config.routes.filter((other) => !sameWay(other, route));
    if (others.length === config.routes.length) throw new Refusal('ERROR: No matching route to delete');
    config.routes = others;
  });
}

/** Static routes. */
export const routes: Feature = {
  words: ['route', 'ipv6'],
  commands: [
    command<AsaState>(
      'route <interface:word> <network:word> <mask:ipv4> <gateway:ipv4> [<metric:1-255>] [tunneled|track <track:1-500>]',
      { mode: 'config', no: true, evidence: 'recorded', source: 'reference 2.12' },
      (run, args) => {
        const track = args.findNumber('track');
        const network = args.text('network');
        change(run, {
          interface: args.text('interface'),
          network: network === '0' ? '0.0.0.0' : network,
          mask: args.text('mask'),
          gateway: args.text('gateway'),
          metric: args.findNumber('metric') ?? 1,
          ...(args.has('tunneled') && { tunneled: true }),
          ...(track !== undefined && { track }),
        });
      },
    ),
    command<AsaState>(
      'ipv6 route <interface:word> <network:word> <gateway:ipv6> [<metric:1-254>]',
      { mode: 'config', no: true, evidence: 'recorded', source: 'reference 2.12' },
      (run, args) =>
        change(run, {
          interface: args.text('interface'),
          network: args.text('network'),
          gateway: args.text('gateway'),
          metric: args.findNumber('metric') ?? 1,
        }),
    ),
  ],
  render: ({ routes: all }) => all.map(routeLine),
};

/** The line of a manual NAT rule, after the pair of interfaces. @source documented: reference 2.12 */
export function natWords(rule: Nat): string {
  return [
    'source',
    rule.mode,
    rule.source[0],
    ...(rule.patPool === undefined ? [rule.source[1]] : ['pat-pool', rule.patPool]),
    ...(rule.destination ? ['destination', 'static', ...rule.destination] : []),
    ...(rule.service ? ['service', ...rule.service] : []),
    ...rule.flags,
    ...(rule.inactive ? ['inactive'] : []),
    ...(rule.description === undefined ? [] : ['description', rule.description]),
  ].join(' ');
}

/** Words of a rule that stand alone. */
export const natFlags: readonly string[] = [
  'dns',
  'unidirectional',
  'no-proxy-arp',
  'route-lookup',
  'net-to-net',
  'extended',
  'flat',
  'include-reserve',
  'round-robin',
  'block-allocation',
  'interface',
  'ipv6',
];

/** Reads {@link natWords}; `undefined` when something is missing or out of place. */
export function readNat(real: string, mapped: string, text: string): Nat | undefined {
  const [words = '', description] = text.trim().split(/ ?description (.*)/);
  const parts = words.split(/\s+/);
  const take = () => parts.shift() ?? '';
  if (take() !== 'source') return undefined;
  const mode = take();
  if (mode !== 'static' && mode !== 'dynamic') return undefined;
  const from = take();
  const pool = parts[0] === 'pat-pool';
  if (pool) take();
  const to = take();
  if (from === '' || to === '') return undefined;
  let rule: Nat = { real, mapped, mode, source: [from, pool ? '' : to], ...(pool && { patPool: to }), flags: [] };
  for (let word = take(); word !== ''; word = take()) {
    if (word === 'destination' && parts[0] === 'static') {
      take();
      rule = { ...rule, destination: [take(), take()] };
    } else if (word === 'service') rule = { ...rule, service: [take(), take()] };
    else if (word === 'inactive') rule = { ...rule, inactive: true };
    else if (natFlags.includes(word)) rule = { ...rule, flags: [...rule.flags, word] };
    else return undefined;
  }
  return description === undefined ? rule : { ...rule, description };
}

/** Manual NAT, before and after that of objects. */
export const manualNat: Feature = {
  words: ['nat'],
  commands: [
    command<AsaState>(
      'nat <pair:nat-pair> [after-auto] [<line:1-2147483647>] <rule:text>',
      { mode: 'config', no: true, evidence: 'documented', source: 'reference 2.12' },
      (run, args) => {
        const [real = '', mapped = ''] = args.text('pair').slice(1, -1).split(',');
        const rule = readNat(real, mapped, args.text('rule'));
        if (!rule) {
          run.fail("ERROR: % Invalid input detected at '^' marker.");
          return;
        }
        const section = args.has('after-auto') ? 'after' : 'before';
        configure(run, (config) => {
          const rules = config.nat[section] as readonly Nat[];
          const words = natWords(rule);
          const at = rules.findIndex((one) => one.real === real && one.mapped === mapped && natWords(one) === words);
          if (run.negated) {
            if (at < 0) throw new Refusal('ERROR: NAT rule does not exist');
            config.nat[section] = castDraft(rules.toSpliced(at, 1));
            return;
          }
          if (at >= 0) throw new Refusal('ERROR: Same mapped NAT rule exists', 'DUPLICATE');
          const line = args.findNumber('line') ?? rules.length + 1;
          config.nat[section] = castDraft(rules.toSpliced(line - 1, 0, rule));
        });
      },
    ),
  ],
  render: ({ nat: { before } }) => before.map((rule) => `nat (${rule.real},${rule.mapped}) ${natWords(rule)}`),
};

/** What stands below the NAT of objects. */
export const afterAutoNat: Feature = {
  commands: [],
  words: ['nat'],
  render: ({ nat: { after } }) => {
    const lines = after.map((rule) => `nat (${rule.real},${rule.mapped}) after-auto ${natWords(rule)}`);
    return lines.length > 0 ? ['!', ...lines] : [];
  },
};
