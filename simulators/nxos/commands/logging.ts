import { section } from '../stanza.ts';

/** Where messages go, and how grave they must be. */
export const logging = section({
  name: 'logging',
  lines: [
    { grammar: 'logging console [<severity:0-7>]' },
    { grammar: 'logging monitor [<severity:0-7>]' },
    { grammar: 'logging module [<severity:0-7>]' },
    { grammar: 'logging logfile <name:word> <severity:0-7> [size <bytes:4096-4194304>]' },
    {
      grammar:
        'logging server <host:word> [<severity:0-7>] [port <port:1-65535>] [use-vrf <vrf:word>] [facility <facility:word>]',
      many: ['host'],
    },
    { grammar: 'logging source-interface <if:interface>' },
    { grammar: 'logging origin-id {hostname|ip <address:ipv4>|string <text:word>}' },
    { grammar: 'logging timestamp {microseconds|milliseconds|seconds}' },
    {
      grammar: 'logging level <facility:word> <severity:0-7>',
      many: ['facility'],
      no: 'logging level <facility:word> [<severity:0-7>]',
    },
    { grammar: 'logging event {link-status|trunk-status} {enable|default}', many: ['link-status', 'trunk-status'] },
  ],
});
