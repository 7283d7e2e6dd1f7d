import { isIP } from 'node:net';
import type { AlternativeName } from '../../../certs/extension.ts';
import { exportKey, makeKey, sameKey } from '../../../certs/key.ts';
import { makeCertificate } from '../../../certs/make.ts';
import type { DistinguishedName } from '../../../certs/name.ts';
import { readPrivateKey } from '../../../certs/read.ts';
import { makeRequest } from '../../../certs/request.ts';
import { isJsonObject, type Json, type JsonObject } from '../../chassis/json.ts';
import { changeSite } from '../change.ts';
import type { Release } from '../release.ts';
import type { Certificate, Csr } from '../state.ts';
import { refusals } from '../texts.ts';
import { learnDistributionPoints } from '../trust/distribution.ts';
import { handed, imported, managed, store } from '../trust/import.ts';
import { certificateView, head, tail } from '../trust/view.ts';
import { factsOf } from '../trust/x509.ts';
import { page } from './list.ts';
import { bodyOf, type Call, flag, neededText, type Operation, operation, siteOf, textIn } from './operation.ts';

const csrs = '/api/v1/trust-management/csrs';
const documented = { area: 'certificates', evidence: 'documented', source: 'NSX reference 5.9' } as const;

/** Certificate signing requests; the private key stays here. @source NSX reference 5.9 */
export const csrOperations: readonly Operation[] = [
  operation(`GET ${csrs}`, documented, (call) => ({
    json: page(call.query, siteOf(call).csrs, (one) => csrView(one, call.release)),
  })),
  operation(`GET ${csrs}/{csr-id}`, documented, (call) => ({ json: csrView(found(call), call.release) })),
  operation(`GET ${csrs}/{csr-id}/pem-file`, documented, (call) => ({ text: found(call).pem })),
  operation(`POST ${csrs}`, documented, async (call) => ({
    status: 201,
    json: csrView(await made(call, call.release.requestNames === 'both'), call.release),
  })),
  operation(
    'POST /api/v1/trust-management/csrs-extended',
    {
      ...documented,
      releases: ({ requestNames }) => requestNames !== 'none',
      deprecated: ({ requestNames }) => requestNames === 'both',
    },
    async (call) => ({ status: 201, json: csrView(await made(call, true), call.release) }),
  ),
  operation(
    `POST ${csrs}?action=self_sign`,
    { ...documented, releases: ({ selfSignAtOnce }) => selfSignAtOnce },
    async (call) => {
      const days = daysOf(call, textIn(bodyOf(call), 'days_valid'), flag(bodyOf(call).is_ca));
      return { status: 201, json: selfSigned(call, await made(call, true), days) };
    },
  ),
  operation(`POST ${csrs}/{csr-id}?action=self_sign`, documented, (call) => {
    const csr = found(call);
    return {
      status: 201,
      json: selfSigned(call, csr, daysOf(call, call.query.get('days_valid') ?? undefined, csr.isCa)),
    };
  }),
  operation(`POST ${csrs}/{csr-id}?action=import`, documented, (call) => {
    const csr = found(call);
    const body = bodyOf(call);
    const understood = handed(body);
    const { key } = readPrivateKey(csr.key);
    const [leaf] = understood.chain;
    if (!leaf?.publicKey || !sameKey(leaf.publicKey, key)) throw refusals.keyMismatch();
    const how = {
      release: call.release,
      user: call.caller.user,
      now: call.device.now(),
      displayName: textIn(body, 'display_name') ?? csr.displayName,
    };
    const certificates = imported(body, { ...understood, key }, how);
    store(call.device, call.siteName, certificates);
    learnDistributionPoints(call.device, call.siteName, understood.chain, call.caller.user);
    return { status: 201, json: { results: certificates.map((one) => shown(call, one)) } };
  }),
  operation(`DELETE ${csrs}/{csr-id}`, documented, (call) => {
    const { id } = found(call);
    changeSite(call.device, call.siteName, (site) => ({ ...site, csrs: site.csrs.remove(id) }));
    return {};
  }),
];

function found(call: Call): Csr {
  const id = call.params['csr-id'] ?? '';
  const csr = siteOf(call).csrs.get(id);
  if (!csr) throw refusals.notFound(call.release, 'Csr', id);
  return csr;
}

function shown(call: Call, one: Certificate): JsonObject {
  return certificateView(one, { site: siteOf(call), release: call.release, now: call.device.now(), details: true });
}

function csrView(csr: Csr, { requestNames }: Release): JsonObject {
  const names = csr.dnsNames.length + csr.addresses.length > 0;
  return {
    ...head(csr, 'Csr'),
    subject: { attributes: csr.subject.map((one) => ({ ...one })) },
    key_size: csr.keySize,
    algorithm: csr.algorithm,
    ...(requestNames !== 'none' && { is_ca: csr.isCa }),
    ...(names && { extensions: { subject_alt_names: { dns_names: csr.dnsNames, ip_addresses: csr.addresses } } }),
    pem_encoded: csr.pem,
    ...tail(csr),
  };
}

