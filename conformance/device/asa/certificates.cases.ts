import { keptKey } from '../../../certs/key.ts';
import { makeCertificate } from '../../../certs/make.ts';
import { makePkcs12, pkcs12Pem } from '../../../certs/pkcs12.ts';
import type { CaseContext } from '../../context.ts';
import { equal, holds, matches } from '../../judgement.ts';
import { certificateFacts } from '../../oracle/tls.ts';
import { door, own } from './agent.ts';
import { at, indexOf, listAt, message } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { client, keyfactor, recorded } from './sources.ts';

const identities = '/api/certificate/identity';
const authorities = '/api/certificate/ca';
const keys = '/api/certificate/keypair';
const passphrase = 'of-the-suite';

/** A certificate and its authority's, the first one with its key as the lines of a PKCS12 file. */
async function material() {
  const authority = makeCertificate({ subject: '/CN=Suite CA', key: await keptKey('rsa-2048', 1), ca: true });
  const key = await keptKey('rsa-2048');
  const { pem, chain } = makeCertificate({ subject: '/CN=fw1.example', key, issuer: authority });
  const file = makePkcs12({ key, certificates: [pem, ...chain].join(''), password: passphrase, encryption: 'legacy' });
  return {
    lines: pkcs12Pem(file).trimEnd().split('\n'),
    authority: authority.pem.trimEnd().split('\n'),
    sha256: certificateFacts(pem).sha256,
  };
}

async function drive(t: CaseContext) {
  const { device, get, post, remove, run } = await own(t);
  t.secret('passphrase', passphrase);
  const { lines, authority, sha256 } = await t.once('asa certificates', material);
  const imported = await post(identities, {
    kind: 'object#IdentityCertificate',
    name: 'tp1',
    certPass: passphrase,
    certText: lines,
  });
  const exported = await get(`${identities}/tp1/export/PEM`);
  const certificate = listAt(exported, 'certificate').join('\n');
  await run('ssl trust-point tp1 management');
  const shown = await device.presentsBecomes(door, sha256);
  await run('no ssl trust-point tp1 management');

  const keyMade = await post(keys, {
    kind: 'object#Keypair',
    name: 'k1',
    type: 'rsa',
    size: 1024,
    usage: 'General Purpose',
  });
  const key = await get(`${keys}/k1`);
  const signed = await post(identities, {
    kind: 'object#IdentityCertificate',
    name: 'tp2',
    keyPair: 'k1',
    selfSign: true,
    enableCACheck: true,
    enrollParameters: { subjectDN: { cn: ['fw1'], ou: ['lab'], c: ['US'] }, fqdn: 'fw1.example' },
  });
  const seen = {
    imported,
    exported: exported.status,
    isExported: certificate !== '' && factsOf(certificate) === sha256,
    shows: shown.shown && shown.certificate.sha256 === sha256,
    keyMade,
    key,
    signed,
    item: await get(`${identities}/tp2`),
    listed: await get(identities),
    details: await get('/api/certificate/details/tp2'),
    deleted: await remove(`${identities}/tp2`),
    noExport: await get(`${identities}/tp2/export/PEM`),
    keyDeleted: await remove(`${keys}/k1`),
    noKey: await run('crypto key zeroize rsa label k1 noconfirm'),
  };
  const added = await post(authorities, { kind: 'object#CACertificate', trustpointName: 'ca1', certText: authority });
  return {
    ...seen,
    added,
    authorities: await get(authorities),
    clash: await post(identities, { name: 'ca1', certPass: passphrase, certText: lines }),
    authorityDeleted: await remove(`${authorities}/ca1`),
    authoritiesAfter: await get(authorities),
  };
}

/** The fingerprint of a PEM text; empty where it is no certificate. */
function factsOf(pem: string): string {
  try {
    return certificateFacts(pem).sha256;
  } catch {
    return '';
  }
}

const rule = rulesOver<typeof drive>();
const since = '>=1.3';
const install = recorded('nomyownnet/ca-asa-install', 'certinstall.py');
const device = recorded('jastorino82/asa_restapi', 'device.json');
const certbot = client('chrismarget/certbot-asa', 'certbot_asa/asa.py');
const jobs = keyfactor('CiscoAsaOrchestrator/Client');

