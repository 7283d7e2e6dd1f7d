import type { KeyObject } from 'node:crypto';
import { badCertificates, badNames, isBadName } from '../certs/bad.ts';
import { parseAlternativeName } from '../certs/extension.ts';
import { exportKey, isKeyType, keyTypes, makeKey } from '../certs/key.ts';
import { bundle, type CertificateOptions, type Issuer, makeCertificate } from '../certs/make.ts';
import { type Hash, hashes } from '../certs/oid.ts';
import { makePkcs12 } from '../certs/pkcs12.ts';
import { readCertificates, readPrivateKey, readRequest } from '../certs/read.ts';
import { makeRequest } from '../certs/request.ts';
import type { MakeOptions, Making } from './certs.ts';
import { makings } from './certs.ts';
import { CertsQuestion, passwordFrom, readFrom, readPassword, writeResult } from './certs-answer.ts';
import { certificateData, requestData } from './certs-describe.ts';

/** What was made: texts or bytes to write, and a description of it. */
interface Made {
  readonly content: string | Buffer;
  /** A private key that has to be written, too. */
  readonly key?: string | undefined;
  readonly data: object;
}

/** Makes what is asked for and writes it. */
export async function make(what: Making | undefined, options: MakeOptions): Promise<number> {
  if (options.listBad) return listBad(options);
  await write(await madeOf(what, options), options);
  return 0;
}

async function madeOf(what: Making | undefined, options: MakeOptions): Promise<Made> {
  if (options.bad !== undefined) return makeBad(options.bad, options);
  if (what === undefined) {
    throw new CertsQuestion(`say what to make: ${makings.join(', ')}; or --bad NAME; see: rackless certs make --help`);
  }
  if (what === 'csr') return makeCsr(options);
  if (what === 'pkcs12') return makeBox(options);
  return makeSigned(what, options);
}

async function makeSigned(what: 'self-signed' | 'ca' | 'leaf', options: MakeOptions): Promise<Made> {
  const { days, notBefore, notAfter, serial, pathLen } = options;
  const issuer = await issuerOf(options);
  if (what === 'leaf' && !issuer) throw new CertsQuestion('a leaf needs an authority: give --ca-cert and --ca-key');
  if (what === 'self-signed' && issuer) throw new CertsQuestion('with --ca-cert it is not self-signed: make a leaf');
  if (options.request !== undefined && what !== 'leaf') throw new CertsQuestion('--request goes with: make leaf');
  const asked = options.request === undefined ? undefined : await readFrom(options.request, readRequest);
  if (asked && !asked.signatureValid) {
    throw new CertsQuestion(
      `${options.request}: the request's own signature is wrong; whoever made it must make it anew`,
    );
  }
  const own = asked ? { key: asked.publicKey, written: undefined } : await keyOf(options);
  const wanted: CertificateOptions = {
    subject: asked?.subject ?? options.subject,
    san: (asked?.san.length ? asked.san : options.san).map(parseAlternativeName),
    key: own.key,
    issuer,
    ca: what === 'ca',
    hash: hashOf(options),
    ...{ days, notBefore, notAfter, serial, pathLen },
  };
  const made = makeCertificate(wanted);
  const content = options.chain ? bundle(made) : made.pem;
  return { content, key: own.written, data: describe(content) };
}

async function makeCsr(options: MakeOptions): Promise<Made> {
  const { key, written } = await keyOf(options);
  const san = options.san.map(parseAlternativeName);
  const { pem } = makeRequest({ subject: options.subject, san, key, hash: hashOf(options) });
  return { content: pem, key: written, data: { request: requestData(readRequest(pem)) } };
}

async function makeBox(options: MakeOptions): Promise<Made> {
  const { cert, key: keyFile, legacy } = options;
  if (cert === undefined || keyFile === undefined) throw new CertsQuestion('a PKCS#12 file needs --cert and --key');
  if (options.out === undefined && !options.json) throw new CertsQuestion('a PKCS#12 file is not text: give --out');
  const password = await passwordFrom(options.passwordFile);
  if (password === undefined) {
    throw new CertsQuestion('a PKCS#12 file needs a password: --password-file, or RACKLESS_PASSWORD');
  }
  const certificates = await readFrom(cert, (text) =>
    readCertificates(text)
      .map(({ pem }) => pem)
      .join(''),
  );
  const { key } = await keyOf(options);
  const box = makePkcs12({ key, certificates, password, encryption: legacy ? 'legacy' : 'aes' });
  return { content: box, data: describe(certificates) };
}