const subjectKeys = new Set(['CN', 'O', 'OU', 'C', 'ST', 'L']);

/** Makes a key and a request. Its extensions count only where the operation takes any. */
async function made(call: Call, withNames: boolean): Promise<Csr> {
  const body = bodyOf(call);
  const subject = subjectIn(body.subject);
  const algorithm = neededText(body, 'algorithm');
  const keySize = Number(neededText(body, 'key_size'));
  const sizes = Object.hasOwn(call.release.requestAlgorithms, algorithm)
    ? call.release.requestAlgorithms[algorithm]
    : undefined;
  if (!sizes || (algorithm !== 'RSA' && algorithm !== 'EC'))
    throw refusals.field(`algorithm value '${algorithm}' is not supported`);
  if (!sizes.includes(keySize))
    throw refusals.field(`key_size value '${keySize}' is not supported for algorithm ${algorithm}`);
  const key = await newKey(algorithm, keySize);
  const names = withNames && isJsonObject(body.extensions) ? body.extensions.subject_alt_names : undefined;
  const dnsNames = isJsonObject(names) ? textsIn(names.dns_names) : [];
  const addresses = isJsonObject(names) ? textsIn(names.ip_addresses) : [];
  if (addresses.some((one) => isIP(one) === 0))
    throw refusals.field('extensions.subject_alt_names.ip_addresses is not valid');
  const isCa = flag(body.is_ca);
  const san = [...dnsNames.map((one) => `dns:${one}` as const), ...addresses.map((one) => `ip:${one}` as const)];
  const { pem } = makeRequest({
    subject: nameOf(subject),
    key,
    ...(san.length > 0 && { san }),
    ...(isCa && { basicConstraints: { ca: true } }),
  });
  const csr: Csr = {
    ...managed(body, call.caller.user, call.device.now()),
    pem,
    key: exportKey(key),
    subject,
    keySize,
    algorithm,
    isCa,
    dnsNames,
    addresses,
  };
  changeSite(call.device, call.siteName, (site) => ({ ...site, csrs: site.csrs.put(csr.id, csr) }));
  return csr;
}

async function newKey(algorithm: 'RSA' | 'EC', size: number) {
  if (algorithm === 'RSA') return makeKey(size === 4096 ? 'rsa-4096' : size === 3072 ? 'rsa-3072' : 'rsa-2048');
  if (size !== 521) return makeKey(size === 384 ? 'ec-p384' : 'ec-p256');
  const { generateKeyPairSync } = await import('node:crypto');
  return generateKeyPairSync('ec', { namedCurve: 'secp521r1' }).privateKey;
}

function subjectIn(subject: Json | undefined): { key: string; value: string }[] {
  const attributes = isJsonObject(subject) ? subject.attributes : undefined;
  if (!Array.isArray(attributes) || attributes.length === 0) throw refusals.field('subject.attributes is required');
  return attributes.map((one) => {
    if (!isJsonObject(one)) throw refusals.field('subject.attributes is not valid');
    const key = neededText(one, 'key');
    if (!subjectKeys.has(key)) throw refusals.field(`subject.attributes key '${key}' is not supported`);
    return { key, value: neededText(one, 'value') };
  });
}

function nameOf(subject: Csr['subject']): DistinguishedName {
  return subject.map(({ key, value }) => [{ type: key, value }]);
}

function textsIn(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** @source NSX reference 5.9; that newer releases refuse other lengths is inferred */
function daysOf({ release }: Call, given: string | undefined, isCa: boolean): number {
  const { default: usual, most, also, longer } = release.selfSignedDays;
  if (given === undefined || given === '') return usual;
  const days = Number(given);
  if (!Number.isInteger(days) || days < 1) throw refusals.field(`days_valid value '${given}' is not valid`);
  if (isCa || days <= most || also.includes(days)) return days;
  if (longer === 'cut') return most;
  throw refusals.field(`days_valid value '${given}' must be at most ${most}`);
}

function selfSigned(call: Call, csr: Csr, days: number): JsonObject {
  const { key } = readPrivateKey(csr.key);
  const names = [
    ...csr.dnsNames.map((one): AlternativeName => `dns:${one}`),
    ...csr.addresses.map((one): AlternativeName => `ip:${one}`),
  ];
  const { pem } = makeCertificate({
    subject: nameOf(csr.subject),
    key,
    ca: csr.isCa,
    days,
    notBefore: new Date(call.device.now()),
    ...(names.length > 0 && { san: names }),
    ...(!csr.isCa && { keyUsage: ['digitalSignature', 'keyEncipherment'], purposes: ['serverAuth', 'clientAuth'] }),
  });
  const certificate: Certificate = {
    ...managed({ display_name: csr.displayName }, call.caller.user, call.device.now()),
    resourceType: csr.isCa ? 'certificate_ca' : 'certificate_self_signed',
    pem,
    key: csr.key,
    thumbprint: factsOf(pem)[0]?.sha256 ?? '',
    category: 'OTHER_CERTIFICATE',
  };
  store(call.device, call.siteName, [certificate]);
  return shown(call, certificate);
}
