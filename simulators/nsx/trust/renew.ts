import type { AlternativeName } from '../../../certs/extension.ts';
import { exportKey, makeKey } from '../../../certs/key.ts';
import { makeCertificate } from '../../../certs/make.ts';
import type { Call } from '../api/operation.ts';
import type { Certificate } from '../state.ts';
import { managed, store } from './import.ts';
import { factsOf } from './x509.ts';

const alternative = /^(dns|ip|uri|email):/;

/** Makes a self-signed certificate of the same shape and length, stores it, and gives its id. */
export async function successor({ device, siteName, caller }: Call, old: Certificate): Promise<string> {
  const [leaf] = factsOf(old.pem);
  if (!leaf) throw new Error(`certificate ${old.id} cannot be read`);
  const key = await makeKey(leaf.keyDescription.type === 'ec' ? 'ec-p256' : 'rsa-2048');
  const notBefore = new Date(device.now());
  const { pem } = makeCertificate({
    subject: leaf.subject,
    key,
    san: leaf.san.filter((name): name is AlternativeName => alternative.test(name)),
    notBefore,
    notAfter: new Date(notBefore.getTime() + leaf.notAfter.getTime() - leaf.notBefore.getTime()),
    purposes: ['serverAuth', 'clientAuth'],
  });
  const certificate: Certificate = {
    ...managed({ display_name: old.displayName }, caller.user, device.now()),
    resourceType: 'certificate_self_signed',
    pem,
    key: exportKey(key),
    thumbprint: factsOf(pem)[0]?.sha256 ?? '',
    category: 'APPLIANCE_CERTIFICATE',
  };
  store(device, siteName, [certificate]);
  return certificate.id;
}
