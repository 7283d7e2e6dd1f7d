import type { Feature } from '../feature.ts';
import { type Line, type SectionFeature, section } from '../stanza.ts';

const settings: readonly Line[] = [
  { grammar: 'session-limit <sessions:1-64>' },
  { grammar: 'exec-timeout <minutes:0-525600>' },
  { grammar: 'logout-warning <seconds:0-300>' },
  { grammar: 'access-class <acl:word> in', many: ['acl'] },
];

const headers = ['line console', 'line vty'] as const;

const written = section({
  name: 'line',
  words: ['line'],
  lines: [
    {
      grammar: 'line console',
      standing: true,
      opens: { mode: 'config-console', lines: [...settings, { grammar: 'speed <baud:number>' }] },
    },
    { grammar: 'line vty', standing: true, opens: { mode: 'config-line', lines: settings } },
  ],
});

/** The two kinds of lines; both are always there. */
const render: Feature['render'] = (config, rendering) => {
  const lines = config.lines?.line ?? {};
  const both = Object.fromEntries(headers.map((text) => [text, lines[text] ?? { text }]));
  return written.render?.({ ...config, lines: { line: both } }, rendering) ?? [];
};

/** Console and virtual terminals: how many, and how long they wait. */
export const lineConfiguration: SectionFeature = { ...written, render };
