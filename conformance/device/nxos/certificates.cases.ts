import { defineCase } from '../../case.ts';
import type { CaseContext } from '../../context.ts';
import { all, holds, type Judgement, matches, unseen } from '../../judgement.ts';
import type { Presented } from '../../oracle/tls.ts';
import { type Pair, selfSigned, traditionallyEncrypted } from './pairs.ts';
import { presents, presentsAnother, wasRefused } from './shown.ts';
import { fetchFile, refused, type Step, type Terminal } from './terminal.ts';
import { enabled, factoryFresh, httpsPort } from './walkthrough.ts';

/** A switch that serves an installed pair, with a terminal in configuration mode. */
async function serving(t: CaseContext) {
  const device = await t.fresh(factoryFresh());
  const by = await enabled(device);
  const good = await selfSigned(t, 'served');
  const load = (name: string, bytes: string) => fetchFile(device, by, name, bytes, 'bootflash:');
  await load('good-cert.pem', good.certificate);
  await load('good-key.pem', good.key);
  await by.type(scrt('good-cert.pem'));
  await by.type(skey('good-key.pem'));
  await by.type('nxapi certificate enable');
  const before = await device.presentsBecomes({ port: httpsPort }, good.facts.sha256);
  return { device, by, load, good, before };
}

const scrt = (file: string) => `nxapi certificate httpscrt certfile bootflash:${file}`;
const skey = (file: string) => `nxapi certificate httpskey keyfile bootflash:${file}`;

/** An attempt to install a pair that must not be served. */
interface Attempt {
  readonly before: Presented;
  readonly certificate: Step;
  readonly key: Step;
  readonly enable: Step;
  readonly after: Presented;
  readonly served: string;
  readonly offered: string;
}

async function attempt(t: CaseContext, pair: Pick<Pair, 'certificate' | 'key' | 'facts'>): Promise<Attempt> {
  const { device, by, load, good, before } = await serving(t);
  await load('bad-cert.pem', pair.certificate);
  await load('bad-key.pem', pair.key);
  const certificate = await by.type(scrt('bad-cert.pem'));
  const key = await by.type(skey('bad-key.pem'));
  const enable = await by.type('nxapi certificate enable');
  const after = await device.presents({ port: httpsPort });
  return { before, certificate, key, enable, after, served: good.facts.sha256, offered: pair.facts.sha256 };
}

/** The good pair must have been served before, or else nothing is shown by its being served still. */
function stillServed({ before, after, served }: Pick<Attempt, 'before' | 'after' | 'served'>): Judgement {
  if (!before.shown || before.certificate.sha256 !== served) return unseen('no installed pair was served before');
  return presents(after, served);
}

const notImported = ({ key, after, offered }: Attempt): Judgement =>
  all(
    wasRefused(key),
    holds(!/Upload done/.test(key.text), 'no "Upload done"', key.text),
    presentsAnother(after, offered),
  );

/** A key file that asks for a passphrase, in the form that `openssl req` without `-nodes` writes. */
export const protectedKey = defineCase({
  id: 'NX-PAIR-PROTECTED',
  title: 'A passphrase-protected key is refused',
  touches: 'simulator-only',
  needs: ['ssh', 'files'],
  drive: async (t) => attempt(t, await selfSigned(t, 'protected', { passphrase: 'correct horse battery staple' })),
  checks: [
    {
      id: 'refused-by-defect',
      requirement: 'NX-TLS-0010',
      judge: notImported,
      killedBy: ['nxos.encrypted-key-served'],
    },
    {
      id: 'refused-without-passphrase',
      requirement: 'NX-TLS-0011',
      judge: notImported,
      killedBy: ['nxos.encrypted-key-served'],
    },
    { id: 'still-served', requirement: 'NX-TLS-0013', killedBy: ['nxos.bad-pair-ends-service'], judge: stillServed },
  ],
});

/** The same in the traditional PEM form. */
export const traditionalKey = defineCase({
  id: 'NX-PAIR-TRADITIONAL',
  title: 'A passphrase-protected key in traditional PEM form is refused',
  touches: 'simulator-only',
  needs: ['ssh', 'files'],
  versions: '<=7.0(3)I7(4)',
  async drive(t) {
    const plain = await selfSigned(t, 'traditional');
    return attempt(t, { ...plain, key: await traditionallyEncrypted(t, plain.key, 'correct horse battery staple') });
  },
  checks: [{ id: 'refused', requirement: 'NX-TLS-0014', judge: notImported, killedBy: ['nxos.encrypted-key-served'] }],
});

/** A certificate with the key of another. */
export const mismatch = defineCase({
  id: 'NX-PAIR-MISMATCH',
  title: 'A certificate and a key that do not match are refused',
  touches: 'simulator-only',
  needs: ['ssh', 'files'],
  async drive(t) {
    const [one, other] = [await selfSigned(t, 'mismatched'), await selfSigned(t, 'served')];
    return attempt(t, { ...one, key: other.key });
  },
  checks: [
    {
      id: 'refused',
      requirement: 'NX-TLS-0012',
      judge: ({ certificate, key, enable, after, offered }) =>
        all(
          holds(
            [certificate, key, enable].some(refused),
            'a complaint at the upload or at `nxapi certificate enable`',
            enable.text.trim() || 'no output of "nxapi certificate enable"',
          ),
          presentsAnother(after, offered),
        ),
      killedBy: ['nxos.key-mismatch-accepted'],
    },
    {
      id: 'still-served',
      requirement: 'NX-TLS-0013',
      killedBy: ['nxos.bad-pair-ends-service'],
      judge: stillServed,
    },
  ],
});

