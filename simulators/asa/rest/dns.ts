import { editConfig } from '../edit.ts';
import type { AsaConfig } from '../state.ts';
import { duplicate, listed, single } from './listed.ts';
import { readInterface } from './operands.ts';
import { isObject, nameOf, type Route, text } from './wire.ts';

export const dns: readonly Route[] = [
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
