import { createHmac, createPrivateKey, type KeyObject, randomBytes } from 'node:crypto';
import forge from 'node-forge';
import { type Asn1, encode, encoded, integer, nothing, octets, oid, sequence, set, tagged } from './asn1.ts';
import { type CertificateFacts, readCertificateDer } from './certificate.ts';
import { sameKey } from './key.ts';
import { readPem, writePem } from './pem.ts';

const { oids } = forge.pki;
const oidOf = (name: string): Asn1 => oid(oids[name] ?? '');

/** A PKCS#12 file cannot be read. */
export class Pkcs12Error extends Error {
  override name = 'Pkcs12Error';
  readonly reason: 'not-pkcs12' | 'wrong-password';

  constructor(reason: Pkcs12Error['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface Pkcs12Options {
  readonly key: KeyObject;
  /** PEM text, the key's certificate first, then its issuers. */
  readonly certificates: string;
  readonly password: string;
  readonly friendlyName?: string;
  /**
   * `aes` (default): AES-256-CBC and a SHA-256 MAC, as OpenSSL 3 writes. `legacy`: PBE-SHA1-3DES and a SHA-1 MAC,
   * which old Java and ASA releases read. Certificates are not encrypted in either: they are public.
   */
  readonly encryption?: 'aes' | 'legacy';
}

/** RSA and EC alike: node-forge's own writer knows only RSA keys, but encrypts any PrivateKeyInfo. */
function shroudedKey(key: KeyObject, password: string, encryption: 'aes' | 'legacy'): Asn1 {
  if (encryption === 'aes') {
    return encoded(key.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: password }));
  }
  const plain = encoded(key.export({ type: 'pkcs8', format: 'der' }));
  return forge.pki.encryptPrivateKeyInfo(plain, password, { algorithm: '3des' });
}

const data = (content: Asn1): Asn1 => sequence(oidOf('data'), tagged(0, octets(encode(content))));

/** The bag attributes that tie a key and its certificate together. */
function pairing(localKeyId: string, friendlyName: string | undefined): Asn1 {
  const id = sequence(oidOf('localKeyId'), set(octets(Buffer.from(localKeyId, 'hex'))));
  if (friendlyName === undefined) return set(id);
  const bmp = Buffer.from(friendlyName, 'utf16le').swap16().toString('latin1');
  const { create, Class, Type } = forge.asn1;
  return set(sequence(oidOf('friendlyName'), set(create(Class.UNIVERSAL, Type.BMPSTRING, false, bmp))), id);
}

const macIterations = 2048;

function mac(content: Buffer, password: string, encryption: 'aes' | 'legacy'): Asn1 {
  const [hash, digest, length] =
    encryption === 'aes'
      ? (['sha256', forge.md.sha256.create(), 32] as const)
      : (['sha1', forge.md.sha1.create(), 20] as const);
  const salt = randomBytes(8);
  const saltBuffer = forge.util.createBuffer(salt.toString('latin1'));
  const key = forge.pkcs12.generateKey(password, saltBuffer, 3, macIterations, length, digest).getBytes();
  const value = createHmac(hash, Buffer.from(key, 'latin1')).update(content).digest();
  return sequence(sequence(sequence(oidOf(hash), nothing()), octets(value)), octets(salt), integer(macIterations));
}

/**
 * Makes a PKCS#12 file.
 *
 * @throws PemError when `certificates` is no sound PEM.
 */
export function makePkcs12(options: Pkcs12Options): Buffer {
  const { key, password, friendlyName, encryption = 'aes' } = options;
  const certificates = readPem(options.certificates).map(({ bytes }) => readCertificateDer(bytes));
  const leaf = certificates.find(({ publicKey }) => publicKey && sameKey(publicKey, key)) ?? certificates[0];
  const attributes = pairing(leaf?.x509.fingerprint.replaceAll(':', '') ?? '', friendlyName);
  const certificateBags = certificates.map((certificate) =>
    sequence(
      oidOf('certBag'),
      tagged(0, sequence(oidOf('x509Certificate'), tagged(0, octets(certificate.der)))),
      certificate === leaf ? attributes : undefined,
    ),
  );
  const keyBag = sequence(oidOf('pkcs8ShroudedKeyBag'), tagged(0, shroudedKey(key, password, encryption)), attributes);
  const safe = sequence(data(sequence(...certificateBags)), data(sequence(keyBag)));
  return encode(sequence(integer(3), data(safe), mac(encode(safe), password, encryption)));
}