/** Certificates over REST, and what HTTPS shows then. */
export const certificates = topic({
  id: 'ASA-CERT-LIFE',
  title: 'Certificates are imported, made, bound, exported and deleted',
  touches: 'config',
  versions: since,
  drive,
  rules: [
    rule(
      'ASA-CERT-0001',
      'imported',
      'A PKCS12 import is answered 201.',
      install,
      (o) => equal(201, o.imported.status),
      since,
    ),
    rule(
      'ASA-CERT-0002',
      'exported',
      'An identity certificate is exported as PEM, in a list of lines.',
      jobs,
      (o) => equal([200, true], [o.exported, o.isExported]),
      since,
    ),
    rule(
      'ASA-CERT-0003',
      'bound',
      'ssl trust-point changes at once the certificate that HTTPS shows.',
      install,
      ({ shows }) => equal(true, shows),
      since,
    ),
    rule(
      'ASA-CERT-0004',
      'key-made',
      'A POST that makes a key pair is answered 201.',
      device,
      (o) => equal(201, o.keyMade.status),
      since,
    ),
    rule(
      'ASA-CERT-0005',
      'key',
      'A key pair has kind, name, type, size and usage.',
      device,
      ({ key }) =>
        equal(
          ['object#Keypair', 'k1', 'rsa', 1024, 'General Purpose'],
          ['kind', 'name', 'type', 'size', 'usage'].map((name) => at(key, name)),
        ),
      since,
    ),
    rule(
      'ASA-CERT-0006',
      'signed',
      'A POST that makes a certificate which the box signs is answered 201.',
      device,
      ({ signed }) => equal(201, signed.status),
      since,
    ),
    rule(
      'ASA-CERT-0007',
      'item',
      'An identity certificate tells its key pair, what it was enrolled with, and that it is self-signed.',
      jobs,
      ({ item }) =>
        equal(
          ['k1', ['fw1'], 'fw1.example', true],
          [
            at(item, 'keyPair'),
            at(item, 'enrollParameters', 'subjectDN', 'cn'),
            at(item, 'enrollParameters', 'fqdn'),
            at(item, 'selfSign'),
          ],
        ),
      since,
    ),
    rule(
      'ASA-CERT-0008',
      'listed',
      'Identity certificates are listed by their trustpoints.',
      jobs,
      ({ listed }) =>
        equal(
          [true, true],
          ['tp1', 'tp2'].map((name) => indexOf(listed, 'name', name) >= 0),
        ),
      since,
    ),
    rule(
      'ASA-CERT-0009',
      'details',
      'The details of a trustpoint are a collection whose items tell of serial number, status, validity, issuer and subject.',
      jobs,
      ({ details }) =>
        equal(
          ['string', 'boolean', 'string', 'tp2', true, true],
          [
            typeof at(details, 'items', 0, 'serialNumber'),
            typeof at(details, 'items', 0, 'status'),
            typeof at(details, 'items', 0, 'validityStartDate'),
            at(details, 'items', 0, 'associatedTP'),
            ...['issuer', 'subject'].map((name) => listAt(details, 'items', 0, name).length > 0),
          ],
        ),
      since,
    ),
    rule(
      'ASA-CERT-0010',
      'validity',
      'The end of validity is written as HH:MM:SS TZ Mon DD YYYY.',
      certbot,
      ({ details }) =>
        matches(
          /^\d\d:\d\d:\d\d \w+ [A-Z][a-z]{2} \d{1,2} \d{4}$/,
          String(at(details, 'items', 0, 'validityEndDate')),
          'HH:MM:SS TZ Mon DD YYYY',
        ),
      since,
    ),
    rule(
      'ASA-CERT-0011',
      'deleted',
      'An identity certificate that was deleted with 204 is not exported.',
      jobs,
      ({ deleted, noExport }) =>
        equal([204, false], [deleted.status, noExport.status === 200 || noExport.status === 201]),
      since,
    ),
    rule(
      'ASA-CERT-0012',
      'key-deleted',
      'A key pair is deleted with 204.',
      device,
      ({ keyDeleted }) => equal(204, keyDeleted.status),
      since,
    ),
    rule(
      'ASA-CERT-0013',
      'no-key',
      'crypto key zeroize of a key pair that there is not prints an error.',
      jobs,
      ({ noKey }) => matches(/ERROR:/, noKey, 'ERROR:'),
      since,
    ),
    rule(
      'ASA-CERT-0014',
      'authority',
      'The certificate of an authority is taken with 200 or 201, and listed by its trustpointName.',
      certbot,
      (o) =>
        equal(
          [true, true],
          [o.added.status === 200 || o.added.status === 201, indexOf(o.authorities, 'trustpointName', 'ca1') >= 0],
        ),
      since,
    ),
    rule(
      'ASA-CERT-0015',
      'clash',
      'The name of an authority is refused to an identity certificate with INVALID-INPUT, the context name, and details that name it.',
      install,
      ({ clash }) =>
        equal(
          [400, 'INVALID-INPUT', 'name', "TrustPoint 'ca1' name is already assigned with CA certificate."],
          [clash.status, message(clash).code, message(clash).context, message(clash).details],
        ),
      since,
    ),
    rule(
      'ASA-CERT-0016',
      'authority-gone',
      'An authority that was deleted with 204 is not listed.',
      certbot,
      (o) =>
        holds(
          o.authorityDeleted.status === 204 &&
            o.authoritiesAfter.status === 200 &&
            indexOf(o.authoritiesAfter, 'trustpointName', 'ca1') < 0,
          '204, and no such item',
          [o.authorityDeleted.status, o.authoritiesAfter.body],
        ),
      since,
    ),
  ],
});
