/** One instruction of a Dockerfile. */
export interface Instruction {
  /** In capitals: `RUN`. */
  name: string;
  line: number;
  /** `--from=build` as `from` → `build`. */
  flags: Record<string, string>;
  /** What follows the flags, continued lines joined. */
  text: string;
  /** The words of `["node", "main.js"]`; undefined where the instruction is not in that form. */
  words?: string[];
}

/** The instructions of a Dockerfile in order; comments and empty lines are none. */
export function readDockerfile(source: string): Instruction[] {
  const found: Instruction[] = [];
  let whole = '';
  let begins = 0;
  source.split('\n').forEach((line, index) => {
    if (/^\s*#/.test(line) || (whole === '' && line.trim() === '')) return;
    if (whole === '') begins = index + 1;
    whole += line.replace(/\\\s*$/, ' ');
    if (/\\\s*$/.test(line)) return;
    found.push(instruction(whole, begins));
    whole = '';
  });
  return found;
}

function instruction(whole: string, line: number): Instruction {
  const [, name = '', rest = ''] = /^\s*(\w+)\s+(.*?)\s*$/.exec(whole) ?? [];
  const [leading = ''] = /^(--[a-z-]+=\S+\s+)*/.exec(rest) ?? [];
  const flags = Object.fromEntries([...leading.matchAll(/--([a-z-]+)=(\S+)/g)].map(([, key, value]) => [key, value]));
  const text = rest.slice(leading.length);
  return { name: name.toUpperCase(), line, flags, text, ...words(text) };
}

/** A health check has its command after the word CMD. */
function words(text: string): { words?: string[] } {
  const list = text.replace(/^CMD\s+/, '');
  return list.startsWith('[') ? { words: JSON.parse(list) } : {};
}
