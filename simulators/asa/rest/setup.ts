import { castDraft } from 'immer';
import type { JsonObject } from '../../chassis/json.ts';
import { maskLength } from '../address.ts';
import { months } from '../clock.ts';
import { addAccess, removeAccess } from '../commands/management.ts';
import { editConfig } from '../edit.ts';
import { byNameif } from '../interface-name.ts';
import { hashOf } from '../password.ts';
import { isUsed } from '../references.ts';
import { Refusal } from '../refusal.ts';
import { releaseOf } from '../release.ts';
import { hash32 } from '../rule.ts';
import type { AaaLine, AccessLine, AsaConfig, NtpServer, TimeRange, User } from '../state.ts';
import { readInterface, shownInterface } from './operands.ts';
import { pageOf } from './paging.ts';
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
  nameOf,
  objectBody,
  Problem,
  type Route,
  text,
  whole,
} from './wire.ts';

/** A collection whose entries lie in a plain record by id. */
interface Listed<T> {
  readonly path: string;
  readonly category: string;
  readonly evidence: Route['evidence'];
  entries(config: AsaConfig): readonly (readonly [id: string, entry: T])[];
  item(id: string, entry: T, config: AsaConfig, base: string): Item;
  /** @returns the id that the body names, and what to do to the configuration */
  write(call: Call, body: JsonObject, before?: readonly [id: string, entry: T]): string;
  remove(call: Call, id: string, entry: T): void;
}

function listed<T>({ path, category, evidence, entries, item, write, remove }: Listed<T>): Route[] {
  const at = ({ device, params: [id = ''] }: Call): readonly [string, T] => {
    const found = entries(device.state.config).find(([key]) => key === id);
    if (!found) throw missing(id);
    return found;
  };
  const put = (call: Call, body: JsonObject): Answer => {
    const id = write(call, body, at(call));
    return changed(call, `${path}/${encodeURIComponent(id)}`);
  };
  return [
    {
      path,
      category,
      evidence,
      methods: {
        GET: (call) => {
          const { config } = call.device.state;
          return pageOf(
            call,
            entries(config).map(([id, entry]) => item(id, entry, config, call.base)),
          );
        },
        POST: (call) => created(call, `${path}/${encodeURIComponent(write(call, objectBody(call.body)))}`),
      },
    },
    {
      path: `${path}/{id}`,
      category,
      evidence,
      methods: {
        GET: (call) => json(item(...at(call), call.device.state.config, call.base)),
        PUT: (call) => put(call, objectBody(call.body)),
        PATCH: (call) =>
          put(call, {
            ...JSON.parse(JSON.stringify(item(...at(call), call.device.state.config, call.base))),
            ...objectBody(call.body),
          }),
        DELETE: (call) => {
          remove(call, ...at(call));
          return done;
        },
      },
    },
  ];
}

function duplicate(name: string): Refusal {
  return new Refusal(`${name} already exists`, 'DUPLICATE');
}

const accessTypes: Readonly<Record<string, User['serviceType']>> = {
  Full: 'admin',
  Cli: 'nas-prompt',
  None: 'remote-access',
};

