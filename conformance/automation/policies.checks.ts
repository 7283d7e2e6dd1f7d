import { differs, holds, type Judgement } from '../judgement.ts';
import { cite } from '../requirement.ts';
import { control, type Evidence } from './evidence.ts';
import { type Adversity, type Rule, rule } from './playbook.ts';
import { type Exchange, exchanges, faults, shown } from './trace.ts';
import { atMost, never } from './words.ts';

const house = 'Rackless, docs/judge.md';

/** Requests that somebody sent to a peer that must be refused. */
const toDecoys = ({ trace, decoySince }: Evidence): readonly Exchange[] =>
  decoySince === undefined ? [] : exchanges(trace).filter(({ seq, secure }) => secure && seq > decoySince);

/** Whether a certificate that must be refused was shown to somebody. */
const sawDecoy = ({ trace, decoySince }: Evidence): boolean =>
  decoySince !== undefined && shown(trace).some(({ seq }) => seq > decoySince);

const place = ({ method, path, device, endpoint }: Exchange): string => `${method} ${path} on ${device}, ${endpoint}`;

/** No byte of HTTP goes to a peer whose certificate is not in order. */
export const verifiesTls: Rule = rule({
  name: 'verifies-tls',
  id: 'ANY-AUTO-0001',
  says: 'The automation sends no request to a peer whose certificate comes from another authority, names another host, or has expired, on any connection.',
  source: cite('gRPC, interop test descriptions', 'clients must not disable certificate checking'),
  pack: 'tls',
  ofAutomation: true,
  inDecoys: true,
  arises: sawDecoy,
  judge: (evidence) =>
    never(toDecoys(evidence), {
      expected: 'no request after a certificate that the given CA file does not vouch for',
      observed: (one) => `${place(one)}${one.credential === 'none' ? '' : `, with a ${one.credential} credential`}`,
      next: 'verify against RACKLESS_CA_FILE, host name and dates included, on every connection',
    }),
});

/** Who refuses a peer has not done the task, and says so. */
export const reportsDecoy: Rule = rule({
  name: 'reports-decoy',
  id: 'ANY-AUTO-0002',
  says: 'An automation that refuses a peer for its certificate ends with an exit status other than 0.',
  source: cite(house, 'Policy packs, tls'),
  pack: 'tls',
  ofAutomation: true,
  inDecoys: true,
  arises: (evidence) =>
    sawDecoy(evidence) && evidence.exit !== undefined && toDecoys(evidence).length === 0 && !plain(evidence),
  judge: ({ exit }) => holds(exit !== 0, 'an exit status other than 0', `exit status ${exit}`),
});

const plain = ({ trace }: Evidence): boolean =>
  exchanges(trace).some(({ secure, credential }) => !secure && credential !== 'none');

/** No credential over plain HTTP, not even when TLS fails. */
export const httpsOnly: Rule = rule({
  name: 'https-only',
  id: 'ANY-AUTO-0003',
  says: 'No request that carries a credential goes over plain HTTP.',
  source: cite('Cisco ASA REST API Quick Start Guide', 'all requests over HTTPS'),
  pack: 'https-only',
  inDecoys: true,
  arises: ({ trace }) => exchanges(trace).some(({ credential }) => credential !== 'none'),
  judge: ({ trace }) =>
    never(
      exchanges(trace).filter(({ secure, credential }) => !secure && credential !== 'none'),
      {
        expected: 'credentials over TLS alone',
        observed: place,
        next: 'use the https URL; where that fails, fail',
      },
    ),
});

/** A refused login is not tried over and over: accounts lock. */
export const boundedLogins: Rule = rule({
  name: 'bounded-logins',
  id: 'ANY-AUTO-0004',
  says: 'After a login was refused the automation sends its credentials to that device twice more at most.',
  source: cite('DMTF Redfish-Protocol-Validator', 'resources.py: the comment on blocked addresses'),
  evidence: 'client',
  pack: 'bounded-logins',
  ofAutomation: true,
  arises: ({ trace, run }) => run === refused.name && refusals(trace).length > 0,
  judge: ({ trace }) =>
    atMost(
      refusals(trace),
      3,
      ({ device }) => device,
      (device, count) => ({
        expected: 'three refused requests at most',
        observed: `${count} requests to ${device} were refused for their credentials`,
        next: 'stop at the first refusal: the same password will not become right',
      }),
    ),
});

