import type { CaseContext } from '../../context.ts';
import { CouldNotRun } from '../../errors.ts';
import { equal, holds, matches } from '../../judgement.ts';
import { host, objects, own } from './agent.ts';
import { rulesOver, topic } from './rule.ts';
import { commands, recorded } from './sources.ts';

/** Any prompt of an ASA. */
const prompt = /^[\w./-]{1,63}(\([\w.@/:+-]{1,32}\))?[#>] ?$/;

async function drive(t: CaseContext) {
  const { device, post } = await own(t);
  await post(objects, host('seen-by-ssh'));
  const shell = await device.shell(prompt);
  const type = async (line: string) => {
    const { text, prompt: after } = await shell.say(line, [{ when: /Password: ?$/, say: device.enablePassword }]);
    return { text, prompt: after };
  };
  const seen = {
    greeting: shell.greeting,
    user: shell.prompt,
    unprivileged: await type('show curpriv'),
    hidden: await type('show running-config'),
    enable: await type('enable'),
    privileged: await type('show curpriv'),
    pager: await type('terminal pager 0'),
    pagerToo: await type('no terminal pager'),
    length: await type('terminal length 0'),
    unknown: await type('show cdp neighbors'),
    incomplete: await type('show'),
    filtered: await type('show version | i Serial'),
    excluded: await type('show version | exclude Serial'),
    shown: await type('show running-config object network'),
    configure: await type('conf t'),
    object: await type('object network by-ssh'),
    inside: await type('host 192.0.2.99'),
    exec: await type('show mode'),
    width: await type('terminal width 511'),
    end: await type('end'),
    saved: await type('write memory'),
  };
  const left = await shell.say('exit').then(
    ({ ended }) => ended,
    (error: unknown) => {
      if (error instanceof CouldNotRun) return true;
      throw error;
    },
  );
  return { ...seen, left, name: shell.prompt.replace(/[>#] ?$/, '') };
}

const rule = rulesOver<typeof drive>();
const oxidized = recorded('ytti/oxidized', 'spec/model/data/asa#5512_9.12-4-67_single-context');
const netmiko = recorded('ktbyers/netmiko', 'netmiko/cisco/cisco_asa_ssh.py and its test commands');
const transcripts = recorded('Public transcripts of ASA sessions', 'error texts');

/** The command line over SSH. */
export const terminal = topic({
  id: 'ASA-SSH-SHELL',
  title: 'Prompts, privileges, errors and filters of the command line',
  touches: 'simulator-only',
  needs: ['ssh'],
  drive,
  rules: [
    rule('ASA-SSH-0001', 'user', 'A login without privilege has the prompt NAME> with a blank.', oxidized, ({ user }) =>
      matches(/^[\w-]+> $/, user, 'NAME> '),
    ),
    rule(
      'ASA-SSH-0002',
      'help',
      "A login is greeted with Type help or '?' for a list of available commands.",
      oxidized,
      ({ greeting }) => matches(/Type help or '\?' for a list of available commands\.\n/, greeting, 'the greeting'),
    ),
    rule(
      'ASA-SSH-0003',
      'enable',
      'enable with its password leads to the prompt NAME# with a blank.',
      commands('enable'),
      ({ enable, name }) => equal(`${name}# `, enable.prompt),
    ),
    rule(
      'ASA-SSH-0004',
      'curpriv',
      'show curpriv tells user, level and mode.',
      commands('show curpriv'),
      ({ privileged }) =>
        matches(
          /^Username : \S+\nCurrent privilege level : 15\nCurrent Mode\/s : P_PRIV\n/,
          privileged.text,
          'three lines',
        ),
    ),
    rule(
      'ASA-SSH-0005',
      'curpriv-unprivileged',
      'show curpriv before enable tells level 1 and the mode P_UNPR.',
      commands('show curpriv'),
      ({ unprivileged }) =>
        matches(/\nCurrent privilege level : 1\nCurrent Mode\/s : P_UNPR\n/, unprivileged.text, 'level 1, P_UNPR'),
    ),
    rule(
      'ASA-SSH-0006',
      'hidden',
      'A command for which the level is too low is answered as one that is not known.',
      commands('privilege'),
      ({ hidden }) => matches(/ERROR: % Invalid input detected at '\^' marker\./, hidden.text, 'the error'),
    ),
    rule('ASA-SSH-0007', 'pager', 'terminal pager 0 prints nothing.', netmiko, ({ pager }) =>
      equal('', pager.text.trim()),
    ),
    rule(
      'ASA-SSH-0008',
      'no-pager',
      'no terminal pager prints nothing.',
      recorded('ansible-collections/cisco.asa', 'plugins/terminal/asa.py'),
      ({ pagerToo }) => equal('', pagerToo.text.trim()),
    ),
    rule('ASA-SSH-0009', 'length', 'terminal length 0 is no command of an ASA.', transcripts, ({ length }) =>
      matches(/ERROR: % Invalid input detected at '\^' marker\./, length.text, 'the error'),
    ),
    rule(
      'ASA-SSH-0010',
      'caret',
      'The caret stands below the first character that no command has there.',
      transcripts,
      ({ unknown, name }) =>
        matches(new RegExp(`^ {${`${name}# show c`.length}}\\^$`, 'm'), unknown.text, 'the caret below the d of cdp'),
    ),
    rule(
      'ASA-SSH-0011',
      'incomplete',
      'A command that lacks a word is answered ERROR: % Incomplete command.',
      transcripts,
      ({ incomplete }) => matches(/ERROR: % Incomplete command/, incomplete.text, 'the error'),
    ),
    rule('ASA-SSH-0012', 'include', 'A filter may be shortened: | i is | include.', netmiko, ({ filtered }) =>
      matches(/^Serial Number: \w+$/, filtered.text.trim(), 'one line'),
    ),
    rule('ASA-SSH-0013', 'exclude', '| exclude leaves the lines out that match.', commands('show'), ({ excluded }) =>
      holds(
        !excluded.text.includes('Serial') && excluded.text.includes('Software Version'),
        'all but the line',
        excluded.text,
      ),
    ),
    rule(
      'ASA-SSH-0014',
      'rest-made',
      'What REST makes is shown over SSH.',
      commands('show running-config'),
      ({ shown }) => matches(/object network seen-by-ssh\n host 192\.0\.2\.8\n/, shown.text, 'the object'),
    ),
    rule(
      'ASA-SSH-0015',
      'configure',
      'configure terminal leads to the prompt NAME(config)# with a blank.',
      commands('configure terminal'),
      ({ configure, name }) => equal(`${name}(config)# `, configure.prompt),
    ),
    rule(
      'ASA-SSH-0016',
      'object',
      'object network leads to the prompt NAME(config-network-object)# with a blank.',
      commands('object network'),
      ({ object, name }) => equal(`${name}(config-network-object)# `, object.prompt),
    ),
    rule(
      'ASA-SSH-0017',
      'exec',
      'A show command works in a mode of configuration.',
      recorded('ansible-collections/cisco.asa', 'commands in configuration mode'),
      ({ exec }) => matches(/Security context mode: single \n/, exec.text, 'the mode'),
    ),
    rule('ASA-SSH-0018', 'width', 'terminal width 511 is a command of configuration.', netmiko, ({ width }) =>
      equal(false, /ERROR/.test(width.text)),
    ),
    rule('ASA-SSH-0019', 'end', 'end leads back to the privileged prompt.', commands('end'), ({ end, name }) =>
      equal(`${name}# `, end.prompt),
    ),
    rule(
      'ASA-SSH-0020',
      'saved',
      'write memory prints the checksum in four groups and [OK].',
      recorded('demisto/content', 'Packs/CiscoASA, test data'),
      ({ saved }) =>
        matches(
          /Building configuration\.\.\.\nCryptochecksum: ([0-9a-f]{8} ){4}\n\n\d+ bytes copied in .*\n\[OK\]\n/,
          saved.text,
          'the text',
        ),
    ),
    rule('ASA-SSH-0021', 'left', 'exit ends the session.', netmiko, ({ left }) => equal(true, left)),
  ],
});
