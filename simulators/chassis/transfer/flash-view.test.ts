import { beforeEach, describe, expect, it } from 'vitest';
import { FlashError } from '../flash/error.ts';
import { FlashView } from './flash-view.ts';
import { TestDevice } from './testing/flash-device.ts';

let device: TestDevice;
let view: FlashView;
beforeEach(async () => {
  const empty = { capacity: 20_000, entries: {} };
  device = new TestDevice({ bootflash: empty, log: empty });
  view = new FlashView(device, {
    spell: (path) => {
      const [, volume = 'bootflash', rest = path] = /^([a-z]+):(.*)$/.exec(path) ?? [];
      return { volume, path: rest };
    },
    allows: (operation, path) => operation !== 'remove' || !path.endsWith('.bin'),
    explain: (reason) => `%${reason}`,
  });
  await view.write('/bootflash/a', Buffer.from('hello'));
});

async function reasonOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof FlashError) return error.reason;
    throw error;
  }
  return 'ok';
}

describe('FlashView', () => {
  it.each([
    ['bootflash:a', '/bootflash/a'],
    ['bootflash:/a', '/bootflash/a'],
    ['bootflash:', '/bootflash'],
    ['a', '/bootflash/a'],
    ['/a', '/bootflash/a'],
    ['.', '/bootflash'],
    ['/', '/'],
    ['/log/x', '/log/x'],
    ['/log/../bootflash/a', '/bootflash/a'],
    ['/bootflash/..', '/'],
    ['log:x/./y//z', '/log/x/y/z'],
  ])('has %s at %s, which stays so', (path, canonical) => {
    expect(view.resolve(path)).toBe(canonical);
    expect(view.resolve(canonical)).toBe(canonical);
  });

  it.each(['bootflash:../log/x', '../x', '/../x', '/bootflash/../../x'])('is not left by %s', async (path) => {
    expect(await reasonOf(() => view.resolve(path))).toBe('outside');
  });

  it('shows the volumes as directories', () => {
    expect(view.list('/').map(({ name, directory }) => [name, directory])).toEqual([
      ['bootflash', true],
      ['log', true],
    ]);
    expect(view.stat('/')).toMatchObject({ directory: true });
    expect(view.list('/bootflash').map((one) => one.name)).toEqual(['a']);
  });

  it.each<[string, () => unknown]>([
    ['missing', () => view.stat('/usb1/x')],
    ['missing', () => view.stat('/constructor/x')],
    ['is-a-directory', () => view.read('/')],
    ['is-a-directory', () => view.write('/', Buffer.alloc(0))],
    ['exists', () => view.mkdir('/log')],
    ['busy', () => view.rmdir('/log')],
    ['denied', () => view.rename('/bootflash/a', '/log/a', true)],
    ['no-space', () => view.write('/log/x', Buffer.alloc(20_001))],
  ])('refuses as %s what cannot be', async (reason, work) => {
    const before = device.state;
    expect(await reasonOf(work)).toBe(reason);
    expect(device.state).toBe(before);
  });

  it('gives files the time of the lab, or the one that is told', async () => {
    expect(view.stat('/bootflash/a').time).toBe(device.now());
    await view.write('/bootflash/b', Buffer.alloc(0), 5000);
    expect(view.stat('/bootflash/b').time).toBe(5000);
    await view.touch('/bootflash/b', 6000);
    expect(view.stat('/bootflash/b').time).toBe(6000);
  });

  it('asks the vendor what is allowed and how to say what is not', () => {
    expect([view.allows('remove', '/bootflash/n9k.bin'), view.allows('remove', '/bootflash/a')]).toEqual([false, true]);
    expect(view.explain?.('denied', '/bootflash/n9k.bin')).toBe('%denied');
  });
});
