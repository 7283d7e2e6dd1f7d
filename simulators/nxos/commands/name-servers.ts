import { section } from '../stanza.ts';

/** Where names are looked up. */
export const nameServers = section({
  name: 'name-server',
  words: [],
  lines: [
    { grammar: 'ip domain-list <name:word> [use-vrf <vrf:word>]', many: ['name', 'vrf'] },
    { grammar: 'ip name-server <server:ipv4>... [use-vrf <vrf:word>]', many: ['server', 'vrf'] },
    { grammar: 'ip host <name:word> <address:ipv4>', many: ['name'], no: 'ip host <name:word> [<address:ipv4>]' },
  ],
});
