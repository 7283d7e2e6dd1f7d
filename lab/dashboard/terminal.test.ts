import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { has } from '../../.ci/tools.ts';
import { type Control, startControl } from '../control/server.ts';
import { type Lab, startLab } from '../index.ts';
import { testFolder } from '../testing/folder.ts';
import { openPage, startBrowser } from './testing/browser.ts';

testFolder();
let lab: Lab;
let control: Control;

beforeAll(async () => {
  lab = await startLab({
    devices: [
      { name: 'n9k-1', kind: 'nxos' },
      { name: 'files-1', kind: 'files' },
    ],
  });
  control = await startControl(lab, { port: 0, stop: () => {} });
});
afterAll(() => Promise.all([control.close(), lab.stop()]));

function connect(protocols: readonly string[], at: Control = control, headers = {}): WebSocket {
  return new WebSocket(`${at.url.replace(/^http/, 'ws')}/dashboard/terminal`, [...protocols], { headers });
}

/** The status with which a web socket is refused. */
async function refusalOf(socket: WebSocket): Promise<number | undefined> {
  const [, answer] = await once(
    socket.on('error', () => undefined),
    'unexpected-response',
  );
  return answer.statusCode;
}

/** A terminal that is open, and all that it has shown. */
class Shown {
  readonly socket: WebSocket;
  /** Why it was closed. */
  readonly closed: Promise<unknown>;
  #text = '';
  #over = false;
  #told: () => void = () => undefined;

  constructor(socket: WebSocket, opening: unknown) {
    this.socket = socket;
    let why: unknown;
    socket.on('open', () => socket.send(JSON.stringify(opening)));
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.#text += data.toString();
      else why = JSON.parse(data.toString()).closed;
      this.#told();
    });
    this.closed = once(socket, 'close').then(() => {
      this.#over = true;
      this.#told();
      return why;
    });
  }

  type(text: string): void {
    this.socket.send(Buffer.from(text));
  }

  async until(text: string): Promise<string> {
    while (!this.#text.includes(text)) {
      if (this.#over) throw new Error(`it was closed, and had only shown ${JSON.stringify(this.#text)}`);
      await new Promise<void>((resolve) => {
        this.#told = resolve;
      });
    }
    return this.#text;
  }
}

const opening = { device: 'n9k-1', endpoint: 'ssh', username: 'admin', columns: 80, rows: 24 };
const open = (what: unknown = opening): Shown => new Shown(connect(['rackless-terminal', control.token ?? '']), what);

describe('a terminal', () => {
  it('takes one as the first thing that a control API is asked, and others beside it', async () => {
    const fresh = await startControl(lab, { port: 0, stop: () => {} });
    try {
      const early = [1, 2].map(() => connect(['rackless-terminal', fresh.token ?? ''], fresh));
      const shown = early.map((socket) => new Shown(socket, { ...opening, device: 'files-1' }));
      const other = fetch(`${fresh.url}/health`).then((answer) => answer.status);
      expect(await Promise.all([...shown.map((one) => one.closed), other])).toEqual([
        expect.any(String),
        expect.any(String),
        200,
      ]);
    } finally {
      await fresh.close();
    }
  });

  it('is a session on the device, with its prompt and its answers', async () => {
    const shown = open();
    await shown.until('switch# ');
    shown.type('show hostname\r');
    expect(await shown.until('show hostname\r\nswitch')).toContain('show hostname');
    const [command] = (await lab.journal({ device: 'n9k-1', kind: 'command' })).slice(-1);
    expect(command).toMatchObject({ operation: 'show hostname', user: 'admin', endpoint: 'ssh' });
    shown.type('exit\r');
    expect(await shown.closed).toBe('the session is over');
  });

  it('takes what is typed before the device is ready', async () => {
    const shown = open();
    await once(shown.socket, 'open');
    shown.type('show hostname\r');
    await shown.until('show hostname\r\nswitch');
    shown.socket.close();
    await shown.closed;
  });

  it('tells the device how wide it is, also later', async () => {
    const shown = open({ ...opening, rows: 5 });
    await shown.until('switch# ');
    shown.socket.send(JSON.stringify({ columns: 80, rows: 200 }));
    shown.type('show version\r');
    expect(await shown.until('Active Package')).not.toContain('--More--');
    shown.socket.close();
    await shown.closed;
  });

  it.each([
    [{ ...opening, device: 'n9k-9' }, /no device 'n9k-9' in this lab/],
    [{ ...opening, device: 'files-1' }, /is a file server/],
    [{ ...opening, endpoint: 'nxapi-https' }, /no SSH at 'nxapi-https'/],
    [{ ...opening, username: 'nobody' }, /the password of nobody is needed/],
    [{ ...opening, password: 'wrong' }, /authentication methods failed/],
    [{ ...opening, columns: 0 }, /begins with device/],
    ['hello', /begins with device/],
  ])('says why it cannot be: %j', async (what, why) => {
    expect(await open(what).closed).toMatch(why);
  });

  it('ends when the device restarts', async () => {
    const shown = open();
    await shown.until('switch# ');
    await lab.device('n9k-1').reboot();
    expect(await shown.closed).toEqual(expect.any(String));
  });
});

describe('the web socket of terminals', () => {
  it('is refused without the token', async () => {
    expect(await refusalOf(connect(['rackless-terminal']))).toBe(401);
    expect(await refusalOf(connect(['rackless-terminal', 'wrong']))).toBe(401);
    expect(await refusalOf(connect([control.token ?? '']))).toBe(400);
  });

  it('is refused to pages of other origins where there is no token', async () => {
    const free = await startControl(lab, { port: 0, token: false, stop: () => {} });
    const evil = { origin: 'http://evil.example' };
    expect(await refusalOf(connect(['rackless-terminal'], free, evil))).toBe(403);
    const own = connect(['rackless-terminal'], free, { origin: free.url });
    await once(own, 'open');
    // An open terminal does not keep the API from being closed.
    await Promise.all([once(own, 'close'), free.close()]);
  });

  it('is there at one path alone', async () => {
    const socket = new WebSocket(`${control.url.replace(/^http/, 'ws')}/devices`, ['rackless-terminal']);
    expect(await refusalOf(socket)).toBe(401);
  });

  it.skipIf(!has('curl'))('leaves clients alone that would rather speak HTTP/2', async () => {
    const header = `Authorization: Bearer ${control.token}`;
    const ask = async (...words: string[]): Promise<string> => {
      const fixed = ['-sS', '--http2', '--max-time', '10', '-w', ' %{http_code}', '-H', header];
      return (await promisify(execFile)('curl', [...fixed, ...words])).stdout;
    };
    expect(await ask(`${control.url}/health`)).toBe('{"status":"ok"} 200');
    expect(await ask('-d', '{"name":"x"}', `${control.url}/snapshots`)).toMatch(/"name":"x".* 201$/);
  });
});

describe.skipIf(!has('chromium'))('a terminal in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());

  it('shows the device and takes what is typed', async () => {
    const { page, complaints } = await openPage(browser, `${control.url}/#token=${control.token}`);
    await page.getByRole('link', { name: 'n9k-1' }).click();
    await page.getByRole('link', { name: 'Terminal' }).click();
    await page.getByLabel('for a screen reader').check();
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByText('switch#').first().waitFor();
    await page.keyboard.type('show hostname\n');
    await page.getByText('switch# show hostname').first().waitFor();
    await page.keyboard.press('F6');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Disconnect' }).waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });
});
