/** Why a text could not be read as PEM, or a block of it not as what its label promises. */
export type PemReason =
  | 'unterminated'
  | 'label-mismatch'
  | 'bad-base64'
  | 'no-block'
  | 'not-a-certificate'
  | 'not-a-key'
  | 'not-a-request'
  | 'encrypted'
  | 'wrong-password';

/** A defect of a PEM text, with its place. */
export class PemError extends Error {
  override name = 'PemError';
  readonly reason: PemReason;
  /** Which block, counted from 0, good and damaged ones alike; `undefined` when the text has none. */
  readonly block: number | undefined;
  /** Line of the block's BEGIN, counted from 1. */
  readonly line: number | undefined;

  constructor(reason: PemReason, detail: string, at: { readonly index: number; readonly line: number } | undefined) {
    super(at ? `block ${at.index + 1}, line ${at.line}: ${detail}` : detail);
    this.reason = reason;
    this.block = at?.index;
    this.line = at?.line;
  }
}

/** One `-----BEGIN …-----` to `-----END …-----`. */
export interface PemBlock {
  readonly index: number;
  readonly line: number;
  readonly label: string;
  /** Encapsulated headers, in order (`Proc-Type`, `DEK-Info`). */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly bytes: Buffer;
}

interface Marker {
  readonly begin: boolean;
  readonly label: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

/** All markers in one pass over the text, so that no input costs more than linear time. */
function markersOf(text: string): Marker[] {
  const markers: Marker[] = [];
  let line = 1;
  let counted = 0;
  for (const match of text.matchAll(/-----(BEGIN|END) ([^-\r\n]{1,64})-----/g)) {
    for (; counted < match.index; counted++) if (text.charCodeAt(counted) === 10) line++;
    const [whole, kind, label = ''] = match;
    markers.push({ begin: kind === 'BEGIN', label, start: match.index, end: match.index + whole.length, line });
  }
  return markers;
}

function splitHeaders(body: string): { headers: [string, string][]; base64: string } {
  const headers: [string, string][] = [];
  const lines = body.replace(/^\s+/, '').split(/\r?\n/);
  let next = 0;
  for (; next < lines.length; next++) {
    const [, name, value] = /^([A-Za-z][A-Za-z0-9-]*):(.*)$/.exec(lines[next] ?? '') ?? [];
    if (name === undefined || value === undefined) break;
    headers.push([name, value.trim()]);
  }
  return { headers, base64: lines.slice(next).join('') };
}

/**
 * Reads *every* block of a PEM text, in order; damage to one does not hide the others. As lenient about layout as
 * OpenSSL and the real devices are: text around blocks, CRLF, one long line, blanks instead of line ends, no final
 * newline.
 *
 * @returns blocks and errors; each carries its index, so their common order can be told.
 */
export function splitPem(text: string): { blocks: PemBlock[]; errors: PemError[] } {
  const blocks: PemBlock[] = [];
  const errors: PemError[] = [];
  const markers = markersOf(text);
  let index = 0;
  for (let i = 0; i < markers.length; i++) {
    const marker = markers[i];
    if (!marker?.begin) continue;
    const at = { index: index++, line: marker.line };
    const end = markers[i + 1];
    if (end === undefined || end.begin) {
      errors.push(new PemError('unterminated', `"BEGIN ${marker.label}" has no "END ${marker.label}" after it`, at));
      continue;
    }
    if (end.label !== marker.label) {
      errors.push(new PemError('label-mismatch', `"BEGIN ${marker.label}" is closed by "END ${end.label}"`, at));
      continue;
    }
    const { headers, base64 } = splitHeaders(text.slice(marker.end, end.start));
    const packed = base64.replace(/\s+/g, '');
    if (packed === '' || packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) {
      errors.push(new PemError('bad-base64', `the body of "${marker.label}" is not base64`, at));
      continue;
    }
    blocks.push({ ...at, label: marker.label, headers, bytes: Buffer.from(packed, 'base64') });
  }
  return { blocks, errors };
}

/**
 * Reads every block of a text that must be sound.
 *
 * @throws PemError the first defect, or `no-block`.
 */
export function readPem(text: string): PemBlock[] {
  const { blocks, errors } = splitPem(text);
  const [first] = errors;
  if (first) throw first;
  if (blocks.length === 0) {
    throw new PemError('no-block', 'there is no PEM block; "-----BEGIN …-----" was expected', undefined);
  }
  return blocks;
}

/** Writes one block: 64 columns, LF, a final newline. */
export function writePem(label: string, bytes: Uint8Array, headers: PemBlock['headers'] = []): string {
  const head = headers.map(([name, value]) => `${name}: ${value}\n`).join('');
  const body = (
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  ).join('\n');
  return `-----BEGIN ${label}-----\n${head}${head && '\n'}${body}\n-----END ${label}-----\n`;
}