/** Local users; the enable password is listed as one. @source recorded: reference 6.11; the pairing of types inferred */
const users = listed<User>({
  path: '/api/objects/localusers',
  category: 'Objects',
  evidence: 'recorded',
  entries(config) {
    const all: (readonly [string, User])[] = Object.entries(config.users);
    if (config.enableHash !== undefined) all.push(['enable_15', { hash: config.enableHash, privilege: 15 }]);
    return all.sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  },
  item: (name, { privilege, serviceType }, _config, base) => ({
    kind: 'object#LocalUserObj',
    selfLink: `${base}/api/objects/localusers/${encodeURIComponent(name)}`,
    name,
    MSCHAPauthenticated: false,
    privilegeLevel: privilege,
    ASDM_CLIAccessType:
      Object.entries(accessTypes).find(([, type]) => type === (serviceType ?? 'admin'))?.[0] ?? 'Full',
    objectId: name,
  }),
  write(call, body, before) {
    const name = nameOf(body);
    const { config } = call.device.state;
    if (name !== before?.[0] && Object.hasOwn(config.users, name)) throw duplicate(name);
    const privilege = whole(body.privilegeLevel) ?? before?.[1].privilege ?? 2;
    if (privilege < 0 || privilege > 15) throw invalid('privilegeLevel', 'privilegeLevel must be 0 to 15');
    const password = text(body.password);
    const hash =
      password === undefined ? before?.[1].hash : hashOf(password, name, releaseOf(call.device.release).pbkdf2);
    const serviceType = accessTypes[text(body.ASDM_CLIAccessType) ?? ''];
    editConfig(call.device, call.user, (draft) => {
      if (before && before[0] !== name) delete draft.users[before[0]];
      draft.users[name] = {
        ...(hash !== undefined && { hash }),
        privilege,
        ...(serviceType !== undefined && serviceType !== 'admin' && { serviceType }),
      };
    });
    return name;
  },
  remove: (call, name) =>
    editConfig(call.device, call.user, (config) => {
      delete config.users[name];
    }),
});

const longMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `03:47 May 14 2025` as the CLI has it: `03:47 14 May 2025`. */
function cliTime(given: string, attribute: string): string {
  const [, time, month = '', day, year] = /^(\d\d:\d\d) ([A-Za-z]+) (\d{1,2}) (\d{4})$/.exec(given) ?? [];
  const index = Math.max(months.indexOf(month), longMonths.indexOf(month));
  if (index < 0) throw invalid(attribute, `${attribute}: '${given.slice(0, 40)}' is not a time: HH:MM Mon DD YYYY`);
  return `${time} ${day} ${longMonths[index]} ${year}`;
}

function restTime(kept: string): string {
  const [time, day, month = '', year] = kept.split(' ');
  return `${time} ${month.slice(0, 3)} ${day} ${year}`;
}

function periodicItem(line: string): object {
  const [, days = '', startHour, startMinute, endHour, endMinute] =
    /^(.*?) (\d{1,2}):(\d\d) to (?:\S+ )?(\d{1,2}):(\d\d)$/.exec(line) ?? [];
  const until = / to ([A-Za-z]+) \d/.exec(line)?.[1];
  const frequency =
    until !== undefined ? `${days} to ${until}` : /^(daily|weekdays|weekend)$/.test(days) ? days : `${days} `;
  return {
    frequency,
    startHour: Number(startHour),
    startMinute: Number(startMinute),
    endHour: Number(endHour),
    endMinute: Number(endMinute),
  };
}

function periodicLine(given: unknown): string {
  if (!isObject(given)) throw invalid('periodic', 'periodic must be a list of objects');
  const at = (hour: unknown, minute: unknown) => `${whole(hour) ?? 0}:${String(whole(minute) ?? 0).padStart(2, '0')}`;
  const frequency = (text(given.frequency) ?? 'daily').trim();
  const [from = '', until] = frequency.split(' to ');
  return `${from} ${at(given.startHour, given.startMinute)} to ${until === undefined ? '' : `${until} `}${at(given.endHour, given.endMinute)}`;
}

const timeRanges = listed<TimeRange>({
  path: '/api/objects/timeranges',
  category: 'Objects',
  evidence: 'recorded',
  entries: (config) =>
    Object.entries(config.timeRanges).sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
  item: (name, { start, end, periodic }, _config, base) => ({
    kind: 'object#TimeRange',
    selfLink: `${base}/api/objects/timeranges/${encodeURIComponent(name)}`,
    name,
    value: {
      start: start === undefined ? 'now' : restTime(start),
      end: end === undefined ? 'never' : restTime(end),
      periodic: periodic.map(periodicItem),
    },
    objectId: name,
  }),
  write(call, body, before) {
    const name = nameOf(body);
    if (name !== before?.[0] && Object.hasOwn(call.device.state.config.timeRanges, name)) throw duplicate(name);
    const value = isObject(body.value) ? body.value : {};
    const [start, end] = [text(value.start) ?? 'now', text(value.end) ?? 'never'];
    const range: TimeRange = {
      ...(start !== 'now' && { start: cliTime(start, 'start') }),
      ...(end !== 'never' && { end: cliTime(end, 'end') }),
      periodic: (Array.isArray(value.periodic) ? value.periodic : []).map(periodicLine),
    };
    editConfig(call.device, call.user, (config) => {
      if (before && before[0] !== name) delete config.timeRanges[before[0]];
      config.timeRanges[name] = castDraft(range);
    });
    return name;
  },
  remove(call, name) {
    if (isUsed(call.device.state.config, 'time-range', name)) throw new Refusal(`time-range ${name} is being used`);
    editConfig(call.device, call.user, (config) => {
      delete config.timeRanges[name];
    });
  },
});

