import { type Line, section } from '../stanza.ts';

const groupLines: readonly Line[] = [
  { grammar: 'server <host:word>', many: ['host'] },
  { grammar: 'use-vrf <vrf:word>' },
  { grammar: 'source-interface <if:interface>' },
  { grammar: 'deadtime <minutes:0-1440>' },
];

const methods = '{group <group:word>... [none|local]|local|none}';

/** The servers and methods by which logins, commands and their record are settled. */
export const aaa = section({
  name: 'aaa',
  words: ['aaa', 'tacacs+', 'radius'],
  lines: [
    { grammar: 'tacacs-server key [0|6|7] <key:secret>' },
    { grammar: 'tacacs-server timeout <seconds:1-60>' },
    {
      grammar:
        'tacacs-server host <host:word> [key [0|6|7] <key:secret>] [port <port:1-65535>] [timeout <seconds:1-60>]',
      many: ['host'],
    },
    { grammar: 'radius-server key [0|6|7] <key:secret>' },
    { grammar: 'radius-server timeout <seconds:1-60>' },
    {
      grammar:
        'radius-server host <host:word> [key [0|6|7] <key:secret>] [auth-port <auth:1-65535>] [acct-port <acct:1-65535>] [authentication] [accounting]',
      many: ['host'],
    },
    {
      grammar: 'aaa group server tacacs\\+ <name:word>',
      many: ['name'],
      opens: { mode: 'config-tacacs+', lines: groupLines },
    },
    {
      grammar: 'aaa group server radius <name:word>',
      many: ['name'],
      opens: { mode: 'config-radius', lines: groupLines },
    },
    { grammar: `aaa authentication login default ${methods}` },
    { grammar: `aaa authentication login console ${methods}` },
    { grammar: 'aaa authentication login error-enable' },
    { grammar: 'aaa authentication login ascii-authentication' },
    { grammar: `aaa authorization commands default ${methods}` },
    { grammar: `aaa authorization config-commands default ${methods}` },
    { grammar: `aaa accounting default ${methods}` },
  ],
});
