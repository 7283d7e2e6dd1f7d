import { castDraft } from 'immer';
import type { JsonObject } from '../../chassis/json.ts';
import { dateText, timeText } from '../clock.ts';
import { editConfig } from '../edit.ts';
import { certificateOf, makeRsa, pemOf, selfSign, usualKey } from '../pki.ts';
import { Refusal } from '../refusal.ts';
import type { Trustpoint } from '../state/pki.ts';
import type { AsaConfig } from '../state.ts';
import { duplicate } from './listed.ts';
import { pageOf } from './paging.ts';
import {
  type Answer,
  type Call,
  created,
  done,
  flag,
  type Item,
  invalid,
  isObject,
  json,
  missing,
  nameOf,
  objectBody,
  type Route,
  text,
} from './wire.ts';

const category = 'Certificate';
const needs = 'certificates';

/** The attributes of a subject, by REST's names, in the order of the CLI's line. */
const attributes = { cn: 'CN', ou: 'OU', o: 'O', l: 'L', st: 'ST', c: 'C', ea: 'EA' } as const;

function subjectParts(subject = ''): Record<string, string[]> {
  const parts: Record<string, string[]> = {};
  for (const [rest, cli] of Object.entries(attributes)) {
    const values = subject
      .split(/,(?=[A-Za-z]+=)/)
      .flatMap((part) => (part.startsWith(`${cli}=`) ? [part.slice(cli.length + 1)] : []));
    if (values.length > 0) parts[rest] = values;
  }
  return parts;
}

function readSubject(given: unknown): string | undefined {
  if (!isObject(given)) return undefined;
  const parts = Object.entries(attributes).flatMap(([rest, cli]) => {
    const values = given[rest];
    return (Array.isArray(values) ? values : [values]).flatMap((one) => (text(one) ? [`${cli}=${text(one)}`] : []));
  });
  return parts.length > 0 ? parts.join(',') : undefined;
}

/** @source client: members of reference 6.19 */
function identityItem(name: string, point: Trustpoint, base: string): Item {
  return {
    kind: 'object#IdentityCertificate',
    selfLink: `${base}/api/certificate/identity/${encodeURIComponent(name)}`,
    name,
    keyPair: point.keypair ?? usualKey,
    enrollParameters: {
      subjectDN: subjectParts(point.subject),
      fqdn: point.fqdn ?? '',
      email: point.email ?? '',
      ipAddress: point.ipAddress ?? '',
      includeSerialNumber: point.serialNumber ?? false,
    },
    selfSign: point.enrollment === 'self',
    enableProxyLDCIssuer: false,
    enableCACheck: true,
    objectId: name,
  };
}

function identities({ trustpoints }: AsaConfig): (readonly [string, Trustpoint])[] {
  return Object.entries(trustpoints).filter(([, { certificate }]) => certificate !== undefined);
}

function authorities({ trustpoints }: AsaConfig): (readonly [string, Trustpoint])[] {
  return Object.entries(trustpoints).filter(([, { certificate, cas }]) => certificate === undefined && cas.length > 0);
}

function at(call: Call, among: readonly (readonly [string, Trustpoint])[]): readonly [string, Trustpoint] {
  const [name = ''] = call.params;
  const found = among.find(([one]) => one === name);
  if (!found) throw missing(name);
  return found;
}

/** @source recorded: the text about a name that a CA has (reference 3.7) */
function checkFree({ trustpoints }: AsaConfig, name: string, attribute: string): void {
  const there = trustpoints[name];
  if (!there) return;
  if (there.certificate === undefined && there.cas.length > 0)
    throw invalid(attribute, `TrustPoint '${name}' name is already assigned with CA certificate.`);
  throw duplicate(name);
}

function putPoint(
  call: Call,
  name: string,
  point: Trustpoint,
  key?: { readonly label: string; readonly size: number; readonly pem: string },
): void {
  editConfig(call.device, call.user, ({ trustpoints }, { store }) => {
    trustpoints[name] = castDraft(point);
    if (key) store.keys = { ...store.keys, [key.label]: { size: key.size, pem: key.pem } };
  });
}

