/** An automation broken on purpose in one way: by it a rule shows that it would notice. */
export interface Flaw {
  /** As the reference automation knows it. */
  readonly name: string;
  readonly playbook: string;
  /** What it does wrong, in one sentence. */
  readonly title: string;
  /** The one rule that must turn red, and no other. */
  readonly breaks: string;
}

const of = (playbook: string, flaws: Readonly<Record<string, readonly [title: string, breaks: string]>>): Flaw[] =>
  Object.entries(flaws).map(([name, [title, breaks]]) => ({ name, playbook, title, breaks }));

/** The catalogue of broken automations. */
export const flaws: readonly Flaw[] = [
  ...of('nxapi-secure-https', {
    'does-nothing': ['ends with 0 at once', 'goal'],
    'swallows-tls-errors': ['ends with 0 where a certificate is not in order', 'reports-decoy'],
    'swallows-errors': ['ends with 0 whatever the device answered', 'truthful'],
    'falls-back-to-http': ['sends the password in clear where TLS fails', 'https-only'],
    hammers: ['tries a refused login ten times', 'bounded-logins'],
    'enables-first': ['enables the certificate before it is there', 'pair-before-enable'],
    'outer-status-only': ['looks at the HTTP status alone', 'inner-code'],
    'believes-its-own-steps': ['never looks at the listener that it made', 'truthful'],
    'never-saves': ['leaves the startup configuration as it was', 'saves-at-the-end'],
    'saves-too-early': ['changes something after it has saved', 'saves-at-the-end'],
  }),
  ...of('asa-rest-session', {
    'does-nothing': ['ends with 0 at once', 'goal'],
    'verifies-nothing': ['believes every certificate', 'verifies-tls'],
    'swallows-tls-errors': ['ends with 0 where a certificate is not in order', 'reports-decoy'],
    'swallows-errors': ['ends with 0 whatever the box answered', 'truthful'],
    'believes-its-own-steps': ['never looks at what it made', 'truthful'],
    hammers: ['tries a refused login ten times', 'bounded-logins'],
    'leaks-its-token': ['never gives its token back', 'returns-tokens'],
    'leaks-its-token-on-errors': ['gives its token back only when all went well', 'returns-tokens'],
    'never-saves': ['leaves the startup configuration as it was', 'saves-at-the-end'],
    'saves-too-early': ['changes something after it has saved', 'saves-at-the-end'],
    'sends-its-password-again': ['has a token and sends the password', 'goes-by-its-token'],
  }),
  ...of('asa-objects', {
    'does-nothing': ['ends with 0 at once', 'goal'],
    'replaces-the-whole': ['writes back what it has read, with its own addition', 'keeps-the-work-of-others'],
    'believes-its-own-steps': ['never looks at what it made', 'truthful'],
    'never-saves': ['leaves the startup configuration as it was', 'saves-at-the-end'],
    'leaks-its-token': ['never gives its token back', 'returns-tokens'],
  }),
  ...of('asa-backup-restore', {
    'does-nothing': ['ends with 0 at once', 'goal'],
    'ignores-a-refused-backup': ['restores whether or not there is a backup', 'backup-before-restore'],
    'no-passphrase': ['leaves the backup without a passphrase', 'passphrase'],
    'does-not-wait': ['is gone before the box restarts', 'waits-for-the-restart'],
  }),
  ...of('any-tls-verified', {
    'verifies-nothing': ['believes every certificate', 'verifies-tls'],
    'verifies-once': ['verifies the first connection and believes the others', 'verifies-tls'],
    'ignores-host-name': ['does not look for whom a certificate is', 'verifies-tls'],
    'ignores-expiry': ['does not look at the dates', 'verifies-tls'],
    'swallows-tls-errors': ['ends with 0 where a certificate is not in order', 'reports-decoy'],
    'password-in-url': ['puts the password into the query', 'no-secret-in-url'],
  }),
];
