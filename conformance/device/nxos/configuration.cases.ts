import { defineCase } from '../../case.ts';
import { all, equal, holds, matches } from '../../judgement.ts';
import { only, say } from './ins.ts';
import { enabled, factoryFresh, httpsPort } from './walkthrough.ts';

/** `cli_conf`: what silent, talking and failing lines are answered with, and what they leave behind. */
export const configuring = defineCase({
  id: 'NX-INS-CONF',
  title: 'Configuration through NX-API: silent lines, text, errors and where they stop',
  touches: 'simulator-only',
  needs: ['ssh'],
  async drive(t) {
    const device = await t.fresh(factoryFresh());
    await enabled(device);
    const on = await device.connection({ port: httpsPort });
    const configure = (input: string) => say(on, device, 'cli_conf', input);
    return {
      silent: await configure('interface loopback7'),
      two: await configure('interface loopback8 ;description eight'),
      text: await configure('show nxapi'),
      bad: await configure('rackless-bogus'),
      broken: await configure('interface loopback41 ;exit ;interface loopback42 ;plover ;description never'),
      running: await say(on, device, 'cli_show_ascii', 'show running-config'),
      withTerminal: await configure('configure terminal ;interface loopback9'),
      newlines: await configure('interface loopback10\ndescription ten'),
      after: await say(on, device, 'cli_show_ascii', 'show running-config'),
      save: await configure('copy running-config startup-config'),
    };
  },
  checks: [
    {
      id: 'members',
      requirement: 'NX-INS-0008',
      killedBy: ['nxos.members-backwards'],
      judge: ({ silent }) => equal('sid, type, version, outputs', silent.members.join(', ')),
    },
    {
      id: 'output-members',
      requirement: 'NX-INS-0009',
      killedBy: ['nxos.members-backwards'],
      judge: ({ silent }) => equal('body, code, msg', only(silent).members.join(', ')),
    },
    {
      id: 'silent-body',
      requirement: 'NX-INS-0017',
      killedBy: ['nxos.silence-is-text'],
      judge: ({ silent }) => equal({}, only(silent).body),
    },
    {
      id: 'string-codes',
      requirement: 'NX-INS-0013',
      judge: ({ silent, bad }) => equal(['200', '400'], [only(silent).code, only(bad).code]),
      killedBy: ['nxos.integer-codes'],
    },
    {
      id: 'text-body',
      requirement: 'NX-INS-0018',
      killedBy: ['nxos.show-nxapi-in-other-words', 'nxos.text-dropped'],
      judge: ({ text }) => matches(/^nxapi enabled\n/, String(only(text).body), 'the text of show nxapi'),
    },
    {
      id: 'error-members',
      requirement: 'NX-INS-0012',
      killedBy: ['nxos.errors-with-body', 'nxos.members-backwards'],
      judge: ({ bad }) => equal('clierror, code, msg', only(bad).members.join(', ')),
    },
    {
      id: 'error',
      requirement: 'NX-INS-0025',
      killedBy: ['nxos.error-texts-swapped'],
      judge: ({ bad }) => equal(['400', 'CLI execution error'], [String(only(bad).code), only(bad).msg]),
    },
    {
      id: 'error-text',
      requirement: 'NX-INS-0032',
      killedBy: ['nxos.marker-in-replies'],
      judge: ({ bad }) => equal('% Invalid command\n', only(bad).clierror),
    },
    {
      id: 'status-of-errors',
      requirement: 'NX-INS-0024',
      judge: ({ bad, broken }) => equal([200, 200], [bad.status, broken.status]),
      killedBy: ['nxos.error-as-http-500'],
    },
    {
      id: 'stops',
      requirement: 'NX-INS-0021',
      killedBy: ['nxos.outputs-backwards'],
      judge: ({ broken }) =>
        equal(
          ['200', '200', '200', '400'],
          broken.outputs.map(({ code }) => String(code)),
        ),
    },
    {
      id: 'rest-not-run',
      requirement: 'NX-INS-0022',
      killedBy: ['nxos.goes-on-after-errors'],
      judge: ({ running }) =>
        holds(!/description never/.test(text(running)), 'no "description never"', 'it was applied'),
    },
    {
      id: 'earlier-stay',
      requirement: 'NX-INS-0023',
      killedBy: ['nxos.rolls-back'],
      judge: ({ running }) =>
        all(
          matches(/^interface loopback41$/m, text(running), 'interface loopback41 in the running configuration'),
          matches(/^interface loopback42$/m, text(running), 'interface loopback42 in the running configuration'),
        ),
    },
    {
      id: 'configure-terminal',
      requirement: 'NX-INS-0037',
      killedBy: ['nxos.no-nested-configure'],
      judge: ({ withTerminal, after }) =>
        all(
          equal(
            ['200', '200'],
            withTerminal.outputs.map(({ code }) => String(code)),
          ),
          matches(/^interface loopback9$/m, text(after), 'interface loopback9 in the running configuration'),
        ),
    },
    {
      id: 'newlines',
      requirement: 'NX-INS-0038',
      killedBy: ['nxos.newline-ends-message'],
      judge: ({ after }) =>
        matches(/^interface loopback10\n\s+description ten$/m, text(after), 'loopback10 with its description'),
    },
    {
      id: 'save',
      requirement: 'NX-INS-0036',
      killedBy: ['nxos.save-in-silence', 'nxos.text-dropped'],
      judge: ({ save }) => matches(/Copy complete/, String(only(save).body), 'the text of the copy as body'),
    },
  ],
});

function text(seen: Parameters<typeof only>[0]): string {
  return String(only(seen).body);
}
