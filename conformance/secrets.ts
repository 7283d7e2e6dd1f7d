/** What kind of secret stands behind a placeholder: `‹password#1›`. */
export type SecretKind = 'password' | 'cookie' | 'token' | 'passphrase' | 'private-key';

/** The secrets of a run: learnt where they enter, replaced wherever something leaves. */
export interface Secrets {
  /** Remembers a value; the same value always gets the same placeholder. Empty values are ignored. */
  learn(kind: SecretKind, value: string): void;
  /** Replaces every known secret, and every PEM private key, in a text. */
  redact(text: string): string;
  /** The same for every string in plain JSON data, keys included. */
  redactAll<T>(data: T): T;
  /** How many different secrets of each kind are known. */
  counts(): Readonly<Partial<Record<SecretKind, number>>>;
}

const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;

/** A short secret is replaced only where it stands alone: a password `ab` must not tear up every word. */
const standsAlone = 5;

function spellings(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1);
  return [...new Set([value, json, encodeURIComponent(value)])];
}

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Starts an empty collection. Placeholders are numbered by kind in the order in which values are learnt. */
export function createSecrets(): Secrets {
  const placeholders = new Map<string, string>();
  const counts = new Map<SecretKind, number>();
  let pattern: RegExp | undefined;

  function learn(kind: SecretKind, value: string): void {
    if (value === '' || placeholders.has(value)) return;
    const number = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, number);
    for (const spelling of spellings(value)) placeholders.set(spelling, `‹${kind}#${number}›`);
    // The longest first, so that a secret which contains another is replaced whole.
    const known = [...placeholders.keys()].sort((a, b) => b.length - a.length);
    pattern = new RegExp(
      known.map((s) => (s.length < standsAlone ? `(?<![\\w])${quoted(s)}(?![\\w])` : quoted(s))).join('|'),
      'g',
    );
  }

  function redact(text: string): string {
    for (const [key] of text.matchAll(privateKey)) learn('private-key', key);
    return pattern ? text.replace(pattern, (found) => placeholders.get(found) ?? found) : text;
  }

  function redactAny(data: unknown): unknown {
    if (typeof data === 'string') return redact(data);
    if (Array.isArray(data)) return data.map(redactAny);
    if (typeof data !== 'object' || data === null) return data;
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [redact(key), redactAny(value)]));
  }

  return { learn, redact, redactAll: <T>(data: T) => redactAny(data) as T, counts: () => Object.fromEntries(counts) };
}
