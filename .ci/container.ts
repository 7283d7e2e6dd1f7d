import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Instruction, readDockerfile } from './dockerfile.ts';
import { root } from './files.ts';

/** What stands in for a container where there is no engine. */
export interface Outside {
  /** The folder that has what the image has under its WORKDIR. */
  home: string;
  /** Stands for `/var/lib/rackless`. */
  state: string;
  /** Stands for the container's addresses, 0.0.0.0 and 127.0.0.1 alike; a loopback address that nobody else uses. */
  address: string;
}

/** The instructions of this repository's Dockerfile. */
export const dockerfile: readonly Instruction[] = readDockerfile(readFileSync(join(root, 'Dockerfile'), 'utf8'));

/** The words of the last ENTRYPOINT, CMD or HEALTHCHECK. @throws Error when the Dockerfile has none in list form. */
export function wordsOf(name: 'ENTRYPOINT' | 'CMD' | 'HEALTHCHECK'): string[] {
  const words = dockerfile.findLast((instruction) => instruction.name === name)?.words;
  if (words === undefined) throw new Error(`the Dockerfile has no ${name} in the form ["word", …]`);
  return words;
}

/** A command line of the container as it is run outside of one: the same words, with this machine's program, folders and address. */
export function outside(words: readonly string[], { state, address }: Outside): string[] {
  return words.map((word) => {
    if (word === 'node') return process.execPath;
    return word.replaceAll('/var/lib/rackless', state).replaceAll('0.0.0.0', address).replaceAll('127.0.0.1', address);
  });
}

/** The variables that the image's last stage sets, on top of this process's own. */
export function environment({ state }: Outside): NodeJS.ProcessEnv {
  const last = dockerfile.slice(dockerfile.findLastIndex(({ name }) => name === 'FROM'));
  const set = last.filter(({ name }) => name === 'ENV').flatMap(({ text }) => text.split(/\s+/));
  const variables = Object.fromEntries(set.map((pair) => pair.split('=', 2)));
  return { ...process.env, ...variables, RACKLESS_CACHE: join(state, '..', 'cache') };
}
