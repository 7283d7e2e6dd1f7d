import { FlashError } from '../../chassis/flash/error.ts';
import { flashWords } from '../flash-words.ts';
import type { NxosDevice } from '../nxos.ts';
import { programs } from './programs.ts';
import { BashSyntaxError, readScript } from './words.ts';

/** A bash on the switch: where it is, and whose. */
export interface Bash {
  readonly device: NxosDevice;
  readonly user: string;
  /** Absolute. */
  cwd: string;
  /** Set by `exit`. */
  ended: boolean;
}

/** What a script printed, errors among it, and the exit status of its last command. */
export interface Ran {
  readonly text: string;
  readonly status: number;
}

/** Whether somebody with these roles may have a bash. @source documented for network-admin; the rest inferred */
export function mayBash(roles: readonly string[]): boolean {
  return roles.includes('network-admin') || roles.includes('dev-ops') || roles.includes('priv-15');
}

/** A bash that has just begun. It begins on bootflash (inferred). */
export function openBash(device: NxosDevice, user: string): Bash {
  return { device, user, cwd: '/bootflash', ended: false };
}

/**
 * Runs a script of the few programs that are there; a name that is none of them is told as bash tells it. Never throws.
 * @source NX-API reference 2.8; words of bash and of the programs as GNU has them
 */
export function runBash(bash: Bash, script: string): Ran {
  let text = '';
  let status = 0;
  try {
    for (const { words, when } of readScript(script)) {
      if (bash.ended) break;
      if ((when === 'success' && status !== 0) || (when === 'failure' && status === 0)) continue;
      const ran = runOne(bash, words);
      text += ran.text;
      status = ran.status;
    }
  } catch (error) {
    if (!(error instanceof BashSyntaxError)) throw error;
    return { text: `${text}${error.message}\n`, status: 2 };
  }
  return { text, status };
}

function runOne(bash: Bash, [name = '', ...words]: readonly string[]): Ran {
  const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
  if (!program) {
    const what = name.includes('/') ? 'No such file or directory' : 'command not found';
    return { text: `bash: ${name}: ${what}\n`, status: 127 };
  }
  let printed = '';
  let status = 0;
  const say = (line: string): void => {
    printed += line;
  };
  const fails = (words: string): void => {
    printed += `${words}\n`;
    status = 1;
  };
  try {
    program({ bash, words, say, fails });
  } catch (error) {
    if (error instanceof FlashError) fails(`${name}: ${flashWords[error.reason]}`);
    else throw error;
  }
  return { text: printed, status };
}
