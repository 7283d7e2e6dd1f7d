import { type CheckDraft, defineCase } from '../../case.ts';
import type { CaseContext } from '../../context.ts';
import { all, equal, holds, type Judgement, matches, unseen } from '../../judgement.ts';
import { isErrorPage } from './html.ts';
import { asked, basic, type MessageType, message, type Output, only, put, type Reply, reply, say } from './ins.ts';
import { isTabbed } from './layout.ts';
import { standingDoor } from './standing.ts';

const members = (expected: readonly string[], seen: readonly string[]): Judgement =>
  equal(expected.join(', '), seen.join(', '));

/** Asks everything that changes nothing, on one connection. */
async function readings(t: CaseContext) {
  const device = await t.device();
  const on = await device.connection(standingDoor);
  const ask = (type: MessageType, input: string) => say(on, device, type, input);
  return {
    show: await ask('cli_show', 'show hostname'),
    two: await ask('cli_show', 'show hostname ; show clock'),
    joined: await ask('cli_show', 'show hostname ;show clock'),
    table: await ask('cli_show', 'show vrf'),
    ascii: await ask('cli_show_ascii', 'show hostname'),
    badShow: await ask('cli_show', 'show rackless-bogus'),
    badAscii: await ask('cli_show_ascii', 'show rackless-bogus'),
    pipe: await ask('cli_show', 'show version | include NXOS'),
    slash: reply(await put(device, standingDoor, 'cli_show', 'show hostname', { path: '/ins/' })),
    suffix: reply(await put(device, standingDoor, 'cli_show', 'show hostname', { path: '/ins.json' })),
    turned: reply(await on.send({ ...asked(device, 'cli_show', 'show hostname'), body: turned('show hostname') })),
    nullSid: reply(await on.send(asked(device, 'cli_show', 'show hostname', { sid: null }))),
  };
}

/** A message with its members in the reverse of the usual order. */
function turned(input: string): string {
  const sent: { ins_api: object } = JSON.parse(message('cli_show', input));
  return JSON.stringify({ ins_api: Object.fromEntries(Object.entries(sent.ins_api).reverse()) });
}

type Readings = Awaited<ReturnType<typeof readings>>;

const succeeded = (seen: Reply): Judgement =>
  all(
    equal(200, seen.status),
    holds(
      seen.outputs.length > 0 && seen.outputs.every(({ code }) => String(code) === '200'),
      'outputs of code 200',
      seen.text,
    ),
  );

const codes = (seen: readonly Reply[]): Judgement => {
  const outputs = seen.flatMap((one) => one.outputs);
  return outputs.length === 0
    ? unseen('there was no output')
    : holds(
        outputs.every(({ code }) => typeof code === 'string'),
        'every code a string',
        outputs.map(({ code }) => code),
      );
};

