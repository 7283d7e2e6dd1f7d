import { forgiving, type Mutants, printing, questioning } from './mutant.ts';

const isCopy = (grammar: string): boolean => grammar.startsWith('copy <source');

/** Lies about what lies on flash. */
export const files: Mutants = {
  'nxos.digests-in-capitals': printing('digests are written in capitals', 'show file', (text) => text.toUpperCase()),
  'nxos.dir-without-usage': printing('dir does not tell what is used and free', 'dir ', (text) =>
    text.replace(/\nUsage for[\s\S]*/, '\n'),
  ),
  'nxos.folders-without-slash': printing('dir writes folders as it does files', 'dir ', (text) =>
    text.replace(/\/$/gm, ''),
  ),
  'nxos.names-in-capitals': printing('dir writes names in capitals', 'dir ', (text) =>
    text.replace(/ {2}(\S+)$/gm, (name) => name.toUpperCase()),
  ),
  'nxos.missing-is-empty': printing('dir of what is not there shows nothing', 'dir ', (text) =>
    text.replace(/^.*No such file or directory.*\n?/m, ''),
  ),
  'nxos.copy-asks-less': questioning('copy asks for no VRF, no host key and no consent', isCopy, (question) =>
    /[Pp]assword/.test(question) ? { ask: question } : { answer: question.includes('vrf') ? 'management' : 'yes' },
  ),
  'nxos.copies-quietly': printing('copy does not say that it is complete', isCopy, (text) =>
    text.replace(/Copy complete/g, 'Done'),
  ),
  'nxos.copy-warns': printing('copy speaks of errors where there are none', isCopy, (text) => `${text}0 errors\n`),
  'nxos.copies-anywhere': forgiving('a copy that fails says that it is complete', isCopy, () => 'Copy complete.\n'),
  'nxos.mkdir-says-so': printing('mkdir says what it did', 'mkdir', () => 'Created directory\n'),
  'nxos.delete-asks-otherwise': questioning('delete asks in other words', 'delete <path', () => ({
    ask: 'Delete? (yes/no/abort) ',
  })),
};
