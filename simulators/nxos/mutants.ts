import { certificates } from './mutants/certificates.ts';
import { files } from './mutants/files.ts';
import { listeners } from './mutants/listeners.ts';
import { login } from './mutants/login.ts';
import { messages } from './mutants/messages.ts';
import type { Mutants } from './mutants/mutant.ts';
import { rest } from './mutants/rest.ts';
import { saving } from './mutants/saving.ts';
import { shell } from './mutants/shell.ts';
import { shows } from './mutants/shows.ts';

/** Switches that are broken on purpose, each in one way: a conformance check that stays green on its mutant checks nothing. */
export const mutants: Mutants = {
  ...listeners,
  ...certificates,
  ...login,
  ...messages,
  ...rest,
  ...shell,
  ...files,
  ...saving,
  ...shows,
};
