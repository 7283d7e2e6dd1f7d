import { castDraft } from 'immer';
import { usualIkev1 } from '../commands/vpn.ts';
import { editConfig } from '../edit.ts';
import type { GroupPolicy, Ikev1Policy } from '../state/vpn.ts';
import { duplicate, listed } from './listed.ts';
import { invalid, isObject, nameOf, type Route, text, whole } from './wire.ts';

/** The words of REST and of the command line. @source client: `preshared`; the others inferred */
const authentications: Readonly<Record<string, string>> = { preshared: 'pre-share', rsasig: 'rsa-sig', crack: 'crack' };
const encryptions: readonly string[] = ['des', '3des', 'aes', 'aes-192', 'aes-256'];

function oneOf(value: unknown, usual: string, words: readonly string[], attribute: string): string {
  const given = text(value) ?? usual;
  if (!words.includes(given)) throw invalid(attribute, `${attribute} must be one of ${words.join(', ')}`);
  return given;
}

const ikev1 = listed<Ikev1Policy>({
  path: '/api/vpn/ikev1policy',
  category: 'VPN',
  evidence: 'recorded',
  entries: (config) => Object.entries(config.ikev1),
  item: (priority, { authentication, encryption, hash, group, lifetime }, _config, base) => ({
    kind: 'object#ikev1policy',
    selfLink: `${base}/api/vpn/ikev1policy/${priority}`,
    priority: Number(priority),
    authentication: Object.entries(authentications).find(([, word]) => word === authentication)?.[0] ?? authentication,
    encryption,
    hash,
    dhgroup: group,
    lifetimeInSecs: lifetime,
    objectId: priority,
  }),
  write(call, body, before) {
    const priority = whole(body.priority);
    if (priority === undefined || priority < 1 || priority > 65_535)
      throw invalid('priority', 'priority must be 1 to 65535');
    const id = String(priority);
    if (id !== before?.[0] && Object.hasOwn(call.device.state.config.ikev1, id)) throw duplicate(id);
    const group = whole(body.dhgroup) ?? usualIkev1.group;
    if (![1, 2, 5].includes(group)) throw invalid('dhgroup', 'dhgroup must be 1, 2 or 5');
    const lifetime = whole(body.lifetimeInSecs) ?? usualIkev1.lifetime;
    if (lifetime < 120) throw invalid('lifetimeInSecs', 'lifetimeInSecs must be 120 or more');
    const word = oneOf(body.authentication, 'preshared', Object.keys(authentications), 'authentication');
    const policy: Ikev1Policy = {
      authentication: authentications[word] ?? word,
      encryption: oneOf(body.encryption, usualIkev1.encryption, encryptions, 'encryption'),
      hash: oneOf(body.hash, usualIkev1.hash, ['md5', 'sha'], 'hash'),
      group,
      lifetime,
    };
    editConfig(call.device, call.user, ({ ikev1: all }) => {
      if (before) delete all[before[0]];
      all[id] = policy;
    });
    return id;
  },
  remove: (call, id) =>
    editConfig(call.device, call.user, ({ ikev1: all }) => {
      delete all[id];
    }),
});

const policies = listed<GroupPolicy>({
  path: '/api/vpn/grouppolicies',
  category: 'VPN',
  evidence: 'client',
  entries: (config) => Object.entries(config.groupPolicies),
  item: (name, { type, protocols, filter, maxConnectTime, idleTimeout }, _config, base) => ({
    kind: 'object#GroupPolicy',
    selfLink: `${base}/api/vpn/grouppolicies/${encodeURIComponent(name)}`,
    name,
    type,
    attributes: {
      ...(protocols && { tunnelingProtocols: protocols }),
      ...(filter !== undefined && { filter }),
      ...(maxConnectTime !== undefined && { maxConnectTime }),
      ...(idleTimeout !== undefined && { idleTimeout }),
    },
    objectId: name,
  }),
  write(call, body, before) {
    const name = nameOf(body);
    const { config } = call.device.state;
    if (name !== before?.[0] && Object.hasOwn(config.groupPolicies, name)) throw duplicate(name);
    const given = isObject(body.attributes) ? body.attributes : {};
    const listing = given.tunnelingProtocols;
    const protocols = (Array.isArray(listing) ? listing.map(String) : (text(listing) ?? '').split(/[\s,]+/)).filter(
      Boolean,
    );
    const filter = text(given.filter) || undefined;
    if (filter !== undefined && !config.accessLists.has(filter))
      throw invalid('filter', `filter: ${filter.slice(0, 80)} does not exist`);
    const time = (attribute: 'maxConnectTime' | 'idleTimeout') => {
      const value = given[attribute];
      const read = typeof value === 'number' ? String(value) : text(value) || undefined;
      if (read !== undefined && !/^(none|[1-9]\d{0,6})$/.test(read))
        throw invalid(attribute, `${attribute} must be minutes, or none`);
      return read === undefined ? {} : { [attribute]: read };
    };
    const policy: GroupPolicy = {
      type: oneOf(body.type, 'internal', ['internal', 'external'], 'type') === 'external' ? 'external' : 'internal',
      ...(protocols.length > 0 && { protocols }),
      ...(filter !== undefined && { filter }),
      ...time('maxConnectTime'),
      ...time('idleTimeout'),
    };
    editConfig(call.device, call.user, ({ groupPolicies }) => {
      if (before && before[0] !== name) delete groupPolicies[before[0]];
      groupPolicies[name] = castDraft(policy);
    });
    return name;
  },
  remove: (call, name) =>
    editConfig(call.device, call.user, ({ groupPolicies }) => {
      delete groupPolicies[name];
    }),
});

/** IKEv1 policies and group policies. @source reference 6.21; item kind of group policies inferred */
export const vpnRoutes: readonly Route[] = [...ikev1, ...policies];
