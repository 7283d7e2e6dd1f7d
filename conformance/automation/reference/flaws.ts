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
  ...of('nsx-replace-api-certificate', {
    'does-nothing': ['ends with 0 at once', 'goal'],
    hammers: ['tries a refused login ten times', 'bounded-logins'],
    'applies-before-it-imports': ['applies an id that is not there', 'imports-first'],
    'skips-validation': ['never asks whether the certificate can be served', 'validates-first'],
    'all-at-once': ['replaces four certificates at the same time', 'one-at-a-time'],
    'believes-its-own-steps': ['never looks at what is served', 'truthful'],
    'leaves-its-session': ['never destroys its session', 'destroys-sessions'],
  }),
  ...of('nsx-batch-replace', {
    'does-nothing': ['ends with 0 at once', 'goal'],
    'skips-validation': ['never asks whether the certificate can be served', 'validates-first'],
    'does-not-wait': ['waits a while instead of asking for the results', 'waits-for-the-results'],
    'leaves-its-session': ['never destroys its session', 'destroys-sessions'],
  }),
  ...of('nsx-pks-cluster-certificate', {
    'does-nothing': ['ends with 0 at once', 'goal'],
    'registers-before-it-imports': ['registers an id that is not there', 'imports-first'],
    'repeats-blindly': ['registers again when no answer came', 'looks-before-it-repeats'],
    'never-looks': ['asks the store instead of the virtual IP', 'looks-at-the-virtual-ip'],
  }),
  ...of('nsx-replace-host-certificate', {
    'does-nothing': ['ends with 0 at once', 'goal'],
    'takes-the-id-of-a-manager': ['tries the id of the manager first', 'transport-node-id'],
    'leaf-alone': ['leaves the chain out', 'whole-chain'],
    'believes-its-own-steps': ['never looks at what is used', 'truthful'],
    'leaves-its-session': ['never destroys its session', 'destroys-sessions'],
  }),
  ...of('nsx-federation-certificates', {
    'does-nothing': ['ends with 0 at once', 'goal'],
    'skips-validation': ['never asks whether the certificate can be served', 'validates-first'],
    'forgets-the-thumbprint': ['leaves the Global Manager with the old thumbprint', 'thumbprint-after'],
    'leaves-its-session': ['never destroys its session', 'destroys-sessions'],
  }),
  ...of('nsxv-api-user', {
    'does-nothing': ['ends with 0 at once', 'goal'],
    'verifies-nothing': ['believes every certificate', 'verifies-tls'],
    'swallows-errors': ['ends with 0 whatever the manager answered', 'truthful'],
    'gives-the-role-first': ['gives the role before there is an account', 'account-before-role'],
    'makes-a-user-of-vcenter': ['gives the role to a name of vCenter', 'origin-cli'],
    'says-nothing-of-groups': ['leaves isGroup out', 'says-is-group'],
    'never-tries-the-user': ['never logs in as the new user', 'tries-the-new-user'],
    'never-saves': ['never writes the CLI configuration', 'saves-at-the-end'],
    'stays-in-configuration-mode': ['hangs up in configuration mode', 'leaves-configuration-mode'],
  }),
  ...of('asa-install-agent', {
    'does-nothing': ['ends with 0 at once', 'goal'],
    'starts-the-agent-first': ['starts the agent before there is an image', 'image-before-agent'],
    'opens-to-everybody': ['lets clients of any network in', 'not-for-everybody'],
    'never-asks-the-agent': ['never sees whether the agent answers', 'asks-the-agent'],
    'never-saves': ['leaves the startup configuration as it was', 'saves-at-the-end'],
    'swallows-errors': ['ends with 0 whatever the box printed', 'truthful'],
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
  ...of('any-ssh-verified', {
    'does-nothing': ['ends with 0 at once', 'goal'],
    'believes-every-host': ['logs in whatever the host key is', 'verifies-host-keys'],
    'swallows-refusals': ['ends with 0 where it has refused a host', 'reports-host-keys'],
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
