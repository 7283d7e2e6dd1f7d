import { defineCase } from '../../case.ts';
import { all, equal, holds, type Judgement, matches } from '../../judgement.ts';
import { saidNothing } from './shown.ts';
import { logIn, prompt, type Step } from './terminal.ts';
import { factoryFresh } from './walkthrough.ts';

const watcher = { username: 'watcher', password: 'Look.But.Do.Not.Touch.1' };

/** A refusal with a caret line before it. */
function marked(step: Step, message: string): Judgement {
  return matches(
    new RegExp(`^ *\\^\\s*\\n% ${message} command at '\\^' marker\\.$`, 'm'),
    step.text,
    `^ and % ${message} command at '^' marker.`,
  );
}

/** The command line over SSH. */
export const commandLine = defineCase({
  id: 'NX-CLI-SHELL',
  title: 'Greeting, prompts, modes, abbreviations and error texts of the command line',
  touches: 'simulator-only',
  needs: ['ssh'],
  async drive(t) {
    const device = await t.fresh(factoryFresh());
    const shell = await device.shell(prompt);
    const type = async (line: string): Promise<Step> => ({ line, ...(await shell.say(line)) });
    const seen = {
      greeting: shell.greeting,
      prompt: shell.prompt,
      length: await type('terminal length 0'),
      width: await type('terminal width 511'),
      unknown: await type('shwo version'),
      incomplete: await type('show'),
      ambiguous: await type('s'),
      configure: await type('conf t'),
      rename: await type('hostname leaf-7'),
      exec: await type('show clock'),
    };
    shell.close();
    return {
      ...seen,
      wrongPassword: await device.login({ username: device.username, password: 'Not.The.Password.1' }),
    };
  },
  checks: [
    {
      id: 'banner',
      requirement: 'NX-CLI-0011',
      killedBy: ['nxos.no-banner'],
      judge: ({ greeting }) =>
        matches(
          /^Cisco Nexus Operating System \(NX-OS\) Software\nTAC support: http:\/\/www\.cisco\.com\/tac$/m,
          greeting,
          'Cisco Nexus Operating System (NX-OS) Software / TAC support: http://www.cisco.com/tac',
        ),
    },
    {
      id: 'exec-prompt',
      requirement: 'NX-CLI-0001',
      killedBy: ['nxos.other-prompts'],
      judge: ({ prompt: seen }) => matches(/^[\w.-]{1,63}# $/, seen, 'HOSTNAME# '),
    },
    {
      id: 'config-prompt',
      requirement: 'NX-CLI-0002',
      killedBy: ['nxos.other-prompts'],
      judge: ({ configure }) => matches(/^[\w.-]{1,63}\(config\)# $/, configure.prompt, 'HOSTNAME(config)# '),
    },
    {
      id: 'terminal-silent',
      requirement: 'NX-CLI-0012',
      killedBy: ['nxos.terminal-says-ok'],
      judge: ({ length, width }) => all(saidNothing(length), saidNothing(width)),
    },
    {
      id: 'unknown',
      requirement: 'NX-CLI-0005',
      killedBy: ['nxos.no-marker', 'nxos.refuses-in-silence'],
      judge: ({ unknown }) => marked(unknown, 'Invalid'),
    },
    {
      id: 'incomplete',
      requirement: 'NX-CLI-0016',
      killedBy: ['nxos.no-marker', 'nxos.refuses-in-silence'],
      judge: ({ incomplete }) => marked(incomplete, 'Incomplete'),
    },
    {
      id: 'ambiguous',
      requirement: 'NX-CLI-0017',
      killedBy: ['nxos.no-marker', 'nxos.refuses-in-silence'],
      judge: ({ ambiguous }) => marked(ambiguous, 'Ambiguous'),
    },
    {
      id: 'abbreviation',
      requirement: 'NX-CLI-0006',
      killedBy: ['nxos.configure-warns'],
      judge: ({ configure }) => holds(!/^%/m.test(configure.text), '`conf t` is understood', configure.text),
    },
    {
      id: 'configure-text',
      requirement: 'NX-CLI-0003',
      killedBy: ['nxos.configure-says-nothing'],
      judge: ({ configure }) =>
        matches(
          /^Enter configuration commands, one per line\. {1,2}End with CNTL\/Z\.$/m,
          configure.text,
          'Enter configuration commands, one per line. End with CNTL/Z.',
        ),
    },
    {
      id: 'hostname',
      requirement: 'NX-CLI-0004',
      killedBy: ['nxos.other-prompts'],
      judge: ({ rename }) => equal('leaf-7(config)# ', rename.prompt),
    },
    {
      id: 'exec-in-config',
      requirement: 'NX-CLI-0013',
      killedBy: ['nxos.no-exec-in-config'],
      judge: ({ exec }) => matches(/^\d\d:\d\d:\d\d\.\d+ /m, exec.text, 'the time, as `show clock` prints it'),
    },
    {
      id: 'wrong-password',
      requirement: 'NX-CLI-0015',
      judge: ({ wrongPassword }) => equal('refused', wrongPassword),
      killedBy: ['nxos.any-password'],
    },
  ],
});

/** Exec channels, and a role that may look only. */
export const roles = defineCase({
  id: 'NX-CLI-ROLES',
  title: 'Commands without a terminal, and what network-operator may not do',
  touches: 'simulator-only',
  needs: ['ssh'],
  async drive(t) {
    const device = await t.fresh(factoryFresh());
    t.secret('password', watcher.password);
    const by = await logIn(device);
    await by.type('configure terminal');
    await by.type(`username ${watcher.username} password ${watcher.password} role network-operator`);
    by.close();
    const other = await logIn(device, watcher);
    return {
      refused: await other.type('show running-config'),
      unknown: await device.exec('show rackless-bogus', watcher),
      forbidden: await device.exec('show running-config', watcher),
    };
  },
  checks: [
    {
      id: 'role',
      requirement: 'NX-CLI-0008',
      killedBy: ['nxos.roles-ignored'],
      judge: ({ refused }) =>
        matches(/^% Permission denied for the role$/m, refused.text, '% Permission denied for the role'),
    },
    {
      id: 'exec-unknown',
      requirement: 'NX-CLI-0009',
      killedBy: ['nxos.exec-as-shell'],
      judge: ({ unknown: { stdout, stderr, status } }) =>
        all(
          matches(
            /^Syntax error while parsing 'show rackless-bogus'/m,
            `${stdout}${stderr}`,
            "Syntax error while parsing '…'",
          ),
          equal(16, status),
        ),
    },
    {
      id: 'exec-forbidden',
      requirement: 'NX-CLI-0010',
      killedBy: ['nxos.roles-ignored'],
      judge: ({ forbidden: { stdout, stderr, status } }) =>
        all(
          matches(/^% Permission denied for the role$/m, `${stdout}${stderr}`, '% Permission denied for the role'),
          equal(30, status),
        ),
    },
  ],
});
