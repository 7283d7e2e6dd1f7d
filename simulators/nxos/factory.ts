import { createHash } from 'node:crypto';
import { castDraft, type Draft, freeze, produce } from 'immer';
import type { JsonObject } from '../chassis/json.ts';
import type { Birth, FlashVolume } from '../chassis/kind.ts';
import { type NxosOptions, parseOptions } from './options.ts';
import { ownCommands } from './own-commands.ts';
import { releaseOf } from './release.ts';
import type { Hardware, Interface, NxosConfig, NxosState } from './state.ts';

/** The account that a lab gives a Nexus. */
export const administrator = { username: 'admin', password: 'Rackless.1' } as const;

/** SHA-256-crypt of {@link administrator}'s password: one constant, since 5,000 rounds a device would cost 12 ms each. */
const administratorHash = '$5$RACKLESS$Er5mLlaBAlYzBMutZoK5b/AC/FVKPt3P.d1m.gzthxC';

const MINUTE = 60_000;

/** The state of a Nexus as it is unpacked, or configured as the lab file's options say. */
export function factory(birth: Birth): NxosState {
  const options = optionsOf(birth.options);
  // A file that is none is told of now, not at the first login.
  if (options.commands !== undefined) ownCommands(options.commands);
  const base = configured(birth.release, options);
  const hostname = options.hostname ?? (options.configured === 'factory' ? 'switch' : birth.name);
  // Boxes that are the same share their configuration: a thousand of them cost one.
  const config: NxosConfig = hostname === base.config.hostname ? base.config : { ...base.config, hostname };
  const digest = createHash('sha256').update(birth.seed).digest('hex');
  const bootedAt = birth.now - 5 * MINUTE;
  return {
    config,
    store: {
      ...base.store,
      hardware: {
        ...base.store.hardware,
        serial: options.serial ?? `FDO${digest.slice(0, 8).toUpperCase()}`,
        mac: options.mac ?? `02${digest.slice(8, 16)}00`,
      },
      startup: { config, at: bootedAt },
      ...(config.features.nxapi && { selfSignedAt: birth.now }),
    },
    run: { ...base.run, bootedAt, lastConfigChange: bootedAt },
  };
}

const parsed = new WeakMap<JsonObject, NxosOptions>();

/** The options of a lab file, understood once for all the devices that share them. */
function optionsOf(raw: JsonObject): NxosOptions {
  const known = parsed.get(raw);
  if (known) return known;
  const options = parseOptions(raw);
  parsed.set(raw, options);
  return options;
}

const configuredBases = new Map<string, NxosState>();

/** What devices of the same release and options have in common: all but names, serials and times. */
function configured(release: string, options: NxosOptions): NxosState {
  const { hostname: _name, serial: _serial, mac: _mac, ...common } = options;
  const key = `${release} ${JSON.stringify(common)}`;
  const known = configuredBases.get(key);
  if (known) return known;
  const base = produce(baseOf(release, options.supervisors), ({ config, store }) => {
    store.hardware.inventory = options.inventory ?? (options.configured === 'factory' ? 'none' : 'small');
    if (Object.keys(options.cables).length > 0) store.hardware.cables = castDraft(options.cables);
    if (options.configured === 'nxapi') addConfiguration(config, options.supervisors);
    addAddresses(config, options);
    for (const [name, text] of Object.entries(options.descriptions)) {
      const port = config.interfaces[name];
      if (port) port.description = text;
    }
    if (options.configured !== 'nxapi') return;
    config.features.nxapi = true;
    config.nxapi.http = undefined;
    config.nxapi.https = 8443;
    config.nxapi.vrf = 'management';
  });
  configuredBases.set(key, base);
  return base;
}

function addAddresses(config: Draft<NxosConfig>, options: NxosOptions): void {
  const { interfaces, vrfs } = config;
  for (const [name, vrf] of Object.entries(options.vrfs)) {
    vrfs[vrf] ??= { routes: {} };
    interfaces[name] = { ...(interfaces[name] ?? { shutdown: false }), vrf };
  }
  for (const [name, address] of Object.entries(options.addresses)) {
    // An interface with an address is a routed one.
    const { switchport: _switched, ...routed } = interfaces[name] ?? { shutdown: false };
    interfaces[name] = { ...routed, shutdown: false, address };
  }
}

/**
 * What a switch in use has beside NX-API: more than one VLAN and one interface of each sort, since one row alone changes
 * the shape of structured output.
 */
