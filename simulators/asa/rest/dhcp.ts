import { castDraft } from 'immer';
import type { JsonObject } from '../../chassis/json.ts';
import { relayTimeout } from '../commands/dhcp.ts';
import { editConfig } from '../edit.ts';
import { byNameif } from '../interface-name.ts';
import type { DhcpOption, DhcpServer } from '../state/network-services.ts';
import type { AsaConfig } from '../state.ts';
import { duplicate, listed, single } from './listed.ts';
import { readInterface, shownInterface } from './operands.ts';
import { pageOf } from './paging.ts';
import {
  type Call,
  changed,
  flag,
  invalid,
  isObject,
  json,
  missing,
  objectBody,
  type Route,
  text,
  whole,
} from './wire.ts';

const category = 'DHCP';

function dhcpItem(nameif: string, config: AsaConfig, base: string): object {
  const one: DhcpServer = config.dhcp[nameif] ?? {};
  const { ddns } = one;
  return {
    kind: 'object#DhcpServer',
    selfLink: `${base}/api/dhcp/servers/${encodeURIComponent(nameif)}`,
    interface: shownInterface(nameif, config, base),
    enabled: one.enabled ?? false,
    poolStartIP: one.from ?? '',
    poolEndIP: one.to ?? '',
    dnsIP1: one.dns?.[0] ?? '',
    dnsIP2: one.dns?.[1] ?? '',
    winsIP1: one.wins?.[0] ?? '',
    winsIP2: one.wins?.[1] ?? '',
    leaseLengthInSec: one.lease ?? '3600',
    pingTimeoutInMilliSec: one.pingTimeout ?? '50',
    domainName: one.domain ?? '',
    isAutoConfigEnabled: one.autoConfig !== undefined,
    autoConfigInterface: one.autoConfig ?? '',
    isVpnOverride: one.vpnOverride ?? false,
    options: (one.options ?? []).map(({ type, code, value1, value2 }) => ({
      type,
      code,
      value1,
      ...(value2 !== undefined && { value2 }),
    })),
    ddns: {
      updateDNSClient: ddns !== undefined,
      updateBothRecords: ddns?.both ?? false,
      overrideClientSettings: ddns?.override ?? false,
    },
    objectId: nameif,
  };
}

function readOption(given: unknown): DhcpOption {
  const type = isObject(given) ? text(given.type) : undefined;
  const code = isObject(given) ? whole(given.code) : undefined;
  const value1 = isObject(given) ? text(given.value1) : undefined;
  const value2 = isObject(given) ? text(given.value2) : undefined;
  if ((type !== 'ascii' && type !== 'hex' && type !== 'ip') || code === undefined || code < 0 || code > 255 || !value1)
    throw invalid('options', 'options: each has type (ascii, hex or ip), code (0 to 255) and value1');
  return { code, type, value1, ...(value2 !== undefined && value2 !== '' && { value2 }) };
}

/** A server as a request describes it: what is empty, or as usual, is not there. @throws Problem */
function readServer(body: JsonObject, config: AsaConfig): DhcpServer {
  const given = (name: string) => {
    const value = body[name];
    return text(value) ?? (typeof value === 'number' ? String(value) : '');
  };
  const pair = (first: string, second: string) => [given(first), given(second)].filter((one) => one !== '');
  const [from, to] = [given('poolStartIP'), given('poolEndIP')];
  const [dns, wins] = [pair('dnsIP1', 'dnsIP2'), pair('winsIP1', 'winsIP2')];
  const [lease, pingTimeout, domain] = [given('leaseLengthInSec'), given('pingTimeoutInMilliSec'), given('domainName')];
  for (const [name, value] of [
    ['leaseLengthInSec', lease],
    ['pingTimeoutInMilliSec', pingTimeout],
  ] as const)
    if (!/^\d*$/.test(value)) throw invalid(name, `${name}: '${value.slice(0, 20)}' is not a number`);
  const ddns = isObject(body.ddns) && flag(body.ddns.updateDNSClient) ? body.ddns : undefined;
  const options = (Array.isArray(body.options) ? body.options : []).map(readOption);
  const auto = flag(body.isAutoConfigEnabled)
    ? readInterface(body.autoConfigInterface, 'autoConfigInterface', config)
    : undefined;
  return {
    ...(from !== '' && { from, to: to === '' ? from : to }),
    ...(dns.length > 0 && { dns }),
    ...(wins.length > 0 && { wins }),
    ...(lease !== '' && lease !== '3600' && { lease }),
    ...(pingTimeout !== '' && pingTimeout !== '50' && { pingTimeout }),
    ...(domain !== '' && { domain }),
    ...(auto !== undefined && { autoConfig: auto }),
    ...(auto !== undefined && flag(body.isVpnOverride) && { vpnOverride: true }),
    ...(ddns && {
      ddns: {
        ...(flag(ddns.updateBothRecords) && { both: true }),
        ...(flag(ddns.overrideClientSettings) && { override: true }),
      },
    }),
    ...(options.length > 0 && { options }),
    ...(flag(body.enabled) && { enabled: true }),
  };
}

