import type { JSX } from 'preact';
import type { Certificate } from './shapes.ts';

interface Seen {
  readonly sha256: string;
  /** Lab time at which it came; empty for the first one. */
  readonly since: string;
}

/** What each endpoint showed last, also while another view is open: `device endpoint` → certificate. */
const lastSeen = new Map<string, Seen>();

interface Props {
  /** Whose it is: `device endpoint`. */
  readonly place: string;
  readonly certificate: Certificate;
  /** Lab time. */
  readonly now: string;
}

/** The certificate that an endpoint shows now, and when this page saw it come. */
export function CertificateFacts({ place, certificate, now }: Props): JSX.Element {
  const { since } = seenAt(place, certificate, now);
  const { subject, issuer, names, serial, notBefore, notAfter, sha256, chain } = certificate;
  const length = chain.split('-----BEGIN CERTIFICATE-----').length - 1;
  return (
    <dl class="facts">
      <dt>Subject</dt>
      <dd>{subject || 'none'}</dd>
      <dt>Issuer</dt>
      <dd>{issuer === subject ? 'itself' : issuer}</dd>
      <dt>Names</dt>
      <dd>{names ?? 'none'}</dd>
      <dt>Valid</dt>
      <dd class={isOver(notAfter, now) ? 'bad' : ''}>
        {short(notBefore)} to {short(notAfter)}
        {isOver(notAfter, now) && ' (over)'}
      </dd>
      <dt>SHA-256</dt>
      <dd>
        <code class="fingerprint">{sha256}</code>
      </dd>
      <dt>Changed</dt>
      <dd>{since === '' ? 'not since this page was opened' : `${short(since)} lab time`}</dd>
      <dt>Chain</dt>
      <dd>
        <details>
          <summary>
            {length === 1 ? 'one certificate' : `${length} certificates`}, serial {serial}
          </summary>
          <pre>{chain}</pre>
        </details>
      </dd>
    </dl>
  );
}

function seenAt(place: string, { sha256 }: Certificate, now: string): Seen {
  const before = lastSeen.get(place);
  if (before?.sha256 === sha256) return before;
  const seen = { sha256, since: before === undefined ? '' : now };
  lastSeen.set(place, seen);
  return seen;
}

function isOver(notAfter: string, now: string): boolean {
  return now !== '' && notAfter < now;
}

function short(time: string): string {
  return time.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
}
