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
];
