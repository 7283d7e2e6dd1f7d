import { defineCase } from '../../case.ts';
import type { Device } from '../../device.ts';
import { CouldNotRun } from '../../errors.ts';
import { all, equal, holds, matches } from '../../judgement.ts';
import { person, withPeople } from './manager.ts';
import { logIn, type Step } from './terminal.ts';

const silent = ({ text }: Step) => equal('', text.trim());

/** Takes the users of the how-to away again. */
async function removeUsers(device: Device): Promise<void> {
  const by = await logIn(device);
  const lines = ['enable', 'configure terminal', 'no user Api', 'no user api', 'no user weak', 'write memory', 'exit'];
  for (const line of lines) await by.type(line);
  const left = await by.type('show running-config');
  await by.type('exit');
  by.close();
  if (/^user (api|weak)$/im.test(left.text)) throw new Error('the device keeps the users');
}

/** The how-to's lines, one after the other. */
export const walking = defineCase({
  id: 'NV-CLI-WALK',
  title: 'An account made on the CLI, saved and shown',
  touches: 'config',
  needs: ['ssh'],
  async drive(t) {
    const device = await t.device();
    t.secret('password', 'Password123');
    const by = await logIn(device);
    const first = by.prompt;
    const enable = await by.type('ena');
    const before = await by.type('show running-config');
    if (/^user (api|weak)$/m.test(before.text)) throw new CouldNotRun('the target has a user api or weak of its own');
    t.undo('the users api and weak', async (later) => removeUsers(await later.device()));
    const configure = await by.type('conf t');
    const capital = await by.type('user Api password plaintext Password123');
    const user = await by.type('user api password plaintext Password123');
    const weak = await by.type('user weak password plaintext abcd1234');
    const privilege = await by.type('user api privilege web-interface');
    const savedHere = await by.type('write memory');
    const exit = await by.type('exit');
    const saved = await by.type('write memory');
    const running = await by.type('show running-config');
    const startup = await by.type('show startup-config');
    return {
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
      judge: ({ first }) => matches(/^[\w.-]+> $/, first, 'NAME> and a blank'),
    },
    {
      id: 'prefix',
      requirement: 'NV-CLI-0002',
      judge: ({ enable }) => matches(/# $/, enable.prompt, 'privileged mode'),
    },
    {
      id: 'asks',
      requirement: 'NV-CLI-0003',
      judge: ({ enable }) => matches(/^Password: ?$/, enable.asked.join(), 'Password:'),
    },
    {
      id: 'privileged',
      requirement: 'NV-CLI-0004',
      judge: ({ enable }) => matches(/^[\w.-]+# $/, enable.prompt, 'NAME# and a blank'),
    },
    {
      id: 'configuring',
      requirement: 'NV-CLI-0005',
      judge: ({ configure }) => matches(/^[\w.-]+\(config\)# $/, configure.prompt, 'NAME(config)# and a blank'),
    },
    { id: 'user', requirement: 'NV-CLI-0006', judge: ({ user }) => silent(user) },
    { id: 'weak', requirement: 'NV-CLI-0029', judge: ({ weak }) => silent(weak) },
    { id: 'privilege', requirement: 'NV-CLI-0007', judge: ({ privilege }) => silent(privilege) },
    {
      id: 'exit',
      requirement: 'NV-CLI-0008',
      judge: ({ exit }) => all(silent(exit), matches(/^[\w.-]+# $/, exit.prompt, 'privileged mode')),
    },
    {
      id: 'saved',
      requirement: 'NV-CLI-0009',
      judge: ({ saved }) => equal('Building Configuration...\nConfiguration saved.\n[OK]\n', saved.text),
      killedBy: ['nsxv.save-says-nothing'],
    },
    {
      id: 'saved-while-configuring',
      requirement: 'NV-CLI-0021',
      judge: ({ savedHere }) => matches(/^\[OK\]$/m, savedHere.text, '[OK]'),
      killedBy: ['nsxv.save-says-nothing'],
    },
    {
      id: 'head',
      requirement: 'NV-CLI-0010',
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
      judge: ({ running }) => matches(/^user api$/m, running.text, 'user api'),
      killedBy: ['nsxv.passwords-in-configuration'],
    },
    {
      id: 'no-password',
      requirement: 'NV-CLI-0012',
      judge: ({ running }) => holds(!/password|hash|\$5\$/i.test(running.text), 'no password', running.text),
      killedBy: ['nsxv.passwords-in-configuration'],
    },
    {
      id: 'no-privilege',
      requirement: 'NV-CLI-0013',
      judge: ({ running }) => holds(!/privilege|web-interface/.test(running.text), 'no privilege', running.text),
      killedBy: ['nsxv.privilege-in-configuration'],
    },
    {
      id: 'no-privilege-saved',
      requirement: 'NV-CLI-0014',
      judge: ({ startup }) =>
        holds(
          /^user api$/m.test(startup.text) && !/privilege/.test(startup.text),
          'the user without a privilege',
          startup.text,
        ),
    },
    {
      id: 'no-admin',
      requirement: 'NV-CLI-0015',
      judge: ({ running }) => holds(!/^user admin/m.test(running.text), 'no line for admin', running.text),
    },
    {
      id: 'order',
      requirement: 'NV-CLI-0016',
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
      judge: ({ running }) => matches(/^ip name server \S+ $/m, running.text, 'a blank at the end'),
    },
    {
      id: 'tail',
      requirement: 'NV-CLI-0018',
      judge: ({ running }) => matches(/!\nweb-manager\n$/, running.text, 'web-manager last'),
    },
    {
      id: 'capital',
      requirement: 'NV-CLI-0019',
      judge: ({ capital }) =>
        equal(
          'Failed to add user. Note: You cannot use this command to change the passwd of an existing user.\nERROR: could not add user:Api\n',
          capital.text,
        ),
      killedBy: ['nsxv.capitals-allowed'],
    },
    {
      id: 'capital-absent',
      requirement: 'NV-CLI-0020',
      judge: ({ running }) => holds(!/^user Api/m.test(running.text), 'no user Api', running.text),
      killedBy: ['nsxv.capitals-allowed'],
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
  checks: [{ id: 'stranger', requirement: 'NV-CLI-0022', judge: ({ stranger }) => equal('refused', stranger) }],
});
