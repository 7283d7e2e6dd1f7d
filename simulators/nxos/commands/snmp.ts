import { createHash } from 'node:crypto';
import { section } from '../stanza.ts';

/** A password of SNMPv3 as the configuration keeps it: a hexadecimal key in place of the words. */
function localized(kind: string, secret: string): string {
  return /^0x[0-9a-f]{32,}$/i.test(secret)
    ? secret
    : `0x${createHash('md5').update(`${kind} ${secret}`).digest('hex')}`;
}

/** Simple Network Management Protocol: who may ask, and who is told. */
export const snmp = section({
  name: 'snmp',
  lines: [
    { grammar: 'snmp-server contact <text:line>' },
    { grammar: 'snmp-server location <text:line>' },
    { grammar: 'snmp-server source-interface {traps|informs} <if:interface>', many: ['traps', 'informs'] },
    {
      grammar:
        'snmp-server user <name:word> [<role:word>] [auth {md5|sha|sha-256} <auth:secret> [priv [aes-128] <priv:secret>]] [localizedkey]',
      many: ['name'],
      written(args, typed) {
        const auth = args.find('auth');
        if (auth === undefined) return args.has('role') ? typed : `${typed} network-operator`;
        const method = args.which('md5', 'sha', 'sha-256');
        const priv = args.find('priv');
        const words = ['snmp-server user', args.text('name'), args.text('role', 'network-operator'), 'auth', method];
        words.push(localized('auth', auth));
        if (priv !== undefined)
          words.push('priv', ...(args.has('aes-128') ? ['aes-128'] : []), localized('priv', priv));
        return [...words, 'localizedkey'].join(' ');
      },
    },
    {
      grammar:
        'snmp-server host <host:word> [traps|informs] [version {1|2c|3 {auth|noauth|priv}}] <community:word> [udp-port <port:1-65535>]',
      many: ['host', 'community'],
    },
    {
      grammar:
        'snmp-server host <host:word> {use-vrf <vrf:word>|source-interface <if:interface>|filter-vrf <filter:word>}',
      many: ['host', 'use-vrf', 'source-interface', 'filter-vrf'],
    },
    { grammar: 'snmp-server enable traps [<trap:word> [<detail:word>]]', many: ['trap', 'detail'] },
    {
      grammar: 'snmp-server community <name:word> [group <group:word>|ro|rw|use-acl <acl:word>]',
      many: ['name'],
      written: (args, typed) =>
        args.has('ro') || args.has('rw')
          ? `snmp-server community ${args.text('name')} group ${args.has('ro') ? 'network-operator' : 'network-admin'}`
          : typed,
    },
    { grammar: 'snmp-server globalEnforcePriv' },
    { grammar: 'snmp-server protocol enable', usual: true },
  ],
});
