import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import { openPage, startBrowser } from '../lab/dashboard/testing/browser.ts';
import { testFolder } from '../lab/testing/folder.ts';
import { exerciseNamed } from './catalogue.ts';
import { linksOf, openSeats, type Workshop } from './seats.ts';
import { Trainee } from './testing/trainee.ts';

const temporary = testFolder().path;
/** Where pictures are kept: `RACKLESS_PICTURES=docs/pictures` makes those of the documentation again. */
const folder = process.env.RACKLESS_PICTURES ?? join(temporary, 'pictures');

const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 800 } } as const;
const schemes = ['light', 'dark'] as const;

describe.skipIf(!has('chromium'))('every page of a workshop', () => {
  let workshop: Workshop;
  let browser: Browser;
  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    const names = [
      'Ada Lovelace',
      'Grace Hopper',
      'Radia Perlman',
      'Hedy Lamarr',
      'Karen Spärck Jones',
      'Mary Jackson',
    ];
    workshop = await openSeats(await exerciseNamed('asa-rest-session'), { names });
    const trainees = linksOf(workshop).seats.map(({ link }) => new Trainee(link));
    await trainees[0]?.makeObjects();
    await trainees[1]?.makeObjects(['save']);
    await trainees[1]?.post('/workshop/hint', { step: 2 });
    await trainees[2]?.makeObjects(['save', 'logout']);
    await trainees[3]?.makeObjects(['logout']);
    await trainees[3]?.post('/workshop/finish');
    for (const { attempt } of workshop.seats) await attempt.check();
    browser = await startBrowser();
  });
  afterAll(() => Promise.all([browser?.close(), workshop?.close()]));

  const pages: Readonly<Record<string, { link(): string; ready(page: Page): Promise<unknown> }>> = {
    trainer: {
      link: () => linksOf(workshop).trainer,
      ready: (page) => page.getByText('of 6 are done').waitFor(),
    },
    exercise: {
      link: () => linksOf(workshop).seats[1]?.link ?? '',
      ready: async (page) => {
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.getByRole('button', { name: 'Connect' }).click();
        // A terminal that nobody sees draws nothing.
        await page.locator('.xterm-screen').scrollIntoViewIfNeeded();
        await page.locator('.xterm-rows').getByText('asa-1>').first().waitFor();
        await page.evaluate('scrollTo(0, 0)');
      },
    },
    journal: {
      link: () => linksOf(workshop).seats[1]?.link ?? '',
      ready: async (page) => {
        await page.getByRole('navigation').waitFor();
        await page.evaluate('location.hash = "journal"');
        await page.getByText('POST /api/objects/networkobjects').first().waitFor();
      },
    },
    device: {
      link: () => linksOf(workshop).seats[1]?.link ?? '',
      ready: async (page) => {
        await page.getByRole('navigation').waitFor();
        await page.evaluate('location.hash = "device/asa-1"');
        await page.getByText('openssl s_client').first().waitFor();
      },
    },
  };

  it.each(
    Object.keys(pages).flatMap((name) =>
      Object.keys(sizes).flatMap((size) => schemes.map((scheme) => [name, size, scheme] as const)),
    ),
  )('%s, %s, %s', async (name, size, scheme) => {
    const viewport = size === 'wide' ? sizes.wide : sizes.narrow;
    const { page, complaints } = await openPage(browser, pages[name]?.link() ?? '', { viewport, colorScheme: scheme });
    await pages[name]?.ready(page);
    await page.screenshot({ path: join(folder, `workshop-${name}-${size}-${scheme}.png`) });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(viewport.width);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
