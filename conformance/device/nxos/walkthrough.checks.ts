import type { CheckDraft } from '../../case.ts';
import { all, equal, holds, matches, unseen } from '../../judgement.ts';
import { copied, presents, presentsFactory, saidNothing } from './shown.ts';
import type { Configured, Copied, Installed, Sight } from './walkthrough.ts';

/** What every walk over SSH observes, on one supervisor and on two. */
export interface Walk {
  readonly before: Sight['ports'];
  readonly copied: Copied;
  readonly configured: Configured;
  readonly installed: Installed;
  readonly save: { readonly text: string; readonly line: string };
  readonly sight: Sight;
  readonly afterReload: Sight;
}

/** "Copy the Files", step 1. */
export const copying: readonly CheckDraft<Walk>[] = [
  {
    id: 'mkdir',
    requirement: 'NX-FILE-0001',
    killedBy: ['nxos.folders-without-slash', 'nxos.names-in-capitals'],
    judge: ({ copied: { root } }) => matches(/ nxapi\/$/m, root.text, 'a line "nxapi/" in `dir bootflash:`'),
  },
  {
    id: 'mkdir-silent',
    requirement: 'NX-FILE-0020',
    killedBy: ['nxos.mkdir-says-so'],
    judge: ({ copied: { mkdir } }) => saidNothing(mkdir),
  },
  {
    id: 'base-name',
    requirement: 'NX-FILE-0002',
    killedBy: ['nxos.names-in-capitals'],
    judge: ({ copied: { listing } }) =>
      all(
        matches(/ nxapi-cert\.pem$/m, listing.text, '"nxapi-cert.pem" in `dir bootflash:nxapi`'),
        matches(/ nxapi-key\.pem$/m, listing.text, '"nxapi-key.pem" in `dir bootflash:nxapi`'),
      ),
  },
  {
    id: 'same-bytes',
    requirement: 'NX-FILE-0003',
    killedBy: ['nxos.digests-in-capitals'],
    judge: ({ copied: { sha256, wantedSha256 } }) =>
      holds(sha256.text.includes(wantedSha256), `the digest ${wantedSha256}`, sha256.text),
  },
  {
    id: 'asks-vrf',
    requirement: 'NX-FILE-0004',
    killedBy: ['nxos.copy-asks-less'],
    judge: ({ copied: { certificate } }) =>
      matches(
        /^Enter vrf \(If no input, current vrf 'default' is considered\): ?$/m,
        certificate.asked.join('\n'),
        'the question "Enter vrf (If no input, current vrf \'default\' is considered): "',
      ),
  },
  {
    id: 'asks-host-key',
    requirement: 'NX-FILE-0005',
    killedBy: ['nxos.copy-asks-less'],
    judge: ({ copied: { certificate } }) =>
      all(
        matches(/The authenticity of host '.*' can't be established\./, certificate.text, 'the host key is shown'),
        matches(
          /^Are you sure you want to continue connecting \(yes\/no/m,
          certificate.asked.join('\n'),
          'the question "Are you sure you want to continue connecting (yes/no)? "',
        ),
      ),
  },
  {
    id: 'asks-password',
    requirement: 'NX-FILE-0006',
    unkilled:
      'a switch that asks for no password copies nothing, and the walkthrough ends there: its checks could not run',
    judge: ({ copied: { certificate } }) =>
      matches(/[Pp]assword: ?$/m, certificate.asked.join('\n'), 'the question "user@host\'s password: "'),
  },
  {
    id: 'copy-complete',
    requirement: 'NX-FILE-0007',
    killedBy: ['nxos.copies-quietly'],
    judge: ({ copied: { certificate, key } }) => all(copied(certificate), copied(key)),
  },
  {
    id: 'no-alarming-words',
    requirement: 'NX-FILE-0021',
    killedBy: ['nxos.copy-warns'],
    judge: ({ copied: { certificate } }) =>
      holds(
        !/error|invalid|failed|aborted|denied/i.test(certificate.text),
        'none of the words error, invalid, failed, aborted, denied',
        certificate.text,
      ),
  },
];

/** "Configure the Switch", steps 1 and 2. */
export const configuring: readonly CheckDraft<Walk>[] = [
  {
    id: 'closed-before',
    requirement: 'NX-LSN-0005',
    killedBy: ['nxos.on-from-the-start'],
    judge: ({ before }) => equal({ http: 'refused', oldHttps: 'refused', https: 'refused' }, before),
  },
  {
    id: 'feature-silent',
    requirement: 'NX-LSN-0016',
    killedBy: ['nxos.talkative'],
    judge: ({ configured }) => saidNothing(configured.feature),
  },
  {
    id: 'http-by-default',
    requirement: 'NX-LSN-0001',
    killedBy: ['nxos.default-ports-closed'],
    judge: ({ configured }) => equal('open', configured.afterFeature.http),
  },
  {
    id: 'https-by-default',
    requirement: 'NX-LSN-0002',
    killedBy: ['nxos.default-ports-closed'],
    judge: ({ configured }) => equal('open', configured.afterFeature.oldHttps),
  },
  {
    id: 'no-http-by-default',
    requirement: 'NX-LSN-0003',
    killedBy: ['nxos.http-always'],
    judge: ({ configured }) => equal('refused', configured.afterFeature.http),
  },
  {
    id: 'https-too-by-default',
    requirement: 'NX-LSN-0004',
    killedBy: ['nxos.default-ports-closed'],
    judge: ({ configured }) => equal('open', configured.afterFeature.oldHttps),
  },
  {
    id: 'http-closes',
    requirement: 'NX-LSN-0006',
    killedBy: ['nxos.http-always', 'nxos.http-stays-open'],
    judge: ({ configured }) => equal('refused', configured.afterNoHttp.http),
  },
  {
    id: 'no-http-silent',
    requirement: 'NX-LSN-0007',
    killedBy: ['nxos.talkative'],
    judge: ({ configured }) => saidNothing(configured.noHttp),
  },
  {
    id: 'https-opens',
    requirement: 'NX-LSN-0008',
    unkilled:
      'a switch that opens no port 8443 cannot be walked through further: all checks of the walkthrough would be red',
    judge: ({ configured: { moved } }) => moved.shown || holds(false, 'a TLS handshake on port 8443', moved.why),
  },
  {
    id: 'old-https-closes',
    requirement: 'NX-LSN-0009',
    judge: ({ configured }) =>
      configured.afterFeature.oldHttps === 'open'
        ? equal('refused', configured.afterHttps.oldHttps)
        : unseen('HTTPS was not open on port 443 before'),
    killedBy: ['nxos.old-port-stays-open'],
  },
  {
    id: 'lines-silent',
    requirement: 'NX-LSN-0018',
    killedBy: ['nxos.talkative'],
    judge: ({ configured }) => all(saidNothing(configured.https), saidNothing(configured.useVrf)),
  },
  {
    id: 'management-answers',
    requirement: 'NX-LSN-0010',
    unkilled: 'a switch that no longer answers on its management address is unreachable for whatever comes after',
    judge: ({ configured }) => equal('open', configured.afterUseVrf.https),
  },
  {
    id: 'other-vrf-before',
    requirement: 'NX-LSN-0017',
    killedBy: ['nxos.management-alone'],
    judge: ({ configured }) => equal('open', configured.otherVrfBefore),
  },
  {
    id: 'other-vrf-refused',
    requirement: 'NX-LSN-0011',
    judge: ({ configured }) => equal('refused', configured.otherVrfAfter),
    killedBy: ['nxos.vrf-ignored', 'nxos.old-port-stays-open'],
  },
];

/** "Configure the Switch", steps 3 and 4, and the reload that shows what was saved. */
export const installing: readonly CheckDraft<Walk>[] = [
  {
    id: 'factory-certificate',
    requirement: 'NX-TLS-0001',
    killedBy: ['nxos.another-own-certificate'],
    judge: ({ configured }) => presentsFactory(configured.moved),
  },
  {
    id: 'factory-day',
    requirement: 'NX-TLS-0002',
    killedBy: ['nxos.another-own-certificate'],
    judge: ({ configured: { moved } }) =>
      moved.shown
        ? equal(24, (Date.parse(moved.certificate.notAfter) - Date.parse(moved.certificate.notBefore)) / 3_600_000)
        : unseen(moved.why),
  },
  {
    id: 'factory-key',
    requirement: 'NX-TLS-0004',
    killedBy: ['nxos.another-own-certificate'],
    judge: ({ configured: { moved } }) =>
      moved.shown ? equal(['rsa', 2048], [moved.certificate.keyType, moved.certificate.keyBits]) : unseen(moved.why),
  },
  {
    id: 'upload-acknowledged',
    requirement: 'NX-TLS-0005',
    killedBy: ['nxos.uploads-in-silence'],
    judge: ({ installed: { certificate, key } }) => all(...[certificate, key].map(({ text }) => acknowledged(text))),
  },
  {
    id: 'plain-key-imported',
    requirement: 'NX-TLS-0022',
    killedBy: ['nxos.key-warns'],
    judge: ({ installed: { key, enabled } }) =>
      holds(enabled.shown && !/^(%|ERROR)/m.test(key.text), 'the key is imported and HTTPS goes on', key.text),
  },
  {
    id: 'upload-changes-nothing',
    requirement: 'NX-TLS-0009',
    killedBy: ['nxos.upload-enables'],
    judge: ({ configured: { moved }, installed: { uploaded } }) =>
      moved.shown ? presents(uploaded, moved.certificate.sha256) : unseen(moved.why),
  },
  {
    id: 'enable-silent',
    requirement: 'NX-TLS-0006',
    killedBy: ['nxos.talkative'],
    judge: ({ installed: { enable } }) => saidNothing(enable),
  },
  {
    id: 'presented',
    requirement: 'NX-TLS-0003',
    judge: ({ installed: { enabled, installed } }) => presents(enabled, installed.sha256),
    killedBy: ['nxos.old-certificate-still-served'],
  },
  {
    id: 'large-and-long-lived',
    requirement: 'NX-TLS-0007',
    judge: ({ installed: { enabled } }) =>
      enabled.shown
        ? all(
            equal(4096, enabled.certificate.keyBits),
            holds(
              Date.parse(enabled.certificate.notAfter) > Date.UTC(2100, 0),
              'an expiry after the year 2100',
              enabled.certificate.notAfter,
            ),
          )
        : holds(false, 'a certificate', enabled.why),
    killedBy: ['nxos.old-certificate-still-served'],
  },
  {
    id: 'verifies',
    requirement: 'NX-TLS-0008',
    judge: ({ installed: { enabled } }) =>
      holds(enabled.shown && enabled.trusted, 'the chain leads to the installed certificate', 'it does not'),
    killedBy: ['nxos.old-certificate-still-served'],
  },
  {
    id: 'saved',
    requirement: 'NX-SAVE-0001',
    killedBy: ['nxos.save-in-silence'],
    judge: ({ save: { text, line } }) => matches(/Copy complete/, text, line),
  },
  {
    id: 'saved-in-config-mode',
    requirement: 'NX-SAVE-0006',
    killedBy: ['nxos.save-warns'],
    judge: ({ save: { text } }) => holds(!/^%/m.test(text), 'no refusal', text),
  },
  {
    id: 'bar',
    requirement: 'NX-SAVE-0008',
    killedBy: ['nxos.save-in-silence'],
    judge: ({ save: { text } }) => matches(/^\[#{40}\] 100%$/m, text, 'a full bar of 40 places at 100%'),
  },
  {
    id: 'startup-holds-it',
    requirement: 'NX-SAVE-0009',
    killedBy: ['nxos.features-unshown', 'nxos.save-forgets'],
    judge: ({ sight: { startupConfig } }) =>
      all(
        matches(/^feature nxapi$/m, startupConfig.text, '`feature nxapi` in the startup configuration'),
        matches(/^nxapi https port 8443$/m, startupConfig.text, '`nxapi https port 8443` in the startup configuration'),
      ),
  },
  {
    id: 'kept-over-reload',
    requirement: 'NX-SAVE-0002',
    judge: ({ afterReload, installed: { installed } }) => presents(afterReload.presented, installed.sha256),
    killedBy: ['nxos.save-forgets', 'nxos.old-certificate-still-served'],
  },
  {
    id: 'ports-kept-over-reload',
    requirement: 'NX-SAVE-0003',
    killedBy: ['nxos.http-always', 'nxos.http-stays-open', 'nxos.old-port-stays-open', 'nxos.save-forgets'],
    judge: ({ afterReload: { ports } }) => equal({ http: 'refused', oldHttps: 'refused', https: 'open' }, ports),
  },
  {
    id: 'files-kept-over-reload',
    requirement: 'NX-SAVE-0005',
    killedBy: ['nxos.flash-lost', 'nxos.names-in-capitals'],
    judge: ({ afterReload: { listing } }) =>
      matches(/ nxapi-cert\.pem$/m, listing.text, '"nxapi-cert.pem" in `dir bootflash:nxapi`'),
  },
];

function acknowledged(text: string) {
  return matches(
    /^Upload done\. Please enable\. Note cert and key must match\.$/m,
    text,
    'Upload done. Please enable. Note cert and key must match.',
  );
}
