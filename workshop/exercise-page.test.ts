import { execFile } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { has } from '../.ci/tools.ts';
import { type Control, startControl } from '../lab/control/server.ts';
import { openPage, startBrowser } from '../lab/dashboard/testing/browser.ts';
import { type Attempt, openAttempt } from './attempt.ts';
import { exerciseNamed } from './catalogue.ts';
import { attemptRoutes } from './routes.ts';
import { own } from './testing/own-exercise.ts';
import { picture } from './testing/picture.ts';

vi.setConfig({ testTimeout: 180_000 });

const tools = ['chromium', 'openssl', 'curl'] as const;
const missing = tools.filter((tool) => !has(tool)).map((tool) => `, ${tool} is missing`);
const run = promisify(execFile);

let attempt: Attempt;
let control: Control;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(opened: Promise<Attempt>): Promise<string> {
  attempt = await opened;
  closing.push(() => attempt.close());
  control = await startControl(attempt.lab, { port: 0, further: attemptRoutes(attempt), stop: () => {} });
  closing.push(() => control.close());
  return `${control.url}/#token=${control.token}`;
}

describe('the routes of an attempt', () => {
  const ask = async (route: string, body?: unknown, token = control.token) => {
    const [method = '', path = ''] = route.split(' ');
    const answer = await fetch(control.url + path, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  };

  it('show it and steer it, and say what is wrong with a question', async () => {
    await serve(own().then((exercise) => openAttempt(exercise)));
    expect((await ask('GET /workshop/exercise')).body).toEqual(attempt.view());
    expect((await ask('POST /workshop/hint', { step: 0 })).body.steps[0].hints).toHaveLength(1);
    expect((await ask('POST /workshop/check')).body.points).toEqual({ got: 1, of: 8 });
    expect((await ask('POST /workshop/finish')).body.finished).toBe(true);
    expect((await ask('POST /workshop/reset')).body).toEqual(attempt.view());
    expect(attempt.view().finished).toBeUndefined();
    expect(await ask('POST /workshop/hint', { step: 9 })).toMatchObject({
      status: 422,
      body: { error: expect.stringContaining('no step 9') },
    });
    expect(await ask('POST /workshop/hint', {})).toMatchObject({
      status: 422,
      body: { error: expect.stringContaining('body.step: missing') },
    });
    expect((await ask('GET /workshop/files/ca.pem')).body.text).toContain('BEGIN CERTIFICATE');
    symlinkSync('/etc/passwd', join(attempt.view().desk, 'link'));
    for (const name of ['..%2flab.json', 'device-key.pem', '%2e%2e', 'link'])
      expect((await ask(`GET /workshop/files/${name}`)).status, name).toBe(404);
    for (const route of attemptRoutes(attempt)) {
      expect((await ask(`${route.method} ${route.path.replace('{name}', 'ca.pem')}`, undefined, 'wrong')).status).toBe(
        401,
      );
    }
  });

  it('tell how it stands, at first and at each change', async () => {
    await serve(own().then((exercise) => openAttempt(exercise)));
    const answer = await fetch(`${control.url}/workshop/events`, {
      headers: { authorization: `Bearer ${control.token}` },
    });
    let text = '';
    const decoder = new TextDecoder();
    for await (const piece of answer.body ?? []) {
      text += decoder.decode(piece, { stream: true });
      const events = text.split('\n\n').filter((block) => block.startsWith('data: '));
      if (events.length === 1) attempt.hint(0);
      if (events.length === 2) break;
    }
    const views = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data));
    expect(views.map((view) => view.steps[0].hints.length)).toEqual([0, 1]);
  });
});

