import { isIPv4 } from 'node:net';
import { castDraft } from 'immer';
import type { JsonObject } from '../../chassis/json.ts';
import { maskLength } from '../address.ts';
import { editConfig } from '../edit.ts';
import { apiId, byInterface, byNameif, fromApiId, parentInterface } from '../interface-name.ts';
import { Refusal } from '../refusal.ts';
import type { Interface } from '../state/interfaces.ts';
import type { AsaConfig } from '../state.ts';
import { pageOf } from './paging.ts';
import { remembered } from './remembered.ts';
import {
  type Answer,
  type Call,
  changed,
  created,
  done,
  flag,
  type Item,
  invalid,
  isObject,
  json,
  missing,
  objectBody,
  type Route,
  text,
  whole,
} from './wire.ts';

const ipv6Info = {
  enabled: false,
  autoConfig: false,
  enforceEUI64: false,
  managedAddressConfig: false,
  nsInterval: 1_000,
  dadAttempts: 1,
  nDiscoveryPrefixList: [],
  otherStatefulConfig: false,
  routerAdvertInterval: 200,
  routerAdvertIntervalUnit: 'sec',
  routerAdvertLifetime: 1_800,
  suppressRouterAdvert: false,
  reachableTime: 0,
};

function addressOf({ ip }: Interface): unknown {
  if (ip === undefined) return 'NoneSelected';
  if (typeof ip === 'string') {
    const dhcpClient = {
      setDefaultRoute: ip === 'dhcp-setroute',
      metric: 1,
      primaryTrackId: -1,
      trackingEnabled: false,
    };
    return { kind: 'DHCP', dhcpOptionUsingMac: false, dhcpBroadcast: true, dhcpClient };
  }
  return {
    kind: 'StaticIP',
    ip: { kind: 'IPv4Address', value: ip.address },
    netMask: { kind: 'IPv4NetMask', value: ip.mask },
  };
}

function ipv6Of({ ipv6 = [] }: Interface): object {
  const ipv6Addresses = ipv6.map((one) => {
    const [value = '', length] = one.split('/');
    const address = { kind: 'IPv6Address', value };
    return {
      address,
      standby: { kind: 'IPv6Address', value: '' },
      prefixLength: Number(length ?? 64),
      kind: 'object#Ipv6InterfaceAddress',
    };
  });
  return { ...ipv6Info, enabled: ipv6.length > 0, ipv6Addresses, kind: 'object#Ipv6InterfaceInfo' };
}

function kindOf(name: string): string {
  const vlan = name.includes('.') ? 'Vlan' : '';
  if (name.startsWith('Ten')) return `object#${vlan}TenGigInterface`;
  if (name.startsWith('Management')) return `object#${vlan}MgmtInterface`;
  if (name.startsWith('Port-channel')) return `object#${vlan}PCInterface`;
  if (name.startsWith('Redundant')) return vlan === '' ? 'object#RedundantInterface' : 'object#VlanRedInterface';
  return `object#${vlan}GigabitInterface`.replace('VlanGigabit', 'VlanGig');
}

/** An interface with all its members. @source recorded: reference 6.7 */
function item(name: string, port: Interface, collection: string, base: string): Item {
  const id = apiId(name);
  const vlan = collection === 'vlan';
  const ten = name.startsWith('Ten');
  const physical = collection === 'physical';
  return {
    kind: kindOf(name),
    selfLink: `${base}/api/interfaces/${collection}/${id}`,
    hardwareID: name,
    interfaceDesc: port.description ?? '',
    ...(physical && { channelGroupID: '', channelGroupMode: 'active' }),
    ...(physical && !ten && { duplex: port.duplex ?? 'auto' }),
    ...(physical && { flowcontrolOn: false, flowcontrolHigh: -1, flowcontrolLow: -1, flowcontrolPeriod: -1 }),
    ...(collection === 'portchannel' && {
      channelGroupMin: 1,
      channelGroupMax: 8,
      channelGroupLoadBal: 4,
      pcMemberInterfaces: [],
    }),
    forwardTrafficCX: false,
    forwardTrafficSFR: false,
    ...(!vlan && { lacpPriority: -1 }),
    activeMacAddress: '',
    standByMacAddress: '',
    managementOnly: port.managementOnly ?? false,
    mtu: port.mtu ?? 1_500,
    name: port.nameif ?? '',
    securityLevel: port.securityLevel ?? -1,
    shutdown: port.shutdown,
    ...(physical && !ten && { speed: port.speed ?? 'auto' }),
    ...(vlan && { vlanID: port.vlan ?? -1 }),
    ipAddress: addressOf(port),
    ipv6Info: ipv6Of(port),
    objectId: id,
  };
}

const collections: Readonly<Record<string, (name: string) => boolean>> = {
  physical: (name) => /^(Gigabit|TenGigabit|Management)/.test(name) && !name.includes('.'),
  vlan: (name) => name.includes('.'),
  portchannel: (name) => name.startsWith('Port-channel') && !name.includes('.'),
  redundant: (name) => name.startsWith('Redundant') && !name.includes('.'),
};

function readIp(value: unknown): Interface['ip'] {
  if (value === undefined || value === 'NoneSelected' || value === '') return undefined;
  if (!isObject(value)) throw invalid('ipAddress', 'ipAddress must be "NoneSelected" or an object');
  if (value.kind === 'DHCP') {
    return isObject(value.dhcpClient) && flag(value.dhcpClient.setDefaultRoute) ? 'dhcp-setroute' : 'dhcp';
  }
  const address = isObject(value.ip) ? (text(value.ip.value) ?? '') : '';
  const mask = isObject(value.netMask) ? (text(value.netMask.value) ?? '') : '';
  if (!isIPv4(address)) throw invalid('ipAddress', `ipAddress: '${address.slice(0, 40)}' is not an address`);
  if (maskLength(mask) === undefined) throw invalid('ipAddress', `netMask: '${mask.slice(0, 40)}' is not a mask`);
  return { address, mask };
}

