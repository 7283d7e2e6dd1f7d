import { all, differs, holds, type Judgement, matches } from '../../judgement.ts';
import type { Presented } from '../../oracle/tls.ts';
import { refused, type Step } from './terminal.ts';

/** Distinguished name of the certificate that a switch makes itself. */
export const factoryName = 'C=US, ST=CA, L=San Jose, O=Cisco Systems Inc., OU=dcnxos, CN=nxos';

/** Conforms when the endpoint presented that certificate. */
export function presents(seen: Presented, sha256: string, next?: string): Judgement {
  if (!seen.shown) return differs(`the certificate ${sha256}`, `no certificate: ${seen.why}`, next);
  return holds(
    seen.certificate.sha256 === sha256,
    `the certificate ${sha256}`,
    `the certificate ${seen.certificate.sha256} of ${seen.certificate.subject}`,
    next,
  );
}

/** Conforms when the endpoint presented some certificate, and not that one. */
export function presentsAnother(seen: Presented, sha256: string): Judgement {
  if (!seen.shown) return differs('another certificate', `no certificate: ${seen.why}`);
  return holds(seen.certificate.sha256 !== sha256, `any certificate but ${sha256}`, 'that certificate');
}

/** Conforms when the endpoint presented the switch's own certificate. */
export function presentsFactory(seen: Presented): Judgement {
  if (!seen.shown) return differs(`the certificate of ${factoryName}`, `no certificate: ${seen.why}`);
  const { subject, issuer, selfSigned } = seen.certificate;
  return all(
    holds(subject === factoryName, `subject ${factoryName}`, subject),
    holds(issuer === factoryName, `issuer ${factoryName}`, issuer),
    holds(selfSigned, 'signed by its own key', 'signed by another key'),
  );
}

/** Conforms when a line printed nothing. */
export function saidNothing({ line, text }: Step): Judgement {
  return holds(text.trim() === '', `no output of "${line}"`, text);
}

/** Conforms when a line was refused with some text. */
export function wasRefused(step: Step): Judgement {
  return holds(refused(step), `"${step.line}" is refused with a message`, step.text.trim() || 'no output');
}

/** Conforms when a copy completed. */
export function copied({ line, text }: Step): Judgement {
  return matches(/Copy complete/, text, `"Copy complete" after "${line}"`);
}