async function makeBad(name: string, options: MakeOptions): Promise<Made> {
  if (!isBadName(name))
    throw new CertsQuestion(`there is no bad certificate "${name}"; there are ${badNames.join(', ')}`);
  const { title, why } = badCertificates[name];
  const { cert, key, password, root, chain } = await badCertificates[name].make({ host: options.host });
  return { content: cert, key, data: { name, title, why, password, root, chain } };
}

function listBad({ json }: MakeOptions): number {
  const list = badNames.map((name) => ({ name, title: badCertificates[name].title, why: badCertificates[name].why }));
  const text = json
    ? JSON.stringify({ bad: list }, null, 2)
    : list.map(({ name, why }) => `${name.padEnd(26)} ${why}`).join('\n');
  process.stdout.write(`${text}\n`);
  return 0;
}

/** The authority that the files name. */
async function issuerOf({ caCert, caKey, inPasswordFile }: MakeOptions): Promise<Issuer | undefined> {
  if (caCert === undefined && caKey === undefined) return undefined;
  if (caCert === undefined || caKey === undefined) throw new CertsQuestion('--ca-cert and --ca-key belong together');
  const [authority, ...above] = await readFrom(caCert, readCertificates);
  const password = await readPassword(inPasswordFile);
  const { key } = await readFrom(caKey, (text) => readPrivateKey(text, password));
  if (!authority?.isCa)
    throw new CertsQuestion(`${caCert}: this is not an authority: its basicConstraints lack CA:TRUE`);
  if (!authority.x509.checkPrivateKey(key)) throw new CertsQuestion(`${caKey}: this is not the key of ${caCert}`);
  return { pem: authority.pem, key, chain: above.map(({ pem }) => pem) };
}

/** The key that is named, or a new one and its PEM. */
async function keyOf(options: MakeOptions): Promise<{ key: KeyObject; written: string | undefined }> {
  const { key: file, keyType, keyForm: form, inPasswordFile } = options;
  if (file !== undefined) {
    const opening = await readPassword(inPasswordFile);
    return { key: (await readFrom(file, (text) => readPrivateKey(text, opening))).key, written: undefined };
  }
  if (!isKeyType(keyType)) {
    throw new CertsQuestion(`--key-type "${keyType}": expected one of ${Object.keys(keyTypes).join(', ')}`);
  }
  const password = await readPassword(options.passwordFile);
  const key = await makeKey(keyType);
  return { key, written: exportKey(key, { form, ...(password !== undefined && { password }) }) };
}

function hashOf({ hash }: MakeOptions): Hash {
  const known = hashes.find((name) => name === hash);
  if (!known) throw new CertsQuestion(`--hash "${hash}": expected one of ${hashes.join(', ')}`);
  return known;
}

function describe(pem: string): { certificate: object | undefined; chain: object[] } {
  const [leaf, ...chain] = readCertificates(pem).map(certificateData);
  return { certificate: leaf, chain };
}

/** The key first: a certificate without its key would be worth nothing. */
async function write({ content, key, data }: Made, options: MakeOptions): Promise<void> {
  const { out, keyOut, json } = options;
  const force = options.force === true;
  if (out !== undefined && out === keyOut) throw new CertsQuestion(`--out and --key-out are the same file "${out}"`);
  if (keyOut !== undefined && key === undefined) {
    throw new CertsQuestion('--key-out: no new key was made that could go there');
  }
  if (keyOut !== undefined && key !== undefined) await writeResult(keyOut, key, { secret: true, force });
  // A PKCS#12 file holds a key.
  if (out !== undefined) await writeResult(out, content, { secret: Buffer.isBuffer(content), force });
  if (json) {
    const text = Buffer.isBuffer(content) ? content.toString('base64') : content;
    const unwritten = {
      ...(out === undefined && { content: text }),
      ...(keyOut === undefined && key && { privateKey: key }),
    };
    process.stdout.write(`${JSON.stringify({ ...data, files: { out, keyOut }, ...unwritten }, null, 2)}\n`);
    return;
  }
  if (out === undefined) process.stdout.write(content);
  if (keyOut === undefined && key !== undefined) process.stdout.write(key);
}