/** The interface that a body describes. @source reference 6.7: what is left out goes back to its default */
function read(body: JsonObject, name: string, config: AsaConfig): Interface {
  const nameif = text(body.name) ?? '';
  const other = nameif === '' ? undefined : byNameif(config, nameif);
  if (other && other[0] !== name)
    throw new Refusal(`Name "${nameif}" has been assigned to another interface`, 'INVALID-INPUT', 'name');
  const level = whole(body.securityLevel);
  if (level !== undefined && (level < -1 || level > 100))
    throw invalid('securityLevel', 'securityLevel must be 0 to 100');
  const ip = readIp(body.ipAddress);
  const ipv6 = isObject(body.ipv6Info) && Array.isArray(body.ipv6Info.ipv6Addresses) ? body.ipv6Info.ipv6Addresses : [];
  const addresses = ipv6.flatMap((one) =>
    isObject(one) && isObject(one.address) && typeof one.address.value === 'string'
      ? [`${one.address.value}/${whole(one.prefixLength) ?? 64}`]
      : [],
  );
  const mtu = whole(body.mtu);
  const vlan = whole(body.vlanID);
  const description = text(body.interfaceDesc) ?? '';
  const [speed, duplex] = [text(body.speed) ?? 'auto', text(body.duplex) ?? 'auto'];
  const usual = nameif === 'inside' ? 100 : 0;
  return {
    shutdown: flag(body.shutdown) ?? false,
    ...(nameif !== '' && { nameif, securityLevel: level === undefined || level < 0 ? usual : level }),
    ...(ip !== undefined && { ip }),
    ...(description !== '' && { description }),
    ...(flag(body.managementOnly) && { managementOnly: true }),
    ...(vlan !== undefined && vlan > 0 && { vlan }),
    ...(mtu !== undefined && mtu !== 1_500 && { mtu }),
    ...(speed !== 'auto' && { speed }),
    ...(duplex !== 'auto' && { duplex }),
    ...(addresses.length > 0 && { ipv6: addresses }),
  };
}

function interfaces(collection: string): Route[] {
  const path = `/api/interfaces/${collection}`;
  const belongs = collections[collection] ?? (() => false);
  const at = ({ device, params: [id = ''] }: Call): readonly [string, Interface] => {
    const name = fromApiId(id);
    const port = belongs(name) ? device.state.config.interfaces[name] : undefined;
    if (!port) throw missing(id);
    return [name, port];
  };
  const put = (call: Call, body: JsonObject): Answer => {
    const [name] = at(call);
    const port = read(body, name, call.device.state.config);
    editConfig(call.device, call.user, (config) => {
      config.interfaces[name] = castDraft(port);
    });
    return changed(call, `${path}/${apiId(name)}`);
  };
  const fixed = collection === 'physical';
  return [
    {
      path,
      category: 'Interfaces',
      evidence: 'recorded',
      methods: {
        GET: (call) => {
          const { interfaces: ports } = call.device.state.config;
          return remembered(ports, call, () => {
            const found = Object.entries(ports).filter(([name]) => belongs(name));
            // By name, then those without one (recorded order; the rule is inferred).
            found.sort(([a, one], [b, other]) => {
              const [x, y] = [one.nameif ?? '\uffff', other.nameif ?? '\uffff'];
              return x === y ? byInterface(a, b) : x < y ? -1 : 1;
            });
            return pageOf(
              call,
              found.map(([name, port]) => item(name, port, collection, call.base)),
            );
          });
        },
        ...(!fixed && {
          POST: (call: Call) => {
            const body = objectBody(call.body);
            const name = text(body.hardwareID) ?? '';
            const { config } = call.device.state;
            const parent = parentInterface(name);
            if (!belongs(name) || (parent !== undefined && !Object.hasOwn(config.interfaces, parent))) {
              throw invalid('hardwareID', `hardwareID: '${name.slice(0, 40)}' cannot be made here`);
            }
            if (Object.hasOwn(config.interfaces, name))
              throw new Refusal(`${name} already exists`, 'DUPLICATE', 'hardwareID');
            const port = read(body, name, config);
            editConfig(call.device, call.user, (draft) => {
              draft.interfaces[name] = castDraft(port);
            });
            return created(call, `${path}/${apiId(name)}`);
          },
        }),
      },
    },
    {
      path: `${path}/{id}`,
      category: 'Interfaces',
      evidence: 'recorded',
      methods: {
        GET: (call) => json(item(...at(call), collection, call.base)),
        PUT: (call) => put(call, objectBody(call.body)),
        PATCH: (call) => {
          const now: JsonObject = JSON.parse(JSON.stringify(item(...at(call), collection, call.base)));
          return put(call, { ...now, ...objectBody(call.body) });
        },
        ...(!fixed && {
          DELETE: (call: Call) => {
            const [name] = at(call);
            editConfig(call.device, call.user, (config) => {
              delete config.interfaces[name];
            });
            return done;
          },
        }),
      },
    },
  ];
}

/** @source reference 6.7 */
export const interfaceRoutes: readonly Route[] = Object.keys(collections).flatMap(interfaces);
