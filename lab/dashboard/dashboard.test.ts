import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { type Control, startControl } from '../control/server.ts';
import { type Lab, startLab } from '../index.ts';
import { testFolder } from '../testing/folder.ts';
import { vendored } from './files.ts';
import { openPage, startBrowser, type Watched } from './testing/browser.ts';

testFolder();
let lab: Lab;
let control: Control;

beforeAll(async () => {
  lab = await startLab({
    devices: [
      { name: 'n9k-1', kind: 'nxos', options: { configured: 'nxapi' } },
      { name: 'nsxv-1', kind: 'nsxv' },
    ],
  });
  control = await startControl(lab, { port: 0, stop: () => {} });
});
afterAll(() => Promise.all([control.close(), lab.stop()]));

describe('what the page is made of', () => {
  it('comes from the lab alone, under a policy that lets in nothing else', async () => {
    const answer = await fetch(`${control.url}/`);
    const html = await answer.text();
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(answer.url).toBe(`${control.url}/dashboard`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(html).not.toMatch(/https?:\/\//);
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('is served whole: its modules, its libraries and its style', async () => {
    const modules = readdirSync(join(import.meta.dirname, 'page')).filter((name) => /\.tsx?$/.test(name));
    const paths = [
      ...modules.map((name) => `page/${name.replace(/\.tsx?$/, '.js')}`),
      ...Object.values(vendored).map(({ as }) => `vendor/${as}`),
      'style.css',
    ];
    for (const path of paths) {
      const answer = await fetch(`${control.url}/dashboard/${path}`);
      const type = answer.headers.get('content-type')?.split(';')[0];
      expect([path, answer.status, type]).toEqual([path, 200, path.endsWith('.css') ? 'text/css' : 'text/javascript']);
      expect(await answer.text(), path).not.toBe('');
    }
  });

  it.each([
    'page/../register.js',
    'page/..%2fregister.js',
    'page/main.tsx',
    'vendor/../../package.json',
    '%2e%2e/%2e%2e/package.json',
    'page/',
    'package.json',
    '',
  ])('holds no other file: %j', async (path) => {
    const { status } = await fetch(`${control.url}/dashboard/${path}`);
    expect(status).toBeGreaterThanOrEqual(400);
  });
});

describe.skipIf(!has('chromium'))('the page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());
  // A page that stays open asks for all it shows whenever anything happens.
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  const open = (view = 'devices', context = {}): Promise<Watched> => visit(`#token=${control.token}`, view, context);

  async function visit(fragment: string, view: string, context = {}): Promise<Watched> {
    const watched = await openPage(browser, `${control.url}/${fragment}`, context);
    await watched.page.getByRole('navigation').waitFor();
    await go(watched.page, view);
    return watched;
  }

  const go = (page: Page, view: string): Promise<unknown> => page.evaluate(`location.hash = ${JSON.stringify(view)}`);

  it('takes the token out of the address, and keeps it for the tab', async () => {
    const { page, complaints } = await open();
    await page.getByRole('link', { name: 'nsxv-1' }).waitFor();
    expect(page.url()).not.toContain(control.token);
    await page.reload();
    await page.getByRole('link', { name: 'nsxv-1' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('shows nothing and does nothing without the token', async () => {
    for (const fragment of ['', '#token=wrong']) {
      const { page } = await openPage(browser, `${control.url}/${fragment}`);
      const field = page.getByLabel(/^Token/);
      await field.waitFor();
      expect(await page.getByText('nsxv-1').count()).toBe(0);
      await field.fill(control.token ?? '');
      await field.press('Enter');
      await page.getByRole('link', { name: 'nsxv-1' }).waitFor();
    }
  });

  it('shows the certificate of a listener, and that it has changed', async () => {
    const { page, complaints } = await open('device/n9k-1');
    const { 'nxapi-https': before = '' } = await certificatesOf('n9k-1');
    await page.getByText(before).waitFor();
    expect(await page.getByText('CN=nxos').count()).toBe(1);
    await page.getByText('not since this page was opened').waitFor();
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByText('n9k-1 is as it was unpacked').waitFor();
    await page.getByText(before).waitFor({ state: 'detached' });
    await page.getByText(/UTC lab time$/).waitFor();
    expect(complaints).toEqual([]);
  });

  it('shows who has an account, and the origin of the users of an NSX-v Manager', async () => {
    const { page } = await open('device/nsxv-1');
    const row = page.getByRole('row', { name: /NSX CLI User/ });
    await row.waitFor();
    expect(await row.textContent()).toContain('System Administrator');
  });

  it('shows the journal as it is written, filters it, and opens an entry', async () => {
    const { page, complaints } = await open('journal');
    const { device } = lab.device('n9k-1');
    await page.getByRole('log').waitFor({ state: 'attached' });
    device.report({
      kind: 'command',
      user: 'trainee',
      operation: 'show clock',
      outcome: 'ok',
      detail: { mode: 'exec' },
    });
    device.report({ kind: 'command', user: 'other', operation: 'show version', outcome: 'ok' });
    await page.getByText('show version').waitFor();
    await page.getByLabel('User').fill('train*');
    await page.getByText('show version').waitFor({ state: 'detached' });
    await page.getByText('show clock').click();
    await page.getByText('"mode": "exec"').waitFor();
    device.report({ kind: 'command', user: 'trainee', operation: 'show feature', outcome: 'ok' });
    await page.getByText('show feature').waitFor();
    expect(complaints).toEqual([]);
  });

  it('shows what an entry changed, and undoes it', async () => {
    const { page, complaints } = await open('device/nsxv-1');
    const { device } = lab.device('nsxv-1');
    await page.getByText('Accounts').waitFor();
    const { config } = device.state;
    device.become({ ...device.state, config: { ...config, lesson: 'begun' } });
    device.report({ kind: 'command', operation: 'begin the lesson', outcome: 'ok' });
    const undo = page.getByRole('button', { name: 'Undo begin the lesson' });
    await undo.waitFor();
    await go(page, 'journal');
    await page.getByText('begin the lesson').click();
    await page.getByRole('row', { name: 'config.lesson "begun"' }).waitFor();
    await go(page, 'device/nsxv-1');
    await undo.click();
    await page.getByText('undone: begin the lesson').waitFor();
    expect(device.state.config).toBe(config);
    await undo.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('never takes what devices say for markup or script', async () => {
    const evil = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>';
    const { device } = lab.device('n9k-1');
    device.report({ kind: 'near-miss', user: evil, operation: evil, outcome: evil, detail: { nearest: evil } });
    for (const view of ['journal', 'near-misses']) {
      const { page, complaints } = await open(view);
      await page.getByText('<img src=x').first().waitFor();
      if (view === 'journal') await page.getByText('<img src=x').first().click();
      expect(await page.locator('main img, main script').count()).toBe(0);
      expect(await page.title()).toBe('Rackless');
      expect(complaints).toEqual([]);
    }
  });

  it('adds and takes away faults', async () => {
    const { page } = await open('faults');
    await page.getByLabel('Have it go wrong so').selectOption('connections are reset');
    await page.getByLabel('Device').fill('nsxv-1');
    await page.getByRole('button', { name: 'Add the rule' }).click();
    await page.getByRole('button', { name: 'Take fault-1 away' }).waitFor();
    expect(lab.faults.list()[0]?.rule).toMatchObject({ at: 'accept', act: 'reset', match: { device: 'nsxv-1' } });
    await page.getByRole('button', { name: 'Take fault-1 away' }).click();
    await page.getByText('None: nothing goes wrong.').waitFor();
    expect(lab.faults.list()).toEqual([]);
  });

  it('moves the clock, and keeps and restores devices', async () => {
    const { page } = await open('lab');
    await page.getByRole('button', { name: 'Freeze it' }).click();
    await page.getByText('stands still', { exact: false }).first().waitFor();
    const before = lab.clock.now();
    await page.getByRole('button', { name: 'one hour on' }).click();
    await page.getByText('one hour later').waitFor();
    expect(lab.clock.now() - before).toBe(3_600_000);
    await page.getByRole('button', { name: 'Let it run' }).click();
    await page.getByLabel('Name').fill('lesson');
    await page.getByRole('button', { name: 'Keep all devices as they are' }).click();
    await page.getByRole('button', { name: 'Restore lesson' }).click();
    await page.getByText('the devices are as lesson holds them').waitFor();
    await page.getByRole('button', { name: 'Forget lesson' }).click();
    await page.getByRole('button', { name: 'Forget lesson' }).waitFor({ state: 'detached' });
    expect(lab.snapshots.list()).toEqual([]);
  });

  it('resets all devices, and asks before', async () => {
    const { page } = await open('lab');
    await page.getByRole('button', { name: 'Reset all devices' }).click();
    await page.getByRole('button', { name: 'Yes, reset all' }).click();
    await page.getByText('all devices are as they were unpacked').waitFor();
    expect((await lab.journal({ device: 'nsxv-1', kind: 'boot' })).at(-1)?.operation).toBe('reset');
  });

  it('goes from view to view by keyboard, and takes the reader along', async () => {
    const { page } = await open();
    await page.getByRole('link', { name: 'Journal', exact: true }).focus();
    await page.keyboard.press('Enter');
    const heading = page.getByRole('heading', { level: 1, name: 'Journal' });
    await heading.waitFor();
    expect(await page.getByRole('link', { name: 'Journal', exact: true }).getAttribute('aria-current')).toBe('page');
    expect(await heading.evaluate((node) => node === node.ownerDocument.activeElement)).toBe(true);
  });

  it('fits a narrow screen, whatever it shows', async () => {
    const { page } = await open('devices', { viewport: { width: 360, height: 640 }, colorScheme: 'dark' });
    for (const view of ['devices', 'device/n9k-1', 'device/nsxv-1', 'journal', 'near-misses', 'faults', 'lab']) {
      await go(page, view);
      await page.locator('h1:focus').waitFor();
      const [content, screen] = await page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, innerWidth]',
      );
      expect([view, content]).toEqual([view, screen]);
    }
  });

  async function certificatesOf(name: string): Promise<Readonly<Record<string, string>>> {
    await lab.device(name).makeCertificates();
    return lab.device(name).certificates;
  }
});
