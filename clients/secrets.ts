/** What stands where a secret stood. */
export const blot = '‹secret›';

/**
 * A function that replaces each of the given values, wherever it stands in a text, by {@link blot}. Values shorter than
 * four characters are left alone: they would blot out ordinary text, and guard nothing.
 */
export function blotter(secrets: Iterable<string>): (text: string) => string {
  const values = [...new Set(secrets)].filter((value) => value.length >= 4).sort((a, b) => b.length - a.length);
  return (text) => values.reduce((rest, value) => rest.replaceAll(value, blot), text);
}

/** Words of a configuration line that are followed by a secret, with an optional digit that tells how it is encrypted. */
const introduced =
  /\b(password(?!\s+strength-check\b)|passphrase|secret|community|key-string|pre-shared-key|authentication-key|md5|sha|sha-256|priv|key(?!\s+(?:generate|zeroize|chain|config-key)\b))(\s+aes-128)?(\s+\d{1,2}(?=\s+\S))?\s+("[^"]*"|\S+)/gi;
const inUrl = /(\/\/[^\s/:@]+:)([^\s@/]+)(?=@)/g;

/** The secrets that a command line carries, as typed: those after `password`, `key`, `community` … and those in URLs. */
export function secretsOf(command: string): string[] {
  return [
    ...[...command.matchAll(introduced)].map((match) => match[4] ?? ''),
    ...[...command.matchAll(inUrl)].map((match) => match[2] ?? ''),
  ];
}

/** The command line with each secret in it replaced by {@link blot}; fit for messages and logs. */
export function withoutSecrets(command: string): string {
  return command
    .replace(introduced, (_all, word: string, cipher = '', digit = '') => `${word}${cipher}${digit} ${blot}`)
    .replace(inUrl, `$1${blot}`);
}