interface Unreadable {
  readonly missing: Step;
  readonly garbage: Step;
  readonly after: Presented;
  readonly before: Presented;
  readonly served: string;
}

/** Files that are no certificate. */
export const unreadable = defineCase<Unreadable>({
  id: 'NX-PAIR-UNREADABLE',
  title: 'A missing certificate file and one that is no certificate are refused',
  touches: 'simulator-only',
  needs: ['ssh', 'files'],
  async drive(t) {
    const { device, by, load, good, before } = await serving(t);
    await load('garbage.pem', 'this is no certificate\n');
    const missing = await by.type(scrt('nowhere.pem'));
    const garbage = await by.type(scrt('garbage.pem'));
    return { before, missing, garbage, after: await device.presents({ port: httpsPort }), served: good.facts.sha256 };
  },
  checks: [
    {
      id: 'refused',
      requirement: 'NX-TLS-0015',
      killedBy: ['nxos.any-file-is-a-certificate'],
      judge: ({ missing, garbage }) => all(wasRefused(missing), wasRefused(garbage)),
    },
    { id: 'still-served', requirement: 'NX-TLS-0013', killedBy: ['nxos.bad-pair-ends-service'], judge: stillServed },
  ],
});

/** Handshakes at single protocol versions. */
async function offers(see: (version: 'TLSv1' | 'TLSv1.2') => Promise<Presented>) {
  const [old, current] = [await see('TLSv1'), await see('TLSv1.2')];
  return { old: old.shown, current: current.shown };
}

interface Versions {
  readonly byDefault: { readonly old: boolean; readonly current: boolean };
  readonly widen: Step;
  readonly widened: { readonly old: boolean; readonly current: boolean };
  readonly narrow: Step;
  readonly narrowed: { readonly old: boolean; readonly current: boolean };
}

/** Which versions of TLS are spoken. */
export const protocolVersions = defineCase<Versions>({
  id: 'NX-TLS-VERSIONS',
  title: 'TLS versions by default, and with `nxapi ssl protocols`',
  touches: 'simulator-only',
  needs: ['ssh'],
  async drive(t) {
    const device = await t.fresh(factoryFresh());
    const by: Terminal = await enabled(device);
    const now = () =>
      offers((version) => device.presents({ port: httpsPort }, { minVersion: version, maxVersion: version }));
    const byDefault = await now();
    const widen = await by.type('nxapi ssl protocols TLSv1 TLSv1.1 TLSv1.2');
    const widened = await now();
    const narrow = await by.type('nxapi ssl protocols TLSv1.2');
    return { byDefault, widen, widened, narrow, narrowed: await now() };
  },
  checks: [
    {
      id: 'current',
      requirement: 'NX-TLS-0016',
      killedBy: ['nxos.tls-1.3-alone'],
      judge: ({ byDefault }) => spoken(byDefault.current, 'TLS 1.2'),
    },
    {
      id: 'no-old',
      requirement: 'NX-TLS-0017',
      killedBy: ['nxos.tls-of-any-age'],
      judge: ({ byDefault }) => unspoken(byDefault.old, 'TLS 1.0'),
    },
    {
      id: 'old',
      requirement: 'NX-TLS-0018',
      killedBy: ['nxos.tls-1.2-alone', 'nxos.tls-1.3-alone'],
      judge: ({ byDefault }) => spoken(byDefault.old, 'TLS 1.0'),
    },
    {
      id: 'widened',
      requirement: 'NX-TLS-0019',
      killedBy: ['nxos.tls-1.2-alone', 'nxos.tls-1.3-alone'],
      judge: ({ widened }) => all(spoken(widened.old, 'TLS 1.0'), spoken(widened.current, 'TLS 1.2')),
    },
    {
      id: 'narrowed',
      requirement: 'NX-TLS-0020',
      killedBy: ['nxos.tls-of-any-age'],
      judge: ({ widened, narrowed }) =>
        widened.old
          ? all(unspoken(narrowed.old, 'TLS 1.0'), spoken(narrowed.current, 'TLS 1.2'))
          : unseen('TLS 1.0 was not spoken before'),
    },
    {
      id: 'no-command',
      requirement: 'NX-TLS-0021',
      killedBy: ['nxos.no-marker', 'nxos.refuses-in-silence'],
      judge: ({ widen }) =>
        matches(/^% Invalid command at '\^' marker\.$/m, widen.text, "% Invalid command at '^' marker."),
    },
  ],
});

function spoken(seen: boolean, version: string): Judgement {
  return holds(seen, `a handshake with ${version}`, 'none');
}

function unspoken(seen: boolean, version: string): Judgement {
  return holds(!seen, `no handshake with ${version}`, 'one');
}
