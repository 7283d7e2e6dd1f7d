import type { CaseContext } from '../../context.ts';
import { equal } from '../../judgement.ts';
import { header } from '../../oracle/http.ts';
import { eventually } from '../../wait.ts';
import { type Box, host, objects, own, put, talk } from './agent.ts';
import { rulesOver, topic } from './rule.ts';
import { about, walkthrough } from './sources.ts';

/** Waits until the box has come up again and its agent answers; moves the clock, since both take their time. */
async function back<T>(
  { device }: Box,
  t: CaseContext,
  look: () => Promise<T>,
  good: (seen: T) => boolean,
): Promise<T | null> {
  const once = async () => {
    await device.clock.advance(30_000);
    return look().catch(() => null);
  };
  return eventually(once, (seen) => seen !== null && good(seen), { withinMs: 20_000, signal: t.signal });
}

async function tokenOf({ device }: Box, t: CaseContext): Promise<string> {
  const token = header(await put(device, 'POST', '/api/tokenservices'), 'x-auth-token') ?? '';
  t.secret('password', token);
  return token;
}

async function reload(t: CaseContext) {
  const box = await own(t);
  const { get, post, run, device } = box;
  await post(objects, host('saved'));
  await post('/api/commands/writemem');
  await post(objects, host('unsaved'));
  const token = await tokenOf(box, t);
  await run('reload in 1');
  await device.clock.advance(60_000);
  const look = async () => ({
    saved: (await get(`${objects}/saved`)).status,
    unsaved: (await get(`${objects}/unsaved`)).status,
    token: (await talk(device, { token }).get(objects)).status,
    agent: await run('show rest-api agent'),
  });
  const seen = await back(box, t, look, ({ saved }) => saved === 200);
  return seen ?? { saved: 0, unsaved: 0, token: 0, agent: '' };
}

const restarting = rulesOver<typeof reload>();

/** What a restart keeps. */
export const restarted = topic({
  id: 'ASA-SAVE-RESTART',
  title: 'Saved changes outlive a restart, others and tokens do not',
  touches: 'disruptive',
  needs: ['clock'],
  drive: reload,
  rules: [
    restarting(
      'ASA-SAVE-0004',
      'kept',
      'What was saved by writemem is there after a restart.',
      walkthrough('A few final things'),
      ({ saved }) => equal(200, saved),
    ),
    restarting(
      'ASA-SAVE-0005',
      'lost',
      'What was not saved is gone after a restart.',
      walkthrough('A few final things'),
      ({ unsaved }) => equal(404, unsaved),
    ),
    restarting(
      'ASA-TOK-0023',
      'token-lost',
      'A token does not outlive a restart.',
      about('Token Authentication API'),
      ({ token }) => equal(401, token),
    ),
    restarting(
      'ASA-AGENT-0001',
      'agent-back',
      'An agent that was saved as started starts with the box.',
      about('REST API Agent'),
      ({ agent }) => equal('REST API agent is currently enabled.\n', agent),
    ),
  ],
});

async function restore(t: CaseContext) {
  const box = await own(t);
  const { get, post, remove, device } = box;
  await post(objects, host('backed-up'));
  await post('/api/commands/writemem');
  await post('/api/backup', { location: 'disk0:/before.tar.gz', passphrase: '123456' });
  await remove(`${objects}/backed-up`);
  await post(objects, host('since'));
  await post('/api/commands/writemem');
  const token = await tokenOf(box, t);
  const asked = await post('/api/restore', { location: 'disk0:/before.tar.gz', passphrase: '123456' });
  const look = async () => ({
    backedUp: (await get(`${objects}/backed-up`)).status,
    since: (await get(`${objects}/since`)).status,
    token: (await talk(device, { token }).get(objects)).status,
  });
  const seen = await back(box, t, look, ({ backedUp }) => backedUp === 200);
  return { accepted: asked.status < 300, ...(seen ?? { backedUp: 0, since: 0, token: 0 }) };
}

const restoring = rulesOver<typeof restore>();
const restores = walkthrough('Restore config');

/** What a restore brings back. */
export const restored = topic({
  id: 'ASA-BAK-RESTORE',
  title: 'A restore brings back what was backed up, and restarts the box',
  touches: 'disruptive',
  needs: ['clock'],
  drive: restore,
  rules: [
    restoring(
      'ASA-BAK-0006',
      'accepted',
      'A restore from a backup of the same box is accepted.',
      restores,
      ({ accepted }) => equal(true, accepted),
    ),
    restoring('ASA-BAK-0007', 'backed-up', 'After a restore there is what was backed up.', restores, ({ backedUp }) =>
      equal(200, backedUp),
    ),
    restoring('ASA-BAK-0008', 'since', 'After a restore what came after the backup is gone.', restores, ({ since }) =>
      equal(404, since),
    ),
    restoring(
      'ASA-BAK-0009',
      'token',
      'A restore restarts the box, so that no token is good any more.',
      about('Backup and restore'),
      ({ token }) => equal(401, token),
    ),
  ],
});
