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
import { ruleId } from '../rule.ts';
import type { AccessGroup, Ace } from '../state/rules.ts';
import { shownInterface } from './operands.ts';
import { page, pageOf } from './paging.ts';
import { remembered } from './remembered.ts';
import { type Place, readRuleBody, ruleItem } from './rule.ts';
import {
  type Answer,
  type Call,
  changed,
  created,
  done,
  json,
  missing,
  objectBody,
  Problem,
  type Route,
  whole,
} from './wire.ts';

function list(call: Call, place: Place): Answer {
  const rules = listOf(call.device.state.config, place.acl);
  const { aces } = rules;
  return remembered(rules, call, () =>
    page(call, 'ExtendedACE', aces.length, (index) => {
      const ace = aces[index];
      return ace ? JSON.stringify(ruleItem(ace, index + 1, place, call.base)) : '{}';
    }),
  );
}

function bind(config: OpenConfig, { acl, bind: where }: Place): void {
  if (where && !groupOf(config, where.direction, where.interface)) bindList(config, { acl, ...where });
}

function add(call: Call, place: Place): Answer {
  const body = objectBody(call.body);
  const ace = readRuleBody(body, call.device.state.config);
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
  const ace = readRuleBody(body, call.device.state.config);
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
          return json(ruleItem(ace, index + 1, at, call.base));
        },
        PUT: (call) => replace(call, place(call), objectBody(call.body)),
        PATCH: (call) => {
          const at = place(call);
          const [index, ace] = found(call, at);
          const merged: JsonObject = JSON.parse(JSON.stringify(ruleItem(ace, index + 1, at, call.base)));
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
