import { createHash } from 'node:crypto';
import { defineCase } from '../../case.ts';
import { all, differs, equal, holds, type Judgement, matches } from '../../judgement.ts';
import { fetchFile, logIn, type Step } from './terminal.ts';
import { factoryFresh } from './walkthrough.ts';

const content = 'One file, many names.\n';
const digest = (algorithm: string) => createHash(algorithm).update(content).digest('hex');

/** The spellings of one file on the active supervisor. */
const everywhere = ['bootflash:x', 'bootflash:/x', 'bootflash:///x', 'bootflash://sup-local/x', 'bootflash://sup-1/x'];
const activeAliases = ['bootflash://sup-active/x', 'bootflash://module-27/x'];
const standbyAliases = ['bootflash://sup-2/x', 'bootflash://sup-standby/x', 'bootflash://sup-remote/x'];

/** Judges the output of `show file … md5sum` for every spelling. */
function sameFile(steps: readonly Step[]): Judgement {
  const bad = steps.find(({ text }) => text.trim() !== digest('md5'));
  return bad ? differs(`${digest('md5')} of "${bad.line}"`, bad.text) : true;
}

/** Files on flash: names, listings, digests, questions. On two supervisors, so that all spellings mean something. */
export const flash = defineCase({
  id: 'NX-FILE-FLASH',
  title: 'Spellings of a bootflash path, listings, digests, overwriting and deleting',
  touches: 'simulator-only',
  needs: ['ssh', 'files'],
  async drive(t) {
    const device = await t.fresh(factoryFresh(2));
    const by = await logIn(device);
    const sums = async (paths: readonly string[]) => {
      const steps: Step[] = [];
      for (const path of paths) steps.push(await by.type(`show file ${path} md5sum`));
      return steps;
    };
    await fetchFile(device, by, 'x', content, 'bootflash:');
    await by.type('mkdir bootflash:folder');
    await by.type('copy bootflash:x bootflash://sup-2/x');
    return {
      active: await sums(everywhere),
      aliases: await sums(activeAliases),
      standby: await sums(standbyAliases),
      sha256: await by.type('show file bootflash:x sha256sum'),
      listing: await by.type('dir bootflash:'),
      missing: await by.type('dir bootflash:nowhere.txt'),
      again: await fetchFile(device, by, 'x', content, 'bootflash:'),
      remove: await by.type('delete bootflash:x', [{ when: /\(yes\/no\/abort\).*$/, say: 'y' }]),
      removed: await by.type('dir bootflash:x'),
    };
  },
  checks: [
    {
      id: 'spellings',
      requirement: 'NX-FILE-0011',
      killedBy: ['nxos.digests-in-capitals'],
      judge: ({ active }) => sameFile(active),
    },
    {
      id: 'active-aliases',
      requirement: 'NX-FILE-0012',
      killedBy: ['nxos.digests-in-capitals'],
      judge: ({ aliases }) => sameFile(aliases),
    },
    {
      id: 'standby-aliases',
      requirement: 'NX-FILE-0013',
      killedBy: ['nxos.digests-in-capitals'],
      judge: ({ standby }) => sameFile(standby),
    },
    {
      id: 'digests',
      requirement: 'NX-FILE-0017',
      killedBy: ['nxos.digests-in-capitals'],
      judge: ({ active, sha256 }) =>
        all(equal(digest('md5'), active[0]?.text.trim()), equal(digest('sha256'), sha256.text.trim())),
    },
    {
      id: 'usage',
      requirement: 'NX-FILE-0014',
      killedBy: ['nxos.dir-without-usage'],
      judge: ({ listing }) =>
        matches(
          /^Usage for bootflash:\S*\n *\d+ bytes used\n *\d+ bytes free\n *\d+ bytes total$/m,
          listing.text,
          'Usage for bootflash:… / bytes used / bytes free / bytes total',
        ),
    },
    {
      id: 'lines',
      requirement: 'NX-FILE-0015',
      killedBy: ['nxos.folders-without-slash', 'nxos.names-in-capitals'],
      judge: ({ listing }) =>
        all(
          matches(
            /^[ \d]{10}\d {4}\w{3} \d\d [\d:]{8} \d{4} {2}x$/m,
            listing.text,
            'size (11 wide), date, two blanks, "x"',
          ),
          matches(/^ {7}4096 {4}\w{3} \d\d [\d:]{8} \d{4} {2}folder\/$/m, listing.text, '4096 and "folder/"'),
        ),
    },
    {
      id: 'missing',
      requirement: 'NX-FILE-0016',
      killedBy: ['nxos.missing-is-empty'],
      judge: ({ missing }) => matches(/No such file or directory/, missing.text, 'No such file or directory'),
    },
    {
      id: 'overwrite',
      requirement: 'NX-FILE-0018',
      killedBy: ['nxos.copy-asks-less'],
      judge: ({ again }) =>
        all(
          matches(/file existing with this name/, again.text, 'a "file existing with this name"'),
          holds(
            again.asked.some((question) => /\(y\/n\)/.test(question)),
            'a question (y/n)',
            again.asked,
          ),
        ),
    },
    {
      id: 'delete',
      requirement: 'NX-FILE-0019',
      killedBy: ['nxos.delete-asks-otherwise', 'nxos.missing-is-empty'],
      judge: ({ remove, removed }) =>
        all(
          equal(['Do you want to delete "/x" ? (yes/no/abort)   [y] '], remove.asked),
          matches(/No such file/, removed.text, 'the file is gone'),
        ),
    },
  ],
});
