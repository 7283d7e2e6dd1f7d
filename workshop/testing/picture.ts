import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Where pictures of pages are written, for the pages of `docs`; none are unless it is said. */
const folder = process.env.RACKLESS_PICTURES;

/** Takes a picture of what is seen, where pictures are asked for. */
export async function picture(page: Page, name: string): Promise<void> {
  if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}.png`), caret: 'initial' });
}