function bodyText(given: unknown, attribute: string): string {
  if (!Array.isArray(given) || !given.every((one) => typeof one === 'string'))
    throw invalid(attribute, `${attribute} must be a list of lines`);
  return given.map((line) => String(line).trim()).join('\n');
}

async function importPkcs12(call: Call, name: string, body: JsonObject): Promise<void> {
  const lines = bodyText(body.certText, 'certText');
  const { readPkcs12, Pkcs12Error } = await import('../../../certs/pkcs12.ts');
  const { exportKey, describeKey } = await import('../../../certs/key.ts');
  const bytes = Buffer.from(lines.replace(/-----[A-Z0-9 ]+-----/g, ''), 'base64');
  try {
    const { key, certificates } = readPkcs12(bytes, text(body.certPass) ?? '');
    const [own, ...cas] = certificates.map(({ der }) => der.toString('hex'));
    if (!key || own === undefined) throw invalid('certText', 'certText: the PKCS12 data has no key or no certificate');
    if (key.asymmetricKeyType !== 'rsa') throw invalid('certText', 'certText: only RSA keys are supported');
    const made = { label: name, size: describeKey(key).bits, pem: exportKey(key) };
    putPoint(call, name, { keypair: name, certificate: own, cas }, made);
  } catch (error) {
    if (!(error instanceof Pkcs12Error)) throw error;
    throw error.reason === 'wrong-password'
      ? invalid('certPass', 'Import PKCS12 operation failed: the passphrase does not open the data')
      : invalid('certText', 'Import PKCS12 operation failed: this is not PKCS12 data');
  }
}

async function signOwn(call: Call, name: string, body: JsonObject): Promise<void> {
  const { device } = call;
  const asked = isObject(body.enrollParameters) ? body.enrollParameters : {};
  const label = text(body.keyPair) || usualKey;
  const kept = device.state.store.keys?.[label];
  if (!kept && label !== usualKey) throw invalid('keyPair', `keyPair: ${label.slice(0, 80)} does not exist`);
  const key = kept ?? { size: 2048, pem: await makeRsa(2048) };
  const subject = readSubject(asked.subjectDN) ?? `CN=${device.state.config.hostname}`;
  const given = (member: string) => text(asked[member]) || undefined;
  const [fqdn, email, ipAddress] = [given('fqdn'), given('email'), given('ipAddress')];
  const certificate = await selfSign(subject, fqdn, key.pem, device.now());
  const point: Trustpoint = {
    enrollment: 'self',
    keypair: label,
    subject,
    ...(fqdn !== undefined && { fqdn }),
    ...(email !== undefined && { email }),
    ...(ipAddress !== undefined && { ipAddress }),
    ...(flag(asked.includeSerialNumber) && { serialNumber: true }),
    certificate,
    cas: [],
  };
  putPoint(call, name, point, { label, ...key });
}

async function addIdentity(call: Call): Promise<Answer> {
  const body = objectBody(call.body);
  const name = nameOf(body);
  checkFree(call.device.state.config, name, 'name');
  if (body.certText !== undefined) await importPkcs12(call, name, body);
  else if (flag(body.selfSign)) await signOwn(call, name, body);
  else throw invalid('certText', 'certText or selfSign is needed');
  return created(call, `/api/certificate/identity/${encodeURIComponent(name)}`);
}

function remove(call: Call, among: readonly (readonly [string, Trustpoint])[]): Answer {
  const [name] = at(call, among);
  if (call.device.state.config.ssl.some(({ trustpoint }) => trustpoint === name))
    throw new Refusal(`Trustpoint ${name} is in use by ssl trust-point`);
  editConfig(call.device, call.user, ({ trustpoints }) => {
    delete trustpoints[name];
  });
  return done;
}

function caItem(name: string, { cas }: Trustpoint, base: string): Item {
  return {
    kind: 'object#CACertificate',
    selfLink: `${base}/api/certificate/ca/${encodeURIComponent(name)}`,
    trustpointName: name,
    certText: cas.flatMap((ca) => pemOf(ca).trimEnd().split('\n')),
    objectId: name,
  };
}