function named({ device, params: [nameif = ''] }: Call): string {
  if (!byNameif(device.state.config, nameif)) throw missing(nameif);
  return nameif;
}

const servers: readonly Route[] = [
  {
    path: '/api/dhcp/servers',
    category,
    evidence: 'recorded',
    methods: {
      GET: (call) => {
        const { config } = call.device.state;
        const names = Object.values(config.interfaces).flatMap(({ nameif }) => (nameif === undefined ? [] : [nameif]));
        return pageOf(
          call,
          names.map((nameif) => dhcpItem(nameif, config, call.base)),
        );
      },
    },
  },
  {
    path: '/api/dhcp/servers/{interface}',
    category,
    evidence: 'recorded',
    methods: {
      GET: (call) => json(dhcpItem(named(call), call.device.state.config, call.base)),
      PUT: (call) => {
        const nameif = named(call);
        const server = readServer(objectBody(call.body), call.device.state.config);
        editConfig(call.device, call.user, ({ dhcp: all }) => {
          if (Object.keys(server).length > 0) all[nameif] = castDraft(server);
          else delete all[nameif];
        });
        return changed(call, `/api/dhcp/servers/${encodeURIComponent(nameif)}`);
      },
    },
  },
];

function setRelay(call: Call, nameif: string, addresses: readonly string[]): void {
  const found = byNameif(call.device.state.config, nameif);
  if (!found) return;
  const { dhcprelay: _, ...rest } = found[1];
  editConfig(call.device, call.user, ({ interfaces }) => {
    interfaces[found[0]] = castDraft(addresses.length > 0 ? { ...rest, dhcprelay: addresses } : rest);
  });
}

const relays = listed<readonly string[]>({
  path: '/api/dhcp/relay/servers/local',
  category,
  evidence: 'recorded',
  entries: ({ interfaces }) =>
    Object.values(interfaces).flatMap(({ nameif, dhcprelay }) =>
      nameif === undefined || !dhcprelay ? [] : [[nameif, dhcprelay] as const],
    ),
  item: (nameif, addresses, _config, base) => ({
    kind: 'object#DHCPRelayInterfaceServer',
    selfLink: `${base}/api/dhcp/relay/servers/local/${encodeURIComponent(nameif)}`,
    servers: addresses,
    interface: nameif,
    objectId: nameif,
  }),
  write(call, body, before) {
    const { config } = call.device.state;
    const nameif = readInterface(body.interface ?? before?.[0], 'interface', config);
    const given = Array.isArray(body.servers) ? body.servers.map((one) => text(one) ?? '') : [];
    if (given.length === 0 || !given.every((one) => /^\d{1,3}(\.\d{1,3}){3}$/.test(one)))
      throw invalid('servers', 'servers must be a list of IPv4 addresses');
    if (nameif !== before?.[0] && byNameif(config, nameif)?.[1].dhcprelay) throw duplicate(nameif);
    if (before && before[0] !== nameif) setRelay(call, before[0], []);
    setRelay(call, nameif, given);
    return nameif;
  },
  remove: (call, nameif) => setRelay(call, nameif, []),
});

function seconds(body: JsonObject, name: string): number | undefined {
  const given = body[name] === undefined ? relayTimeout : whole(body[name]);
  if (given === undefined || given < 1 || given > 3_600) throw invalid(name, `${name} must be 1 to 3600`);
  return given === relayTimeout ? undefined : given;
}

const relaySettings = single(
  '/api/dhcp/relay/servers/globalsettings',
  category,
  'recorded',
  ({ device }) => {
    const { timeout, timeout6, trusted } = device.state.config.dhcpRelay;
    return {
      kind: 'object#DHCPRelayGlobalSettings',
      ipv4Timeout: timeout ?? relayTimeout,
      ipv6Timeout: timeout6 ?? relayTimeout,
      trustedOnAllInterfaces: trusted ?? false,
    };
  },
  (call, body) => {
    const [timeout, timeout6] = [seconds(body, 'ipv4Timeout'), seconds(body, 'ipv6Timeout')];
    editConfig(call.device, call.user, (config) => {
      config.dhcpRelay = {
        ...(timeout !== undefined && { timeout }),
        ...(timeout6 !== undefined && { timeout6 }),
        ...(flag(body.trustedOnAllInterfaces) && { trusted: true }),
      };
    });
  },
);

/** DHCP servers and the relay. @source recorded: reference 6.16 */
export const dhcp: readonly Route[] = [...servers, ...relays, relaySettings];
