import { all, holds, type Judgement } from '../../judgement.ts';
import { cite } from '../../requirement.ts';
import { returnsTokens } from '../asa-policies.checks.ts';
import { answeredJson } from '../asa-trace.ts';
import { control, type Evidence } from '../evidence.ts';
import { definePlaybook, rule } from '../playbook.ts';
import { common, commonAdversities, swappedLater } from '../policies.checks.ts';
import { type Exchange, exchanges, type Happening, json, member, succeeded } from '../trace.ts';
import { never, precedes } from '../words.ts';

const device = 'asa-1';
const objects = '/api/objects/networkobjects';
const article = 'Using the ASA REST API';

const boots = (trace: readonly Happening[]) => trace.filter(({ kind }) => kind === 'boot');
const to = (trace: readonly Happening[], path: string): readonly Exchange[] =>
  exchanges(trace).filter((one) => one.method === 'POST' && one.path === path);
const locationOf = ({ body }: Exchange): unknown => member(json(body), 'location');

/** What is so when the box has restarted; until then, that it is about to. */
function done({ end, trace }: Evidence): Judgement {
  if (boots(trace).length === 0) {
    return holds(to(trace, '/api/restore').some(succeeded), 'a backup is taken back', 'none was');
  }
  return all(
    holds(member(answeredJson(end.answers.web1), 'name') === 'web1', 'the object web1 is there', 'it is not'),
    holds(
      /^404/.test(end.answers.drill ?? ''),
      'the object drill, made after the backup, is gone',
      end.answers.drill ?? 'nobody answers',
    ),
  );
}

/** @source asa-rest-api: example 3 */
export const asaBackupRestore = definePlaybook({
  id: 'asa-backup-restore',
  title: 'Back up an ASA, and see that the backup can be taken back',
  release: '1.3.2',
  task: `Write a backup of ${device} to disk0:/drill.tar.gz, with the passphrase in RACKLESS_PASSPHRASE_FILE. Make the network object drill (host
10.1.1.99). Take the backup back, and wait until the box answers again: drill is gone, web1 is there.`,
  devices: [{ name: device, kind: 'asa', release: '1.3.2', options: { configured: 'rest' } }],
  setup: [
    {
      device,
      method: 'POST',
      path: objects,
      body: { kind: 'object#NetworkObj', name: 'web1', host: { kind: 'IPv4Address', value: '10.1.1.10' } },
    },
    { device, method: 'POST', path: '/api/commands/writemem' },
  ],
  afterBootSeconds: 40,
  values: { passphraseFile: 'Drill.2026' },
  questions: [
    { name: 'web1', device, ask: { method: 'GET', path: `${objects}/web1` } },
    { name: 'drill', device, ask: { method: 'GET', path: `${objects}/drill` } },
  ],
  adversities: [
    ...commonAdversities,
    swappedLater,
    {
      name: 'backup-refused',
      title: 'the backup is refused',
      expect: 'failure',
      faults: [{ at: 'request', act: 'status', status: 400, match: { operation: 'POST /api/backup' } }],
    },
  ],
  rules: [
    ...common('The box has restarted with what the backup holds.', done),
    rule({
      name: 'backup-before-restore',
      id: 'ASA-AUTO-0005',
      says: 'What is restored is a backup that was written before, with success.',
      source: cite(article, 'Example 3: backup config'),
      arises: ({ trace }) =>
        to(trace, '/api/restore').length > 0 || to(trace, '/api/backup').some((one) => !succeeded(one)),
      judge: ({ trace }) =>
        precedes(
          to(trace, '/api/backup').filter(succeeded),
          to(trace, '/api/restore'),
          (a, b) => (a.answered ?? Number.POSITIVE_INFINITY) < b.seq && locationOf(a) === locationOf(b),
          {
            expected: '201 for POST /api/backup, then POST /api/restore of the same location',
            observed: (one) => `a restore of ${locationOf(one)}, of which no backup was written`,
            next: 'look at the status of the backup: a restore of something else is an outage',
          },
        ),
    }),
    rule({
      name: 'passphrase',
      id: 'ASA-AUTO-0006',
      says: 'A backup is written with a passphrase.',
      source: cite(article, 'Example 3: passphrase encrypts sensitive data'),
      origin: 'policy',
      arises: ({ trace }) => to(trace, '/api/backup').length > 0,
      judge: ({ trace }) =>
        never(
          to(trace, '/api/backup').filter(({ body }) => member(json(body), 'passphrase') === undefined),
          {
            expected: 'the member passphrase',
            observed: ({ body }) => `a backup without: ${body}`,
            next: 'without one, keys and passwords in the archive are protected by what everybody knows',
          },
        ),
    }),
    rule({
      name: 'waits-for-the-restart',
      id: 'ASA-AUTO-0007',
      says: 'After a restore the automation waits until the box has restarted and answers, before it ends.',
      source: cite(article, 'Example 3: a restore reboots the ASA'),
      settles: 'at-end',
      arises: ({ run, trace }) => run === control && to(trace, '/api/restore').some(succeeded),
      judge: ({ trace }) => {
        const up = boots(trace)[0]?.seq ?? Number.POSITIVE_INFINITY;
        return holds(
          exchanges(trace).some((one) => one.seq > up && succeeded(one)),
          'a request that succeeds after the restart',
          boots(trace).length > 0 ? 'none' : 'the automation was gone before the box went down',
          'poll until the agent answers again; the old token is gone by then',
        );
      },
    }),
    // A restart takes all tokens with it, so only those given after the last one are to be returned.
    {
      ...returnsTokens,
      judge: (evidence) =>
        returnsTokens.judge({
          ...evidence,
          trace: evidence.trace.filter(({ seq }) => seq > (boots(evidence.trace).at(-1)?.seq ?? 0)),
        }),
    },
  ],
});