function addCa(call: Call): Answer {
  const body = objectBody(call.body);
  const name = text(body.trustpointName) ?? '';
  if (name === '') throw invalid('trustpointName', 'trustpointName is a mandatory attribute');
  if (call.device.state.config.trustpoints[name]) throw duplicate(name);
  const base64 = bodyText(body.certText, 'certText').replace(/-----[A-Z ]+-----/g, '');
  const hex = Buffer.from(base64, 'base64').toString('hex');
  if (!certificateOf(hex)) throw invalid('certText', 'certText: this is not a certificate');
  putPoint(call, name, { enrollment: 'terminal', cas: [hex] });
  return created(call, `/api/certificate/ca/${encodeURIComponent(name)}`);
}

/** `10:00:00 UTC Apr 11 2018`. @source client: reference 6.19 */
function validity(date: string): string {
  const time = Date.parse(date);
  return `${timeText(time)} UTC ${dateText(time)}`;
}

/** @source client: members of reference 6.19 */
function detailsItem(name: string, hex: string, type: string, now: number): Item {
  const read = certificateOf(hex);
  const { validFrom = '', validTo = '' } = read ?? {};
  return {
    kind: 'object#CertificateDetails',
    type,
    serialNumber: read?.serialNumber.toLowerCase() ?? '',
    status: now >= Date.parse(validFrom) && now <= Date.parse(validTo),
    usage: 'General Purpose',
    publicKeyType: `${read?.publicKey.asymmetricKeyType?.toUpperCase() ?? ''} (${read?.publicKey.asymmetricKeyDetails?.modulusLength ?? 0} bits)`,
    validityStartDate: validity(validFrom),
    validityEndDate: validity(validTo),
    issuer: read?.issuer.split('\n') ?? [],
    subject: read?.subject.split('\n') ?? [],
    associatedTP: name,
    objectId: name,
  };
}

function details(call: Call): Answer {
  const { trustpoints } = call.device.state.config;
  const [name, { certificate, cas }] = at(call, Object.entries(trustpoints));
  const now = call.device.now();
  return pageOf(call, [
    ...(certificate === undefined ? [] : [detailsItem(name, certificate, 'Identity', now)]),
    ...cas.map((ca) => detailsItem(name, ca, 'CA', now)),
  ]);
}

/** Identity and CA certificates. @source reference 6.19 */
export const certificateRoutes: readonly Route[] = [
  {
    path: '/api/certificate/identity',
    category,
    needs,
    evidence: 'recorded',
    methods: {
      GET: (call) =>
        pageOf(
          call,
          identities(call.device.state.config).map(([name, point]) => identityItem(name, point, call.base)),
        ),
      POST: addIdentity,
    },
  },
  {
    path: '/api/certificate/identity/{name}',
    category,
    needs,
    evidence: 'recorded',
    methods: {
      GET: (call) => json(identityItem(...at(call, identities(call.device.state.config)), call.base)),
      DELETE: (call) => remove(call, identities(call.device.state.config)),
    },
  },
  {
    path: '/api/certificate/identity/{name}/export/PEM',
    category,
    needs,
    evidence: 'client',
    methods: {
      GET: (call) => {
        const [, { certificate = '' }] = at(call, identities(call.device.state.config));
        return json({ certificate: pemOf(certificate).trimEnd().split('\n') });
      },
    },
  },
  { path: '/api/certificate/details/{name}', category, needs, evidence: 'client', methods: { GET: details } },
  {
    path: '/api/certificate/ca',
    category,
    needs,
    evidence: 'client',
    methods: {
      GET: (call) =>
        pageOf(
          call,
          authorities(call.device.state.config).map(([name, point]) => caItem(name, point, call.base)),
        ),
      POST: addCa,
    },
  },
  {
    path: '/api/certificate/ca/{name}',
    category,
    needs,
    evidence: 'client',
    methods: {
      GET: (call) => json(caItem(...at(call, authorities(call.device.state.config)), call.base)),
      DELETE: (call) => remove(call, authorities(call.device.state.config)),
    },
  },
];
