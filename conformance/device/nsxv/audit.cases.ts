import { defineCase } from '../../case.ts';
import { all, equal, holds, type Judgement, matches, unseen } from '../../judgement.ts';
import {
  ask,
  auditlog,
  createTag,
  createTagFor,
  element,
  give,
  loginOf,
  person,
  type Seen,
  tagIdIn,
  tags,
  withPeople,
} from './manager.ts';

const entriesIn = ({ body }: Seen): string[] =>
  [...body.matchAll(/<auditLog>([\s\S]*?)<\/auditLog>/g)].map((found) => found[1] ?? '');
const idsIn = (seen: Seen): number[] => entriesIn(seen).map((entry) => Number(element(entry, 'id')));
const totalOf = ({ body }: Seen): number => Number(element(body, 'totalCount'));
const isTag = (name: string, operation: string) => (entry: string) =>
  element(entry, 'resource') === name && element(entry, 'operation') === operation;

/** The log as anybody may read it. */
export const reading = defineCase({
  id: 'NV-AUDIT-READ',
  title: 'The audit log and the system events, page by page',
  touches: 'read',
  async drive(t) {
    const device = await t.device();
    const read = (query: string, accept = 'application/xml') => ask(device, 'GET', `${auditlog}${query}`, { accept });
    return {
      first: await read(''),
      small: await read('?pageSize=1'),
      json: await read('?pageSize=1', 'application/json'),
      events: await ask(device, 'GET', '/api/2.0/systemevent', { accept: 'application/xml' }),
    };
  },
  checks: [
    {
      id: 'page-size',
      requirement: 'NV-AUDIT-0009',
      killedBy: ['nsxv.page-size-is-count'],
      judge: ({ first, small }) =>
        equal(['256', '1', 1], [element(first.body, 'pageSize'), element(small.body, 'pageSize'), idsIn(small).length]),
    },
    {
      id: 'milliseconds',
      requirement: 'NV-AUDIT-0013',
      killedBy: ['nsxv.seconds'],
      judge: ({ first }) => matches(/<timestamp>\d{13}<\/timestamp>/, first.body, 'thirteen digits'),
    },
    {
      id: 'json',
      requirement: 'NV-AUDIT-0014',
      killedBy: ['nsxv.json-keeps-root'],
      judge: ({ json }) => {
        const parsed: { readonly [name: string]: { readonly data?: readonly unknown[] } } = JSON.parse(json.body);
        return equal(1, Object.values(parsed)[0]?.data?.length);
      },
    },
    {
      id: 'events',
      requirement: 'NV-EVENT-0001',
      killedBy: ['nsxv.events-are-a-log'],
      judge: ({ events }) => matches(/<pagedSystemEventList>/, events.body, 'pagedSystemEventList'),
    },
    {
      id: 'no-source-info',
      requirement: 'NV-EVENT-0002',
      killedBy: ['nsxv.the-other-source-info'],
      judge: ({ events }) =>
        withEvents(events, () => holds(!events.body.includes('eventSourceInfo'), 'no eventSourceInfo', events.body)),
    },
    {
      id: 'source-info',
      requirement: 'NV-EVENT-0003',
      killedBy: ['nsxv.the-other-source-info'],
      judge: ({ events }) => withEvents(events, () => matches(/<eventSourceInfo>/, events.body, 'eventSourceInfo')),
    },
  ],
});

function falling(seen: Seen): Judgement {
  const ids = idsIn(seen);
  if (totalOf(seen) < 2) return unseen('the log has fewer than two entries');
  return holds(ids.length > 1 && ids.every((id, at) => at === 0 || id < (ids[at - 1] ?? 0)), 'newest first', ids);
}

const withEvents = (events: Seen, judge: () => Judgement): Judgement =>
  events.body.includes('<systemEvent>') ? judge() : unseen('there is no system event');

