import { holds, type Judgement } from '../../judgement.ts';
import { cite } from '../../requirement.ts';
import { control, type Evidence } from '../evidence.ts';
import { definePlaybook, rule } from '../playbook.ts';
import { common, commonAdversities, swappedLater } from '../policies.checks.ts';
import { exchanges, succeeded } from '../trace.ts';
import { never } from '../words.ts';

/** Somebody with credentials was answered. */
function done({ trace }: Evidence): Judgement {
  const good = exchanges(trace).filter((one) => one.credential !== 'none' && succeeded(one));
  return holds(
    good.length > 1,
    'at least two requests with credentials, answered with success',
    `${good.length} of them`,
  );
}

/** @source all five walkthroughs, each of which is usually followed with verification switched off */
export const anyTlsVerified = definePlaybook({
  id: 'any-tls-verified',
  title: 'Believe no certificate that the authority does not vouch for',
  release: '9.3(5)',
  task: `Log in to any of the four devices by HTTPS and read something from it, at least twice. Every device presents a certificate of the
authority in RACKLESS_CA_FILE, for 127.0.0.1 and localhost.`,
  devices: [
    { name: 'n9k-1', kind: 'nxos', release: '9.3(5)', options: { configured: 'nxapi' } },
    { name: 'nsx-1', kind: 'nsx', release: '9.0', options: { managers: 1, vip: false } },
    { name: 'nsxv-1', kind: 'nsxv', release: '6.4.4' },
    { name: 'asa-1', kind: 'asa', release: '1.3.2', options: { configured: 'rest' } },
  ],
  adversities: [...commonAdversities, swappedLater],
  rules: [
    ...common('At least two requests with credentials are answered with success.', done),
    rule({
      name: 'no-secret-in-url',
      id: 'ANY-AUTO-0008',
      says: 'No password stands in the target of a request.',
      source: cite('RFC 9110', '17.9, disclosure of sensitive information in URIs'),
      origin: 'protocol',
      arises: ({ run, trace }) => run === control && exchanges(trace).length > 0,
      judge: ({ trace }) =>
        never(
          exchanges(trace).filter(
            ({ path, query }) =>
              `${path} ${query}`.includes('‹password#') || `${query}`.includes(encodeURIComponent('‹password#')),
          ),
          {
            expected: 'passwords in headers or bodies alone',
            observed: ({ method, path, device }) => `${method} ${path} on ${device} with a password in its target`,
            next: 'send it as a header: logs and proxies keep targets',
          },
        ),
    }),
  ],
});
