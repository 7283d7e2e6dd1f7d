import { readCertificateDer } from '../certs/certificate.ts';
import { describeKey, type KeyDescription } from '../certs/key.ts';
import { type PemEntry, readEntries } from '../certs/read.ts';
import type { InspectOptions } from './certs.ts';
import { CertsQuestion, passwordFrom, readBytes } from './certs-answer.ts';
import { certificateData, certificateLines, keyLines, requestData, requestLines } from './certs-describe.ts';

/** A part of a file, as data and as lines. */
interface Part {
  readonly kind: PemEntry['kind'];
  readonly title: string;
  readonly data: object;
  readonly lines: readonly string[];
}

/** Tells what is in files. @returns 1 when a part of one is damaged */
export async function inspect(files: readonly string[], options: InspectOptions): Promise<number> {
  const password = await passwordFrom(options.passwordFile);
  const told: { file: string; parts: Part[] }[] = [];
  for (const file of files) told.push({ file, parts: await partsOf(file, await readBytes(file), password) });
  if (options.json) {
    const data = told.map(({ file, parts }) => ({
      file,
      parts: parts.map(({ kind, data: known }) => ({ kind, ...known })),
    }));
    process.stdout.write(`${JSON.stringify({ files: data }, null, 2)}\n`);
  } else {
    for (const { file, parts } of told) {
      if (files.length > 1) process.stdout.write(`${file}\n`);
      for (const { title, lines } of parts) process.stdout.write(`${[title, ...lines].join('\n')}\n`);
      if (parts.length === 0) process.stdout.write('no certificate, key or request\n');
    }
  }
  return told.some(({ parts }) => parts.length === 0 || parts.some(({ kind }) => kind === 'damaged')) ? 1 : 0;
}

async function partsOf(file: string, bytes: Buffer, password: string | undefined): Promise<Part[]> {
  const text = bytes.toString('utf8');
  if (text.includes('-----BEGIN PKCS12-----')) return boxParts(file, text, password);
  if (text.includes('-----BEGIN ')) return readEntries(text, password).map(entryPart);
  if (bytes[0] !== 0x30) return [];
  try {
    return [certificatePart('certificate, DER', readCertificateDer(bytes))];
  } catch {
    return boxParts(file, bytes, password);
  }
}

async function boxParts(file: string, box: Buffer | string, password: string | undefined): Promise<Part[]> {
  if (password === undefined) {
    throw new CertsQuestion(`${file}: a PKCS#12 file needs a password: --password-file, or RACKLESS_PASSWORD`);
  }
  const { readPkcs12, Pkcs12Error } = await import('../certs/pkcs12.ts');
  try {
    const { key, certificates } = readPkcs12(box, password);
    const inside = certificates.map((facts) => certificatePart('certificate, in PKCS#12', facts));
    return key ? [...inside, keyPart('private key, in PKCS#12', 'pkcs8', true, describeKey(key))] : inside;
  } catch (error) {
    if (error instanceof Pkcs12Error) throw new CertsQuestion(`${file}: ${error.message}`);
    throw error;
  }
}

const certificatePart = (title: string, facts: Parameters<typeof certificateData>[0]): Part => ({
  kind: 'certificate',
  title,
  data: certificateData(facts),
  lines: certificateLines(facts),
});

const keyPart = (title: string, form: string, encrypted: boolean, description: KeyDescription | undefined): Part => ({
  kind: 'key',
  title,
  data: { form, encrypted, key: description },
  lines: keyLines(form, encrypted, description),
});

function entryPart(entry: PemEntry): Part {
  if (entry.kind === 'damaged') {
    const { reason, block, line, message } = entry.error;
    return { kind: 'damaged', title: `damaged: ${message}`, data: { reason, block, line, message }, lines: [] };
  }
  const { label, index, line } = entry.block;
  const at = `line ${line}`;
  const placed = (part: Part): Part => ({ ...part, data: { label, block: index, line, ...part.data } });
  switch (entry.kind) {
    case 'certificate':
      return placed(certificatePart(`certificate, ${at}`, entry.certificate));
    case 'key': {
      const { form, encrypted, keyDescription } = entry.key;
      return placed(keyPart(`private key, ${at}`, form, encrypted, keyDescription));
    }
    case 'request': {
      const { request } = entry;
      return placed({
        kind: 'request',
        title: `request, ${at}`,
        data: requestData(request),
        lines: requestLines(request),
      });
    }
    case 'other':
      return placed({ kind: 'other', title: `${label}, ${at}`, data: {}, lines: [] });
  }
}
