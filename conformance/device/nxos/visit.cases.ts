import { defineCase } from '../../case.ts';
import type { CaseContext } from '../../context.ts';
import type { Device } from '../../device.ts';
import { CouldNotRun } from '../../errors.ts';
import { equal, matches } from '../../judgement.ts';
import { configurationLines, type Snapshot } from '../../restore.ts';
import type { UndoRequest } from '../../undo-ledger.ts';
import { message, only, put, type Reply, reply } from './ins.ts';
import { standingDoor } from './standing.ts';
import { logIn } from './terminal.ts';

/** The interface that a visitor makes: one that hardly anybody has. */
const guest = 'interface loopback987';

async function text(device: Device, command: string): Promise<string> {
  const { body } = only(reply(await put(device, standingDoor, 'cli_show_ascii', command)));
  if (typeof body !== 'string') throw new CouldNotRun(`"${command}" gave no text`);
  return body;
}

/** What cases may change on a switch that somebody owns: both configurations, without their times. */
export async function snapshot(device: Device): Promise<Snapshot> {
  const volatile = /^!|^\s*$|^Current configuration|^Startup config saved/i;
  return {
    'running-config': configurationLines(await text(device, 'show running-config'), volatile),
    'startup-config': configurationLines(await text(device, 'show startup-config'), volatile),
  };
}

const undoing = (input: string): UndoRequest => ({
  door: standingDoor,
  method: 'POST',
  path: '/ins',
  headers: [['Content-Type', 'application/json']],
  body: message('cli_conf', input),
});

/** Makes the guest interface on a switch that has none, with the undo written down before. */
async function configured(t: CaseContext, device: Device): Promise<Reply> {
  if ((await text(device, 'show running-config')).split('\n').includes(guest)) {
    throw new CouldNotRun(`the target has an ${guest} of its own`);
  }
  await t.undoBy(device, guest, [undoing(`no ${guest}`)]);
  return reply(await put(device, standingDoor, 'cli_conf', `${guest}\ndescription ${t.label}`));
}

/** One interface made and taken away again, on a switch that may be somebody's. */
export const visiting = defineCase({
  id: 'NX-VISIT',
  title: 'An interface is configured through NX-API, shown, and taken away',
  touches: 'config',
  async drive(t) {
    const device = await t.own();
    const made = await configured(t, device);
    const running = await text(device, 'show running-config');
    const removed = reply(await put(device, standingDoor, 'cli_conf', `no ${guest}`));
    const [, block = ''] = running.split(`${guest}\n`);
    return { label: t.label, made, block: block.split('\n\n')[0], removed: only(removed) };
  },
  checks: [
    {
      id: 'members',
      requirement: 'NX-INS-0008',
      killedBy: ['nxos.members-backwards'],
      judge: ({ made }) => equal('sid, type, version, outputs', made.members.join(', ')),
    },
    {
      id: 'output-members',
      requirement: 'NX-INS-0009',
      killedBy: ['nxos.members-backwards'],
      judge: ({ made }) => equal('body, code, msg', only(made).members.join(', ')),
    },
    {
      id: 'silent-body',
      requirement: 'NX-INS-0017',
      killedBy: ['nxos.silence-is-text'],
      judge: ({ removed }) => equal({}, removed.body),
    },
    {
      id: 'string-codes',
      requirement: 'NX-INS-0013',
      judge: ({ removed }) => equal('200', removed.code),
      killedBy: ['nxos.integer-codes'],
    },
    {
      id: 'newlines',
      requirement: 'NX-INS-0038',
      killedBy: ['nxos.newline-ends-message'],
      judge: ({ block = '', label }) =>
        matches(new RegExp(`^ +description ${label}$`, 'm'), block, `description ${label} under ${guest}`),
    },
  ],
});

/** The same, seen by another way in. */
export const visitingBySsh = defineCase({
  id: 'NX-VISIT-SSH',
  title: 'What is configured through NX-API is shown over SSH',
  touches: 'config',
  needs: ['ssh'],
  async drive(t) {
    const device = await t.own();
    const made = await configured(t, device);
    const terminal = await logIn(device);
    const shown = await terminal.type(`show running-config ${guest}`);
    terminal.close();
    return { label: t.label, made: only(made), shown: shown.text };
  },
  checks: [
    {
      id: 'applied',
      requirement: 'NX-INS-0038',
      killedBy: ['nxos.newline-ends-message'],
      judge: ({ shown, label }) =>
        matches(new RegExp(`^ +description ${label}$`, 'm'), shown, `description ${label} under ${guest}`),
    },
  ],
});
