import type { CheckDraft } from '../../case.ts';
import { all, holds, matches } from '../../judgement.ts';
import type { Installed, Sight } from './walkthrough.ts';

/** What the shows are judged over: the moment after the certificate was enabled and the configuration saved. */
interface Seen {
  readonly sight: Sight;
  readonly installed: Installed;
}

/** The lines of `show nxapi` up to the certificate. */
const listening = /^nxapi enabled\nHTTPS Listen on port 8443\n/;

/** An ISO time as OpenSSL prints it: `Jul  3 07:05:09 2019 GMT`. */
export function opensslTime(iso: string): string {
  const [, day = '', month = '', year = '', time = ''] =
    /, (\d\d) (\w{3}) (\d{4}) ([\d:]+) GMT/.exec(new Date(iso).toUTCString()) ?? [];
  return `${month} ${String(Number(day)).padStart(2)} ${time} ${year} GMT`;
}

/** What `show nxapi` and the configuration text say after the walkthrough. */
export const showing: readonly CheckDraft<Seen>[] = [
  {
    id: 'show-nxapi-layout',
    requirement: 'NX-SHOW-0001',
    killedBy: ['nxos.show-nxapi-in-other-words', 'nxos.show-nxapi-shows-closed'],
    judge: ({ sight: { showNxapi } }) =>
      matches(
        /^nxapi enabled\n(HTTP Listen on port \d+\n)?HTTPS Listen on port \d+\nCertificate Information:\n {4}Issuer: {3}\/.*\n {4}Expires: {2}\w{3} [ \d]\d [\d:]{8} \d{4} GMT *\n/,
        showNxapi.text,
        'nxapi enabled / HTTPS Listen on port / Certificate Information: / Issuer: / Expires:',
      ),
  },
  {
    id: 'show-nxapi-plain',
    requirement: 'NX-SHOW-0002',
    killedBy: ['nxos.show-nxapi-in-other-words', 'nxos.show-nxapi-shows-closed'],
    judge: ({ sight: { showNxapi } }) =>
      all(
        matches(listening, showNxapi.text, 'nxapi enabled / HTTPS Listen on port 8443'),
        holds(!/Certificate/i.test(showNxapi.text), 'nothing of a certificate', showNxapi.text),
      ),
  },
  {
    id: 'show-nxapi-open-only',
    requirement: 'NX-SHOW-0003',
    killedBy: ['nxos.show-nxapi-shows-closed'],
    judge: ({ sight: { showNxapi } }) =>
      holds(!/^HTTP Listen/m.test(showNxapi.text), 'no line for HTTP', showNxapi.text),
  },
  {
    id: 'show-nxapi-issuer',
    requirement: 'NX-SHOW-0007',
    killedBy: ['nxos.show-nxapi-in-other-words'],
    judge: ({ sight: { showNxapi } }) => matches(/Issuer: {3}\/CN=nxapi$/m, showNxapi.text, 'Issuer:   /CN=nxapi'),
  },
  {
    id: 'show-nxapi-expiry',
    requirement: 'NX-SHOW-0019',
    killedBy: ['nxos.old-certificate-still-served', 'nxos.show-nxapi-in-other-words'],
    judge: ({ sight: { showNxapi, presented } }) => {
      const expiry = presented.shown ? opensslTime(presented.certificate.notAfter) : 'the expiry of a certificate';
      return holds(showNxapi.text.includes(`Expires:  ${expiry}`), `Expires:  ${expiry}`, showNxapi.text);
    },
  },
  {
    id: 'config-stores-negation',
    requirement: 'NX-SHOW-0008',
    killedBy: ['nxos.features-unshown', 'nxos.nxapi-unshown'],
    judge: ({ sight: { runningConfig } }) =>
      matches(
        /^feature nxapi\n(.*\n)*?no nxapi http\n(.*\n)*?nxapi https port 8443$/m,
        runningConfig.text,
        'feature nxapi / no nxapi http / nxapi https port 8443, in this order',
      ),
  },
  {
    id: 'config-holds-port',
    requirement: 'NX-SHOW-0009',
    killedBy: ['nxos.nxapi-unshown'],
    judge: ({ sight: { runningConfig } }) =>
      matches(/^nxapi https port 8443$/m, runningConfig.text, 'nxapi https port 8443'),
  },
  {
    id: 'config-holds-vrf',
    requirement: 'NX-SHOW-0011',
    killedBy: ['nxos.nxapi-unshown'],
    judge: ({ sight: { runningConfig } }) =>
      matches(/^nxapi use-vrf management$/m, runningConfig.text, 'nxapi use-vrf management'),
  },
  {
    id: 'include-keeps-matches',
    requirement: 'NX-CLI-0014',
    killedBy: ['nxos.include-keeps-all'],
    judge: ({ sight: { runningConfig } }) =>
      holds(
        runningConfig.text
          .trim()
          .split('\n')
          .every((line) => line.includes('nxapi')),
        'only lines with "nxapi"',
        runningConfig.text,
      ),
  },
  {
    id: 'startup-header',
    requirement: 'NX-SHOW-0017',
    killedBy: ['nxos.configuration-without-head'],
    judge: ({ sight: { startupConfig } }) =>
      all(
        matches(/^\n?!Command: show startup-config$/m, startupConfig.text, '!Command: show startup-config'),
        matches(/^!Startup config saved at: /m, startupConfig.text, '!Startup config saved at: …'),
      ),
  },
];
