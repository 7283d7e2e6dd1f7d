/** The lines of a Markdown page, blanks in place of code blocks, so that line numbers stay right. */
function prose(page: string): string[] {
  let fenced = false;
  return page.split('\n').map((line) => {
    const isFence = /^\s*(```|~~~)/.test(line);
    if (isFence) fenced = !fenced;
    return fenced || isFence ? '' : line;
  });
}

/** Where the links and pictures of a page lead, with their lines; none from code. */
export function linksOf(page: string): { target: string; line: number }[] {
  return prose(page).flatMap((text, index) => {
    const links = text.replace(/`[^`]*`/g, '').matchAll(/\]\(<?([^()\s>]+)>?[^()]*\)/g);
    return [...links].map(([, target = '']) => ({ target, line: index + 1 }));
  });
}

/** The names by which a link finds the headings of a page, as GitHub makes them. */
export function headingsOf(page: string): string[] {
  const seen = new Map<string, number>();
  return prose(page).flatMap((line) => {
    const [, title] = /^#{1,6}\s+(.*?)\s*#*$/.exec(line) ?? [];
    if (title === undefined) return [];
    const name = title
      .toLowerCase()
      .replace(/\]\([^)]*\)/g, '')
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return [before === 0 ? name : `${name}-${before}`];
  });
}

/** The npm scripts that a page tells its reader to run, code included. */
export function scriptsNamedIn(page: string): string[] {
  const commands = page.matchAll(/\bnpm (?:(start|test)\b|run (?:--silent )?([a-z][a-z:]*))/g);
  return [...commands].map(([, plain, named]) => plain ?? named ?? '');
}

/** The subcommands of `rackless` that a page shows in code: `up`, `conform`. */
export function commandsNamedIn(page: string): string[] {
  const code = [...page.matchAll(/```[^\n]*\n([\s\S]*?)```|`([^`\n]+)`/g)].map(
    ([, block, span]) => block ?? span ?? '',
  );
  return code.flatMap((text) =>
    [...text.matchAll(/(?:^|npx |[|;&$] *)rackless ([a-z]+)/gm)].map(([, name = '']) => name),
  );
}
