import type { Identity } from '../../chassis/kind.ts';
import { selfSigned } from '../endpoints.ts';
import type { NsxvDevice } from '../nsxv.ts';
import { textOf } from './body.ts';
import type { Fields } from './document.ts';
import { failures } from './failure.ts';
import type { Call, Operation } from './operation.ts';

const base = '/api/1.0/appliance-management/certificatemanager';
const feature = 'administration.appliance';

/** The certificate that HTTPS presents. @source documented: NSX API guide, certificate manager */
export const certificates: readonly Operation[] = [
  {
    route: `GET ${base}/certificates/nsx`,
    name: 'certificateManagerCertificatesNsxRead',
    feature,
    async answer({ device }) {
      const { certificate } = await served(device);
      const { readCertificates } = await import('../../../certs/read.ts');
      const { md5, fields } = await import('./certificate-fields.ts');
      const list = readCertificates(certificate).map(
        (one): Fields => ({ ...fields(one, device.now()), md5Hash: md5(one) }),
      );
      return { document: { root: 'x509Certificates', value: { x509certificate: list } } };
    },
  },
  ...(['POST', 'PUT'] as const).map(
    (method): Operation => ({
      route: `${method} ${base}/csr/nsx`,
      name: 'certificateCsrCreate',
      feature,
      takes: { root: 'csr', optional: true },
      // Until 6.2.2 by PUT, since then by POST.
      exists: (release) => (release.applianceDefault === 'json') === (method === 'PUT'),
      answer: createRequest,
    }),
  ),
  {
    route: `GET ${base}/csr/nsx`,
    name: 'certificateCsrRead',
    feature,
    answer({ device }) {
      const { request } = device.state.store;
      if (!request) throw failures.notFound('csr');
      return { text: request.csr };
    },
  },
  {
    route: `POST ${base}/uploadchain/nsx`,
    name: 'certificateChainUpload',
    feature,
    takes: 'file',
    async answer(call) {
      const { request } = call.device.state.store;
      const chain = uploaded(call).toString('latin1');
      if (!request) throw failures.invalid('There is no certificate signing request.');
      await install(call, { certificate: chain, key: request.key });
      return { status: 200 };
    },
  },
  {
    route: `POST ${base}/pkcs12keystore/nsx`,
    name: 'certificatesKeystoreUpdate',
    feature,
    takes: 'file',
    async answer(call) {
      const { readPkcs12, Pkcs12Error } = await import('../../../certs/pkcs12.ts');
      const { exportKey } = await import('../../../certs/key.ts');
      try {
        const { key, certificates: chain } = readPkcs12(uploaded(call), call.query.get('password') ?? '');
        if (!key) throw failures.invalid('The keystore holds no private key.');
        await install(call, { certificate: chain.map((one) => one.pem).join(''), key: exportKey(key) });
      } catch (error) {
        if (!(error instanceof Pkcs12Error)) throw error;
        throw failures.invalid(
          error.reason === 'wrong-password' ? 'Keystore password is incorrect.' : 'The file is not a PKCS#12 keystore.',
        );
      }
      return { status: 200 };
    },
  },
];

/** What HTTPS presents just now. */
async function served(device: NsxvDevice): Promise<Identity> {
  const { identity, selfSignedAt } = device.state.store;
  return identity ?? (await selfSigned(device, selfSignedAt)());
}

/** @throws ApiError 400 where no part is called `file` */
function uploaded({ files }: Call): Buffer {
  const file = files.get('file');
  if (!file) throw failures.invalid('The part "file" is missing.');
  return file;
}

/** Serves another certificate from now on, where it is one that fits its key. @throws ApiError 400 */
async function install(call: Call, identity: Identity): Promise<void> {
  const { check } = await import('../../../certs/check.ts');
  const { findings } = check(identity.certificate, identity.key, { at: new Date(call.device.now()) });
  const wrong = findings.find(({ severity }) => severity === 'error');
  if (wrong) throw failures.invalid(wrong.message);
  call.change(
    (draft) => {
      draft.store.identity = identity;
      delete draft.store.request;
    },
    { module: 'SSL_CERTIFICATE', operation: 'UPDATE', resource: 'nsx', resourceId: '' },
  );
}

const sizes: Readonly<Record<string, 'rsa-2048' | 'rsa-4096'>> = { '2048': 'rsa-2048', '4096': 'rsa-4096' };

async function createRequest(call: Call) {
  const { body, query, device } = call;
  const { makeKey, exportKey } = await import('../../../certs/key.ts');
  const subject = body?.children.find(({ name }) => name === 'subjectDto') ?? body;
  const names = [
    ['C', 'countryCode'],
    ['O', 'organizationName'],
    ['OU', 'organizationUnit'],
    ['CN', 'commonName'],
  ] as const;
  const given = names.flatMap(([type, element]) => {
    const value = textOf(subject, element);
    return value ? [[{ type, value }]] : [];
  });
  if (body && !textOf(subject, 'commonName')) throw failures.invalid('commonName is missing.');
  const type = sizes[textOf(body, 'keySize') ?? '2048'];
  if (!type) throw failures.invalid('keySize must be 2048 or 4096.');
  if (query.get('action') === 'self_sign') {
    const { makeCertificate } = await import('../../../certs/make.ts');
    const { request } = device.state.store;
    if (!request) throw failures.invalid('There is no certificate signing request.');
    const { createPrivateKey } = await import('node:crypto');
    const { readEntries } = await import('../../../certs/read.ts');
    const entry = readEntries(request.csr).find((one) => one.kind === 'request');
    if (entry?.kind !== 'request') throw failures.invalid('There is no certificate signing request.');
    const days = Number(query.get('expires_after') ?? '3650');
    if (!Number.isInteger(days) || days < 1) throw failures.invalid('expires_after must be a number of days.');
    const { pem } = makeCertificate({
      subject: entry.request.subject,
      key: createPrivateKey(request.key),
      notBefore: new Date(device.now()),
      days,
    });
    await install(call, { certificate: pem, key: request.key });
  } else {
    const { makeRequest } = await import('../../../certs/request.ts');
    const key = await makeKey(type);
    const csr = makeRequest({ subject: given.length > 0 ? given : device.state.config.hostname, key }).pem;
    call.change((draft) => {
      draft.store.request = { csr, key: exportKey(key) };
    });
  }
  return { status: 201, location: `${base}/csr/nsx` };
}
