import { icmpTypes, protocols, restPort, tcpPorts, udpPorts } from '../names.ts';
import { pageOf } from './paging.ts';
import type { Item, Route } from './wire.ts';

const path = '/api/objects/predefinednetworkservices';

interface Predefined {
  readonly kind: string;
  readonly name: string;
  readonly value: string;
}

function named(kind: string, protocol: string, table: Readonly<Record<number, string>>): Predefined[] {
  return Object.entries(table).map(([number, name]) => {
    const value = kind === 'TcpUdpService' ? restPort(protocol, Number(number)) : name;
    return { kind, name: `${protocol}/${name}`, value: `${protocol}/${value}` };
  });
}

const all: readonly Predefined[] = [
  ...named('TcpUdpService', 'tcp', tcpPorts),
  ...named('TcpUdpService', 'udp', udpPorts),
  ...named('ICMPService', 'icmp', icmpTypes),
  ...Object.values(protocols).map((name) => ({ kind: 'NetworkProtocol', name, value: name })),
];

/** Services that have a name without anybody giving it. @source client: the path (reference 6.4); items inferred */
export const predefinedServices: Route = {
  path,
  category: 'Objects',
  evidence: 'client',
  methods: {
    GET: (call) =>
      pageOf(
        call,
        all.map(
          ({ kind, name, value }): Item => ({
            kind: `object#Predefined${kind}Obj`,
            name,
            value,
            objectId: name,
          }),
        ),
      ),
  },
};