const ntp = listed<NtpServer>({
  path: '/api/devicesetup/ntp/servers',
  category: 'NTP',
  evidence: 'recorded',
  entries: (config) => Object.entries(config.ntp.servers),
  item: (address, { interface: nameif, prefer, key }, config, base) => ({
    kind: 'object#NTPServer',
    selfLink: `${base}/api/devicesetup/ntp/servers/${address}`,
    ipAddress: address,
    ...(nameif !== undefined && { interface: shownInterface(nameif, config, base) }),
    ...(key !== undefined && {
      key: {
        number: String(key),
        value: config.ntp.keys[key] ?? '',
        isTrusted: config.ntp.trusted.includes(String(key)),
      },
    }),
    isPreferred: prefer === true,
    objectId: address,
  }),
  write(call, body, before) {
    const address = text(body.ipAddress) ?? '';
    const { config } = call.device.state;
    if (address === '') throw invalid('ipAddress', 'ipAddress is a mandatory attribute');
    if (address !== before?.[0] && Object.hasOwn(config.ntp.servers, address)) throw duplicate(address);
    const nameif = body.interface === undefined ? undefined : readInterface(body.interface, 'interface', config);
    // An empty number is no key (client: go-ciscoasa always sends the member).
    const key = isObject(body.key) && text(body.key.number) !== '' ? body.key : undefined;
    const number = key && whole(key.number);
    editConfig(call.device, call.user, ({ ntp: { servers, keys, trusted } }) => {
      if (before && before[0] !== address) delete servers[before[0]];
      servers[address] = {
        ...(number !== undefined && { key: number }),
        ...(nameif !== undefined && { interface: nameif }),
        ...(flag(body.isPreferred) && { prefer: true }),
      };
      if (number === undefined) return;
      keys[String(number)] = text(key?.value) ?? '';
      if (flag(key?.isTrusted) && !trusted.includes(String(number))) trusted.push(String(number));
    });
    return address;
  },
  remove: (call, address) =>
    editConfig(call.device, call.user, (config) => {
      delete config.ntp.servers[address];
    }),
});

function accessLine({ type, network, mask, interface: nameif }: AccessLine): string {
  return `${type} ${network} ${mask} ${nameif}`;
}

