import { cli } from './mutants/cli.ts';
import { cluster } from './mutants/cluster.ts';
import { imports } from './mutants/imports.ts';
import { listeners } from './mutants/listeners.ts';
import { lists } from './mutants/lists.ts';
import { logins } from './mutants/logins.ts';
import { node } from './mutants/node.ts';
import { replacements } from './mutants/replacements.ts';
import type { Mutants } from './mutants/wrap.ts';

/** Clusters that are broken on purpose, each in one way: a check that stays green on its mutant checks nothing. */
export const mutants: Mutants = {
  ...logins,
  ...imports,
  ...lists,
  ...listeners,
  ...replacements,
  ...node,
  ...cluster,
  ...cli,
};
