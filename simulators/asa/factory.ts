import { createHash } from 'node:crypto';
import { freeze } from 'immer';
import type { Birth, FlashVolume } from '../chassis/kind.ts';
import { Table } from '../chassis/table.ts';
import { dottedMask } from './address.ts';
import { adminFile, divided } from './contexts/divide.ts';
import { type AsaOptions, parseOptions } from './options.ts';
import { encrypted } from './password.ts';
import { type Release, releaseOf } from './release.ts';
import type { AccessLine } from './state/aaa.ts';
import type { Interface } from './state/interfaces.ts';
import type { AsaConfig, AsaState, RunningContext, Startup } from './state.ts';

/** The account that a lab gives an ASA; both passwords are the walkthrough's. */
export const administrator = { username: 'admin', password: 'c1sc0', enablePassword: 'c1sc0' } as const;

/** `c1sc0` in the form of 9.7 and later: a constant, since 5,000 rounds a device would cost 3 ms each. */
const administratorPbkdf2 = '$sha512$5000$UmFja2xlc3MgQVNBIQAAAA==$Ra1RqozNEiaWvz/3IIuHiw==';

const MINUTE = 60_000;

/** The state of an ASA as it is unpacked, or configured as the lab file's options say. */
export function factory(birth: Birth): AsaState {
  const options = parseOptions(birth.options);
  const release = releaseOf(birth.release);
  const single = configured(release, options, birth.name);
  const spaces = options.contexts && divide(single, release, options.contexts, birth.now);
  const config = spaces?.system ?? single;
  const digest = createHash('sha256').update(birth.seed).digest('hex').toUpperCase();
  const bootedAt = birth.now - 5 * MINUTE;
  return {
    config,
    store: {
      flash: flashOf(release, options),
      startup: { config, by: 'enable_15', at: bootedAt },
      ...(spaces && { mode: 'multiple', contexts: spaces.saved }),
      hardware: {
        serial: options.serial ?? `${release.virtual ? '9A' : 'JAD'}${digest.slice(0, release.virtual ? 9 : 8)}`,
        mac: `02${digest.slice(8, 16).toLowerCase()}00`,
      },
      logins: {},
    },
    run: {
      bootedAt,
      pending: [],
      agent: config.restApi.agent ? 'running' : 'off',
      tokens: Table.from(),
      shuns: [],
    },
    ...(spaces && { contexts: spaces.running }),
  };
}

/** The configuration of a box in single mode as system space and contexts, all of them saved. */
function divide(single: AsaConfig, release: Release, more: NonNullable<AsaOptions['contexts']>, at: number) {
  const parts = divided(single, release);
  const list = { ...parts.system.contexts?.entries };
  const configs: Record<string, AsaConfig> = { admin: parts.admin };
  const interfaces = { ...parts.system.interfaces };
  for (const { name, addresses } of more) {
    if (Object.hasOwn(list, name)) throw new Error(`contexts: the name ${name} is there twice`);
    const own = addressed(release, {}, addresses);
    for (const hardware of Object.keys(own)) interfaces[hardware] = { ...interfaces[hardware], shutdown: false };
    list[name] = { interfaces: Object.keys(own).map((hardware) => ({ hardware })), url: `disk0:/${name}.cfg` };
    const { users, aaa, enableHash } = parts.admin;
    const nameifs = Object.values(own).flatMap(({ nameif }) => (nameif === undefined ? [] : [nameif]));
    const line = (type: AccessLine['type']) =>
      nameifs.map((nameif) => ({ type, network: '0.0.0.0', mask: '0.0.0.0', interface: nameif }));
    configs[name] = {
      ...bareConfig(release),
      isContext: true,
      hostname: name,
      ...(enableHash !== undefined && { enableHash }),
      interfaces: own,
      users,
      aaa,
      http: parts.admin.http,
      access: [...(parts.admin.http.enabled ? line('http') : []), ...line('ssh')],
    };
  }
  const system: AsaConfig = { ...parts.system, interfaces, contexts: { admin: 'admin', entries: list } };
  const saved: Record<string, Startup> = {};
  const running: Record<string, RunningContext> = {};
  for (const [name, config] of Object.entries(configs)) {
    saved[name] = { config, by: 'enable_15', at, digest: emptyDigest };
    running[name] = { config, tokens: Table.from(), shuns: [] };
  }
  return { system, saved, running };
}

/** A configuration with nothing in it but the interfaces that the box has. */
export function bareConfig(release: Release): AsaConfig {
  const interfaces: Record<string, Interface> = {};
  for (const name of release.ports) interfaces[name] = { shutdown: true };
  interfaces[release.management] = { shutdown: true, managementOnly: true };
  return freeze<AsaConfig>({
    hostname: 'ciscoasa',
    interfaces,
    networkObjects: Table.from(),
    serviceObjects: Table.from(),
    networkGroups: Table.from(),
    serviceGroups: Table.from(),
    userGroups: {},
    securityGroups: {},
    accessLists: Table.from(),
    accessGroups: [],
    nat: { before: [], after: [] },
    routes: [],
    timeRanges: {},
    users: {},
    aaa: { authentication: {} },
    aaaServers: {},
    http: { enabled: false, port: 443, basicAuthClients: [] },
    access: [],
    ntp: { servers: {}, keys: {}, trusted: [] },
    dns: { lookup: [], groups: { DefaultDNS: { servers: [] } } },
    dhcp: {},
    dhcpRelay: {},
    trustpoints: {},
    ssl: [],
    ikev1: {},
    groupPolicies: {},
    restApi: {},
    pager: 24,
    lines: {},
  });
}

