import { castDraft } from 'immer';
import type { JsonObject } from '../../chassis/json.ts';
import { isMonitored } from '../commands/failover.ts';
import { editConfig } from '../edit.ts';
import { type Failover, type FailoverLink, type Polling, readFailover, writeFailover } from '../failover.ts';
import { apiId, fromApiId } from '../interface-name.ts';
import type { Interface } from '../state/interfaces.ts';
import type { AsaConfig } from '../state.ts';
import { single } from './listed.ts';
import { referredName } from './operands.ts';
import { pageOf } from './paging.ts';
import {
  type Call,
  done,
  flag,
  type Item,
  invalid,
  isObject,
  json,
  missing,
  objectBody,
  Problem,
  type Route,
  text,
  whole,
} from './wire.ts';

const category = 'Failover';

/** What stands for a key that is set: it leaves the box no more. */
const hidden = '*****';

const usual = { poll: '1', hold: '15', monitored: '5', interfaceHold: '25', rate: -1 } as const;

function address(value: string, kind = 'IPv4Address') {
  return { kind, value };
}

function hardware(name: string, base: string) {
  const id = apiId(name);
  return { kind: 'objectRef#Interface', refLink: `${base}/api/interfaces/physical/${id}`, objectId: id };
}

/** @source client: members and their types, and the times as texts (reference 6.17) */
function setupItem(config: AsaConfig, base: string): Item {
  const read = readFailover(config.lines.failover ?? []);
  const { lan, state, policy = '1', unitPoll, interfacePoll } = read;
  return {
    kind: 'object#FailoverSetup',
    selfLink: `${base}/api/failover/setup`,
    enableFOCheck: read.enabled,
    secretKey: read.key === undefined ? '' : hidden,
    ipSecKey: read.ipsecKey === undefined ? '' : hidden,
    hexKey: read.hexKey ?? false,
    ...(lan?.hardware !== undefined && { lanFoInterface: hardware(lan.hardware, base) }),
    ...(lan?.ip && {
      lanActiveIP: address(lan.ip.active),
      lanSubnet: address(lan.ip.mask, 'IPv4NetMask'),
      lanStandby: address(lan.ip.standby),
    }),
    ...(lan && { lanIFCName: lan.name }),
    isLANInterfacePreferredPrimary: read.unit === 'primary',
    isLANInterfacePreferredSecondary: read.unit === 'secondary',
    ...(state?.hardware !== undefined && { stateFoInterface: hardware(state.hardware, base) }),
    ...(state?.ip && {
      stateActiveIP: address(state.ip.active),
      stateSubnet: address(state.ip.mask, 'IPv4NetMask'),
      stateStandbyIP: address(state.ip.standby),
    }),
    ...(state && { stateIFCName: state.name }),
    httpReplicate: read.http ?? false,
    replicateRate: read.rate ?? usual.rate,
    failedInterfacesUnit: policy.endsWith('%') ? 'Percentage' : 'Number',
    failedInterfacesTriggeringFailover: policy.replace('%', ''),
    unitPollTime: unitPoll?.poll ?? usual.poll,
    unitPollTimeUnit: unitPoll?.pollMsec ? 'milliseconds' : 'seconds',
    unitHoldTime: unitPoll?.hold ?? usual.hold,
    unitHoldTimeUnit: unitPoll?.holdMsec ? 'milliseconds' : 'seconds',
    monitoredPollTime: interfacePoll?.poll ?? usual.monitored,
    monitoredPollTimeUnit: interfacePoll?.pollMsec ? 'milliseconds' : 'seconds',
    interfaceHoldTime: interfacePoll?.hold ?? usual.interfaceHold,
  };
}

function addressIn(given: unknown): string | undefined {
  return isObject(given) ? text(given.value) || undefined : undefined;
}

function readLink(body: JsonObject, part: 'lan' | 'state', config: AsaConfig): FailoverLink | undefined {
  const given = body[`${part}FoInterface`];
  const name = text(body[`${part}IFCName`]) || undefined;
  if (!isObject(given) || name === undefined) return undefined;
  const port = fromApiId(referredName(given) ?? '');
  if (!Object.hasOwn(config.interfaces, port))
    throw invalid(`${part}FoInterface`, `${part}FoInterface: interface '${port.slice(0, 80)}' does not exist`);
  const active = addressIn(body[`${part}ActiveIP`]);
  const mask = addressIn(body[`${part}Subnet`]);
  const standby = addressIn(body[part === 'lan' ? 'lanStandby' : 'stateStandbyIP']);
  const whole = active !== undefined && mask !== undefined && standby !== undefined;
  return { name, hardware: port, ...(whole && { ip: { active, mask, standby } }) };
}

/** A time is written when it is not the usual one. */
function readPolling(
  body: JsonObject,
  poll: string,
  hold: string,
  defaults: readonly [string, string],
): Polling | undefined {
  const time = (name: string, other: string) => {
    const given = body[name];
    const read = typeof given === 'number' ? String(given) : (text(given) ?? other);
    if (!/^\d{1,5}$/.test(read)) throw invalid(name, `${name}: '${read.slice(0, 20)}' is not a time`);
    return read;
  };
  const [polls, holds] = [time(poll, defaults[0]), time(hold, defaults[1])];
  const msec = (name: string) => /^milli/i.test(text(body[`${name}Unit`]) ?? '');
  if (polls === defaults[0] && holds === defaults[1] && !msec(poll) && !msec(hold)) return undefined;
  return { poll: polls, ...(msec(poll) && { pollMsec: true }), hold: holds, ...(msec(hold) && { holdMsec: true }) };
}