/** A change of one's own, and what the log tells of it. */
export const telling = defineCase({
  id: 'NV-AUDIT-TAG',
  title: 'What the audit log tells of a security tag that comes and goes, in every order',
  touches: 'config',
  async drive(t) {
    const device = await t.own();
    const name = t.label;
    const id = tagIdIn(await createTagFor(t, device, name));
    await ask(device, 'DELETE', `${tags}/${id}`);
    const read = (query: string) => ask(device, 'GET', `${auditlog}${query}`, { accept: 'application/xml' });
    const newest = await read('?sortBy=timestamp&sortOrderAscending=false');
    const first = await read('');
    const tail = await read(`?startIndex=${totalOf(first) - 2}`);
    return { name, id, newest, first, tail, capital: await read('?pageSize=2&sortOrderAscending=False') };
  },
  checks: [
    {
      id: 'deletion',
      requirement: 'NV-AUDIT-0002',
      killedBy: ['nsxv.modules-unknown'],
      judge: ({ newest, name }) => {
        const told = entriesIn(newest).find(isTag(name, 'DELETE')) ?? '';
        return equal(['SECURITY_TAG', 'DELETE'], [element(told, 'module'), element(told, 'operation')]);
      },
    },
    {
      id: 'object',
      requirement: 'NV-AUDIT-0003',
      killedBy: ['nsxv.objects-unnamed'],
      judge: ({ newest, name, id }) => {
        const told = entriesIn(newest).find(isTag(name, 'DELETE')) ?? '';
        return equal(
          [name, id, 'SUCCESS'],
          [element(told, 'resource'), element(told, 'resourceId'), element(told, 'status')],
        );
      },
    },
    {
      id: 'order',
      requirement: 'NV-AUDIT-0004',
      killedBy: ['nsxv.status-before-object'],
      judge: ({ newest, name }) =>
        equal(
          'id userName module operation resource resourceId status timestamp oldValue newValue isResourceUniversal',
          [...(entriesIn(newest).find(isTag(name, 'DELETE')) ?? '').matchAll(/<([A-Za-z]+)>/g)]
            .map((found) => found[1])
            .join(' '),
        ),
    },
    {
      id: 'offset',
      requirement: 'NV-AUDIT-0008',
      killedBy: ['nsxv.newest-first', 'nsxv.start-index-ignored'],
      // Others may write while this is read, so what the page itself tells of the total is what it is held against.
      judge: ({ first, tail }) => {
        const from = totalOf(first) - 2;
        const ids = idsIn(tail);
        return all(
          equal(totalOf(tail) - from, ids.length),
          equal(
            [...ids].sort((a, b) => a - b),
            ids,
          ),
          equal(idsIn(first)[from] ?? ids[0], ids[0]),
        );
      },
    },
    {
      id: 'sorted',
      requirement: 'NV-AUDIT-0010',
      killedBy: ['nsxv.newest-first'],
      judge: ({ first }) => {
        const ids = idsIn(first);
        return all(
          equal('id', element(first.body, 'sortBy')),
          equal(
            [...ids].sort((a, b) => a - b),
            ids,
          ),
        );
      },
    },
    {
      id: 'newest',
      requirement: 'NV-AUDIT-0011',
      killedBy: ['nsxv.order-ignored'],
      judge: ({ newest }) => falling(newest),
    },
    {
      id: 'capital',
      requirement: 'NV-AUDIT-0012',
      killedBy: ['nsxv.lower-case-booleans', 'nsxv.order-ignored'],
      judge: ({ capital }) => falling(capital),
    },
  ],
});

/** Two API users at work, and the log of it. */
export const distinguishing = defineCase({
  id: 'NV-AUDIT-LOG',
  title: 'What the audit log tells of two API users',
  touches: 'simulator-only',
  async drive(t) {
    const device = await t.fresh(withPeople);
    const workers = ['security_admin', 'enterprise_admin'] as const;
    for (const name of workers) {
      await give(device, loginOf(name), name);
      await createTag(device, `TAG-${name}`, person(name));
    }
    return { log: await ask(device, 'GET', auditlog, { accept: 'application/xml' }) };
  },
  checks: [
    {
      id: 'name',
      requirement: 'NV-AUDIT-0001',
      killedBy: ['nsxv.everybody-is-admin'],
      judge: ({ log }) =>
        equal(
          loginOf('security_admin'),
          element(entriesIn(log).find(isTag('TAG-security_admin', 'CREATE')) ?? '', 'userName'),
        ),
    },
    {
      id: 'login',
      requirement: 'NV-AUDIT-0005',
      killedBy: ['nsxv.login-under-own-name', 'nsxv.status-before-object'],
      judge: ({ log }) =>
        matches(
          /<userName>System<\/userName><module>ACCESS_CONTROL<\/module><operation>LOGIN<\/operation><resource>admin<\/resource>/,
          log.body.replace(/>\s+</g, '><'),
          'a login of admin by System',
        ),
    },
    {
      id: 'login-values',
      requirement: 'NV-AUDIT-0006',
      killedBy: ['nsxv.logins-have-values'],
      judge: ({ log }) => {
        const logins = entriesIn(log).filter((entry) => entry.includes('>LOGIN<'));
        return holds(logins.length > 0 && !logins.join().includes('Value>'), 'logins without values', logins);
      },
    },
    {
      id: 'admin',
      requirement: 'NV-AUDIT-0007',
      killedBy: ['nsxv.admin-is-another-object'],
      judge: ({ log }) =>
        matches(/<resource>admin<\/resource>\s*<resourceId>userinfo-3<\/resourceId>/, log.body, 'userinfo-3'),
    },
    {
      id: 'apart',
      requirement: 'NV-AUDIT-0015',
      killedBy: ['nsxv.everybody-is-admin', 'nsxv.modules-unknown', 'nsxv.newest-first'],
      judge: ({ log }) =>
        equal(
          [loginOf('security_admin'), loginOf('enterprise_admin')],
          entriesIn(log)
            .filter((entry) => entry.includes('>SECURITY_TAG<') && entry.includes('>CREATE<'))
            .map((entry) => element(entry, 'userName')),
        ),
    },
    {
      id: 'roles',
      requirement: 'NV-AUDIT-0016',
      killedBy: ['nsxv.roles-not-audited'],
      judge: ({ log }) =>
        holds(
          entriesIn(log).some(
            (entry) => entry.includes(loginOf('enterprise_admin')) && !/LOGIN|SECURITY_TAG/.test(entry),
          ),
          'an entry for a role',
          log.body,
        ),
    },
  ],
});
