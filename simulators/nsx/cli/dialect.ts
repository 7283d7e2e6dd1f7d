import type { Dialect } from '../../chassis/cli/dialect.ts';
import { textPipes } from '../../chassis/cli/pipes.ts';
import type { Session } from '../../chassis/cli/session.ts';
import { releaseOf } from '../release.ts';
import { edgeOf, type Place, placeOf } from '../site.ts';
import type { NsxState } from '../state.ts';

const pipes = textPipes({ badPattern: (pattern) => `% Invalid value for argument <${pattern}>`, chain: false });

/** Name of the node that a session talks to. */
function nodeName({ device, endpoint }: Session<NsxState>): string {
  const [first] = Object.values(device.state.store.sites);
  return endpoint?.replace(/\.ssh$/, '') ?? first?.nodes[0]?.name ?? '';
}

/** The edge that a session talks to; `undefined` on a manager. */
export function edgeHere(session: Session<NsxState>): ReturnType<typeof edgeOf> {
  return edgeOf(session.device, nodeName(session));
}

/** The manager that a session talks to. @throws Error when it is gone from the cluster */
export function here(session: Session<NsxState>): Place {
  const place = placeOf(session.device, nodeName(session));
  if (!place) throw new Error('this node has left the cluster');
  return place;
}

const notice = [
  `${'*'.repeat(75)}`,
  'NOTICE TO USERS',
  '',
  'This computer system is private property. It is for authorized use only.',
  'Whoever uses it agrees to being watched. If that is not your wish,',
  'LOG OFF IMMEDIATELY.',
  `${'*'.repeat(76)}`,
].join('\n');

/** `Tue Jun 07 2022 UTC 06:33:29.963`. @source NSX reference 10.1 */
export function timeLine(now: number): string {
  const at = new Date(now);
  const [day = '', date, month, year] = at.toUTCString().split(/,? /);
  return `${day} ${month} ${date} ${year} UTC ${at.toISOString().slice(11, 23)}`;
}

/** How the CLI of a manager speaks. @source NSX reference 10 */
export const dialect: Dialect<NsxState> = {
  name: 'NSX CLI',
  modes: { exec: {}, edge: {} },
  start: (session) => (edgeHere(session) ? 'edge' : 'exec'),
  prompt: (session) => `${edgeHere(session)?.edge.name ?? here(session).node.hostname}> `,
  help: { '<CR>': 'Execute command', '|': 'Output modifiers', username: 'Username of user' },
  types: {
    username: {
      label: '<username>',
      help: 'Username of user',
      rank: 10,
      read: (text) => text,
      complete: (_start, session) => Object.keys(here(session).site.users),
    },
  },
  spaceCompletes: true,
  tab: 'list',
  pipes: [pipes.find],
  historySize: 100,
  problem(problem) {
    if (problem.parameter !== undefined && problem.code === 'invalid') {
      return `% Invalid value for argument <${problem.parameter}>\n`;
    }
    const alternatives = problem.alternatives(30).map((line) => `    ${line.replace(/[[\]{}]/g, '')}\n`);
    const possible = alternatives.length > 0 ? `\n  Possible alternatives:\n${alternatives.join('')}\n` : '';
    return `% Command not found: ${problem.line.trim()}\n${possible}`;
  },
  internalError: '% An internal error occurred, please retry execution again',
  allows: ({ privilege }, { roles }) => privilege === undefined || roles.includes('enterprise_admin'),
  denied: () => ({ text: '% Permission denied' }),
  output(text, { device }) {
    if (text === '' || !releaseOf(device.birth).cliTime) return text;
    return `${timeLine(device.now())}\n${text}`;
  },
  helpText(lines) {
    const width = Math.max(10, ...lines.map(({ word }) => word.length)) + 2;
    return lines
      .map(({ word, text }) => `  ${word.padEnd(width - 2)}${text ? `  ${text}` : ''}`.trimEnd())
      .join('\n')
      .concat('\n');
  },
  greeting(session) {
    const { device, from } = session;
    const { cliRoles, productVersion } = releaseOf(device.birth);
    const last = new Date(device.now()).toUTCString().split(/,? /);
    const [day, date, month, year, time] = last;
    return [
      `Last login: ${day} ${month} ${date} ${time} ${year} from ${from.replace(/^::ffff:/, '')}`,
      notice,
      '',
      `NSX CLI (${edgeHere(session) ? 'Edge' : cliRoles} ${productVersion}). Press ? for command list or enter: help`,
      '',
    ].join('\n');
  },
  idle: () => 600_000,
};