/** What a PKCS#12 file holds. */
export interface Pkcs12 {
  /** The first private key, if there is one. */
  readonly key: KeyObject | undefined;
  /** The key's own certificate first, then the others in their order. */
  readonly certificates: readonly CertificateFacts[];
}

function readKeyBag({ key, asn1 }: forge.pkcs12.Bag): KeyObject {
  // node-forge understands RSA keys; any other is left as the structure it found.
  return key
    ? createPrivateKey({ key: encode(forge.pki.privateKeyToAsn1(key)), format: 'der', type: 'pkcs1' })
    : createPrivateKey({ key: encode(asn1), format: 'der', type: 'pkcs8' });
}

const readCertificateBag = ({ cert, asn1 }: forge.pkcs12.Bag): CertificateFacts =>
  readCertificateDer(encode(cert ? forge.pki.certificateToAsn1(cert) : asn1));

/**
 * The bags of a file. PKCS#12 takes a password as UTF-16 for its own key derivation and its MAC, and as UTF-8 for
 * PBKDF2; node-forge gives both the same characters. A password beyond ASCII is therefore tried a second time as
 * UTF-8, without the MAC that such a try would fail.
 */
function bagsOf(pfx: Asn1, password: string): forge.pkcs12.Bag[] {
  const open = (file: Asn1, given: string): forge.pkcs12.Bag[] =>
    forge.pkcs12.pkcs12FromAsn1(file, false, given).safeContents.flatMap(({ safeBags }) => safeBags);
  try {
    return open(pfx, password);
  } catch (error) {
    const utf8 = forge.util.encodeUtf8(password);
    const isMacError = error instanceof Error && error.message.includes('MAC');
    if (utf8 === password || isMacError || typeof pfx.value === 'string') throw error;
    return open(sequence(...pfx.value.slice(0, 2)), utf8);
  }
}

/**
 * Reads a PKCS#12 file: RSA and EC, AES and the old RC2 and 3DES encryptions, which the runtime's OpenSSL refuses.
 *
 * @param file the bytes, or text with a `BEGIN PKCS12` block as the ASA takes it.
 * @throws Pkcs12Error
 */
export function readPkcs12(file: Buffer | string, password: string): Pkcs12 {
  let pfx: Asn1;
  try {
    pfx = encoded(typeof file === 'string' ? (readPem(file)[0]?.bytes ?? Buffer.alloc(0)) : file);
    if (pfx.type !== forge.asn1.Type.SEQUENCE) throw new RangeError('not a sequence');
  } catch {
    throw new Pkcs12Error('not-pkcs12', 'this is not a PKCS#12 file');
  }
  let bags: forge.pkcs12.Bag[];
  try {
    bags = bagsOf(pfx, password);
  } catch (error) {
    const wrong = error instanceof Error && /password|decrypt/i.test(error.message);
    throw wrong
      ? new Pkcs12Error('wrong-password', 'the PKCS#12 file does not open with this password')
      : new Pkcs12Error('not-pkcs12', 'this is not a PKCS#12 file, or a damaged one');
  }
  try {
    const keyBag = bags.find(({ type }) => type === oids.keyBag || type === oids.pkcs8ShroudedKeyBag);
    const key = keyBag && readKeyBag(keyBag);
    const certificates = bags.filter(({ type }) => type === oids.certBag).map(readCertificateBag);
    const own = certificates.filter(({ publicKey }) => key && publicKey && sameKey(publicKey, key));
    return { key, certificates: [...own, ...certificates.filter((certificate) => !own.includes(certificate))] };
  } catch {
    throw new Pkcs12Error('not-pkcs12', 'the PKCS#12 file holds a key or certificate that cannot be read');
  }
}

/** The file as text with `BEGIN PKCS12`, the form that an ASA imports. */
export const pkcs12Pem = (file: Buffer): string => writePem('PKCS12', file);
