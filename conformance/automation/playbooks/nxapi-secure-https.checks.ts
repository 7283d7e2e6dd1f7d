import { all, differs, holds, type Judgement } from '../../judgement.ts';
import { cite } from '../../requirement.ts';
import { control, type Evidence, endOf } from '../evidence.ts';
import { definePlaybook, rule } from '../playbook.ts';
import { common, commonAdversities } from '../policies.checks.ts';
import { faults, type Line, lines } from '../trace.ts';
import { afterLast, never, precedes } from '../words.ts';

const device = 'n9k-1';
const guide = 'Secure NX-API calls using HTTPS with a self-signed certificate';
const copies = /^copy running-config startup-config\b/;

/** HTTPS on 8443 with the given certificate, plain HTTP closed. */
function done(evidence: Evidence): Judgement {
  const { ports } = endOf(evidence, device);
  const wanted = evidence.given.certificates.nxapi?.fingerprint ?? '';
  return all(
    ports[8443] === wanted || differs(`port 8443 presents ${wanted}`, `port 8443: ${ports[8443]}`),
    holds(ports[80] === 'closed', 'port 80 is closed', `port 80 is ${ports[80]}`),
  );
}

const changes = (all: readonly Line[]): readonly Line[] =>
  all.filter(({ ok, mode, line }) => ok && /^config/.test(mode) && !/^(?:end|exit|configure|show|copy)\b/.test(line));
const enables = (all: readonly Line[]): readonly Line[] =>
  all.filter(({ line }) => line === 'nxapi certificate enable');

/** @source nxapi-secure-https */
export const nxapiSecureHttps = definePlaybook({
  id: 'nxapi-secure-https',
  title: 'Serve NX-API over HTTPS alone, with a certificate of your own',
  release: '7.0(3)I7(4)',
  task: `The switch ${device} comes as it is unpacked: NX-API off, SSH on. A certificate and its key are given (RACKLESS_NXAPI_CERT_FILE,
RACKLESS_NXAPI_KEY_FILE). In the end NX-API listens on port 8443 of the switch by HTTPS with that certificate, plain HTTP is
closed, and all of it is still so after a reload.`,
  devices: [{ name: device, kind: 'nxos', release: '7.0(3)I7(4)', options: { configured: 'factory' } }],
  certificates: { nxapi: [] },
  ports: { [device]: [80, 443, 8443] },
  questions: [{ name: 'startup', device, ask: { command: 'show startup-config' } }],
  adversities: [
    ...commonAdversities,
    {
      name: 'key-refused',
      title: 'the switch refuses the key file, inside an answer whose HTTP status is 200',
      expect: 'failure',
      faults: [
        {
          at: 'command',
          act: 'error',
          text: 'ERROR: Bad key file',
          match: { operation: 'nxapi certificate httpskey*' },
        },
      ],
    },
    {
      name: 'no-effect',
      title: 'enabling the certificate is said to be done and is not',
      expect: 'failure',
      faults: [{ at: 'change', act: 'accept-without-effect', match: { operation: 'nxapi certificate enable' } }],
    },
    {
      name: 'save-refused',
      title: 'saving fails',
      expect: 'either',
      faults: [
        {
          at: 'command',
          act: 'error',
          text: 'Configuration update aborted: request was aborted',
          match: { operation: 'copy running-config *' },
        },
      ],
    },
    {
      name: 'lost-reply',
      title: 'the answer to the enabling of the certificate is lost, after its effect',
      expect: 'either',
      faults: [{ at: 'command', act: 'lose-reply', atMost: 1, match: { operation: 'nxapi certificate enable' } }],
    },
  ],
  rules: [
    ...common('NX-API listens by HTTPS on port 8443 with the given certificate, and plain HTTP is closed.', done),
    rule({
      name: 'pair-before-enable',
      id: 'NXAPI-AUTO-0001',
      says: 'Certificate and key are configured, both with success, before the certificate is enabled.',
      source: cite(guide, 'Configure the Switch, 3'),
      arises: ({ trace, run }) => run !== 'key-refused' && enables(lines(trace)).length > 0,
      judge: ({ trace }) => {
        const given = lines(trace).filter(({ ok }) => ok);
        const file = (what: string) => given.filter(({ line }) => line.startsWith(`nxapi certificate ${what} `));
        const saying = {
          expected: 'httpscrt and httpskey with success, then `nxapi certificate enable`',
          observed: () => '`nxapi certificate enable` without both files in place',
          next: 'configure certfile and keyfile first, and read what the switch says about each',
        };
        const enabled = enables(lines(trace)).slice(0, 1);
        return all(
          precedes(file('httpscrt'), enabled, () => true, saying),
          precedes(file('httpskey'), enabled, () => true, saying),
        );
      },
    }),
    rule({
      name: 'inner-code',
      id: 'NXAPI-AUTO-0002',
      says: 'A command that failed inside an answer of HTTP status 200 is a failure: the certificate is not enabled after its key was refused.',
      source: cite('ansible-collections/cisco.nxos', 'plugins/httpapi/nxos.py: handle_reply'),
      evidence: 'client',
      ofAutomation: true,
      arises: ({ run, trace }) => run === 'key-refused' && faults(trace).length > 0,
      judge: ({ trace }) => {
        const since = faults(trace)[0]?.seq ?? 0;
        return never(
          enables(lines(trace)).filter(({ seq }) => seq > since),
          {
            expected: 'no enabling after the key was refused',
            observed: () => '`nxapi certificate enable` after `ERROR: Bad key file`',
            next: 'look at the code of each output, not at the HTTP status alone',
          },
        );
      },
    }),
    rule({
      name: 'saves-at-the-end',
      id: 'NXAPI-AUTO-0003',
      says: 'The running configuration is copied to the startup configuration after the last change.',
      source: cite(guide, 'Configure the Switch, 4: remember to write the config'),
      pack: 'save',
      settles: 'at-end',
      arises: ({ run, trace }) => run === control && changes(lines(trace)).length > 0,
      judge: ({ trace, end }) => {
        const all = lines(trace);
        const saves = all.filter(({ ok, line }) => ok && copies.test(line));
        const judgement = afterLast(changes(all), saves, {
          expected: 'copy running-config startup-config after the last change',
          observed: ({ line }) => `nothing was saved after \`${line}\``,
          next: 'what does the switch do with your change after a reload?',
        });
        if (judgement !== true || end.answers.startup === undefined) return judgement;
        return holds(
          /^nxapi https port 8443$/m.test(end.answers.startup),
          'the startup configuration has `nxapi https port 8443`',
          'it has not',
        );
      },
    }),
  ],
});
