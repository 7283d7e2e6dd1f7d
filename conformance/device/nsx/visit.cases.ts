import { defineCase } from '../../case.ts';
import type { Device } from '../../device.ts';
import { CouldNotRun } from '../../errors.ts';
import { all, equal } from '../../judgement.ts';
import type { Snapshot } from '../../restore.ts';
import { listAt, parsed, textAt } from './answers.ts';
import { ask, door, importing, selfSigned, trust } from './manager.ts';

const path = `${trust}/certificates`;

/** What cases may change on a cluster that somebody owns: which certificates it keeps, and who uses them. */
export async function snapshot(device: Device): Promise<Snapshot> {
  const certificates: string[] = [];
  for (let cursor = '', page = 0; page === 0 || cursor !== ''; page++) {
    const seen = await ask(device, `GET ${path}?page_size=1000${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    if (seen.status !== 200) throw new CouldNotRun(`the list of certificates was answered ${seen.status}`);
    const body = parsed(seen);
    for (const one of listAt(body, 'results')) {
      const users = listAt(one, 'used_by').map((user) => JSON.stringify(user));
      certificates.push([textAt(one, 'id'), textAt(one, 'display_name'), ...users].join(' '));
    }
    cursor = textAt(body, 'cursor');
  }
  return { certificates };
}

/** One certificate imported, read and deleted, on a cluster that may be somebody's. */
export const visiting = defineCase({
  id: 'NSX-VISIT',
  title: 'A certificate is imported, read and deleted again',
  touches: 'config',
  async drive(t) {
    const device = await t.own();
    const pair = await selfSigned(t.label);
    const each = { path, list: 'results', named: ['display_name', t.label], id: 'id' } as const;
    await t.undoBy(device, `certificate ${t.label}`, [{ door, method: 'DELETE', path: `${path}/{}`, each }]);
    const made = await importing(device, pair, { display_name: t.label });
    const id = textAt(parsed(made), 'results', 0, 'id');
    if (id === '') return { made: made.status };
    const got = await ask(device, `GET ${path}/${id}`);
    const deleted = await ask(device, `DELETE ${path}/${id}`);
    return {
      made: made.status,
      sent: pair.pem,
      text: textAt(parsed(got), 'pem_encoded'),
      keyShown: `${made.body}${got.body}`.includes('PRIVATE KEY'),
      deleted: { status: deleted.status, text: deleted.body },
      after: (await ask(device, `GET ${path}/${id}`)).status,
    };
  },
  checks: [
    {
      id: 'imported',
      requirement: 'NSX-IMP-0001',
      judge: ({ made }) => equal(201, made),
      killedBy: ['nsx.import-200'],
    },
    {
      id: 'text',
      requirement: 'NSX-IMP-0003',
      judge: ({ sent, text }) => equal(sent, text),
      killedBy: ['nsx.pem-rewritten'],
    },
    {
      id: 'no-key',
      requirement: 'NSX-IMP-0005',
      judge: ({ keyShown }) => equal(false, keyShown),
      killedBy: ['nsx.key-shown'],
    },
    {
      id: 'deleted',
      requirement: 'NSX-DEL-0001',
      judge: ({ deleted }) => equal({ status: 200, text: '' }, deleted),
      killedBy: ['nsx.delete-204', 'nsx.void-has-a-body'],
    },
    {
      id: 'gone',
      requirement: 'NSX-DEL-0002',
      judge: ({ deleted, after }) => all(equal(200, deleted?.status), equal(404, after)),
      killedBy: ['nsx.missing-is-400', 'nsx.delete-204'],
    },
  ],
});
