import type { JsonObject } from '../../chassis/json.ts';
import { logStatuses, ruleId } from '../rule.ts';
import { cliPorts, hasPorts, portsOfWords, readPorts, restPorts, serviceWords } from '../service.ts';
import { isReference, type Operand, type Primitive } from '../state/operand.ts';
import type { AccessGroup, Ace, RuleService } from '../state/rules.ts';
import type { AsaConfig } from '../state.ts';
import { readSecurity, readUser, shownIdentity } from './identity.ts';
import { readAddress, readService, referredName, shownOperand } from './operands.ts';
import { flag, type Item, invalid, isObject, text, whole } from './wire.ts';

/** A list of rules as a path names it. */
export interface Place {
  readonly acl: string;
  /** Path of the collection, for links. */
  readonly path: string;
  /** Where the list is to be bound when it is made. */
  readonly bind?: Omit<AccessGroup, 'acl'>;
}

/** A rule as it is listed. @source recorded: reference 6.5 */
export function ruleItem(ace: Ace, position: number, place: Place, base: string): Item {
  const services = restServices(ace.service);
  const id = ruleId(ace);
  return {
    kind: 'object#ExtendedACE',
    selfLink: `${base}${place.path}/${id}`,
    permit: ace.permit,
    sourceAddress: shownOperand(ace.source, base),
    destinationAddress: shownOperand(ace.destination, base),
    sourceService: shownOperand(services.source, base),
    destinationService: shownOperand(services.destination, base),
    ...(ace.sourceSecurity && { srcSecurity: shownIdentity(ace.sourceSecurity, base) }),
    ...(ace.destinationSecurity && { dstSecurity: shownIdentity(ace.destinationSecurity, base) }),
    ...(ace.user && { user: shownIdentity(ace.user, base) }),
    ...(ace.timeRange !== undefined && {
      timeRange: shownOperand({ kind: 'objectRef#TimeRange', objectId: ace.timeRange }, base),
    }),
    active: ace.inactive !== true,
    remarks: ace.remarks,
    ruleLogging: { logInterval: ace.logInterval, logStatus: ace.logStatus },
    position,
    isAccessRule: place.bind !== undefined,
    objectId: id,
  };
}

/** One side of a service: its protocol, and its ports in the words of the CLI. */
interface Side {
  readonly protocol?: string;
  readonly ports?: string;
  readonly icmp?: string;
  readonly whole?: Operand;
}

function side(given: Operand | undefined): Side {
  if (given === undefined) return {};
  if (isReference(given)) return { whole: given };
  const { kind, value } = given;
  if (kind === 'NetworkProtocol') return { protocol: value };
  if (kind !== 'TcpUdpService') {
    const [protocol = 'icmp', ...rest] = serviceWords(given).split(' ');
    return { protocol, ...(rest.length > 0 && { icmp: rest.join(' ') }) };
  }
  const [protocol = '', ports = ''] = value.split(/[/,]/);
  const read = hasPorts(protocol) ? readPorts(protocol, ports) : undefined;
  return { protocol, ...(read && { ports: cliPorts(protocol, read) }) };
}

/** The service of a rule from both members that speak of it. @source reference 6.22, rule 1 */
function serviceOf(source: Operand | undefined, destination: Operand | undefined): RuleService {
  const [from, to] = [side(source), side(destination)];
  const reference = to.whole ?? from.whole;
  if (reference && isReference(reference)) {
    const protocol = from.whole ? to.protocol : from.protocol;
    // A group of ports beside a protocol stands for the ports of one side.
    if (
      protocol !== undefined &&
      hasPorts(protocol) &&
      reference.kind === 'objectRef#NetworkServiceGroup' &&
      !(from.whole && to.whole)
    ) {
      const words = `object-group ${reference.objectId}`;
      return { protocol, ...(to.whole ? { destination: words } : { source: words }) };
    }
    return { reference };
  }
  const protocol = to.protocol ?? from.protocol ?? 'ip';
  if (from.protocol !== undefined && from.protocol !== protocol && from.protocol !== 'ip') {
    throw invalid('sourceService', 'sourceService and destinationService must be of the same protocol');
  }
  return {
    protocol,
    ...(from.ports !== undefined && { source: from.ports }),
    ...(to.ports !== undefined && { destination: to.ports }),
    ...((to.icmp ?? from.icmp) !== undefined && { icmp: to.icmp ?? from.icmp ?? '' }),
  };
}

