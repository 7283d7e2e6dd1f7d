import type { JsonObject } from '../../chassis/json.ts';
import {
  bindList,
  groupOf,
  indexOfAce,
  insertAce,
  keepList,
  listOf,
  removeAce,
  replaceAce,
  usualList,
} from '../access.ts';
import { editConfig, type OpenConfig } from '../edit.ts';
import { byNameif } from '../interface-name.ts';
import { logStatuses, restServices, ruleId } from '../rule.ts';
import { cliPorts, hasPorts, readPorts, serviceWords } from '../service.ts';
import { type AccessGroup, type Ace, type AsaConfig, isReference, type Operand, type RuleService } from '../state.ts';
import { readAddress, readService, referredName, shownInterface, shownOperand } from './operands.ts';
import { page, pageOf } from './paging.ts';
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
  Problem,
  type Route,
  text,
  whole,
} from './wire.ts';

/** A list of rules as a path names it. */
interface Place {
  readonly acl: string;
  /** Path of the collection, for links. */
  readonly path: string;
  /** Where the list is to be bound when it is made. */
  readonly bind?: Omit<AccessGroup, 'acl'>;
}

/** A rule as it is listed. @source recorded: reference 6.5 */
function item(ace: Ace, position: number, place: Place, base: string): Item {
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

function read(body: JsonObject, config: AsaConfig): Ace {
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
    source,
    destination,
    logStatus,
    logInterval: whole(logging.logInterval) ?? 300,
    ...(timeRange !== undefined && { timeRange }),
    ...(flag(body.active) === false && { inactive: true }),
    remarks,
  };
}

function list(call: Call, place: Place): Answer {
  const rules = listOf(call.device.state.config, place.acl);
  const { aces } = rules;
  return remembered(rules, call, () =>
    page(call, 'ExtendedACE', aces.length, (index) => {
      const ace = aces[index];
      return ace ? JSON.stringify(item(ace, index + 1, place, call.base)) : '{}';
    }),
  );
}

function bind(config: OpenConfig, { acl, bind: where }: Place): void {
  if (where && !groupOf(config, where.direction, where.interface)) bindList(config, { acl, ...where });
}

function add(call: Call, place: Place): Answer {
  const body = objectBody(call.body);
  const ace = read(body, call.device.state.config);
  const position = whole(body.position);
  editConfig(call.device, call.user, (config) => {
    insertAce(config, place.acl, ace, position === undefined || position < 1 ? undefined : position);
    bind(config, place);
  });
  return created(call, `${place.path}/${ruleId(ace)}`);
}

function found(call: Call, place: Place): readonly [index: number, ace: Ace] {
  const aces = listOf(call.device.state.config, place.acl);
  const id = call.params.at(-1) ?? '';
  const index = indexOfAce(aces, id);
  const ace = aces.aces[index];
  if (!ace) throw missing(id);
  return [index, ace];
}

function replace(call: Call, place: Place, body: JsonObject): Answer {
  const [index] = found(call, place);
  const ace = read(body, call.device.state.config);
  const position = whole(body.position);
  editConfig(call.device, call.user, (config) =>
    replaceAce(config, place.acl, index, ace, position === undefined || position < 1 ? undefined : position),
  );
  return changed(call, `${place.path}/${ruleId(ace)}`);
}

/** The two routes of a list of rules. */
function rules(path: string, category: string, place: (call: Call) => Place): Route[] {
  return [
    {
      path,
      category,
      evidence: 'recorded',
      methods: { GET: (call) => list(call, place(call)), POST: (call) => add(call, place(call)) },
    },
    {
      path: `${path}/{id}`,
      category,
      evidence: 'recorded',
      methods: {
        GET: (call) => {
          const at = place(call);
          const [index, ace] = found(call, at);
          return json(item(ace, index + 1, at, call.base));
        },
        PUT: (call) => replace(call, place(call), objectBody(call.body)),
        PATCH: (call) => {
          const at = place(call);
          const [index, ace] = found(call, at);
          const merged: JsonObject = JSON.parse(JSON.stringify(item(ace, index + 1, at, call.base)));
          return replace(call, at, { ...merged, ...objectBody(call.body) });
        },
        DELETE: (call) => {
          const at = place(call);
          const [index] = found(call, at);
          editConfig(call.device, call.user, (config) => removeAce(config, at.acl, index));
          return done;
        },
      },
    },
  ];
}

