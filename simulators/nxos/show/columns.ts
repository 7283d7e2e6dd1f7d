/**
 * A line of a table: each cell in its width. A negative width is right-aligned; the last cell of a `0` is as long as it
 * is.
 */
export function row(widths: readonly number[], ...cells: readonly (string | number)[]): string {
  return cells
    .map((cell, index) => {
      const width = widths[index] ?? 0;
      return width < 0 ? String(cell).padStart(-width) : String(cell).padEnd(width);
    })
    .join('');
}

/** Lines as a text: each with its newline. */
export function text(...lines: readonly (string | readonly string[])[]): string {
  return `${lines.flat().join('\n')}\n`;
}

/** A rule of dashes. */
export function rule(width = 80): string {
  return '-'.repeat(width);
}

/** Joins words by `, ` into lines no wider than `width`. */
export function wrapped(words: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 2 + word.length <= width) lines[lines.length - 1] = `${last}, ${word}`;
    else lines.push(word);
  }
  return lines;
}
