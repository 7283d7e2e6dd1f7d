import type { Dialect } from '../../chassis/cli/dialect.ts';
import type { NsxvState } from '../state.ts';
import { lockedFor, lockedText } from './lock.ts';

/** @source inferred: Quagga vtysh, of which the manager's shell is plainly a kin */
const problems = {
  invalid: '% Unknown command.',
  ambiguous: '% Ambiguous command.',
  incomplete: '% Command incomplete.',
} as const;

/** How the manager's CLI speaks. @source NSX-v reference 8 */
export const dialect: Dialect<NsxvState> = {
  name: 'NSX Manager',
  modes: {
    basic: {},
    enabled: {},
    config: {},
    'config-if': { parent: 'config' },
  },
  start: () => 'basic',
  prompt({ device, frame }) {
    const { hostname } = device.state.config;
    if (frame.name === 'basic') return `${hostname}> `;
    return frame.name === 'enabled' ? `${hostname}# ` : `${hostname}(${frame.name})# `;
  },
  comments: ['!', '#'],
  problem: ({ code }) => `${problems[code]}\n`,
  helpText(lines) {
    const width = Math.max(...lines.map(({ word }) => word.length)) + 2;
    return lines.map(({ word, text }) => `  ${word.padEnd(width)}${text}`.trimEnd().concat('\n')).join('');
  },
  label: ({ name }) => name.toUpperCase(),
  endLabel: '<cr>',
  internalError: 'ERROR: internal error',
  pager: { prompt: '--More--' },
  tab: 'list',
  greeting: (session) => (lockedFor(session) ? `${lockedText}\n` : ''),
  idle: () => 0,
};