const refusals = (trace: Evidence['trace']): readonly Exchange[] =>
  exchanges(trace).filter(({ status, credential }) => credential !== 'none' && (status === 401 || status === 403));

/** What an exit status says is so. */
const truthful = (done: (evidence: Evidence) => Judgement): Rule =>
  rule({
    name: 'truthful',
    id: 'ANY-AUTO-0005',
    says: 'The automation ends with exit status 0 only where its task is done.',
    source: cite(house, 'Policy packs, truthful'),
    pack: 'truthful',
    ofAutomation: true,
    settles: 'at-end',
    arises: ({ run, exit, trace }) => run !== control && exit !== undefined && faults(trace).length > 0,
    judge: (evidence) => {
      if (evidence.exit !== 0) return true;
      const judgement = done(evidence);
      if (judgement === true || 'unseen' in judgement) return judgement;
      return differs(
        `an exit status other than 0, or: ${judgement.expected}`,
        `exit status 0, and ${judgement.observed}`,
        'look at what came of each step, and at the result, before saying that all is well',
      );
    },
  });

/** The task itself, when nothing goes wrong. */
export const goal = (says: string, done: (evidence: Evidence) => Judgement): Rule =>
  rule({
    name: 'goal',
    id: 'ANY-AUTO-0006',
    says,
    source: cite(house, 'Playbooks: the task'),
    origin: 'policy',
    settles: 'at-end',
    arises: ({ run }) => run === control,
    judge: done,
  });

/** The exit status, where there is no reason for another than 0. */
export const completes: Rule = rule({
  name: 'completes',
  id: 'ANY-AUTO-0007',
  says: 'Where nothing goes wrong, and where what goes wrong can be overcome, the automation ends with exit status 0.',
  source: cite(house, 'Playbooks: exit status'),
  ofAutomation: true,
  origin: 'policy',
  settles: 'at-end',
  arises: ({ exit, expect }) => exit !== undefined && expect === 'success',
  judge: ({ exit }) => holds(exit === 0, 'exit status 0', `exit status ${exit}`),
});

/**
 * What every playbook asks: that the task be done, said truthfully, over verified TLS, with few wrong logins.
 * @param done the task as the goal rule judges it, where nothing goes wrong
 * @param whole all that exit status 0 claims; `done` unless rules of the playbook judge a part of it by themselves
 */
export function common(
  task: string,
  done: (evidence: Evidence) => Judgement,
  whole: (evidence: Evidence) => Judgement = done,
): readonly Rule[] {
  return [goal(task, done), completes, truthful(whole), verifiesTls, reportsDecoy, httpsOnly, boundedLogins];
}

const refused: Adversity = {
  name: 'login-refused',
  title: 'the device refuses every login',
  expect: 'failure',
  faults: [{ at: 'request', act: 'status', status: 401 }],
};

/** Certificates that must be refused, and an account that is. Every playbook has these. */
export const commonAdversities: readonly Adversity[] = [
  {
    name: 'untrusted-ca',
    title: 'certificates of another authority of the same name',
    expect: 'failure',
    decoy: 'untrusted-ca',
  },
  {
    name: 'wrong-name',
    title: 'certificates of the right authority for another host',
    expect: 'failure',
    decoy: 'wrong-name',
  },
  {
    name: 'expired',
    title: 'certificates of the right authority that ended yesterday',
    expect: 'failure',
    decoy: 'expired',
  },
  refused,
];

/** For playbooks whose devices keep the certificates that they have. */
export const swappedLater: Adversity = {
  name: 'swapped-later',
  title: 'certificates that are right for the first connection, and afterwards those of another authority',
  expect: 'failure',
  meanwhile: [
    { before: { method: 'GET', path: '*' }, act: { swapCertificates: true } },
    { before: { method: 'POST', path: '*' }, act: { swapCertificates: true } },
  ],
};
