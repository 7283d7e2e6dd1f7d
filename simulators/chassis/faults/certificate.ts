import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { SecureContext } from 'node:tls';
import { parseAlternativeName } from '../../../certs/extension.ts';
import { exportKey, keptKey } from '../../../certs/key.ts';
import { makeCertificate } from '../../../certs/make.ts';
import { readCertificates } from '../../../certs/read.ts';
import { contextOf, type SecureIdentity } from '../identity.ts';
import type { Identity } from '../kind.ts';
import type { FaultAct } from '../surroundings.ts';

const DAY = 86_400_000;

/** Whom the wrong certificate is for. */
const STRANGER = 'another-device.example';

/** For the identity that is served: both last as long as it does. */
const expired = new WeakMap<Identity, Identity>();
/** By the type of the key, which the endpoint's ciphers may depend on. */
const wrong = new Map<string, Promise<Identity>>();

/**
 * What a handshake presents in the place of the endpoint's own certificate: `wrong-certificate` is one for another
 * name, self-signed and valid, with a key of its own; `expired-certificate` has key, subject and names of the one that
 * is served, is self-signed and has run out, by the lab's clock and by the client's.
 *
 * @param now lab time in ms
 */
export async function faultyContext(act: FaultAct, served: SecureIdentity, now: number): Promise<SecureContext> {
  await served.make();
  const { identity, tls } = served;
  if (!identity) throw new Error('an identity that was made is not there');
  const presented = act.act === 'wrong-certificate' ? await strangerFor(identity, now) : expiredFor(identity, now);
  return contextOf(presented, tls);
}

function expiredFor(identity: Identity, now: number): Identity {
  const known = expired.get(identity);
  if (known) return known;
  const key = createPrivateKey(identity.key);
  const [leaf] = readCertificates(identity.certificate);
  const end = Math.min(now, Date.now()) - DAY;
  const made = makeCertificate({
    subject: leaf?.subject ?? [],
    san: leaf?.san.filter((name) => !name.startsWith('other:')).map(parseAlternativeName),
    key,
    notBefore: new Date(Math.min(leaf?.notBefore.getTime() ?? end, end - 365 * DAY)),
    notAfter: new Date(end),
  });
  const pair = { certificate: made.pem, key: identity.key };
  expired.set(identity, pair);
  return pair;
}

function strangerFor(identity: Identity, now: number): Promise<Identity> {
  const { asymmetricKeyType } = createPrivateKey(identity.key);
  const type = asymmetricKeyType === 'ec' ? 'ec-p256' : 'rsa-2048';
  let stranger = wrong.get(type);
  if (!stranger) {
    stranger = keptKey(type, 900).then((key) => strange(key, now));
    wrong.set(type, stranger);
  }
  return stranger;
}

function strange(key: KeyObject, now: number): Identity {
  const made = makeCertificate({
    subject: [[{ type: 'CN', value: STRANGER }]],
    key,
    notBefore: new Date(Math.min(now, Date.now()) - DAY),
    notAfter: new Date(Math.max(now, Date.now()) + 3_650 * DAY),
  });
  return { certificate: made.pem, key: exportKey(key) };
}
