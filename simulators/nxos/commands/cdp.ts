import { section } from '../stanza.ts';

/** Cisco Discovery Protocol, on from the factory. */
export const cdp = section({
  name: 'cdp',
  lines: [
    { grammar: 'cdp enable', usual: true },
    { grammar: 'cdp advertise {v1|v2}' },
    { grammar: 'cdp format device-id {mac-address|serial-number|system-name}' },
    { grammar: 'cdp holdtime <seconds:10-255>' },
    { grammar: 'cdp timer <seconds:5-254>' },
  ],
});