/** The rules of an interface. @source recorded statuses for an unknown one: reference 6.6 */
function onInterface(direction: 'in' | 'out'): (call: Call) => Place {
  return (call) => {
    const [nameif = ''] = call.params;
    const { config } = call.device.state;
    if (!byNameif(config, nameif)) {
      if (call.method === 'POST') throw new Problem(500, 'INTERNAL-ERROR', `interface ${nameif} does not exist`);
      throw missing(nameif);
    }
    const acl = groupOf(config, direction, nameif)?.acl ?? usualList(direction, nameif);
    return {
      acl,
      path: `/api/access/${direction}/${encodeURIComponent(nameif)}/rules`,
      bind: { direction, interface: nameif },
    };
  };
}

function globally({ device }: Call): Place {
  const acl = groupOf(device.state.config, 'global', '')?.acl ?? usualList('global', '');
  return { acl, path: '/api/access/global/rules', bind: { direction: 'global', interface: '' } };
}

function groups(directions: readonly AccessGroup['direction'][]): Route['methods'] {
  return {
    GET: (call) => {
      const { config } = call.device.state;
      const items = config.accessGroups
        .filter(({ direction }) => directions.includes(direction))
        .map(({ acl, direction, interface: nameif }) => ({
          kind: 'object#AccessGroup',
          selfLink: `${call.base}/api/access/${direction}${nameif === '' ? '' : `/${encodeURIComponent(nameif)}`}`,
          ACLName: acl,
          direction: direction.toUpperCase(),
          ...(nameif !== '' && { interface: shownInterface(nameif, config, call.base) }),
        }));
      return pageOf(call, items, 'AccessGroup');
    },
  };
}

/** A list whose name is in the path. */
function named(call: Call): Place {
  const [acl = ''] = call.params;
  if (call.method !== 'POST' && !call.device.state.config.accessLists.has(acl)) throw missing(acl);
  return { acl, path: `/api/objects/extendedacls/${encodeURIComponent(acl)}/aces` };
}

function aclItem(acl: string, base: string): object {
  return {
    kind: 'object#ExtendedACL',
    selfLink: `${base}/api/objects/extendedacls/${encodeURIComponent(acl)}`,
    name: acl,
    objectId: acl,
  };
}

/** Access lists and access rules. @source reference 6.5, 6.6 */
export const ruleRoutes: readonly Route[] = [
  {
    path: '/api/objects/extendedacls',
    category: 'Objects',
    evidence: 'recorded',
    methods: {
      GET: (call) =>
        pageOf(
          call,
          [...call.device.state.config.accessLists.keys()].map((acl) => aclItem(acl, call.base)),
          'ExtendedACL',
        ),
    },
  },
  {
    path: '/api/objects/extendedacls/{acl}',
    category: 'Objects',
    evidence: 'recorded',
    methods: {
      GET: (call) => json(aclItem(named(call).acl, call.base)),
      DELETE: (call) => {
        const { acl } = named(call);
        editConfig(call.device, call.user, (config) => keepList(config, acl, { aces: [], remarks: [] }));
        return done;
      },
    },
  },
  ...rules('/api/objects/extendedacls/{acl}/aces', 'Objects', named),
  { path: '/api/access', category: 'Access', evidence: 'recorded', methods: groups(['in', 'out', 'global']) },
  { path: '/api/access/in', category: 'Access', evidence: 'recorded', methods: groups(['in']) },
  { path: '/api/access/out', category: 'Access', evidence: 'recorded', methods: groups(['out']) },
  { path: '/api/access/global', category: 'Access', evidence: 'recorded', methods: groups(['global']) },
  ...rules('/api/access/in/{interface}/rules', 'Access', onInterface('in')),
  ...rules('/api/access/out/{interface}/rules', 'Access', onInterface('out')),
  ...rules('/api/access/global/rules', 'Access', globally),
];
