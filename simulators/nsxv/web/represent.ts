import type { Release } from '../release.ts';

/** What an answer is written in. */
export type Representation = 'xml' | 'json';

/** What a client says that it reads, most wanted first; empty where it says nothing. */
interface Wish {
  readonly type: string;
  readonly quality: number;
}

function wishes(accept: string | undefined): readonly Wish[] {
  if (accept === undefined) return [];
  return accept
    .split(',')
    .map((part) => {
      const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
      const quality = parameters.map((one) => /^q=([\d.]+)$/.exec(one)?.[1]).find((one) => one !== undefined);
      return { type, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ type, quality }) => type !== '' && quality > 0)
    .sort((a, b) => b.quality - a.quality);
}

const xmlTypes = new Set(['application/xml', 'text/xml']);
const anyTypes = new Set(['*/*', 'application/*']);

/** Whether a request says so little that the release decides. */
export function isOpen(accept: string | undefined): boolean {
  const [first] = wishes(accept);
  return first === undefined || anyTypes.has(first.type);
}

/**
 * Chooses what an answer is written in.
 *
 * @param fallback what the resource has for those who do not care
 * @returns `undefined` for 406
 * @source NSX-v reference 4.2
 */
export function representation(
  release: Release,
  accept: string | undefined,
  fallback: Representation,
): Representation | undefined {
  const wanted = wishes(accept);
  if (wanted.length === 0) return fallback;
  for (const { type } of wanted) {
    if (xmlTypes.has(type)) return 'xml';
    if (type === 'application/json') return 'json';
    if (anyTypes.has(type)) return fallback;
    if (type === 'text/*') return 'xml';
    // `application/*+xml;version=1.5`: fine for years, then not any more.
    if (/^application\/(\*|[\w.-]+)\+xml$/.test(type) && !release.strictAccept) return 'xml';
  }
  return undefined;
}

/** Whether a client takes plain text: what the central CLI answers. */
export function takesText(accept: string | undefined): boolean {
  return wishes(accept).some(({ type }) => type === 'text/plain' || type === 'text/*');
}

/** What a request body is written in; `undefined` for 415. */
export function bodyFormat(
  release: Release,
  contentType: string | undefined,
): 'xml' | 'json' | 'multipart' | undefined {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === undefined) return undefined;
  if (xmlTypes.has(type)) return 'xml';
  if (type === 'application/json' && release.jsonBodies) return 'json';
  return type === 'multipart/form-data' ? 'multipart' : undefined;
}
