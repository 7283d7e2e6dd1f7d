import { settleAddress } from '../address.ts';
import { apiId, byNameif, fromApiId } from '../interface-name.ts';
import { settleService } from '../service.ts';
import { isReference, type Operand, type Reference } from '../state/operand.ts';
import type { AsaConfig } from '../state.ts';
import { invalid, isObject, text } from './wire.ts';

/** What can be referred to: the kind as the wire has it, and the collection that it is in. */
const collections: Readonly<Record<string, string>> = {
  'objectRef#NetworkObj': 'networkobjects',
  'objectRef#NetworkObjGroup': 'networkobjectgroups',
  'objectRef#TcpUdpServiceObj': 'networkservices',
  'objectRef#ICMPServiceObj': 'networkservices',
  'objectRef#ICMP6ServiceObj': 'networkservices',
  'objectRef#NetworkProtocolObj': 'networkservices',
  'objectRef#NetworkServiceGroup': 'networkservicegroups',
  'objectRef#TimeRange': 'timeranges',
};

/** A reference as answers have it: exactly kind, refLink, objectId. @source client: networklore compares whole objects */
export function shownReference({ kind, objectId }: Reference, base: string): object {
  return {
    kind,
    refLink: `${base}/api/objects/${collections[kind] ?? 'networkobjects'}/${encodeURIComponent(objectId)}`,
    objectId,
  };
}

export function shownOperand(operand: Operand, base: string): object {
  return isReference(operand) ? shownReference(operand, base) : { kind: operand.kind, value: operand.value };
}

/** The name that a reference in a request gives: by `objectId`, by `name`, or at the end of `refLink`. */
export function referredName(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const link = text(value.refLink)?.split('/').at(-1);
  return text(value.objectId) ?? (link === undefined ? undefined : decodeURIComponent(link)) ?? text(value.name);
}

function canonical(kind: string): string | undefined {
  const folded = kind.toLowerCase();
  return Object.keys(collections).find((one) => one.toLowerCase() === folded);
}

/** A reference in a request. @throws Problem when there is nothing of that name */
function readReference(value: unknown, kind: string, attribute: string, config: AsaConfig): Reference {
  const known = canonical(kind);
  const objectId = referredName(value);
  if (known === undefined || objectId === undefined)
    throw invalid(attribute, `${attribute}: '${kind}' is not a reference that is understood`);
  const exists = known.endsWith('NetworkObj')
    ? config.networkObjects.has(objectId)
    : known.endsWith('NetworkObjGroup')
      ? config.networkGroups.has(objectId)
      : known.endsWith('NetworkServiceGroup')
        ? config.serviceGroups.has(objectId)
        : known.endsWith('TimeRange')
          ? Object.hasOwn(config.timeRanges, objectId)
          : config.serviceObjects.has(objectId);
  if (!exists) throw invalid(attribute, `${attribute}: ${objectId} does not exist`);
  // All service objects are one name space; the CLI keeps no kind in a reference.
  const service = /ServiceObj$|ProtocolObj$/.test(known);
  return { kind: service ? 'objectRef#TcpUdpServiceObj' : known, objectId };
}

/** An address, or what stands for one. @throws Problem */
export function readAddress(value: unknown, attribute: string, config: AsaConfig): Operand {
  if (!isObject(value)) throw invalid(attribute, `${attribute} is a mandatory attribute`);
  const kind = text(value.kind) ?? '';
  if (/^objectref#/i.test(kind)) return readReference(value, kind, attribute, config);
  const given = { kind, value: text(value.value) ?? '' };
  if (kind === 'AnyIPAddress' && /^any4?$/.test(given.value)) return given;
  if (kind === 'AnyIPv6Address') return { kind, value: 'any6' };
  if (kind === 'interfaceIP') return given;
  const settled = settleAddress(given);
  if (!settled)
    throw invalid(
      attribute,
      `${attribute}: '${given.value.slice(0, 80)}' is not a value of ${kind || 'any known kind'}`,
    );
  return settled;
}

/** A service, or what stands for one. @throws Problem */
export function readService(value: unknown, attribute: string, config: AsaConfig): Operand {
  if (!isObject(value)) throw invalid(attribute, `${attribute} is a mandatory attribute`);
  const kind = text(value.kind) ?? '';
  if (/^objectref#/i.test(kind)) return readReference(value, kind, attribute, config);
  const settled = settleService({ kind, value: text(value.value) ?? '' });
  if (!settled)
    throw invalid(
      attribute,
      `${attribute}: '${(text(value.value) ?? '').slice(0, 80)}' is not a value of ${kind || 'any known kind'}`,
    );
  return settled;
}

/** A reference to an interface, with all four members. @source recorded: reference 4.5 */
export function shownInterface(nameif: string, config: AsaConfig, base: string): object {
  const found = byNameif(config, nameif);
  if (!found) return { kind: 'objectRef#Interface', name: nameif };
  const [hardware] = found;
  const id = apiId(hardware);
  const collection = hardware.includes('.') ? 'vlan' : 'physical';
  return {
    kind: 'objectRef#Interface',
    refLink: `${base}/api/interfaces/${collection}/${id}`,
    objectId: id,
    name: nameif,
  };
}

/** The name of an interface that a request refers to. @throws Problem */
export function readInterface(value: unknown, attribute: string, config: AsaConfig): string {
  const given = text(value) ?? (isObject(value) ? (text(value.name) ?? referredName(value)) : undefined);
  if (given === undefined) throw invalid(attribute, `${attribute} is a mandatory attribute`);
  if (byNameif(config, given)) return given;
  const nameif = config.interfaces[fromApiId(given)]?.nameif;
  if (nameif === undefined) throw invalid(attribute, `${attribute}: interface '${given.slice(0, 80)}' does not exist`);
  return nameif;
}
