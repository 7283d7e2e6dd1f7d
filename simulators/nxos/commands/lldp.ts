import { section } from '../stanza.ts';

/** Link Layer Discovery Protocol, which exists while its feature is on. */
export const lldp = section({
  name: 'lldp',
  feature: 'lldp',
  lines: [
    { grammar: 'lldp holdtime <seconds:10-255>' },
    { grammar: 'lldp reinit <seconds:1-10>' },
    { grammar: 'lldp timer <seconds:5-254>' },
    { grammar: 'lldp tlv-select <tlv:word>', many: ['tlv'], no: 'lldp tlv-select <tlv:word>' },
  ],
});
