import { all, holds, type Judgement } from '../../judgement.ts';
import { cite } from '../../requirement.ts';
import { savesAtTheEnd } from '../asa-policies.checks.ts';
import { printed } from '../asa-trace.ts';
import { control, type Evidence } from '../evidence.ts';
import { definePlaybook, rule } from '../playbook.ts';
import { common, commonAdversities } from '../policies.checks.ts';
import { exchanges, type Happening, type Line, lines, succeeded } from '../trace.ts';
import { afterLast, never, precedes } from '../words.ts';

const device = 'asa-1';
const image = 'asa-restapi-132346-lfbff-k8.SPA';
const article = 'Using the ASA REST API';

const typed = (trace: readonly Happening[], pattern: RegExp): readonly Line[] =>
  lines(trace).filter(({ line }) => pattern.test(line));
const agents = (trace: readonly Happening[]): readonly Line[] => typed(trace, /^rest-api agent$/);

const done = ({ end }: Evidence): Judgement =>
  all(
    holds(
      /^200\n/.test(end.answers.objects ?? ''),
      'the agent answers on the management interface',
      (end.answers.objects ?? 'nobody answers').split('\n')[0],
    ),
    holds(
      /^rest-api agent\s*$/m.test(printed(end.answers.running)) && printed(end.answers.running).includes(image),
      'image and agent in the configuration',
      printed(end.answers.running).trim() || 'neither of them',
    ),
  );

/** @source asa-rest-api: installing and enabling REST */
export const asaInstallAgent = definePlaybook({
  id: 'asa-install-agent',
  title: 'Install the REST agent on an ASA',
  release: '1.3.2',
  task: `The ASA ${device} has SSH alone. The agent's package ${image} lies on the TFTP server RACKLESS_FILE_SERVER. Install it, let clients of
192.0.2.0/24 in on the interface management with accounts of the box, start the agent, and see that it answers
(https, port 443 of the box: RACKLESS_PORT_443 on this machine). All of it is still so after a reload.`,
  devices: [
    { name: device, kind: 'asa', release: '1.3.2', options: { configured: 'factory', agentStart: 1 } },
    { name: 'files-1', kind: 'files', address: '192.0.2.80', options: { directory: 'served' } },
  ],
  packages: { [image]: '1.3.2.346' },
  values: { image, fileServer: '192.0.2.80' },
  ports: { [device]: [443] },
  afterBootSeconds: 40,
  questions: [
    { name: 'objects', device, ask: { method: 'GET', path: '/api/objects/networkobjects' } },
    {
      name: 'running',
      device,
      ask: { method: 'POST', path: '/api/cli', body: { commands: ['show running-config rest-api'] } },
    },
  ],
  adversities: [
    ...commonAdversities,
    {
      name: 'image-refused',
      title: 'the box finds the image unfit',
      expect: 'failure',
      faults: [
        {
          at: 'command',
          act: 'error',
          text: 'ERROR: Unable to set image: verification failed',
          match: { operation: 'rest-api image*' },
        },
      ],
    },
    {
      name: 'agent-slow',
      title: 'the agent takes a while to start',
      expect: 'success',
      options: { [device]: { configured: 'factory', agentStart: 3 } },
    },
  ],
  rules: [
    ...common('The agent is installed, on, and answers on the management interface.', done),
    rule({
      name: 'image-before-agent',
      id: 'ASA-AUTO-0008',
      says: 'The image is verified and installed before the agent is started.',
      source: cite(article, 'Installing and enabling REST: verify and install the image, enable REST'),
      arises: ({ trace, run }) => run !== 'image-refused' && agents(trace).length > 0,
      judge: ({ trace }) =>
        precedes(
          typed(trace, /^rest-api image /).filter(({ ok }) => ok),
          agents(trace),
          () => true,
          {
            expected: '`rest-api image …` with success, then `rest-api agent`',
            observed: () => '`rest-api agent` without an image',
            next: 'install the image first, and read what the box says of it',
          },
        ),
    }),
    rule({
      name: 'not-for-everybody',
      id: 'ASA-AUTO-0009',
      says: 'Management by HTTPS is opened for named networks and never for all of them.',
      source: cite(article, 'Installing and enabling REST: specify allowed IPs and interfaces'),
      origin: 'policy',
      arises: ({ trace }) => typed(trace, /^http \d/).some(({ ok }) => ok),
      judge: ({ trace }) =>
        never(
          typed(trace, /^http (?:0\.0\.0\.0 0\.0\.0\.0 |.* outside$)/).filter(({ ok }) => ok),
          {
            expected: '`http NETWORK MASK management`',
            observed: ({ line }) => `\`${line}\``,
            next: 'name the networks from which people manage the box',
          },
        ),
    }),
    rule({
      name: 'asks-the-agent',
      id: 'ASA-AUTO-0010',
      says: 'After the agent was started the automation asks it something, until it answers.',
      source: cite(article, 'Installing and enabling REST: to test this'),
      settles: 'at-end',
      arises: ({ run, trace }) => run === control && agents(trace).some(({ ok }) => ok),
      judge: ({ trace }) =>
        afterLast(
          agents(trace).filter(({ ok }) => ok),
          exchanges(trace).filter((one) => succeeded(one) && one.path.startsWith('/api/')),
          {
            expected: 'a request that is answered with success',
            observed: () => 'nobody asked, or nobody was answered',
            next: 'the agent takes half a minute to start: poll while it answers 503',
          },
        ),
    }),
    savesAtTheEnd,
  ],
});
