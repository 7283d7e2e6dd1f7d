import { defineCase } from '../../case.ts';
import { all, equal, holds, matches } from '../../judgement.ts';
import type { UndoLines } from '../../undo-ledger.ts';
import { person, withPeople } from './manager.ts';
import { logIn, prompt, type Step } from './terminal.ts';

const linesOf = ({ text }: Step): string[] => text.split('\n');

const silent = ({ text }: Step) => equal('', text.trim());

/** Takes these users away again, and keeps that. */
const removing = (names: readonly string[]): UndoLines => ({
  prompt: prompt.source,
  lines: ['enable', 'configure terminal', ...names.map((name) => `no user ${name}`), 'write memory', 'exit'],
  gone: { line: 'show running-config', texts: names.map((name) => `\nuser ${name}\n`) },
});

/** The how-to's lines, one after the other. */
export const walking = defineCase({
  id: 'NV-CLI-WALK',
  title: 'An account made on the CLI, saved and shown',
  touches: 'config',
  needs: ['ssh'],
  async drive(t) {
    const device = await t.own();
    t.secret('password', 'Password123');
    const name = t.label;
    const others = { capital: name.replace(/^./, (first) => first.toUpperCase()), weak: `${name}-weak` };
    const by = await logIn(device);
    const first = by.prompt;
    const enable = await by.type('ena');
    await t.undoBy(device, `the users ${name} and ${others.weak}`, [removing([others.capital, name, others.weak])]);
    const configure = await by.type('conf t');
    const capital = await by.type(`user ${others.capital} password plaintext Password123`);
    const user = await by.type(`user ${name} password plaintext Password123`);
    const weak = await by.type(`user ${others.weak} password plaintext abcd1234`);
    const privilege = await by.type(`user ${name} privilege web-interface`);
    const savedHere = await by.type('write memory');
    const exit = await by.type('exit');
    const saved = await by.type('write memory');
    const running = await by.type('show running-config');
    const startup = await by.type('show startup-config');
    return {
      name,
      capitalName: others.capital,
      first,
      enable,
      configure,
      capital,
      user,
      weak,
      privilege,
      savedHere,
      exit,
      saved,
      running,
      startup,
    };
  },
  checks: [
    {
      id: 'first',
      requirement: 'NV-CLI-0001',
      killedBy: ['nsxv.mode-in-first-prompt'],
      judge: ({ first }) => matches(/^[\w.-]+> $/, first, 'NAME> and a blank'),
    },
    {
      id: 'prefix',
      requirement: 'NV-CLI-0002',
      killedBy: ['nsxv.one-prompt-for-all'],
      judge: ({ enable }) => matches(/# $/, enable.prompt, 'privileged mode'),
    },
    {
      id: 'asks',
      requirement: 'NV-CLI-0003',
      killedBy: ['nsxv.enable-asks-nothing'],
      judge: ({ enable }) => matches(/^Password: ?$/, enable.asked.join(), 'Password:'),
    },
    {
      id: 'privileged',
      requirement: 'NV-CLI-0004',
      killedBy: ['nsxv.one-prompt-for-all'],
      judge: ({ enable }) => matches(/^[\w.-]+# $/, enable.prompt, 'NAME# and a blank'),
    },
    {
      id: 'configuring',
      requirement: 'NV-CLI-0005',
      killedBy: ['nsxv.one-prompt-for-all'],
      judge: ({ configure }) => matches(/^[\w.-]+\(config\)# $/, configure.prompt, 'NAME(config)# and a blank'),
    },
    { id: 'user', requirement: 'NV-CLI-0006', killedBy: ['nsxv.talkative'], judge: ({ user }) => silent(user) },
    { id: 'weak', requirement: 'NV-CLI-0029', killedBy: ['nsxv.talkative'], judge: ({ weak }) => silent(weak) },
    {
      id: 'privilege',
      requirement: 'NV-CLI-0007',
      killedBy: ['nsxv.talkative'],
      judge: ({ privilege }) => silent(privilege),
    },
    {
      id: 'exit',
      requirement: 'NV-CLI-0008',
      killedBy: ['nsxv.one-prompt-for-all', 'nsxv.talkative'],
      judge: ({ exit }) => all(silent(exit), matches(/^[\w.-]+# $/, exit.prompt, 'privileged mode')),
    },
    {
      id: 'saved',
      requirement: 'NV-CLI-0009',
      killedBy: ['nsxv.save-says-nothing'],
      judge: ({ saved }) => equal('Building Configuration...\nConfiguration saved.\n[OK]\n', saved.text),
    },
    {
      id: 'saved-while-configuring',
      requirement: 'NV-CLI-0021',
      killedBy: ['nsxv.save-says-nothing'],
      judge: ({ savedHere }) => matches(/^\[OK\]$/m, savedHere.text, '[OK]'),
    },
    {
      id: 'head',
      requirement: 'NV-CLI-0010',
      killedBy: ['nsxv.configuration-without-head'],
      judge: ({ running }) =>
        matches(
          /^Building configuration\.\.\.\n\nCurrent configuration:\n!\n/,
          running.text,
          'the three lines of the head',
        ),
    },
    {
      id: 'line',
      requirement: 'NV-CLI-0011',
      killedBy: ['nsxv.passwords-in-configuration'],
      judge: ({ running, name }) => holds(linesOf(running).includes(`user ${name}`), `user ${name}`, running.text),
    },
    {
      id: 'no-password',
      requirement: 'NV-CLI-0012',
      killedBy: ['nsxv.passwords-in-configuration'],
      judge: ({ running }) => holds(!/password|hash|\$5\$/i.test(running.text), 'no password', running.text),
    },
    {
      id: 'no-privilege',
      requirement: 'NV-CLI-0013',
      killedBy: ['nsxv.privilege-in-configuration'],
      judge: ({ running }) => holds(!/privilege|web-interface/.test(running.text), 'no privilege', running.text),
    },
    {
      id: 'no-privilege-saved',
      requirement: 'NV-CLI-0014',
      killedBy: ['nsxv.privilege-in-saved-configuration'],
      judge: ({ startup, name }) =>
        holds(
          linesOf(startup).includes(`user ${name}`) && !/privilege/.test(startup.text),
          'the user without a privilege',
          startup.text,
        ),
    },
    {
      id: 'no-admin',
      requirement: 'NV-CLI-0015',
      killedBy: ['nsxv.admin-in-configuration'],
      judge: ({ running }) => holds(!/^user admin/m.test(running.text), 'no line for admin', running.text),
    },
    {
      id: 'order',
      requirement: 'NV-CLI-0016',
      killedBy: ['nsxv.hostname-first'],
      judge: ({ running }) =>
        matches(
          /!\nuser [\s\S]*!\nntp server [\s\S]*!\nip name server [\s\S]*!\nhostname [\s\S]*!\ninterface mgmt\n ip address [\s\S]*!\nip route [\s\S]*!\nweb-manager\n/,
          running.text,
          'blocks in their order, with ! before each',
        ),
    },
    {
      id: 'blank',
      requirement: 'NV-CLI-0017',
      killedBy: ['nsxv.no-blank-at-the-end'],
      judge: ({ running }) => matches(/^ip name server \S+ $/m, running.text, 'a blank at the end'),
    },
    {
      id: 'tail',
      requirement: 'NV-CLI-0018',
      killedBy: ['nsxv.configuration-with-end'],
      judge: ({ running }) => matches(/!\nweb-manager\n$/, running.text, 'web-manager last'),
    },
    {
      id: 'capital',
      requirement: 'NV-CLI-0019',
      killedBy: ['nsxv.capitals-allowed'],
      judge: ({ capital, capitalName }) =>
        equal(
          `Failed to add user. Note: You cannot use this command to change the passwd of an existing user.\nERROR: could not add user:${capitalName}\n`,
          capital.text,
        ),
    },
    {
      id: 'capital-absent',
      requirement: 'NV-CLI-0020',
      killedBy: ['nsxv.capitals-allowed'],
      judge: ({ running, capitalName }) =>
        holds(!running.text.includes(`user ${capitalName}`), `no user ${capitalName}`, running.text),
    },
  ],
});

/** Who has an account in vCenter and none on the manager. */
export const stranger = defineCase({
  id: 'NV-CLI-PEOPLE',
  title: 'People of vCenter at the door of the CLI',
  touches: 'simulator-only',
  needs: ['ssh'],
  async drive(t) {
    const device = await t.fresh(withPeople);
    return { stranger: await device.login(person('nobody')) };
  },
  checks: [
    {
      id: 'stranger',
      requirement: 'NV-CLI-0022',
      killedBy: ['nsxv.vcenter-at-the-cli'],
      judge: ({ stranger }) => equal('refused', stranger),
    },
  ],
});