const hosts = listed<AccessLine>({
  path: '/api/mgmtaccess/hosts',
  category: 'Management Access',
  evidence: 'recorded',
  entries: (config) => config.access.map((line) => [String(hash32(accessLine(line))), line] as const),
  item: (id, { type, network, mask, interface: nameif }, config, base) => ({
    kind: 'object#DevMgmtTraffic',
    selfLink: `${base}/api/mgmtaccess/hosts/${id}`,
    type,
    ip: mask === '0.0.0.0' ? { kind: 'AnyIPAddress', value: 'any' } : { kind: 'IPv4Address', value: network },
    netmask: { kind: 'IPv4NetMask', value: mask },
    interface: shownInterface(nameif, config, base),
    objectId: id,
  }),
  write(call, body, before) {
    const type = text(body.type) ?? '';
    if (type !== 'http' && type !== 'ssh' && type !== 'telnet')
      throw invalid('type', "type must be 'http', 'ssh' or 'telnet'");
    const given = isObject(body.ip) ? (text(body.ip.value) ?? '') : '';
    const mask = isObject(body.netmask) ? (text(body.netmask.value) ?? '') : '255.255.255.255';
    if (maskLength(mask) === undefined) throw invalid('netmask', `netmask: '${mask.slice(0, 40)}' is not a mask`);
    const network = given === 'any' || given === 'any4' ? '0.0.0.0' : (given.split('/')[0] ?? '');
    const line: AccessLine = {
      type,
      network,
      mask,
      interface: readInterface(body.interface, 'interface', call.device.state.config),
    };
    const id = String(hash32(accessLine(line)));
    if (!before && call.device.state.config.access.some((other) => accessLine(other) === accessLine(line)))
      throw duplicate(accessLine(line));
    editConfig(call.device, call.user, (config) => {
      if (before) removeAccess(config, before[1]);
      addAccess(config, line);
    });
    return id;
  },
  remove: (call, _id, line) => editConfig(call.device, call.user, (config) => removeAccess(config, line)),
});

const lines: readonly AaaLine[] = ['enable', 'http', 'serial', 'ssh', 'telnet'];

/** One thing that is read and written whole. */
function single(
  path: string,
  category: string,
  evidence: Route['evidence'],
  get: (call: Call) => object,
  put?: (call: Call, body: JsonObject) => void,
): Route {
  return {
    path,
    category,
    evidence,
    methods: {
      GET: (call) => json(get(call)),
      ...(put && {
        PUT: (call: Call) => {
          put(call, objectBody(call.body));
          return done;
        },
      }),
    },
  };
}

function putAuthentication(call: Call, body: JsonObject): void {
  for (const line of lines) {
    const rule = body[line];
    if (!isObject(rule)) continue;
    const group = text(rule.serverGroup);
    if (flag(rule.enabled) && group === undefined)
      throw new Problem(400, 'AAA-MISSING-SERVER-GROUP', 'a server group is needed', line);
    if (flag(rule.enabled) && group !== 'LOCAL')
      throw new Problem(400, 'AAA-UNSUPPORTED-SERVER-GROUP', 'only LOCAL is supported', line);
  }
  editConfig(call.device, call.user, ({ aaa: { authentication } }) => {
    for (const line of lines) {
      const rule = body[line];
      if (!isObject(rule)) continue;
      if (flag(rule.enabled)) authentication[line] = { group: 'LOCAL' };
      else delete authentication[line];
    }
  });
}

const aaa: readonly Route[] = [
  {
    path: '/api/aaa/authentication',
    category: 'AAA',
    evidence: 'recorded',
    methods: {
      GET: ({ device }) => {
        const { authentication } = device.state.config.aaa;
        return json(
          Object.fromEntries(
            lines.map((line) => {
              const rule = authentication[line];
              return [line, rule ? { serverGroup: rule.group, enabled: true } : { enabled: false }];
            }),
          ),
        );
      },
      PUT: (call) => {
        putAuthentication(call, objectBody(call.body));
        return done;
      },
      POST: () => {
        throw new Problem(405, 'AAA-UNSUPPORTED-OPERATION', 'POST is not supported');
      },
    },
  },
  single('/api/aaa/authorization', 'AAA', 'recorded', ({ device }) => {
    const { command, exec } = device.state.config.aaa;
    return {
      enableCommandAccess: command !== undefined,
      commandAccessServerGroup: command?.group ?? 'LOCAL',
      enableShellAccess: exec ? (exec.group === 'LOCAL' ? 'Local' : 'Remote') : 'Disable',
      autoenableExecMode: exec?.autoEnable ?? false,
    };
  }),
];

