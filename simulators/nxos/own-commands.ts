import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Command, command } from '../chassis/cli/command.ts';
import { parseGrammar } from '../chassis/cli/grammar.ts';
import type { NxosState } from './state.ts';
import { fillText, fillTree, type Scope } from './template.ts';

const entry = z.strictObject({
  /** Grammar, as of a command in code: `show weather [<place:word>]`. */
  command: z.string().regex(/^show \S/, 'a show command: show …'),
  text: z.string(),
  json: z.json().optional(),
  /** Releases that have it; all unless told. */
  releases: z.array(z.string()).optional(),
});

const known = new Map<string, readonly Command<NxosState>[]>();

/**
 * Show commands of the operator's own, from the `.yaml` files of a folder. A file holds one entry or a list of them:
 *
 * ```yaml
 * command: show weather [<place:word>]
 * text: |
 *   It rains on {{config.hostname}}.
 * json: { host: '{{config.hostname}}', place: '{{args.place}}' }
 * ```
 *
 * Templates see `config`, `store` and `run` of the device's state, `device.name`, `device.release`, `args` and `now`.
 *
 * @param folder relative to the working directory
 * @throws Error naming the file and what would be right
 */
export function ownCommands(folder: string): readonly Command<NxosState>[] {
  const path = resolve(folder);
  const read = known.get(path);
  if (read) return read;
  let names: string[];
  try {
    names = readdirSync(path).sort();
  } catch (error) {
    throw new Error(`commands: cannot read the folder ${folder}: ${reason(error)}`);
  }
  const found = names.filter((name) => /\.ya?ml$/.test(name)).flatMap((name) => commandsOf(join(path, name)));
  known.set(path, found);
  return found;
}

function commandsOf(file: string): Command<NxosState>[] {
  let raw: unknown;
  try {
    raw = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file}: ${reason(error)}`);
  }
  return (Array.isArray(raw) ? raw : [raw]).map((one, index) => {
    const parsed = entry.safeParse(one);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new Error(
        `${file}: entry ${index + 1}: ${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'not understood'}`,
      );
    }
    try {
      parseGrammar(parsed.data.command);
    } catch (error) {
      throw new Error(`${file}: entry ${index + 1}: ${reason(error)}`);
    }
    return fromFile(parsed.data, file);
  });
}

function fromFile({ command: grammar, text, json, releases }: z.infer<typeof entry>, file: string): Command<NxosState> {
  return command<NxosState>(
    grammar,
    { source: file, ...(releases && { releases: (release: string) => releases.includes(release) }) },
    ({ device }, args) => {
      const { config, store, run } = device.state;
      const scope: Scope = {
        config,
        store,
        run,
        device: { name: device.name, release: device.release },
        args: Object.fromEntries(args.taken.filter(({ parameter }) => parameter).map((one) => [one.name, one.text])),
        now: device.now(),
      };
      const filled = fillText(text.endsWith('\n') ? text : `${text}\n`, scope);
      return json === undefined ? filled : { tree: () => fillTree(json, scope), text: () => filled };
    },
  );
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
