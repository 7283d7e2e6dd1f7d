import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { OptionsError } from './errors.ts';
import { realDelay } from './retry.ts';
import type { Trust } from './tls.ts';

/** What every client needs to know: where the device is, who asks, how the device proves itself, and how long to try. */
export interface AccessOptions extends Trust {
  /** `https://host[:port]`; `http://` only together with `allowHttp`. User name and password do not belong in it. */
  readonly url: string | URL;
  readonly username: string;
  /** Exactly one of `password` and `passwordFile`. */
  readonly password?: string;
  /** A file with the password; read at the first request, one line end at its end is dropped. */
  readonly passwordFile?: string;
  /** A PEM file, instead of `ca`. */
  readonly caFile?: string;
  /** Needed to use an `http://` URL: the password then travels unprotected. Refused together with `ca` or `pin`. */
  readonly allowHttp?: boolean;
  /** Milliseconds for one attempt of one request, answer included. Default 60,000. */
  readonly timeout?: number;
  /** Milliseconds for TCP and TLS. Default 10,000. */
  readonly connectTimeout?: number;
  /** Most connections at a time; default 4. Management planes have few workers and count sessions. */
  readonly connections?: number;
  /** Further attempts where trying again is safe. Default 3. */
  readonly retries?: number;
  /** How to wait between attempts: for tests that have a clock of their own. Default: real time. */
  readonly delay?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Aborts every request of this client. */
  readonly signal?: AbortSignal;
}

/** {@link AccessOptions}, checked, with defaults. */
export interface Access {
  readonly url: URL;
  readonly username: string;
  readonly password: () => Promise<string>;
  readonly trust: Trust;
  readonly timeout: number;
  readonly connectTimeout: number;
  readonly connections: number;
  readonly retries: number;
  readonly delay: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal | undefined;
}

/** Spellings, from many tools, of "do not verify". None is an option here, so each is refused with a reason. */
const insecure =
  /^(insecure|insecure.?(tls|ssl|skip.?verify)|skip.?(tls|ssl)?.?verif\w*|no.?verify|verify(.?(ssl|tls|certs?))?|validate.?certs?|strict.?ssl|reject.?unauthorized|check.?hostname|trust.?all|disable.?\w*)$/i;

/**
 * Checks the options that all clients share.
 *
 * @throws OptionsError telling the option, what was wrong with it and what would be right
 */
export function access(options: AccessOptions): Access {
  const trust = trustOf(options);
  return {
    url: urlOf(options, trust),
    username: usernameOf(options),
    password: passwordOf(options),
    trust,
    timeout: positive('timeout', options.timeout ?? 60_000),
    connectTimeout: positive('connectTimeout', options.connectTimeout ?? 10_000),
    connections: positive('connections', options.connections ?? 4),
    retries: notNegative('retries', options.retries ?? 3),
    delay: options.delay ?? realDelay,
    signal: options.signal,
  };
}

function trustOf(options: AccessOptions): Trust {
  const { ca, caFile, pin, servername } = options;
  const given = [ca !== undefined && 'ca', caFile !== undefined && 'caFile', pin !== undefined && 'pin'].filter(
    (name) => name !== false,
  );
  for (const name of Object.keys(options).filter((key) => insecure.test(key))) {
    const beside = given.length > 0 ? `, least of all together with ${given.join(' and ')}` : '';
    throw new OptionsError(
      `${name}: this client has no switch for verification${beside}. For a self-signed certificate give it as \`ca\`, ` +
        'or its SHA-256 fingerprint as `pin`; for another name than the one in the URL give `servername`.',
    );
  }
  if (ca !== undefined && caFile !== undefined) throw new OptionsError('ca, caFile: give one of them');
  if (options.allowHttp === true && given.length > 0) {
    throw new OptionsError(`allowHttp: cannot stand together with ${given.join(' and ')}; one of them is a mistake`);
  }
  const authority = caFile === undefined ? ca : pemFile(caFile);
  return {
    ...(authority === undefined ? {} : { ca: authority }),
    ...(pin === undefined ? {} : { pin }),
    ...(servername === undefined ? {} : { servername }),
  };
}

function pemFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new OptionsError(`caFile: cannot read ${path} (${messageOf(error)})`, { cause: error });
  }
}

function urlOf({ url: given, allowHttp }: AccessOptions, trust: Trust): URL {
  const text = String(given);
  if (!URL.canParse(text)) throw new OptionsError(`url: expected something like https://switch:8443; got "${text}"`);
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    throw new OptionsError('url: must not contain a user name or password; use `username` and `password`');
  }
  if (url.search !== '' || url.hash !== '') throw new OptionsError('url: must not contain a query or a fragment');
  if (url.protocol === 'https:') return url;
  if (url.protocol !== 'http:') throw new OptionsError(`url: expected https://, not ${url.protocol}//`);
  if (trust.ca !== undefined || trust.pin !== undefined) {
    throw new OptionsError('url: a ca or a pin proves nothing about http://; use https://');
  }
  if (allowHttp !== true) {
    throw new OptionsError('url: http:// sends the password unprotected; use https://, or say allowHttp: true');
  }
  return url;
}

function usernameOf({ username }: AccessOptions): string {
  if (typeof username !== 'string' || username === '' || /[:\s]/.test(username)) {
    throw new OptionsError('username: expected a name without blanks and colons');
  }
  return username;
}

function passwordOf({ password, passwordFile }: AccessOptions): () => Promise<string> {
  if ((password === undefined) === (passwordFile === undefined)) {
    throw new OptionsError('password, passwordFile: give exactly one of them');
  }
  if (password !== undefined) return async () => password;
  const path = String(passwordFile);
  let read: Promise<string> | undefined;
  return async () => {
    read ??= readFile(path, 'utf8');
    try {
      return (await read).replace(/\r?\n$/, '');
    } catch (error) {
      read = undefined;
      throw new OptionsError(`passwordFile: cannot read ${path} (${messageOf(error)})`, { cause: error });
    }
  };
}

function positive(name: string, value: number): number {
  if (!Number.isInteger(value) || value <= 0)
    throw new OptionsError(`${name}: expected a whole number above 0; got ${value}`);
  return value;
}

function notNegative(name: string, value: number): number {
  if (!Number.isInteger(value) || value < 0)
    throw new OptionsError(`${name}: expected 0 or a whole number; got ${value}`);
  return value;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
