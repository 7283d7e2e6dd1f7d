/** The lines of the front end's error page, as captured; its version differs from build to build. */
function page(title: string): string[] {
  return [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body bgcolor="white">',
    `<center><h1>${title}</h1></center>`,
    '<hr><center>nginx</center>',
    '</body>',
    '</html>',
  ];
}

/** Whether a body is the error page of that title. Line ends and the front end's version are not known for each release. */
export function isErrorPage(body: string, title: string): boolean {
  const lines = body
    .replace(/nginx\/[\d.]+/, 'nginx')
    .trimEnd()
    .split(/\r?\n/);
  return lines.join('\n') === page(title).join('\n');
}
