import { section } from '../stanza.ts';

const association = '[prefer] [use-vrf <vrf:word>] [key <key:1-65535>] [minpoll <min:4-16>] [maxpoll <max:4-16>]';

/** Network Time Protocol. */
export const ntp = section({
  name: 'ntp',
  lines: [
    { grammar: `ntp server <host:word> ${association}`, many: ['host'] },
    { grammar: `ntp peer <host:word> ${association}`, many: ['host'] },
    { grammar: 'ntp source <address:ipv4>' },
    { grammar: 'ntp source-interface <if:interface>' },
    { grammar: 'ntp master [<stratum:1-15>]' },
    { grammar: 'ntp logging' },
    { grammar: 'ntp authenticate' },
    {
      grammar: 'ntp authentication-key <key:1-65535> md5 <secret:secret> [<type:0-7>]',
      many: ['key'],
      no: 'ntp authentication-key <key:1-65535> [md5 <secret:secret> [<type:0-7>]]',
    },
    { grammar: 'ntp trusted-key <key:1-65535>', many: ['key'] },
  ],
});
