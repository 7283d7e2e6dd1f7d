import type { CaseContext } from '../../context.ts';
import { equal, matches } from '../../judgement.ts';
import { own } from './agent.ts';
import { twoContexts } from './contexts.cases.ts';
import { rulesOver, topic } from './rule.ts';
import { about, commands, oxidized, recorded, unicon } from './sources.ts';

const prompt = /^[\w./-]{1,63}(\([\w.@/:+-]{1,32}\))?[#>] ?$/;

async function drive(t: CaseContext) {
  const { device } = await own(t, twoContexts);
  const shell = await device.shell(prompt);
  const type = async (line: string) => {
    const { text, prompt: after } = await shell.say(line, [{ when: /Password: ?$/, say: device.enablePassword }]);
    return { text, prompt: after };
  };
  await type('enable');
  await type('terminal pager 0');
  const system = await type('changeto system');
  const seen = {
    system,
    mode: await type('show mode'),
    listed: await type('show context'),
    blocks: await type('show running-config context'),
    agent: await type('show running-config rest-api'),
    software: await type('show version | include Software Version'),
    unknown: await type('changeto context nobody'),
    context: await type('changeto context c1'),
    configure: await type('configure terminal'),
    made: await type('object network by-shell'),
    inside: await type('host 10.1.1.11'),
    end: await type('end'),
    unsaved: await type('show startup-config | include by-shell'),
  };
  await type('changeto system');
  const savedAll = await type('write memory all /noconfirm');
  const file = await type('more disk0:/c1.cfg');
  await type('changeto context c1');
  return { ...seen, savedAll, file, saved: await type('show startup-config | include by-shell') };
}

const rule = rulesOver<typeof drive>();
const prompts = recorded('CiscoTestAutomation/unicon.plugins', 'mock_data/asa, prompts of contexts');

/** The command line of a box in multiple mode. */
export const contextShell = topic({
  id: 'ASA-CTX-SHELL',
  title: 'The system execution space, contexts and the ways between them, over SSH',
  touches: 'simulator-only',
  needs: ['ssh'],
  drive,
  rules: [
    rule(
      'ASA-CTX-0014',
      'system-prompt',
      'The prompt of the system execution space names the box alone.',
      prompts,
      ({ system }) => matches(/^[\w-]+# $/, system.prompt, 'NAME# '),
    ),
    rule(
      'ASA-CTX-0015',
      'context-prompt',
      'changeto context NAME leads to the prompt BOX/NAME# with a blank.',
      prompts,
      ({ context }) => matches(/^[\w-]+\/c1# $/, context.prompt, 'BOX/c1# '),
    ),
    rule(
      'ASA-CTX-0016',
      'config-prompt',
      'configure terminal in a context leads to the prompt BOX/NAME(config)# with a blank.',
      prompts,
      ({ configure }) => matches(/^[\w-]+\/c1\(config\)# $/, configure.prompt, 'BOX/c1(config)# '),
    ),
    rule(
      'ASA-CTX-0017',
      'mode',
      'show mode in the system execution space tells of multiple mode.',
      oxidized('lib/oxidized/model/asa.rb'),
      ({ mode }) => matches(/Security context mode: multiple \n/, mode.text, 'the mode'),
    ),
    rule(
      'ASA-CTX-0018',
      'listed',
      'show context lists the contexts below a head line, the admin context with a star.',
      unicon('mock_data/asa, show context'),
      ({ listed }) =>
        matches(
          /Context Name +Class +Interfaces +Mode +URL *\n\*admin .*\n(.*\n)* c1 /,
          listed.text,
          'a head, *admin and c1',
        ),
    ),
    rule(
      'ASA-CTX-0019',
      'counted',
      'show context tells how many contexts are active.',
      unicon('mock_data/asa, show context'),
      ({ listed }) => matches(/^Total active Security Contexts: 2$/m, listed.text, 'Total active Security Contexts: 2'),
    ),
    rule(
      'ASA-CTX-0020',
      'blocks',
      'The configuration of the system execution space has a block of each context, with its interfaces and its file.',
      oxidized('lib/oxidized/model/asa.rb'),
      ({ blocks }) =>
        matches(
          /^context c1\n allocate-interface \S+ ?\n config-url disk0:\/c1\.cfg ?$/m,
          blocks.text,
          'the block of c1',
        ),
    ),
    rule(
      'ASA-CTX-0021',
      'agent',
      'The lines of the agent stand in the configuration of the system execution space.',
      about('Multiple context mode'),
      ({ agent }) => equal([true, true], [/^rest-api image /m.test(agent.text), /^rest-api agent/m.test(agent.text)]),
    ),
    rule(
      'ASA-CTX-0022',
      'software',
      'The first line of show version in the system execution space ends in <system>.',
      recorded('networktocode/ntc-templates', 'tests/cisco_asa, show version'),
      ({ software }) => matches(/ Software Version \S+ <system>\n/, software.text, 'a line that ends in <system>'),
    ),
    rule(
      'ASA-CTX-0023',
      'unknown',
      "changeto context of a name that there is not prints ERROR: 'NAME' is not valid.",
      unicon('mock_data/asa, changeto context'),
      ({ unknown }) => matches(/^ERROR: 'nobody' is not valid$/m, unknown.text, "ERROR: 'nobody' is not valid"),
    ),
    rule(
      'ASA-CTX-0024',
      'unsaved',
      'What is configured in a context is not in its startup configuration until it is saved.',
      commands('write memory'),
      ({ unsaved }) => equal('', unsaved.text.trim()),
    ),
    rule(
      'ASA-CTX-0025',
      'saved-all',
      'write memory all in the system execution space saves every context.',
      commands('write memory'),
      ({ saved }) => matches(/^object network by-shell$/m, saved.text, 'the object'),
    ),
    rule(
      'ASA-CTX-0026',
      'file',
      'The saved configuration of a context lies in the file that config-url names.',
      oxidized('lib/oxidized/model/asa.rb'),
      ({ file }) => matches(/^object network by-shell\n host 10\.1\.1\.11$/m, file.text, 'the object and its host'),
    ),
  ],
});