describe.skipIf(missing.length > 0)(`the page of an exercise${missing.join('')}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  const check = (page: Page, name: string) => page.locator(`[data-check$=".${name}"]`);

  /** Types a line into the terminal of the page. Resolves when the switch has understood it. */
  async function typeLine(page: Page, line: string): Promise<void> {
    const understood = new Promise<void>((resolve) => {
      const end = attempt.lab.watch(({ kind, operation }) => {
        if (kind !== 'command' || operation !== line) return;
        end();
        resolve();
      });
    });
    await page.keyboard.type(`${line}\n`);
    await understood;
  }

  /** As it, for a copy: the switch asks for a VRF, the host key, and the password. */
  async function copyLine(page: Page, line: string, password: string): Promise<void> {
    const answers = [
      [/considered\): $/, 'management'],
      [/\(yes\/no\)\? $/, 'yes'],
      [/password: $/, password],
    ] as const;
    const copied = new Promise<void>((resolve) => {
      const end = attempt.lab.watch(({ kind, operation }) => {
        if (kind !== 'command' || operation !== line) return;
        end();
        resolve();
      });
    });
    let over = false;
    void copied.then(() => {
      over = true;
    });
    const lastLine = async (): Promise<string> => {
      const shown = await page.evaluate<string>("document.querySelector('.xterm-accessibility-tree').innerText");
      return `${shown.trimEnd().split('\n').at(-1)?.replaceAll('\u00a0', ' ').trimEnd()} `;
    };
    // The page shows later than the switch says: a question of the copy before would be taken for one of this.
    while (!/# $/.test(await lastLine()));
    await page.keyboard.type(`${line}\n`);
    for (let asked = 0; !over; ) {
      const last = await lastLine();
      const next = answers.findIndex(([ends], index) => index >= asked && ends.test(last));
      if (next < 0) continue;
      asked = next + 1;
      await page.keyboard.type(`${answers[next]?.[1]}\n`);
    }
  }

  const connect = async (page: Page): Promise<void> => {
    await page.getByLabel('for a screen reader').check();
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('switch#').first().waitFor();
  };

  it('is gone through from first to last, with a wrong step and a new beginning', async () => {
    const link = await serve(exerciseNamed('nxapi-secure-https').then((exercise) => openAttempt(exercise)));
    const { page, complaints } = await openPage(browser, link, { viewport: { width: 1440, height: 900 } });
    await page.getByRole('heading', { level: 1, name: 'Serve NX-API by HTTPS alone' }).waitFor();
    await page.getByRole('link', { name: 'Exercise 0/8' }).waitFor();
    const { endpoints } = attempt.lab.device('n9k-1');

    await connect(page);
    for (const line of ['configure terminal', 'feature nxapi', 'nxapi certificate enable']) await typeLine(page, line);
    const pair = check(page, 'pair-before-enable');
    await pair.getByText('wrong').waitFor();
    expect(await pair.textContent()).toContain('`nxapi certificate enable` without both files in place');
    await page
      .getByRole('status')
      .getByText(/^wrong: Certificate and key are configured/)
      .waitFor();
    await pair.scrollIntoViewIfNeeded();
    await picture(page, 'exercise-wrong');
    await page.getByRole('button', { name: 'A hint for: Configure the certificate' }).click();
    await page.getByText('Hint 1.').waitFor();

    await page.getByRole('button', { name: 'Begin again' }).click();
    await page.getByRole('button', { name: 'Yes, begin again' }).click();
    await pair.locator('.sign.open').waitFor();
    await page.getByText('Hint 1.').waitFor({ state: 'detached' });
    await page.getByText('everything is as it was at the beginning').waitFor();
    expect(attempt.lab.device('n9k-1').endpoints).toEqual(endpoints);

    // What the page says is what is done.
    const lines = await page.locator('figure.typed pre').allTextContents();
    const [generate = '', copy = '', listen = '', install = '', save = '', look = ''] = lines;
    const { desk } = attempt.view();
    await run('sh', ['-eu', '-c', generate], { cwd: desk });
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await connect(page);
    const { password } = attempt.lab.host('files-1');
    for (const line of copy.split('\n'))
      await (line.startsWith('copy') ? copyLine(page, line, password) : typeLine(page, line));
    for (const line of [...listen.split('\n'), ...install.split('\n')]) await typeLine(page, line);
    await check(page, 'goal').getByText('done').waitFor();
    await picture(page, 'exercise');
    for (const line of ['end', ...save.split('\n')]) await typeLine(page, line);
    await check(page, 'saves-at-the-end').getByText('done').waitFor();
    const account = attempt.lab.device('n9k-1');
    const asked = look.replace(`--user ${account.username}`, `--user ${account.username}:${account.password}`);
    const { stdout } = await run('sh', ['-eu', '-c', asked], { cwd: desk });
    expect(stdout).toContain('CN = n9k-1');
    expect(stdout).toContain('nxapi');
    await page.getByText('All is done.').waitFor();
    await page.getByRole('link', { name: 'Exercise 8/8' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('is used by keyboard, fits a narrow screen in the dark, and shows what a device says as text', async () => {
    const evil = '<img src=x onerror="document.title=\'owned\'">';
    const link = await serve(
      own((text) => text.replace('title: Name it', `title: ${JSON.stringify(evil)}`)).then((exercise) =>
        openAttempt(exercise),
      ),
    );
    const { page, complaints } = await openPage(browser, link, {
      viewport: { width: 360, height: 640 },
      colorScheme: 'dark',
    });
    const { device } = attempt.lab.device('n9k-1');
    await page.getByText('<img src=x').first().waitFor();
    device.report({
      kind: 'command',
      user: evil,
      operation: `reload ${evil}`,
      outcome: 'ok',
      detail: { mode: 'exec' },
    });
    await check(page, 'no-reload').getByText(`reload ${evil} on n9k-1`).waitFor();
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.title()).toBe('Rackless');

    const hint = page.getByRole('button', { name: /^A hint for/ });
    await hint.focus();
    await page.keyboard.press('Enter');
    await page.getByText('It is a line of configuration mode.').waitFor();
    await page.getByRole('button', { name: 'ca.pem' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('-----BEGIN CERTIFICATE-----').first().waitFor();
    await picture(page, 'exercise-narrow');
    const [content, screen] = await page.evaluate<[number, number]>(
      '[document.documentElement.scrollWidth, innerWidth]',
    );
    expect(content).toBe(screen);
    expect(complaints).toEqual([]);
  });
});
