import { createHash, randomBytes } from 'node:crypto';
import { version } from '../home.ts';
import { vendored } from './files.ts';

const imports = Object.fromEntries(Object.entries(vendored).map(([name, { as }]) => [name, `/dashboard/vendor/${as}`]));
const importMap = JSON.stringify({ imports });
const importMapHash = createHash('sha256').update(importMap).digest('base64');

/** The modules that draw a page: a lab's dashboard, and a workshop's trainer's page. */
export type PageEntry = 'main' | 'trainer';

/** The page's frame; everything in it is made by its modules, of text nodes alone. */
const frame = (entry: PageEntry, nonce: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Rackless</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/dashboard/style.css">
<link rel="stylesheet" href="/dashboard/vendor/xterm.css" nonce="${nonce}">
<script type="importmap">${importMap}</script>
<script type="module" src="/dashboard/page/${entry}.js"></script>
</head>
<body data-version="${version()}"><noscript>This page needs JavaScript.</noscript></body>
</html>
`;

/**
 * The page and its Content-Security-Policy: it loads its own files and nothing from anywhere else, and no text can
 * become markup or script in it, whatever a device is called. The nonce is for the style sheets that the terminal makes
 * for itself.
 */
export function dashboardPage(entry: PageEntry): { readonly html: string; readonly policy: string } {
  const nonce = randomBytes(18).toString('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'sha256-${importMapHash}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
    'img-src data:',
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  return { html: frame(entry, nonce), policy };
}
