import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import { openPage, startBrowser, type Watched } from '../lab/dashboard/testing/browser.ts';
import { testFolder } from '../lab/testing/folder.ts';
import { linksOf, openSeats, type Workshop } from './seats.ts';
import { lesson } from './testing/lesson.ts';
import { Trainee } from './testing/trainee.ts';

testFolder();

describe.skipIf(!has('chromium'))("the trainer's page in a browser", () => {
  let workshop: Workshop;
  let browser: Browser;
  beforeAll(async () => {
    workshop = await openSeats(await lesson(), { names: ['Ada', 'Grace'] });
    browser = await startBrowser();
  });
  afterAll(() => Promise.all([browser?.close(), workshop?.close()]));
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  const trainee = (seat: number): Trainee => new Trainee(linksOf(workshop).seats[seat - 1]?.link ?? '');
  const row = (page: Page, name: string) => page.locator('tr[data-seat]').filter({ hasText: name });

  async function open(context = {}): Promise<Watched> {
    const watched = await openPage(browser, linksOf(workshop).trainer, context);
    await row(watched.page, 'Grace').waitFor();
    return watched;
  }

  it('shows progress, points and the last event of each seat as they come', async () => {
    const { page, complaints } = await open();
    expect(page.url()).not.toContain(workshop.token);
    await page.getByText('0 of 2 are done').waitFor();
    await trainee(1).makeObjects();
    await page.getByText('1 of 2 are done').waitFor();
    const { of } = (await trainee(1).view()).points;
    await row(page, 'Ada').getByText(`${of} of ${of}`, { exact: true }).first().waitFor();
    await row(page, 'Ada').getByText('asa-1: DELETE /api/tokenservices').waitFor();
    expect(await row(page, 'Grace').textContent()).toContain(`0 of ${of}`);
    await page.getByLabel('Order').selectOption('points');
    expect(await page.locator('tr[data-seat]').first().textContent()).toContain('Ada');
    expect(complaints).toEqual([]);
  });

  it('resets a seat, and asks before', async () => {
    const { page } = await open();
    await trainee(2).makeObjects(['logout']);
    await row(page, 'Grace').getByText('asa-1: POST /api/commands/writemem').waitFor();
    await page.getByRole('button', { name: 'Reset Grace' }).click();
    await page.getByRole('button', { name: 'No', exact: true }).click();
    await page.getByRole('button', { name: 'Reset Grace' }).click();
    await page.getByRole('button', { name: 'Yes, reset Grace' }).click();
    await page.getByText('Grace begins anew').waitFor();
    await row(page, 'Grace').getByText('writemem').waitFor({ state: 'detached' });
    expect((await trainee(2).view()).points.got).toBe(0);
  });

  it("looks over a shoulder: the seat's page, with all that its trainee may not", async () => {
    const { page } = await open();
    const opened = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'Look at the seat of Ada' }).click();
    const seat = await opened;
    await seat.getByRole('link', { name: 'Faults' }).waitFor();
    expect(seat.url()).toContain(`:${workshop.seats[0]?.port}/`);
    expect(seat.url()).not.toContain(workshop.token);
  });

  it('shows a trainee no faults, no clock and no reset of devices', async () => {
    const { page, complaints } = await openPage(browser, linksOf(workshop).seats[0]?.link ?? '');
    await page.getByRole('link', { name: 'Journal' }).waitFor();
    expect(await page.getByRole('link', { name: 'Faults' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Lab', exact: true }).count()).toBe(0);
    await page.evaluate('location.hash = "device/asa-1"');
    await page.getByRole('button', { name: 'Restart' }).waitFor();
    expect(await page.getByRole('button', { name: 'Reset', exact: true }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('copies the link of a seat, and saves the results', async () => {
    const { page, complaints } = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByRole('button', { name: 'Copy the link of Grace' }).click();
    await page.getByText('the link of Grace is copied').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(linksOf(workshop).seats[1]?.link);
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Results as CSV' }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('results.csv');
    expect(await readFile(await saved.path(), 'utf8')).toMatch(/^seat,name,points,/);
    expect(complaints).toEqual([]);
  });

  it("shows nothing without the trainer's token, not with a trainee's either", async () => {
    for (const token of ['', trainee(1).token]) {
      const { page } = await openPage(browser, `${workshop.url}/#token=${token}`);
      await page.getByLabel(/^Token/).waitFor();
      expect(await page.getByText('Grace').count()).toBe(0);
      await page.getByLabel(/^Token/).fill(workshop.token);
      await page.keyboard.press('Enter');
      await row(page, 'Grace').waitFor();
    }
  });

  it('fits a narrow screen', async () => {
    const { page } = await open({ viewport: { width: 360, height: 640 }, colorScheme: 'dark' });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(360);
  });
});
