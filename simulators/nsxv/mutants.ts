import { cli } from './mutants/cli.ts';
import { connect } from './mutants/connect.ts';
import { login } from './mutants/login.ts';
import { logs } from './mutants/logs.ts';
import { media } from './mutants/media.ts';
import type { Mutants } from './mutants/mutant.ts';
import { users } from './mutants/users.ts';

/** Managers that are broken on purpose, each in one way: a conformance check that stays green on its mutant checks nothing. */
export const mutants: Mutants = { ...cli, ...login, ...users, ...media, ...logs, ...connect };
