import { section } from '../stanza.ts';

/** The domain of a virtual port-channel pair. */
export const vpc = section({
  name: 'vpc',
  feature: 'vpc',
  lines: [
    {
      grammar: 'vpc domain <id:1-1000>',
      opens: {
        mode: 'config-vpc-domain',
        lines: [
          { grammar: 'peer-switch' },
          { grammar: 'role priority <priority:1-65535>' },
          { grammar: 'system-mac <mac:word>' },
          { grammar: 'system-priority <priority:1-65535>' },
          { grammar: 'peer-keepalive destination <to:ipv4> [source <from:ipv4>] [vrf <vrf:word>]' },
          { grammar: 'delay restore <seconds:1-3600>' },
          { grammar: 'peer-gateway' },
          { grammar: 'layer3 peer-router' },
          { grammar: 'auto-recovery [reload-delay <seconds:60-3600>]' },
          { grammar: 'ip arp synchronize' },
          { grammar: 'ipv6 nd synchronize' },
        ],
      },
    },
  ],
});
