import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Starts Debian's Chromium without a window. */
export function startBrowser(): Promise<Browser> {
  const folder = (process.env.PATH ?? '').split(delimiter).find((one) => one.endsWith('/usr/bin')) ?? '/usr/bin';
  return chromium.launch({ executablePath: join(folder, 'chromium'), args: ['--no-sandbox'] });
}

/** A page, and all that it complained of: errors of its own, and what its policy kept it from. */
export interface Watched {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** Opens an address in a context of its own. */
export async function openPage(
  browser: Browser,
  url: string,
  context: Parameters<Browser['newContext']>[0] = {},
): Promise<Watched> {
  const page = await (await browser.newContext(context)).newPage();
  // Shorter than a test may take, so that it is told what was waited for in vain.
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  return { page, complaints };
}