function addConfiguration(config: Draft<NxosConfig>, supervisors: 1 | 2): void {
  const { features, vlans, interfaces } = config;
  for (const name of ['interface-vlan', 'lacp', 'lldp'] as const) features[name] = true;
  vlans[10] = { name: 'servers' };
  vlans[20] = { name: 'storage' };
  const trunk = { mode: 'trunk', accessVlan: 1, nativeVlan: 1 } as const;
  const access = (vlan: number) => ({ mode: 'access', accessVlan: vlan, nativeVlan: 1 }) as const;
  const port = (number: number, rest: Partial<Interface>) => {
    interfaces[`Ethernet1/${number}`] = castDraft({ shutdown: false, switchport: access(1), ...rest });
  };
  port(1, { description: 'server, first port', switchport: access(10) });
  port(2, { description: 'server, second port', switchport: access(20) });
  for (const [number, group] of [
    [3, 1],
    [4, 1],
    [5, 2],
    [6, 2],
  ] as const) {
    port(number, { switchport: trunk, channelGroup: { number: group, mode: group === 1 ? 'active' : 'on' } });
  }
  port(7, { switchport: access(10), shutdown: true });
  const [first, second] = supervisors === 1 ? [49, 50] : [33, 34];
  port(first, { description: 'uplink 1', switchport: trunk });
  port(second, { description: 'uplink 2', switchport: trunk });
  interfaces['port-channel1'] = { shutdown: false, description: 'to the other switch of the pair', switchport: trunk };
  interfaces['port-channel2'] = { shutdown: false, switchport: trunk };
  interfaces.Vlan1 = { shutdown: true };
  interfaces.Vlan10 = { shutdown: false, description: 'servers', address: '198.51.100.2/25' };
  interfaces.Vlan20 = { shutdown: false, address: '198.51.100.130/25' };
  interfaces.loopback0 = { shutdown: false, description: 'router id', address: '203.0.113.1/32' };
  interfaces.loopback1 = { shutdown: false, address: '203.0.113.2/32' };
}

const bases = new Map<string, NxosState>();

/** The configuration of a switch that nobody has touched: what a replacement by a file starts from. */
export function bareConfig(release: string, supervisors: 1 | 2): NxosConfig {
  return baseOf(release, supervisors).config;
}

/** The tree that every device of a release shares until it changes something. */
function baseOf(version: string, supervisors: 1 | 2): NxosState {
  const key = `${version} ${supervisors}`;
  const known = bases.get(key);
  if (known) return known;
  const release = releaseOf(version);
  const hardware = hardwareOf(supervisors);
  const image = `bootflash:/${release.image}`;
  const config: NxosConfig = {
    hostname: 'switch',
    features: { ssh: true },
    passwordStrengthCheck: true,
    users: { [administrator.username]: { hash: administratorHash, roles: ['network-admin'] } },
    roles: {},
    domainLookup: true,
    vlans: { 1: {} },
    vrfs: { default: { routes: {} }, management: { routes: {} } },
    nxapi: {
      http: release.nxapiDefaults.http,
      https: release.nxapiDefaults.https,
      certificateEnabled: false,
      weakCiphers: false,
      idleTimeout: 10,
    },
    interfaces: factoryInterfaces(supervisors),
    boot: image,
  };
  const flash: Record<string, FlashVolume> = {};
  for (let supervisor = 1; supervisor <= supervisors; supervisor++) {
    flash[`sup-${supervisor}:bootflash`] = bootflash(hardware, release.image);
    flash[`sup-${supervisor}:volatile`] = { capacity: 4_000_000_000, entries: {} };
  }
  const base: NxosState = {
    config,
    store: { flash, checkpoints: {}, knownHosts: {}, hardware },
    run: {
      bootedAt: 0,
      pending: [],
      resetReason: 'Reset Requested by CLI command reload',
      active: 1,
      lastConfigChange: 0,
      nxapi: { uploaded: {}, cookies: {} },
      sessions: {},
      failures: {},
    },
  };
  bases.set(key, freeze(base, true));
  return base;
}

function hardwareOf(supervisors: 1 | 2): Hardware {
  const common = { serial: '', mac: '', supervisors, inventory: 'none' } as const;
  return supervisors === 1
    ? {
        ...common,
        chassis: 'Nexus9000 C93180YC-EX chassis',
        productId: 'N9K-C93180YC-EX',
        memory: 24_633_488,
        cpu: 'Intel(R) Xeon(R) CPU  @ 1.80GHz',
        bootflash: 53_298_520,
      }
    : {
        ...common,
        chassis: 'Nexus9000 C9508 (8 Slot) Chassis ("Supervisor Module")',
        productId: 'N9K-C9508',
        memory: 16_400_084,
        cpu: 'Intel(R) Xeon(R) CPU E5-2403 0 @ 1.80GHz',
        bootflash: 21_693_714,
      };
}

/** The boot image is listed with its size; its bytes are nobody's business, so an empty file stands for them. */
function bootflash(hardware: Hardware, image: string): FlashVolume {
  const time = Date.UTC(2022, 6, 25, 21, 0, 0);
  return {
    capacity: hardware.bootflash * 1024,
    entries: {
      '.rpmstore/': { size: 4096, time },
      [image]: { size: 982_305_280, time, digest: imageDigest },
      'scripts/': { size: 4096, time },
    },
  };
}

/** SHA-256 of nothing: what the stand-in for a boot image holds. */
export const imageDigest = createHash('sha256').digest('hex');

function factoryInterfaces(supervisors: 1 | 2): Record<string, Interface> {
  const interfaces: Record<string, Interface> = { mgmt0: { shutdown: false, vrf: 'management' } };
  const ports = supervisors === 1 ? 54 : 36;
  for (let port = 1; port <= ports; port++) {
    interfaces[`Ethernet1/${port}`] = {
      shutdown: false,
      switchport: { mode: 'access', accessVlan: 1, nativeVlan: 1 },
    };
  }
  return interfaces;
}
