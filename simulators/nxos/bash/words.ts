/** One command of a script: its words, quotes taken off, and when it runs, by how the one before it ended. */
export interface Simple {
  readonly words: readonly string[];
  readonly when: 'always' | 'success' | 'failure';
}

/** What bash says of a script that it cannot read. */
export class BashSyntaxError extends Error {}

/** What the small bash here has no way to do. */
const beyond = ['|', '&', '<', '>', '(', ')', '`'];

/**
 * Cuts a script into commands: `;` and line ends between them, `&&` and `||`, quotes of both kinds, backslashes, comments.
 * @throws BashSyntaxError for an open quote, and for pipes and redirections, which are not there
 */
export function readScript(script: string): Simple[] {
  const commands: Simple[] = [];
  let words: string[] = [];
  let word: string | undefined;
  let when: Simple['when'] = 'always';
  const endWord = (): void => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = (next: Simple['when'], token: string): void => {
    endWord();
    if (words.length > 0) commands.push({ words, when });
    else if (token !== '\n') throw unexpected(token);
    words = [];
    when = next;
  };
  for (let at = 0; at < script.length; at++) {
    const char = script[at] ?? '';
    if (char === "'" || char === '"') {
      const end = closing(script, at, char);
      word = (word ?? '') + inside(script.slice(at + 1, end), char);
      at = end;
    } else if (char === '\\') {
      word = (word ?? '') + (script[++at] ?? '');
    } else if (char === ' ' || char === '\t' || char === '\r') endWord();
    else if (char === '#' && word === undefined) {
      const end = script.indexOf('\n', at);
      at = end < 0 ? script.length : end - 1;
    } else if (char === ';') endCommand('always', ';');
    else if (char === '\n') endCommand('always', '\n');
    else if (script.startsWith('&&', at) || script.startsWith('||', at)) {
      endCommand(char === '&' ? 'success' : 'failure', char + char);
      at++;
    } else if (beyond.includes(char)) throw unexpected(char);
    else word = (word ?? '') + char;
  }
  endCommand('always', '\n');
  return commands;
}

function unexpected(token: string): BashSyntaxError {
  return new BashSyntaxError(`bash: syntax error near unexpected token \`${token}'`);
}

function closing(script: string, from: number, quote: string): number {
  for (let at = from + 1; at < script.length; at++) {
    if (quote === '"' && script[at] === '\\') at++;
    else if (script[at] === quote) return at;
  }
  throw new BashSyntaxError(`bash: unexpected EOF while looking for matching \`${quote}'`);
}

function inside(text: string, quote: string): string {
  return quote === '"' ? text.replace(/\\(["\\$`])/g, '$1') : text;
}
