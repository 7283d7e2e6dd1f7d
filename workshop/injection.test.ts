import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import { exportKey, keptKey } from '../certs/key.ts';
import { makeCertificate } from '../certs/make.ts';
import { type Control, startControl } from '../lab/control/server.ts';
import { openPage, startBrowser, type Watched } from '../lab/dashboard/testing/browser.ts';
import { type Lab, startLab } from '../lab/index.ts';
import { testFolder } from '../lab/testing/folder.ts';
import { linksOf, openSeats, type Workshop } from './seats.ts';
import { lesson } from './testing/lesson.ts';
import { ask } from './testing/trainee.ts';

const folder = testFolder();
/** Taken for markup, it would put an image on the page, and its script would rename the page. */
const evil = (place: string): string =>
  `${place}<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;

describe.skipIf(!has('chromium'))('what trainees and devices say', () => {
  let workshop: Workshop;
  let browser: Browser;
  beforeAll(async () => {
    const plain = await lesson();
    const steps = plain.steps.map((step, at) =>
      at === 0 ? { ...step, title: evil('step'), text: evil('text'), hints: [evil('hint')] } : step,
    );
    const names = [evil('n').slice(0, 80), '"><b>Grace</b>'];
    workshop = await openSeats(
      { ...plain, title: evil('title'), goal: evil('goal'), why: evil('why'), steps },
      { names },
    );
    browser = await startBrowser();
  });
  afterAll(() => Promise.all([browser?.close(), workshop?.close()]));

  async function isText(page: Page, complaints: readonly string[], shown: readonly string[]): Promise<void> {
    // A certificate's subject has a backslash before what its text form would trip over.
    for (const text of shown)
      await page
        .getByText(new RegExp(`${text}\\\\?<img src=x`))
        .first()
        .waitFor();
    expect(await page.locator('body img, body script, b:text("Grace")').count()).toBe(0);
    expect(await page.title()).toBe('Rackless');
    expect(complaints).toEqual([]);
  }

  async function go(page: Page, view: string): Promise<void> {
    await page.evaluate(`location.hash = ${JSON.stringify(view)}`);
  }

  it("is text on the trainer's page: names, titles, operations", async () => {
    const { page, complaints } = await openPage(browser, linksOf(workshop).trainer);
    await isText(page, complaints, ['title', 'n', 'step']);
    const device = workshop.seats[0]?.attempt.lab.device('asa-1').device;
    device?.report({ kind: 'command', user: evil('user'), operation: evil('typed'), outcome: 'ok' });
    await isText(page, complaints, ['asa-1: typed']);
  });

  it("is text on a seat's pages: log lines, hints, and what was not known", async () => {
    const device = workshop.seats[0]?.attempt.lab.device('asa-1').device;
    device?.report({
      kind: 'near-miss',
      user: evil('user'),
      operation: evil('missed'),
      outcome: 'x',
      detail: { nearest: evil('near') },
    });
    const { url, token } = { url: linksOf(workshop).seats[0]?.link ?? '', token: workshop.seats[0]?.token ?? '' };
    await ask(new URL(url).origin, 'POST /workshop/hint', token, { step: 0 });
    const { page, complaints } = await openPage(browser, url);
    await page.getByRole('navigation').waitFor();
    await page.getByText('Why', { exact: true }).click();
    await isText(page, complaints, ['title', 'goal', 'why', 'step', 'text', 'hint']);
    await go(page, 'journal');
    await page.getByText('missed<img').first().click();
    await isText(page, complaints, ['user', 'missed']);
    await go(page, 'near-misses');
    await isText(page, complaints, ['missed', 'near']);
  });

  describe('on a device', () => {
    let lab: Lab;
    let control: Control;
    beforeAll(async () => {
      const key = await keptKey('ec-p256');
      // A slash separates the parts of a subject.
      const subject = evil('subject').replaceAll('/', '').slice(0, 60);
      const { pem } = makeCertificate({ subject: `/CN=${subject}`, san: ['dns:a<b>b.example'], key });
      folder.write('evil.key', exportKey(key));
      folder.write('evil.crt', pem);
      const device =
        '{ name: n9k-1, kind: nxos, options: { configured: nxapi }, certfile: evil.crt, keyfile: evil.key }';
      lab = await startLab({ file: folder.write('lab.yaml', `devices: [${device}]\n`) });
      control = await startControl(lab, { port: 0, stop: () => {} });
    });
    afterAll(() => Promise.all([control?.close(), lab?.stop()]));

    async function open(view: string): Promise<Watched> {
      const watched = await openPage(browser, `${control.url}/#token=${control.token}`);
      await watched.page.getByRole('navigation').waitFor();
      await go(watched.page, view);
      return watched;
    }

    it('is text in a certificate', async () => {
      const { page, complaints } = await open('device/n9k-1');
      await isText(page, complaints, ['subject']);
    });

    it('is text in a terminal: a banner', async () => {
      const { device } = lab.device('n9k-1');
      device.become({ ...device.state, config: { ...device.state.config, banner: evil('banner') } });
      const { page, complaints } = await open('terminal/n9k-1/ssh');
      await page.getByLabel('for a screen reader').check();
      await page.getByRole('button', { name: 'Connect' }).click();
      await isText(page, complaints, ['banner']);
    });
  });
});