function configured(release: Release, options: AsaOptions, name: string): AsaConfig {
  const bare = bareConfig(release);
  const rest = options.configured === 'rest';
  const hash = (user: string) => (release.pbkdf2 ? administratorPbkdf2 : encrypted(administrator.password, user));
  const interfaces = addressed(release, bare.interfaces, options.addresses);
  const anywhere = { network: '0.0.0.0', mask: '0.0.0.0', interface: 'management' } as const;
  const usual: AsaConfig = {
    ...bare,
    hostname: options.hostname ?? (rest ? name : 'ciscoasa'),
    enableHash: hash(''),
    interfaces,
    users: { [administrator.username]: { hash: hash(administrator.username), privilege: 15 } },
    aaa: { authentication: { ssh: { group: 'LOCAL' } } },
    access: [{ type: 'ssh', ...anywhere }],
  };
  if (!rest) return usual;
  return {
    ...usual,
    aaa: { authentication: { ssh: { group: 'LOCAL' }, http: { group: 'LOCAL' } } },
    http: { ...usual.http, enabled: true },
    access: [{ type: 'http', ...anywhere }, ...usual.access],
    restApi: { image: imagePath(release), agent: true },
  };
}

/** Interfaces with the addresses that a lab file gives them. */
function addressed(
  release: Release,
  bare: AsaConfig['interfaces'],
  addresses: AsaOptions['addresses'],
): Record<string, Interface> {
  const interfaces = { ...bare };
  for (const [key, address] of Object.entries(addresses)) {
    const hardware = hardwareOf(release, key);
    const [ip = '', length] = address.split('/');
    const nameif = usualName(release, hardware);
    interfaces[hardware] = {
      ...(interfaces[hardware] ?? {}),
      shutdown: false,
      nameif,
      securityLevel: nameif === 'outside' ? 0 : 100,
      ip: { address: ip, mask: dottedMask(Number(length)) },
    };
  }
  return interfaces;
}

/** Where the package of a release is installed from. @source documented: `boot:` on a virtual ASA */
export function imagePath({ virtual, image }: Release): string {
  return `${virtual ? 'boot' : 'disk0'}:/${image}`;
}

/** The interface that an address of the lab file is for. */
function hardwareOf(release: Release, key: string): string {
  if (key === 'management') return release.management;
  if (key === 'outside') return release.ports[0] ?? key;
  if (key === 'inside') return release.ports[1] ?? key;
  if (key === release.management || release.ports.includes(key)) return key;
  throw new Error(
    `addresses.${key}: this ASA has no such interface; one of management, outside, inside, ${[release.management, ...release.ports].join(', ')}`,
  );
}

function usualName(release: Release, hardware: string): string {
  if (hardware === release.management) return 'management';
  const nth = release.ports.indexOf(hardware);
  return ['outside', 'inside'][nth] ?? `port${nth}`;
}

/** The bytes of images are nobody's business, so an empty file stands for each. */
const emptyDigest = createHash('sha256').digest('hex');

function flashOf(release: Release, options: AsaOptions): Record<string, FlashVolume> {
  const time = Date.UTC(2018, 5, 30, 6, 43, 0);
  const file = (size: number) => ({ size, time, digest: emptyDigest });
  const images = Object.fromEntries(
    [release.systemImage, release.asdmImage].map((path) => [path.slice(path.indexOf('/') + 1), file(37_416_960)]),
  );
  const agent = { [release.image]: file(agentSize) };
  const directories = { 'log/': { size: 4096, time }, 'crypto_archive/': { size: 4096, time } };
  const disk0: FlashVolume = {
    capacity: release.flash * 1024,
    entries: {
      ...directories,
      ...(release.virtual ? {} : images),
      ...(!release.virtual && options.configured === 'rest' ? agent : {}),
      ...(options.contexts && { [adminFile]: file(2_048) }),
      ...Object.fromEntries((options.contexts ?? []).map(({ name }) => [`${name}.cfg`, file(2_048)])),
    },
  };
  if (!release.virtual) return { disk0 };
  return { disk0, boot: { capacity: 1_048_576 * 1024, entries: { ...images, ...agent } } };
}

/** Size of a package that came with the box. */
export const agentSize = 41_228_320;

/** True for the stand-in of a package that came with the box, and has no bytes to verify. */
export function isFactoryFile(digest: string | undefined): boolean {
  return digest === emptyDigest;
}
