import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openContext } from './context.ts';
import { openDevice } from './device.ts';
import { UsageError } from './errors.ts';
import { fakeTarget } from './testing/fake-target.ts';
import { httpsServer, pair, type Running } from './testing/servers.ts';
import { findLedger, type LedgerHead, performUndo, startLedger, type UndoRequest } from './undo-ledger.ts';

let folder: string;
let server: Running;
const seen: string[] = [];
let status = 204;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rackless-undo-'));
  server = await httpsServer(await pair('device'), (request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    if (request.url === '/things') {
      response.end('{"results":[{"id":"1/2","name":"mine"},{"id":"2","name":"other"},{"id":"3","name":"mine"}]}');
      return;
    }
    response.statusCode = status;
    response.end();
  });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const head: LedgerHead = {
  ledger: 'rackless-undo/1',
  kind: 'fake',
  release: '1',
  url: 'https://192.0.2.1',
  username: 'admin',
  trust: { by: 'pin', sha256: 'a'.repeat(64) },
  before: { things: ['one'] },
};
const request: UndoRequest = { door: 'https', method: 'DELETE', path: '/things/9' };
const note = (what: string) => ({ case: 'FK', what, requests: [request] });

describe('a ledger of undos', () => {
  it('tells what is open, in order, and for whom; its owner alone may read it', async () => {
    const file = join(folder, 'new', 'ledger');
    const ledger = await startLedger(file, head);
    const first = await ledger.intend(note('first'));
    await ledger.intend(note('second'));
    await ledger.done(first);
    await ledger.intend(note('third'));
    expect(await findLedger(file)).toEqual({
      head,
      open: [
        { number: 2, ...note('second') },
        { number: 3, ...note('third') },
      ],
    });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('leaves out a line that a crash cut, wherever', async () => {
    const file = join(folder, 'cut');
    const ledger = await startLedger(file, head);
    await ledger.intend(note('first'));
    const whole = await readFile(file);
    for (let length = 0; length < whole.length; length += 7) {
      await writeFile(file, whole.subarray(0, length));
      expect((await findLedger(file))?.open ?? []).toEqual([]);
    }
  });

  it('is none where there is no file, and refuses another one', async () => {
    expect(await findLedger(join(folder, 'none'))).toBeUndefined();
    const file = join(folder, 'other');
    await writeFile(file, 'shopping list\n');
    await expect(findLedger(file)).rejects.toThrow(UsageError);
    await expect(startLedger(join(file, 'x'), head)).rejects.toThrow(/cannot be written/);
  });
});

describe('an undo', () => {
  const target = () => {
    const access = {
      name: 'd',
      username: 'admin',
      password: 'secret-1',
      trust: { by: 'own' },
      place: async () => server,
    } as const;
    return fakeTarget({ standing: async () => ({ ...access, close: async () => {} }) });
  };
  const perform = async (requests: UndoRequest[]) => {
    seen.length = 0;
    const { device, close } = openDevice(await target().standing(), target(), new AbortController().signal);
    await performUndo(device, { requests }).finally(close);
    return seen.map((line) => line.replace(/ Basic.*/, ''));
  };

  it('is sent with the owner’s credentials; what is gone already is well', async () => {
    status = 404;
    expect(await perform([request])).toEqual(['DELETE /things/9']);
    expect(Buffer.from(seen[0]?.split('Basic ')[1] ?? '', 'base64').toString()).toBe('admin:secret-1');
  });

  it('looks up whose id nobody knows', async () => {
    status = 200;
    const each = { path: '/things', list: 'results', named: ['name', 'mine'], id: 'id' } as const;
    expect(await perform([{ ...request, path: '/things/{}', each }])).toEqual([
      'GET /things',
      'DELETE /things/1%2F2',
      'DELETE /things/3',
    ]);
  });

  it('that is refused says so', async () => {
    status = 403;
    await expect(perform([request])).rejects.toThrow('DELETE /things/9 was answered 403');
  });

  it('is on disk before the case goes on, and done after it', async () => {
    status = 204;
    const file = join(folder, 'case');
    const ledger = await startLedger(file, head);
    const opened = openContext({ ...target(), simulated: false, ledger }, new AbortController().signal, new Map(), {
      case: 'FK',
    });
    const device = await opened.context.own();
    await opened.context.undoBy(device, 'a thing', [request]);
    expect((await findLedger(file))?.open).toMatchObject([{ case: 'FK', what: 'a thing' }]);
    seen.length = 0;
    expect(await opened.finish()).toEqual([]);
    expect(seen).toHaveLength(1);
    expect((await findLedger(file))?.open).toEqual([]);
  });
});
