import type { CaseContext } from '../../context.ts';
import { equal, holds, matches } from '../../judgement.ts';
import { host, objects, own } from './agent.ts';
import { at } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { postman, recorded, walkthrough } from './sources.ts';

async function save(t: CaseContext) {
  const { post, run } = await own(t);
  await post(objects, host('kept'));
  const saved = await post('/api/commands/writemem');
  const startup = await run('show startup-config');
  await post(objects, host('later'));
  const byCommand = await run('write');
  const later = await run('show startup-config');
  return {
    saved,
    startup,
    byCommand,
    later,
    backup: await post('/api/backup', { location: 'disk0:/conf.tar.gz', passphrase: '123456' }),
    files: await run('dir disk0:'),
    plain: await post('/api/backup', { location: 'disk0:/backup.cfg', passphrase: 'Password' }),
    usual: await post('/api/backup', { location: 'disk0:/usual.tar.gz' }),
    disk: await run('show disk'),
  };
}

const saving = rulesOver<typeof save>();
const demisto = recorded('demisto/content', 'Packs/CiscoASA, test data');
const backups = walkthrough('Example 3: Backup config');

/** Saving and backing up. */
export const saved = topic({
  id: 'ASA-SAVE-TEXT',
  title: 'Saving says what the CLI says; a backup lies on flash',
  touches: 'config',
  drive: save,
  rules: [
    saving(
      'ASA-SAVE-0001',
      'saved',
      'A POST to /api/commands/writemem with an empty body is answered 200.',
      walkthrough('Example 1 – Write Config'),
      ({ saved }) => equal(200, saved.status),
    ),
    saving(
      'ASA-SAVE-0002',
      'saved-text',
      'The answer to writemem begins with Building configuration... and the checksum in four groups.',
      demisto,
      ({ saved }) =>
        matches(
          /^Building configuration\.\.\.\nCryptochecksum: ([0-9a-f]{8} ){4}\n\n/,
          String(at(saved, 'response', 0)),
          'the checksum',
        ),
    ),
    saving(
      'ASA-SAVE-0003',
      'saved-ok',
      'The answer to writemem ends with [OK] on a line of its own.',
      demisto,
      ({ saved }) => matches(/ bytes copied in \d+\.\d+ secs\n\[OK\]\n$/, String(at(saved, 'response', 0)), '[OK]'),
    ),
    saving(
      'ASA-SAVE-0006',
      'startup',
      'What was saved stands in the startup configuration.',
      walkthrough('A few final things'),
      ({ startup }) => matches(/object network kept\n host 192\.0\.2\.8\n/, startup, 'the object'),
    ),
    saving(
      'ASA-SAVE-0007',
      'by-command',
      'The command write over /api/cli saves as well.',
      recorded('nomyownnet/ca-asa-install', 'certinstall.py'),
      ({ byCommand, later }) =>
        equal([true, true], [byCommand.includes('[OK]'), later.includes('object network later')]),
    ),
    saving('ASA-SAVE-0008', 'same-text', 'write prints what writemem answers.', demisto, ({ byCommand }) =>
      matches(
        /^Building configuration\.\.\.\nCryptochecksum: ([0-9a-f]{8} ){4}\n\n\d+ bytes copied/,
        byCommand,
        'the text',
      ),
    ),
    saving('ASA-BAK-0001', 'backup', 'A POST to /api/backup is answered 201.', backups, ({ backup }) =>
      equal(201, backup.status),
    ),
    saving(
      'ASA-BAK-0002',
      'file',
      'A backup lies where it was asked for when the answer comes.',
      postman('BackupASAConfigAndVerify.py'),
      ({ files }) => matches(/ conf\.tar\.gz\n/, files, 'conf.tar.gz'),
    ),
    saving(
      'ASA-BAK-0003',
      'any-name',
      'A backup may be asked for under a name that does not end in tar.gz.',
      postman('BackupASAConfigAndVerify.py'),
      ({ plain }) => equal(201, plain.status),
    ),
    saving(
      'ASA-BAK-0004',
      'without-passphrase',
      'A backup may be asked for without a passphrase.',
      recorded('CiscoDevNet/terraform-provider-ciscoasa', 'acceptance tests of backups'),
      ({ usual }) => equal(201, usual.status),
    ),
    saving('ASA-BAK-0005', 'disk', 'show disk lists a backup.', postman('BackupASAConfigAndVerify.py'), ({ disk }) =>
      holds(disk.includes('conf.tar.gz'), 'conf.tar.gz', disk),
    ),
  ],
});