function readSetup(body: JsonObject, config: AsaConfig, before: Failover): Failover {
  const lan = readLink(body, 'lan', config);
  const state = readLink(body, 'state', config);
  const secret = (given: unknown, kept: string | undefined) =>
    text(given) === hidden ? kept : text(given) || undefined;
  const [key, ipsecKey] = [secret(body.secretKey, before.key), secret(body.ipSecKey, before.ipsecKey)];
  const rate = whole(body.replicateRate) ?? usual.rate;
  const triggers =
    text(body.failedInterfacesTriggeringFailover) ?? String(whole(body.failedInterfacesTriggeringFailover) ?? 1);
  const policy = /^percent/i.test(text(body.failedInterfacesUnit) ?? '') ? `${triggers}%` : triggers;
  const unitPoll = readPolling(body, 'unitPollTime', 'unitHoldTime', [usual.poll, usual.hold]);
  const interfacePoll = readPolling(body, 'monitoredPollTime', 'interfaceHoldTime', [
    usual.monitored,
    usual.interfaceHold,
  ]);
  return {
    enabled: flag(body.enableFOCheck) ?? false,
    ...(flag(body.isLANInterfacePreferredPrimary) && { unit: 'primary' as const }),
    ...(flag(body.isLANInterfacePreferredSecondary) && { unit: 'secondary' as const }),
    ...(lan && { lan }),
    ...(state && { state }),
    ...(key !== undefined && { key }),
    ...(flag(body.hexKey) && key !== undefined && { hexKey: true }),
    ...(ipsecKey !== undefined && { ipsecKey }),
    ...(flag(body.httpReplicate) && { http: true }),
    ...(rate >= 0 && { rate }),
    ...(policy !== '1' && { policy }),
    ...(unitPoll && { unitPoll }),
    ...(interfacePoll && { interfacePoll }),
  };
}

function setFailover(call: Call, failover: Failover): void {
  const lines = writeFailover(failover);
  editConfig(call.device, call.user, (config) => {
    if (lines.length > 0) config.lines.failover = lines;
    else delete config.lines.failover;
  });
}

/**
 * Taking the link away while failover is on turns it off and fails; asked a second time it succeeds.
 * @source client: the provider repeats the request on these details (reference 6.17)
 */
function putSetup(call: Call, body: JsonObject): void {
  const { config } = call.device.state;
  const before = readFailover(config.lines.failover ?? []);
  const next = readSetup(body, config, before);
  if (before.enabled && before.lan && !next.lan) {
    setFailover(call, { ...before, enabled: false });
    throw new Problem(500, 'INTERNAL-ERROR', 'Interface is in use by failover.');
  }
  setFailover(call, next);
}

function interfaceItem(name: string, one: Interface, base: string): Item {
  const ip = typeof one.ip === 'object' ? one.ip : undefined;
  const id = apiId(name);
  return {
    kind: 'object#FailoverInterface',
    selfLink: `${base}/api/failover/interfaces/${id}`,
    interfaceName: name,
    name: one.nameif ?? '',
    activeIPAddress: address(ip?.address ?? ''),
    subnetMask: address(ip?.mask ?? '', 'IPv4NetMask'),
    ...(ip?.standby !== undefined && { standbyIPAddress: address(ip.standby) }),
    isMonitored: isMonitored(name, one),
    objectId: id,
  };
}

function named({ interfaces }: AsaConfig): (readonly [string, Interface])[] {
  return Object.entries(interfaces).filter(([, { nameif }]) => nameif !== undefined);
}

function at({ device, params: [id = ''] }: Call): readonly [string, Interface] {
  const name = fromApiId(id);
  const found = named(device.state.config).find(([one]) => one === name);
  if (!found) throw missing(id);
  return found;
}

function putInterface(call: Call): typeof done {
  const [name, one] = at(call);
  const body = objectBody(call.body);
  const standby = addressIn(body.standbyIPAddress);
  if (standby !== undefined && typeof one.ip !== 'object')
    throw invalid('standbyIPAddress', 'standbyIPAddress: the interface has no address');
  const monitored = flag(body.isMonitored) ?? isMonitored(name, one);
  const { monitored: _, ...rest } = one;
  const usually = isMonitored(name, rest);
  const ip =
    typeof one.ip === 'object'
      ? { address: one.ip.address, mask: one.ip.mask, ...(standby !== undefined && { standby }) }
      : one.ip;
  const next: Interface = { ...rest, ...(ip !== undefined && { ip }), ...(monitored !== usually && { monitored }) };
  editConfig(call.device, call.user, ({ interfaces }) => {
    interfaces[name] = castDraft(next);
  });
  return done;
}

/** Failover and the interfaces that it watches; one box alone, so nothing ever fails over. @source client: reference 6.17; kinds inferred */
export const failoverRoutes: readonly Route[] = [
  single(
    '/api/failover/setup',
    category,
    'client',
    ({ device, base }) => setupItem(device.state.config, base),
    putSetup,
  ),
  {
    path: '/api/failover/interfaces',
    category,
    evidence: 'client',
    methods: {
      GET: (call) =>
        pageOf(
          call,
          named(call.device.state.config).map(([name, one]) => interfaceItem(name, one, call.base)),
        ),
    },
  },
  {
    path: '/api/failover/interfaces/{interface}',
    category,
    evidence: 'client',
    methods: { GET: (call) => json(interfaceItem(...at(call), call.base)), PUT: putInterface },
  },
];