const dns: readonly Route[] = [
  single(
    '/api/dns/client',
    'DNS',
    'recorded',
    ({ device }) => ({ dnsLookupInterfaces: device.state.config.dns.lookup }),
    (call, body) => {
      const given = Array.isArray(body.dnsLookupInterfaces) ? body.dnsLookupInterfaces : [];
      const names = given.map((one) => readInterface(one, 'dnsLookupInterfaces', call.device.state.config));
      editConfig(call.device, call.user, (config) => {
        config.dns.lookup = names;
      });
    },
  ),
  ...listed<AsaConfig['dns']['groups'][string]>({
    path: '/api/dns/client/servergroups',
    category: 'DNS',
    evidence: 'recorded',
    entries: (config) => Object.entries(config.dns.groups),
    item: (name, { servers, domain }, _config, base) => ({
      kind: 'object#DNSServerGroup',
      selfLink: `${base}/api/dns/client/servergroups/${encodeURIComponent(name)}`,
      name,
      dnsServers: servers.map(({ address, interface: nameif }) => ({
        ipAddress: address,
        ...(nameif !== undefined && { interface: nameif }),
      })),
      ...(domain !== undefined && { domainName: domain }),
      objectId: name,
    }),
    write(call, body, before) {
      const name = nameOf(body);
      if (name !== before?.[0] && Object.hasOwn(call.device.state.config.dns.groups, name)) throw duplicate(name);
      const servers = (Array.isArray(body.dnsServers) ? body.dnsServers : []).flatMap((one) => {
        const address = isObject(one) ? text(one.ipAddress) : undefined;
        const nameif = isObject(one) ? text(one.interface) : undefined;
        return address === undefined ? [] : [{ address, ...(nameif !== undefined && { interface: nameif }) }];
      });
      const domain = text(body.domainName);
      editConfig(call.device, call.user, ({ dns: { groups } }) => {
        if (before && before[0] !== name) delete groups[before[0]];
        groups[name] = { servers, ...(domain !== undefined && domain !== '' && { domain }) };
      });
      return name;
    },
    remove: (call, name) =>
      editConfig(call.device, call.user, (config) => {
        delete config.dns.groups[name];
      }),
  }),
];

function dhcpItem(nameif: string, config: AsaConfig, base: string): object {
  const { from = '', to = '', enabled = false } = config.dhcp[nameif] ?? {};
  return {
    kind: 'object#DhcpServer',
    selfLink: `${base}/api/dhcp/servers/${encodeURIComponent(nameif)}`,
    interface: shownInterface(nameif, config, base),
    enabled,
    poolStartIP: from,
    poolEndIP: to,
    dnsIP1: '',
    dnsIP2: '',
    winsIP1: '',
    winsIP2: '',
    leaseLengthInSec: '3600',
    pingTimeoutInMilliSec: '50',
    domainName: '',
    isAutoConfigEnabled: false,
    autoConfigInterface: '',
    isVpnOverride: false,
    options: [],
    ddns: { updateDNSClient: false, updateBothRecords: false, overrideClientSettings: false },
    objectId: nameif,
  };
}

function named({ device, params: [nameif = ''] }: Call): string {
  if (!byNameif(device.state.config, nameif)) throw missing(nameif);
  return nameif;
}

const dhcp: readonly Route[] = [
  {
    path: '/api/dhcp/servers',
    category: 'DHCP',
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
    category: 'DHCP',
    evidence: 'recorded',
    methods: {
      GET: (call) => json(dhcpItem(named(call), call.device.state.config, call.base)),
      PUT: (call) => {
        const nameif = named(call);
        const body = objectBody(call.body);
        const [from, to] = [text(body.poolStartIP) ?? '', text(body.poolEndIP) ?? ''];
        editConfig(call.device, call.user, (config) => {
          config.dhcp[nameif] = {
            ...(from !== '' && { from, to: to === '' ? from : to }),
            ...(flag(body.enabled) && { enabled: true }),
          };
        });
        return changed(call, `/api/dhcp/servers/${encodeURIComponent(nameif)}`);
      },
    },
  },
];

/** Users, time ranges, management access, NTP, AAA, DNS, DHCP. @source reference 6.10 to 6.16 */
export const setupRoutes: readonly Route[] = [...users, ...timeRanges, ...ntp, ...hosts, ...aaa, ...dns, ...dhcp];
