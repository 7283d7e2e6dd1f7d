import { OptionsError } from '../errors.ts';
import { withoutSecrets } from '../secrets.ts';

/**
 * A command that fits into one place of a request: the device takes a blank and a semicolon, and a line end, as the end
 * of a command. A banner may span lines, since its own delimiter ends it.
 *
 * @throws OptionsError telling the command and what is wrong with it
 */
export function singleCommand(command: string): string {
  const banner = /^\s*banner\s/i.test(command);
  const line = banner ? command.trimStart() : command.trim();
  const told = JSON.stringify(withoutSecrets(line));
  if (line === '') throw new OptionsError('command: empty; give a command');
  if (!banner && /[\r\n]/.test(line))
    throw new OptionsError(`command: ${told} has several lines; give each on its own`);
  if (/\s;/.test(line))
    throw new OptionsError(`command: ${told} contains " ;", which separates commands; give each on its own`);
  if (/[^\P{Cc}\t\r\n]/u.test(line)) throw new OptionsError(`command: ${told} contains a control character`);
  return line;
}

/**
 * Configuration lines ready to be sent. Empty lines and comments (`!`) are dropped: NX-API stumbles over them, and a
 * saved configuration is full of them.
 *
 * @throws OptionsError as {@link singleCommand}, or when nothing is left
 */
export function configurationLines(lines: string | readonly string[]): string[] {
  const list = typeof lines === 'string' ? lines.split(/\r?\n/) : lines;
  const kept = list.filter((line) => !/^\s*(!|$)/.test(line)).map(singleCommand);
  if (kept.length === 0)
    throw new OptionsError('configure: no lines; give at least one that is not empty or a comment');
  return kept;
}

/**
 * True when a command only reads, so that asking twice does no harm: `show` in any abbreviation, `dir`, `pwd`, `where`,
 * unless its output goes into a file or to something that acts on it.
 */
export function onlyReads(command: string): boolean {
  return (
    /^\s*(sh|sho|show|dir|pwd|where)(\s|$)/i.test(command) && !/>|\|\s*(source|vsh|email|perl|xmlin)/i.test(command)
  );
}
