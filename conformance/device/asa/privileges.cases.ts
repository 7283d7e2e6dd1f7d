import type { CaseContext } from '../../context.ts';
import { equal, holds, type Judgement } from '../../judgement.ts';
import { type Box, host, objects, own, talk } from './agent.ts';
import { rulesOver, topic } from './rule.ts';
import { about, client, quickStart } from './sources.ts';

/** The users of the matrix. */
const users = [
  ['one', 1],
  ['three', 3],
  ['five', 5],
  ['fourteen', 14],
  ['fifteen', 15],
] as const;
type User = (typeof users)[number][0];

/** Each method as one user, each on an object of its own. */
async function column(box: Box, of: string) {
  const status = async (asked: ReturnType<Box['get']>) => (await asked).status;
  return {
    monitoring: await status(box.get('/api/monitoring/serialnumber')),
    get: await status(box.get(objects)),
    post: await status(box.post(objects, host(`made-by-${of}`))),
    put: await status(box.put(`${objects}/put-${of}`, host(`put-${of}`, '192.0.2.9'))),
    patch: await status(box.patch(`${objects}/patch-${of}`, { description: 'patched' })),
    delete: await status(box.remove(`${objects}/delete-${of}`)),
    cli: await status(box.post('/api/cli', { commands: ['show version'] })),
    save: await status(box.post('/api/commands/writemem')),
  };
}

async function drive(t: CaseContext) {
  const { device, post, run, get } = await own(t);
  const observed: Partial<Record<User, Awaited<ReturnType<typeof column>>>> = {};
  for (const [name, privilege] of users) {
    const who = { username: name, password: 'Secret-1' };
    await run(`username ${name} password ${who.password} privilege ${privilege}`);
    for (const what of ['put', 'patch', 'delete']) await post(objects, host(`${what}-${name}`));
    observed[name] = await column(talk(device, who), name);
  }
  return { of: observed, left: await get(`${objects}/delete-five`), made: await get(`${objects}/made-by-five`) };
}

type Column = Awaited<ReturnType<typeof column>>;
const rule = rulesOver<typeof drive>();
const privileges = quickStart('Command Authorization and privilege levels');

function cell(id: string, user: User, method: keyof Column, statement: string, wanted: number | 'refused') {
  return rule(id, `${user}-${method}`, statement, privileges, ({ of }): Judgement => {
    const status = of[user]?.[method] ?? 0;
    return wanted === 'refused' ? holds(status >= 400, 'a refusal', status) : equal(wanted, status);
  });
}

/** What each privilege level may do: level by method. */
export const levels = topic({
  id: 'ASA-PRIV-LEVELS',
  title: 'Privilege levels 1, 3, 5, 14 and 15 may do what they may',
  touches: 'config',
  drive,
  rules: [
    cell('ASA-PRIV-0001', 'three', 'monitoring', 'A user of privilege 3 may read monitoring resources.', 200),
    cell('ASA-PRIV-0002', 'three', 'get', 'A user of privilege 3 may not read other resources.', 'refused'),
    cell('ASA-PRIV-0003', 'three', 'post', 'A user of privilege 3 may not make anything.', 'refused'),
    cell('ASA-PRIV-0004', 'five', 'monitoring', 'A user of privilege 5 may read monitoring resources.', 200),
    cell('ASA-PRIV-0005', 'five', 'get', 'A user of privilege 5 may read resources.', 200),
    cell('ASA-PRIV-0006', 'five', 'post', 'A user of privilege 5 may not make anything.', 'refused'),
    cell('ASA-PRIV-0007', 'fifteen', 'get', 'A user of privilege 15 may read resources.', 200),
    cell('ASA-PRIV-0008', 'fifteen', 'post', 'A user of privilege 15 may make resources.', 201),
    cell('ASA-PRIV-0009', 'one', 'monitoring', 'A user of privilege 1 may not read monitoring resources.', 'refused'),
    cell('ASA-PRIV-0010', 'one', 'get', 'A user of privilege 1 may not read other resources.', 'refused'),
    cell('ASA-PRIV-0011', 'one', 'post', 'A user of privilege 1 may not make anything.', 'refused'),
    cell('ASA-PRIV-0012', 'three', 'put', 'A user of privilege 3 may not replace anything.', 'refused'),
    cell('ASA-PRIV-0013', 'three', 'patch', 'A user of privilege 3 may not change anything.', 'refused'),
    cell('ASA-PRIV-0014', 'three', 'delete', 'A user of privilege 3 may not delete anything.', 'refused'),
    cell('ASA-PRIV-0015', 'five', 'put', 'A user of privilege 5 may not replace anything.', 'refused'),
    cell('ASA-PRIV-0016', 'five', 'patch', 'A user of privilege 5 may not change anything.', 'refused'),
    cell('ASA-PRIV-0017', 'five', 'delete', 'A user of privilege 5 may not delete anything.', 'refused'),
    cell('ASA-PRIV-0018', 'five', 'cli', 'A user of privilege 5 may not send commands, not even show.', 'refused'),
    cell('ASA-PRIV-0019', 'five', 'save', 'A user of privilege 5 may not save the configuration.', 'refused'),
    cell('ASA-PRIV-0020', 'fourteen', 'get', 'A user of privilege 14 may read resources.', 200),
    cell('ASA-PRIV-0021', 'fourteen', 'post', 'A user of privilege 14 may not make anything.', 'refused'),
    cell('ASA-PRIV-0022', 'fourteen', 'delete', 'A user of privilege 14 may not delete anything.', 'refused'),
    cell('ASA-PRIV-0023', 'fifteen', 'put', 'A user of privilege 15 may replace resources.', 204),
    cell('ASA-PRIV-0024', 'fifteen', 'patch', 'A user of privilege 15 may change resources.', 204),
    cell('ASA-PRIV-0025', 'fifteen', 'delete', 'A user of privilege 15 may delete resources.', 204),
    cell('ASA-PRIV-0026', 'fifteen', 'cli', 'A user of privilege 15 may send commands.', 200),
    cell('ASA-PRIV-0027', 'fifteen', 'save', 'A user of privilege 15 may save the configuration.', 200),
    rule(
      'ASA-PRIV-0028',
      'refused-403',
      'A user whose privilege is too low is answered 403.',
      client('networklore/ansible-cisco-asa', 'library, handling of 403'),
      ({ of }) => equal(403, of.five?.post),
    ),
    rule(
      'ASA-PRIV-0029',
      'refused-post-makes-nothing',
      'A POST that is refused for want of privilege makes nothing.',
      about('Authorization'),
      ({ made }) => equal(404, made.status),
    ),
    rule(
      'ASA-PRIV-0030',
      'refused-delete-leaves-all',
      'A DELETE that is refused for want of privilege deletes nothing.',
      about('Authorization'),
      ({ left }) => equal(200, left.status),
    ),
  ],
});
