import { exportKey, keptKey } from '../../../certs/key.ts';
import { makeCertificate } from '../../../certs/make.ts';
import { command } from '../../chassis/cli/command.ts';
import type { Endpoint, EndpointTls, Identity } from '../../chassis/kind.ts';
import type { NxosState } from '../state.ts';
import { forgiving, listening, type Mutants, type NxosMutant, printing, speaking } from './mutant.ts';

const uploadDone = 'Upload done. Please enable. Note cert and key must match.\n';

/** Endpoints with TLS, it changed. */
const encrypting = (title: string, change: (tls: EndpointTls) => EndpointTls): NxosMutant =>
  listening(title, (endpoints) =>
    endpoints.map((endpoint): Endpoint => (endpoint.tls ? { ...endpoint, tls: change(endpoint.tls) } : endpoint)),
  );

let other: Promise<Identity> | undefined;
/** A certificate of another name, age and kind of key than the switch's own. */
const another = (): Promise<Identity> => {
  other ??= keptKey('ec-p256').then((key) => ({
    certificate: makeCertificate({ subject: '/CN=switch.invalid', key, days: 2 }).pem,
    key: exportKey(key),
  }));
  return other;
};

/** Lies about certificates and TLS. */
export const certificates: Mutants = {
  'nxos.old-certificate-still-served': listening(
    'HTTPS goes on presenting the certificate that it presented first',
    (endpoints, seen) =>
      endpoints.map((endpoint) => {
        if (!endpoint.tls) return endpoint;
        const first = seen.get(endpoint.name) ?? endpoint;
        seen.set(endpoint.name, first);
        return first.tls ? { ...endpoint, tls: { ...endpoint.tls, identity: first.tls.identity } } : endpoint;
      }),
  ),
  'nxos.another-own-certificate': encrypting("the switch's own certificate has another name, life and key", (tls) =>
    typeof tls.identity === 'function' ? { ...tls, identity: another } : tls,
  ),
  'nxos.key-mismatch-accepted': forgiving(
    'nxapi certificate enable says nothing when certificate and key do not belong together',
    (grammar) => grammar === 'nxapi certificate enable',
    (run) => {
      run.change((draft) => {
        draft.config.nxapi.certificateEnabled = true;
      });
      return undefined;
    },
  ),
  'nxos.encrypted-key-served': forgiving(
    'an encrypted key is reported as uploaded',
    'nxapi certificate httpskey',
    () => uploadDone,
  ),
  'nxos.any-file-is-a-certificate': forgiving(
    'a file that is no certificate is reported as uploaded',
    'nxapi certificate httpscrt',
    () => uploadDone,
  ),
  'nxos.uploads-in-silence': printing('an upload says nothing', 'nxapi certificate https', () => ''),
  'nxos.key-warns': printing(
    'the upload of a key warns',
    'nxapi certificate httpskey',
    (text) => `% Key without passphrase\n${text}`,
  ),
  'nxos.upload-enables': speaking('a pair is served as soon as it is uploaded', (one) =>
    one.grammar.startsWith('nxapi certificate httpskey')
      ? command<NxosState>(one.grammar, one, async (run, args) => {
          const printed = await one.handler(run, args);
          const { certificate, key } = run.device.state.run.nxapi.uploaded;
          if (certificate !== undefined && key !== undefined) {
            run.change((draft) => {
              draft.run.nxapi.served = { certificate, key };
            });
          }
          return printed;
        })
      : one,
  ),
  'nxos.bad-pair-ends-service': speaking('a pair that is refused ends the use of the one before', (one) =>
    one.grammar.startsWith('nxapi certificate')
      ? command<NxosState>(one.grammar, one, async (run, args) => {
          try {
            return await one.handler(run, args);
          } catch (error) {
            run.change((draft) => {
              delete draft.run.nxapi.served;
            });
            throw error;
          }
        })
      : one,
  ),
  'nxos.tls-1.2-alone': encrypting('TLS 1.2 is all that is ever spoken', (tls) => ({
    ...tls,
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
  })),
  'nxos.tls-of-any-age': encrypting('TLS 1.0 is always spoken', (tls) => ({ ...tls, minVersion: 'TLSv1' })),
  'nxos.tls-1.3-alone': encrypting('TLS 1.3 is all that is ever spoken', (tls) => ({
    ...tls,
    minVersion: 'TLSv1.3',
    maxVersion: 'TLSv1.3',
  })),
};
