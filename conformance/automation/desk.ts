import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Given, GivenCertificate } from './evidence.ts';
import type { Question } from './playbook.ts';
import type { Happening } from './trace.ts';

/**
 * The certificates of a person at work, as they lie in the files now: whoever made a pair, what counts is what lies there.
 * In the place of a fingerprint stands what is wrong, where there is no pair; nothing on the wire is ever equal to that.
 */
export function asTheyLie(certificates: Given['certificates']): Given['certificates'] {
  return Object.fromEntries(
    Object.entries(certificates).map(([name, files]) => [name, { ...files, fingerprint: fingerprintIn(files) }]),
  );
}

function fingerprintIn({ certFile, keyFile }: GivenCertificate): string {
  const [certName, keyName] = [basename(certFile), basename(keyFile)];
  try {
    const certificate = new X509Certificate(readFileSync(certFile));
    const key = createPrivateKey(readFileSync(keyFile));
    if (!certificate.checkPrivateKey(key)) return `the certificate in ${certName}, to which ${keyName} is not the key`;
    return certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  } catch {
    return `the certificate in ${certName}, with its key in ${keyName}, which are not there yet`;
  }
}

/**
 * Tells what the stage's own questions leave in the journal from what a person does meanwhile. For each kind of entry that
 * a question leaves, one entry of that kind is its own; where a person does the very same at that moment, one of two is left.
 */
export class Echoes {
  #once: ((one: Happening) => boolean)[] = [];
  #reads: ((one: Happening) => boolean)[] = [];
  #hasAsked = false;

  /** A question is about to be asked. @param user who asks it */
  expect({ device, ask }: Question, user: string): void {
    const of =
      (kind: string, also: (one: Happening) => boolean = () => true) =>
      (one: Happening) =>
        one.device === device && one.kind === kind && also(one);
    this.#hasAsked = true;
    this.#once.push(
      of('endpoint', ({ operation }) => operation.endsWith('connection')),
      of('login', (one) => one.user === user),
    );
    if ('command' in ask) {
      this.#once.push(of('command', ({ operation }) => operation === ask.command));
      return;
    }
    this.#once.push(of('handshake'));
    // Commands that a body holds are typed by the device itself, and each of them only reads.
    const body = JSON.stringify(ask.body ?? '');
    this.#reads.push(of('command', ({ operation }) => body.includes(JSON.stringify(operation))));
  }

  /** Whether an entry is a question's own. */
  has(one: Happening): boolean {
    const index = this.#once.findIndex((is) => is(one));
    if (index >= 0) this.#once.splice(index, 1);
    return index >= 0 || this.#reads.some((is) => is(one)) || (this.#hasAsked && isUnwitnessed(one));
  }

  /** All questions have been answered. */
  over(): void {
    this.#once = [];
    this.#reads = [];
  }
}

/**
 * The device's own word on a request, which comes when its answer has been taken, and so perhaps after all questions. No rule
 * needs it: what the witness writes has an exchange, and the witness passes the stage's questions over.
 */
const isUnwitnessed = ({ kind, detail }: Happening): boolean => kind === 'request' && detail?.exchange === undefined;
