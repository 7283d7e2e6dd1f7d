/** What a client of the SCP protocol asks the server's `scp` to do. */
export interface ScpCommand {
  /** `sink`: the client sends; `source`: the client fetches. */
  readonly role: 'sink' | 'source';
  /** One path for a sink, one or more for a source. */
  readonly paths: readonly string[];
  readonly recursive: boolean;
  /** Times and modes are sent along. */
  readonly preserve: boolean;
  /** The target must be a directory. */
  readonly directory: boolean;
}

/** Flags that change nothing between the two sides: quiet, verbose, batch, compression, address family and the like. */
const idleFlags = 'qvBC12346T';

/**
 * Reads the command line of an exec request as `scp -t PATH` or `scp -f PATH…`, with what else OpenSSH's `scp -O` and
 * the libraries that imitate it put there.
 *
 * @returns `undefined` when it is no such command: it is then the shell's
 */
export function parseScpCommand(line: string): ScpCommand | undefined {
  const [program, ...words] = splitWords(line) ?? [];
  if (program !== 'scp' && program !== '/usr/bin/scp') return undefined;
  const flags = new Set<string>();
  const paths: string[] = [];
  let options = true;
  for (const word of words) {
    if (options && word === '--') options = false;
    else if (options && word.startsWith('-') && word !== '-') for (const flag of word.slice(1)) flags.add(flag);
    else {
      paths.push(word);
      options = false;
    }
  }
  if (flags.has('t') === flags.has('f')) return undefined;
  for (const flag of flags) if (!`tfrpd${idleFlags}`.includes(flag)) return undefined;
  const role = flags.has('t') ? 'sink' : 'source';
  if (paths.length === 0 || (role === 'sink' && paths.length > 1)) return undefined;
  return {
    role,
    paths,
    recursive: flags.has('r'),
    preserve: flags.has('p'),
    directory: flags.has('d'),
  };
}

/** A path as one word of such a command line. */
export function quoteWord(path: string): string {
  return /^[\w@%+:,./=~-]+$/.test(path) && !path.startsWith('-') ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

/** The words of a line, with a shell's quotes and backslashes; `undefined` where a quote stays open. */
function splitWords(line: string): string[] | undefined {
  const words: string[] = [];
  // One word is a run of quoted and bare pieces.
  const word = /\s*((?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+)\s*/suy;
  while (word.lastIndex < line.length) {
    const found = word.exec(line)?.[1];
    if (found === undefined) return undefined;
    words.push(
      found.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gsu, (_, single?: string, double?: string, one?: string) =>
        single !== undefined ? single : double !== undefined ? double.replace(/\\(["\\$`])/g, '$1') : (one ?? ''),
      ),
    );
  }
  return words;
}
