import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { usageExit } from './exit.ts';

/** The options of `rackless certs make`, as the command line gives them. */
export interface MakeOptions {
  readonly subject: string;
  readonly san: readonly string[];
  readonly keyType: string;
  readonly key?: string;
  readonly days: number;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly hash: string;
  readonly serial?: string;
  readonly pathLen?: number;
  readonly caCert?: string;
  readonly caKey?: string;
  readonly request?: string;
  readonly cert?: string;
  readonly chain?: true;
  readonly keyForm: 'pkcs8' | 'traditional';
  readonly passwordFile?: string;
  readonly inPasswordFile?: string;
  readonly legacy?: true;
  readonly out?: string;
  readonly keyOut?: string;
  readonly force?: true;
  readonly bad?: string;
  readonly host: string;
  readonly listBad?: true;
  readonly json?: true;
}

/** The options of `rackless certs inspect`. */
export interface InspectOptions {
  readonly passwordFile?: string;
  readonly json?: true;
}

/** The options of `rackless certs check`. */
export interface CheckCommandOptions {
  readonly ca?: string;
  readonly name?: string;
  readonly at?: Date;
  readonly passwordFile?: string;
  readonly json?: true;
}

/** What `certs make` can make. */
export const makings = ['self-signed', 'ca', 'leaf', 'csr', 'pkcs12'] as const;
export type Making = (typeof makings)[number];

/** `rackless certs make|inspect|check`: the certificate workshop. */
export function certsCommand(): Command {
  const certs = usageExit(
    new Command('certs').description('make, read and check certificates, good ones and deliberately bad ones'),
  );
  for (const subcommand of [makeCommand(), inspectCommand(), checkCommand()]) certs.addCommand(subcommand);
  return certs;
}

function makeCommand(): Command {
  return usageExit(
    new Command('make')
      .description('make a certificate, an authority, a request or a PKCS#12 file')
      .addArgument(new Argument('[what]', 'what to make').choices(makings))
      .option('--subject <name>', 'as openssl -subj takes it, or a bare common name', 'localhost')
      .option('--san <name...>', 'alternative names: dns:NAME, ip:ADDRESS, uri:URI, email:ADDRESS', [])
      .option('--key-type <type>', 'of a new key: rsa-2048, rsa-3072, rsa-4096, ec-p256, ec-p384, …', 'rsa-2048')
      .option('--key <file>', 'use this private key instead of a new one')
      .option('--days <n>', 'how long it is valid', wholeNumber, 365)
      .option('--not-before <date>', 'valid from (default: now)', date)
      .option('--not-after <date>', 'valid until, instead of --days', date)
      .option('--hash <name>', 'to sign with: sha256, sha384, sha512, sha1, md5', 'sha256')
      .option('--serial <hex>', 'serial number (default: random)')
      .option('--path-len <n>', 'ca: how many authorities may follow below', wholeNumber)
      .option('--ca-cert <file>', 'leaf, ca: the authority that signs, with its issuers behind it')
      .option('--ca-key <file>', 'leaf, ca: its private key')
      .option('--request <file>', 'leaf: subject, names and key come from this request')
      .option('--cert <file>', 'pkcs12: the certificate, with its issuers behind it')
      .option('--chain', 'leaf, ca: also write the issuers, nearest first')
      .addOption(new Option('--key-form <form>', 'of a written key').choices(['pkcs8', 'traditional']).default('pkcs8'))
      .option('--password-file <file>', 'encrypt a new key, or the PKCS#12 file, with the first line of this')
      .option('--in-password-file <file>', 'opens an encrypted --key or --ca-key')
      .option('--legacy', 'pkcs12: the encryption of old products (3DES, SHA-1)')
      .option('--out <file>', 'where the certificate goes (default: standard output)')
      .option('--key-out <file>', 'where a new key goes, readable by you alone (default: standard output)')
      .option('--force', 'replace files that exist')
      .option('--bad <name>', 'make a deliberately bad one instead; see --list-bad')
      .option('--host <name>', 'for --bad: the name or address that it would be right for', 'localhost')
      .option('--list-bad', 'tell what bad ones there are')
      .option('--json', 'print a description, with what was not written to a file, as JSON')
      .addHelpText('after', `${makeExamples}${exitHelp}`)
      .action(async (what: Making | undefined, options: MakeOptions) => {
        const { answer } = await import('./certs-answer.ts');
        await answer(async () => (await import('./certs-make.ts')).make(what, options));
      }),
  );
}

function inspectCommand(): Command {
  return usageExit(
    new Command('inspect')
      .description('tell everything that is in a file of certificates, keys or requests')
      .argument('[file...]', 'PEM, DER or PKCS#12; "-" for standard input', ['-'])
      .option('--password-file <file>', 'opens encrypted keys and PKCS#12 files; or set RACKLESS_PASSWORD')
      .option('--json', 'as JSON')
      .addHelpText('after', exitHelp)
      .action(async (files: string[], options: InspectOptions) => {
        const { answer } = await import('./certs-answer.ts');
        await answer(async () => (await import('./certs-inspect.ts')).inspect(files, options));
      }),
  );
}

function checkCommand(): Command {
  return usageExit(
    new Command('check')
      .description('tell whether a server could use a certificate and its key, and what may be disliked in them')
      .argument('<certificate>', 'PEM, leaf first; "-" for standard input')
      .argument('[key]', 'PEM; without it, a key among the certificates is used')
      .option('--ca <file>', 'the chain should lead to one of these')
      .option('--name <host>', 'the name or address that the certificate should cover')
      .option('--at <date>', 'judge validity by this time (default: now)', date)
      .option('--password-file <file>', 'opens an encrypted key; or set RACKLESS_PASSWORD')
      .option('--json', 'as JSON')
      .addHelpText('after', exitHelp)
      .action(async (certificate: string, key: string | undefined, options: CheckCommandOptions) => {
        const { answer } = await import('./certs-answer.ts');
        await answer(async () => (await import('./certs-check.ts')).checkFiles(certificate, key, options));
      }),
  );
}

const makeExamples = `
Examples:
  rackless certs make self-signed --subject n9k-1 --san dns:n9k-1 ip:192.0.2.1 --out cert.pem --key-out key.pem
  rackless certs make ca --subject "/O=Lab/CN=Lab CA" --out ca.pem --key-out ca-key.pem
  rackless certs make leaf --ca-cert ca.pem --ca-key ca-key.pem --subject nsx-1 --san dns:nsx-1 --chain
  rackless certs make csr --key key.pem --subject nsx-1
  rackless certs make pkcs12 --cert cert.pem --key key.pem --password-file p --out box.p12
  rackless certs make --bad wrong-order --out chain.pem --key-out key.pem
`;

const exitHelp = `
Exit status:
  0   done; check: nothing that would make a connection fail
  1   check: it would not do; inspect: a part of the file is damaged
  64  the question itself was wrong: arguments, or files named in them`;

function wholeNumber(text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

function date(text: string): Date {
  const parsed = new Date(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(parsed.getTime())) {
    throw new InvalidArgumentError('Expected a date such as 2026-01-31 or 2026-01-31T12:00:00Z.');
  }
  return parsed;
}
