import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { has } from '../../../.ci/tools.ts';
import { openPage, startBrowser } from '../../../lab/dashboard/testing/browser.ts';
import { type Lab, startLab } from '../../../lab/index.ts';

const browserless = !has('chromium');
let lab: Lab;
let browser: Browser;
beforeAll(async () => {
  const kind = 'asa';
  lab = await startLab({
    devices: [
      { name: 'asa-1', kind, release: '7.14.1', options: { configured: 'rest' } },
      { name: 'asa-2', kind, options: { configured: 'rest', docLosesHttps: true } },
    ],
  });
  if (!browserless) browser = await startBrowser();
});
afterAll(async () => {
  if (!browserless) await browser.close();
  await lab.stop();
});

function open(device: string, path: string) {
  const { username, password, endpoints } = lab.device(device);
  return openPage(browser, `${endpoints.https}${path}`, {
    ignoreHTTPSErrors: true,
    httpCredentials: { username, password },
  });
}

describe.skipIf(browserless)('the page /doc/ in Chromium', () => {
  it('is reached from /doc, has all categories, and asks nobody but the box', async () => {
    const { page, complaints } = await open('asa-1', '/doc');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).origin));
    await page.reload();
    expect(page.url()).toBe(`${lab.device('asa-1').endpoints.https}/doc/`);
    const categories = await page.getByRole('navigation').getByRole('button').allTextContents();
    expect(categories).toEqual([...categories].sort());
    expect(categories).toEqual(
      expect.arrayContaining(['Access', 'Backup and Restore', 'CLI', 'NAT', 'Objects', 'Save']),
    );
    expect([...new Set(asked)]).toEqual([lab.device('asa-1').endpoints.https]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('warns, and saves the configuration by its resource of the category Save', async () => {
    const { page } = await open('asa-1', '/doc/');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { name: '/api/commands/writemem' }).waitFor();
    await page.getByRole('main').getByRole('button', { name: 'POST' }).click();
    expect(await page.getByText('really sends the request').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Send' }).click();
    await page
      .locator('#response')
      .filter({ hasText: /^200 OK\s+\{"response":\["Building.*\[OK\]/ })
      .waitFor();
    await page.getByRole('button', { name: 'Request Info' }).click();
    expect(await page.locator('#request').textContent()).toContain('POST /api/commands/writemem');
    expect(await page.locator('#response').isVisible()).toBe(false);
    await page.context().close();
  });

  it('makes an object that is really there, and shows the answer', async () => {
    const { page } = await open('asa-1', '/doc/');
    await page.getByRole('button', { name: 'Objects', exact: true }).click();
    const part = page.locator('section').filter({ has: page.getByRole('heading', { name: /networkobjects$/ }) });
    await part.getByRole('button', { name: 'POST' }).click();
    const host = { kind: 'IPv4Address', value: '192.0.2.66' };
    await page.getByLabel('Request body').fill(JSON.stringify({ kind: 'object#NetworkObj', name: 'by-doc', host }));
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('#response').filter({ hasText: /^201 / }).waitFor();
    await part.getByRole('button', { name: 'GET' }).click();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('#response').filter({ hasText: '"name":"by-doc"' }).waitFor();
    await page.context().close();
  });

  it('is not reached where the redirect loses its https', async () => {
    await expect(open('asa-2', '/doc')).rejects.toThrow(/net::ERR|chrome-error|invalid/i);
    const { page } = await open('asa-2', '/doc/');
    expect(await page.title()).toBe('ASA REST API');
    await page.context().close();
  });
});
