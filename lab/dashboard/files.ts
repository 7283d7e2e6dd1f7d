import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { home } from '../home.ts';
import { style } from './style.ts';

/** A file of the page. */
export interface DashboardFile {
  /** Media type. */
  readonly type: string;
  readonly body: string | Buffer;
}

/** What the page's modules import by name → the file of that package, and the name under which the page gets it. */
export const vendored = {
  preact: { file: 'preact', as: 'preact.mjs' },
  'preact/hooks': { file: 'preact/hooks', as: 'hooks.mjs' },
  'preact/jsx-runtime': { file: 'preact/jsx-runtime', as: 'jsx-runtime.mjs' },
  '@xterm/xterm': { file: '@xterm/xterm/lib/xterm.mjs', as: 'xterm.mjs' },
  '@xterm/addon-fit': { file: '@xterm/addon-fit/lib/addon-fit.mjs', as: 'addon-fit.mjs' },
} as const;

const script = 'text/javascript; charset=utf-8';
const styleSheet = 'text/css; charset=utf-8';

/** Browsers read no TypeScript: the page comes from the build, also where the lab runs from its sources. */
const built = join(home, 'dist', 'lab', 'dashboard', 'page');

/**
 * A file of the page by its path below `/dashboard/`.
 * @returns `undefined` where the page has no such file; nothing else on disk is ever read
 */
export async function dashboardFile(path: string): Promise<DashboardFile | undefined> {
  if (path === 'style.css') return { type: styleSheet, body: style };
  const place = (await places()).get(path);
  if (place === undefined) return undefined;
  return { type: place.endsWith('.css') ? styleSheet : script, body: await readFile(place) };
}

let known: Promise<ReadonlyMap<string, string>> | undefined;

/** Path of each file as the page names it → where it lies. */
function places(): Promise<ReadonlyMap<string, string>> {
  known ??= find();
  return known;
}

async function find(): Promise<ReadonlyMap<string, string>> {
  const { resolve } = createRequire(import.meta.url);
  const own = (await readdir(built)).filter((name) => name.endsWith('.js'));
  return new Map([
    ...own.map((name) => [`page/${name}`, join(built, name)] as const),
    ['vendor/xterm.css', resolve('@xterm/xterm/css/xterm.css')] as const,
    ...Object.values(vendored).map(({ file, as }) => [`vendor/${as}`, resolve(file)] as const),
  ]);
}
