import { createPrivateKey, sign } from 'node:crypto';
import type { JsonObject } from '../../chassis/json.ts';
import { bound, certificateOf } from '../site.ts';
import { type Call, type Operation, operation, siteOf } from './operation.ts';

/**
 * The certificate that the address which was asked presents now, vouched for by the key of the one before it, so that a
 * client which trusts that one may trust this one. Nothing where none was replaced, or the one before was deleted.
 * @source NSX reference 5.11; the members of the token are inferred
 */
export const bundleOperations: readonly Operation[] = [
  operation(
    'GET /api/v1/certificate-management/certificate-bundle',
    {
      evidence: 'documented',
      source: 'NSX reference 5.11',
      open: true,
      area: 'everybody',
      releases: ({ certificateBundle }) => certificateBundle,
    },
    (call) => ({ json: bundle(call) }),
  ),
];

function bundle(call: Call): JsonObject {
  const site = siteOf(call);
  const { uuid } = call.node;
  const service = call.isVip && bound(site, 'MGMT_CLUSTER', uuid) ? 'MGMT_CLUSTER' : 'API';
  const before = certificateOf(site, site.replaced?.[service]?.[uuid] ?? '');
  const now = bound(site, service, uuid);
  if (!now || before?.key === undefined) return {};
  return { jwt_token: token(before.key, before.thumbprint, { certificate: now.pem, iat: seconds(call) }) };
}

const seconds = ({ device }: Call): number => Math.floor(device.now() / 1000);

/** Algorithm and hash by curve; RSA where there is none. @source RFC 7518, 3.1 */
const algorithms: Readonly<Record<string, readonly [alg: string, hash: string]>> = {
  prime256v1: ['ES256', 'sha256'],
  secp256k1: ['ES256K', 'sha256'],
  secp384r1: ['ES384', 'sha384'],
  secp521r1: ['ES512', 'sha512'],
};

function token(pem: string, kid: string, claims: JsonObject): string {
  const key = createPrivateKey(pem);
  const [alg, hash] = algorithms[key.asymmetricKeyDetails?.namedCurve ?? ''] ?? ['RS256', 'sha256'];
  const part = (value: JsonObject): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ kid, alg })}.${part(claims)}`;
  const signature = sign(hash, Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}