/** Whose traffic, and of which security groups. @source recorded members: reference 6.5; kinds 4.6 */
function readIdentities(
  body: JsonObject,
  config: AsaConfig,
): Pick<Ace, 'user' | 'sourceSecurity' | 'destinationSecurity'> {
  const { user, srcSecurity, dstSecurity } = body;
  return {
    ...(user !== undefined && { user: readUser(user, 'user', config) }),
    ...(srcSecurity !== undefined && { sourceSecurity: readSecurity(srcSecurity, 'srcSecurity', config) }),
    ...(dstSecurity !== undefined && { destinationSecurity: readSecurity(dstSecurity, 'dstSecurity', config) }),
  };
}

/** The rule of a body. @throws Problem naming the attribute */
export function readRuleBody(body: JsonObject, config: AsaConfig): Ace {
  const source = readAddress(body.sourceAddress, 'sourceAddress', config);
  const destination = readAddress(body.destinationAddress, 'destinationAddress', config);
  for (const [name, one] of [
    ['sourceAddress', source],
    ['destinationAddress', destination],
  ] as const) {
    if (!isReference(one) && /Range|FQDN/.test(one.kind))
      throw invalid(name, `${name}: ${one.kind} needs a network object`);
  }
  const service = serviceOf(
    body.sourceService === undefined ? undefined : readService(body.sourceService, 'sourceService', config),
    body.destinationService === undefined
      ? undefined
      : readService(body.destinationService, 'destinationService', config),
  );
  const logging = isObject(body.ruleLogging) ? body.ruleLogging : {};
  const logStatus = text(logging.logStatus) ?? 'Default';
  if (!logStatuses.includes(logStatus))
    throw invalid('ruleLogging', `logStatus: '${logStatus.slice(0, 40)}' is not one of ${logStatuses.join(', ')}`);
  const timeRange = referredName(body.timeRange);
  if (timeRange !== undefined && !Object.hasOwn(config.timeRanges, timeRange))
    throw invalid('timeRange', `timeRange: ${timeRange} does not exist`);
  const remarks = Array.isArray(body.remarks) ? body.remarks.filter((one) => typeof one === 'string') : [];
  return {
    // A client leaves `permit` out when it means deny (client: go-ciscoasa).
    permit: flag(body.permit) ?? false,
    service,
    ...readIdentities(body, config),
    source,
    destination,
    logStatus,
    logInterval: whole(logging.logInterval) ?? 300,
    ...(timeRange !== undefined && { timeRange }),
    ...(flag(body.active) === false && { inactive: true }),
    remarks,
  };
}

/** Both services of a rule as REST gives them. @source reference 6.22, back conversion */
function restServices({ reference, protocol = 'ip', source, destination, icmp }: RuleService): {
  readonly source: Operand;
  readonly destination: Operand;
} {
  if (reference) return { source: reference, destination: reference };
  const bare: Primitive = { kind: 'NetworkProtocol', value: protocol };
  if (icmp !== undefined) {
    const kind = protocol === 'icmp' ? 'ICMPService' : 'ICMP6Service';
    return { source: bare, destination: { kind, value: `${protocol}/${icmp.replace(' ', '/')}` } };
  }
  const side = (words: string | undefined): Operand => {
    if (words === undefined) return bare;
    const group = /^object-group (.+)$/.exec(words)?.[1];
    if (group !== undefined) return { kind: 'objectRef#NetworkServiceGroup', objectId: group };
    const ports = portsOfWords(protocol, words);
    return {
      kind: 'TcpUdpService',
      value: ports ? `${protocol}/${restPorts(protocol, ports)}` : `${protocol}/${words}`,
    };
  };
  return { source: side(source), destination: side(destination) };
}
