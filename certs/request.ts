import { createPublicKey, type KeyObject } from 'node:crypto';
import { encoded, integer, oid, sequence, set, tagged } from './asn1.ts';
import { encodeName } from './encode-name.ts';
import { type Extensions, encodeExtensions } from './extension.ts';
import type { DistinguishedName } from './name.ts';
import { extensionRequestOid, type Hash } from './oid.ts';
import { writePem } from './pem.ts';
import { signed } from './sign.ts';

/** What a request shall ask for. */
export interface RequestOptions extends Extensions {
  /** Ordered; also as text, `/C=US/CN=host.example`. */
  readonly subject: DistinguishedName | string;
  /** The private key; its public half goes into the request. */
  readonly key: KeyObject;
  /** Default `sha256`. */
  readonly hash?: Hash | undefined;
}

/**
 * Makes a certificate signing request (PKCS#10), as `openssl req -new` does.
 *
 * @throws OptionError, NameError for what cannot be written.
 */
export function makeRequest(options: RequestOptions): { pem: string; der: Buffer } {
  const { key, hash = 'sha256' } = options;
  const extensions = encodeExtensions(options);
  const wanted = sequence(oid(extensionRequestOid), set(sequence(...extensions)));
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const body = sequence(
    integer(0),
    encodeName(options.subject),
    encoded(spki),
    extensions.length > 0 ? tagged(0, wanted) : tagged(0),
  );
  const der = signed(body, key, hash);
  return { pem: writePem('CERTIFICATE REQUEST', der), der };
}