const shapes: readonly CheckDraft<Readings>[] = [
  {
    id: 'content-type',
    requirement: 'NX-INS-0001',
    killedBy: ['nxos.ins-as-application-json'],
    judge: ({ show }) => matches(/^text\/json\b/, show.contentType, 'Content-Type: text/json'),
  },
  {
    id: 'one',
    requirement: 'NX-INS-0002',
    judge: ({ show }) => equal([false, 1], [show.many, show.outputs.length]),
    killedBy: ['nxos.one-output-as-array'],
  },
  {
    id: 'many',
    requirement: 'NX-INS-0003',
    killedBy: ['nxos.outputs-backwards'],
    judge: ({ two }) =>
      equal([true, 'show hostname', 'show clock'], [two.many, ...two.outputs.map(({ input }) => String(input).trim())]),
  },
  {
    id: 'show-members',
    requirement: 'NX-INS-0004',
    killedBy: ['nxos.members-backwards'],
    judge: ({ show }) => members(['type', 'version', 'sid', 'outputs'], show.members),
  },
  {
    id: 'show-output-members',
    requirement: 'NX-INS-0005',
    killedBy: ['nxos.members-backwards'],
    judge: ({ show }) => members(['input', 'msg', 'code', 'body'], only(show).members),
  },
  {
    id: 'ascii-members',
    requirement: 'NX-INS-0006',
    killedBy: ['nxos.members-backwards'],
    judge: ({ ascii }) => members(['sid', 'type', 'version', 'outputs'], ascii.members),
  },
  {
    id: 'ascii-output-members',
    requirement: 'NX-INS-0007',
    killedBy: ['nxos.members-backwards'],
    judge: ({ ascii }) => members(['body', 'code', 'msg', 'input'], only(ascii).members),
  },
  {
    id: 'bad-show-members',
    requirement: 'NX-INS-0010',
    killedBy: ['nxos.errors-with-body', 'nxos.members-backwards'],
    judge: ({ badShow }) => members(['clierror', 'input', 'msg', 'code'], only(badShow).members),
  },
  {
    id: 'bad-ascii-members',
    requirement: 'NX-INS-0011',
    killedBy: ['nxos.errors-with-body', 'nxos.members-backwards'],
    judge: ({ badAscii }) => members(['code', 'msg', 'clierror', 'input'], only(badAscii).members),
  },
  {
    id: 'string-codes',
    requirement: 'NX-INS-0013',
    judge: ({ show, two, ascii, badShow }) => codes([show, two, ascii, badShow]),
    killedBy: ['nxos.integer-codes'],
  },
  {
    id: 'sid',
    requirement: 'NX-INS-0014',
    killedBy: ['nxos.sid-echoed'],
    judge: ({ show, ascii }) => equal(['eoc', 'eoc'], [show.sid, ascii.sid]),
  },
  {
    id: 'success',
    requirement: 'NX-INS-0015',
    killedBy: ['nxos.says-ok'],
    judge: ({ show }) => equal('Success', only(show).msg),
  },
  {
    id: 'no-body',
    requirement: 'NX-INS-0016',
    killedBy: ['nxos.errors-with-body'],
    judge: ({ badShow, badAscii }) =>
      holds(
        ![badShow, badAscii].some((one) => only(one).members.includes('body')),
        'no body',
        `${badShow.text}\n${badAscii.text}`,
      ),
  },
  {
    id: 'leading-blank',
    requirement: 'NX-INS-0019',
    killedBy: ['nxos.outputs-backwards'],
    judge: ({ two }) => equal(' show clock', two.outputs[1]?.input),
  },
  {
    id: 'joined',
    requirement: 'NX-INS-0020',
    killedBy: ['nxos.clock-for-nobody', 'nxos.semicolon-needs-blanks'],
    judge: ({ joined }) => all(succeeded(joined), equal(2, joined.outputs.length)),
  },
  {
    id: 'status-of-errors',
    requirement: 'NX-INS-0024',
    judge: ({ badShow, badAscii }) => equal([200, 200], [badShow.status, badAscii.status]),
    killedBy: ['nxos.error-as-http-500'],
  },
  {
    id: 'show-error',
    requirement: 'NX-INS-0026',
    killedBy: ['nxos.error-texts-swapped'],
    judge: ({ badShow }) => failed(only(badShow), 'Input CLI command error'),
  },
  {
    id: 'tabs',
    requirement: 'NX-INS-0027',
    judge: ({ table }) =>
      table.members.length === 0
        ? unseen('the reply is no JSON message')
        : holds(isTabbed(table.text), 'tabs, a tab after each colon, arrays as [{ … }, { … }]', table.text),
    killedBy: ['nxos.one-output-as-array'],
  },
  {
    id: 'pipe',
    requirement: 'NX-INS-0031',
    killedBy: ['nxos.pipes-allowed'],
    judge: ({ pipe }) =>
      equal(['501', 'Pipe is not allowed for this message type'], [String(only(pipe).code), only(pipe).msg]),
  },
  {
    id: 'invalid-command',
    requirement: 'NX-INS-0032',
    killedBy: ['nxos.marker-in-replies'],
    judge: ({ badShow, badAscii }) =>
      equal(['% Invalid command\n', '% Invalid command\n'], [only(badShow).clierror, only(badAscii).clierror]),
  },
  { id: 'slash', requirement: 'NX-INS-0033', killedBy: ['nxos.one-path'], judge: ({ slash }) => succeeded(slash) },
  { id: 'suffix', requirement: 'NX-INS-0034', killedBy: ['nxos.one-path'], judge: ({ suffix }) => succeeded(suffix) },
  {
    id: 'any-order',
    requirement: 'NX-INS-0043',
    killedBy: ['nxos.strict-messages'],
    judge: ({ turned: seen }) => succeeded(seen),
  },
  {
    id: 'null-sid',
    requirement: 'NX-INS-0035',
    killedBy: ['nxos.strict-messages'],
    judge: ({ nullSid }) => succeeded(nullSid),
  },
  {
    id: 'ascii-text',
    requirement: 'NX-INS-0039',
    killedBy: ['nxos.hostname-of-another-shape'],
    judge: ({ ascii }) => equal('string', typeof only(ascii).body),
  },
  {
    id: 'hostname',
    requirement: 'NX-INS-0040',
    killedBy: ['nxos.hostname-of-another-shape'],
    judge: ({ show }) => equal(['hostname'], Object.keys(Object(only(show).body))),
  },
  {
    id: 'keep-alive',
    requirement: 'NX-INS-0041',
    killedBy: ['nxos.strict-messages'],
    judge: ({ two, nullSid }) => all(succeeded(two), succeeded(nullSid)),
  },
  {
    id: 'table',
    requirement: 'NX-INS-0042',
    killedBy: ['nxos.tables-without-rows'],
    judge: ({ table }) => {
      const body = JSON.stringify(only(table).body) ?? '';
      return matches(/^\{"TABLE_vrf":\{"ROW_vrf":\[\{"vrf_name":/, body, '{"TABLE_vrf":{"ROW_vrf":[{"vrf_name": …');
    },
  },
];

function failed({ code, msg }: Output, message: string): Judgement {
  return equal(['400', message], [String(code), msg]);
}

/** The shapes of replies, all of them to requests that change nothing. */
export const reading = defineCase<Readings>({
  id: 'NX-INS-READ',
  title: 'Shapes, codes and layout of ins_api JSON replies to show commands',
  touches: 'read',
  drive: readings,
  checks: shapes,
});

/** What lies above the API: bodies and methods that no message comes of. */
export const frontEnd = defineCase({
  id: 'NX-INS-FRONT',
  title: 'An unparsable body and a wrong method',
  touches: 'read',
  async drive(t) {
    const device = await t.device();
    const authorization = ['Authorization', basic(device)] as const;
    const json = ['Content-Type', 'application/json'] as const;
    const garbled = await device.request(standingDoor, {
      method: 'POST',
      path: '/ins',
      headers: [json, authorization],
      body: '{"ins_api": ',
    });
    const wrongMethod = await device.request(standingDoor, {
      method: 'PUT',
      path: '/ins',
      headers: [json, authorization],
      body: '{}',
    });
    return {
      garbled: { status: garbled.status, body: garbled.body },
      wrongMethod: { status: wrongMethod.status, body: wrongMethod.body },
    };
  },
  checks: [
    {
      id: 'status',
      requirement: 'NX-INS-0028',
      killedBy: ['nxos.garbled-is-500'],
      judge: ({ garbled }) => equal(400, garbled.status),
    },
    {
      id: 'xml',
      requirement: 'NX-INS-0029',
      killedBy: ['nxos.garbled-is-500'],
      judge: ({ garbled }) => equal(garbledPage, garbled.body.replace(/\r\n/g, '\n').trimEnd()),
    },
    {
      id: 'method',
      requirement: 'NX-INS-0030',
      killedBy: ['nxos.bare-refusals'],
      judge: ({ wrongMethod }) =>
        all(
          equal(405, wrongMethod.status),
          holds(isErrorPage(wrongMethod.body, '405 Not Allowed'), 'the page "405 Not Allowed"', wrongMethod.body),
        ),
    },
  ],
});

const garbledPage = `<?xml version="1.0"?>
<ins_api>
  <outputs>
    <output>
      <msg>Server internal error.</msg>
      <code>400</code>
    </output>
  </outputs>
</ins_api>`;
