/**
 * The commands of an `input`: cut at a blank before a semicolon, the rest kept as it is, so that the second of `a ; b` has
 * a leading blank (reference 2.3). A semicolon without that blank belongs to the command.
 */
export function splitInput(input: string): string[] {
  return input.split(' ;');
}

/**
 * The lines of a `cli_conf` input: newlines part them too, except inside a banner, which goes on to its closing
 * delimiter.
 */
export function splitConfiguration(input: string): string[] {
  const lines: string[] = [];
  for (const piece of splitInput(input)) {
    let banner: { text: string; delimiter: string } | undefined;
    for (const line of piece.split(/\r?\n/)) {
      if (banner) {
        banner.text += `\n${line}`;
        if (line.includes(banner.delimiter)) {
          lines.push(banner.text);
          banner = undefined;
        }
        continue;
      }
      const delimiter = /^\s*banner\s+(?:motd|exec)\s+(\S)/i.exec(line)?.[1];
      if (delimiter !== undefined && line.indexOf(delimiter) === line.lastIndexOf(delimiter)) {
        banner = { text: line, delimiter };
      } else {
        lines.push(line);
      }
    }
    if (banner) lines.push(banner.text);
  }
  return lines;
}

/** True for a line that asks for nothing: NX-API is upset by these, clients strip them, and letting them pass is safe. */
export function isBlank(line: string): boolean {
  return /^\s*(!.*)?$/.test(line);
}

/** True where output is piped, quotes aside. */
export function isPiped(line: string): boolean {
  return line.replace(/"[^"]*"|'[^']*'/g, '').includes('|');
}
