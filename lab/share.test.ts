import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type Lab, startLab } from './index.ts';
import { isMine, readShare, shareOf } from './share.ts';
import { testFolder } from './testing/folder.ts';
import { toyKinds } from './testing/toy.ts';

const folder = testFolder();
const running: Lab[] = [];
afterEach(() => Promise.all(running.splice(0).map((lab) => lab.stop())));

async function start(share: string, file: string): Promise<Lab> {
  const lab = await startLab({ file, kinds: toyKinds, share: readShare(share) });
  running.push(lab);
  return lab;
}

describe('shares of a lab', () => {
  it('have each device once, whatever its name and however many they are', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 50 }), (name, of) => {
        const mine = Array.from({ length: of }, (_, index) => index + 1).filter((index) => isMine(name, { index, of }));
        expect(mine).toEqual([shareOf(name.toUpperCase(), of)]);
      }),
    );
  });

  it('are about as large as each other', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `n9k-${index + 1}`);
    const first = names.filter((name) => isMine(name, { index: 1, of: 2 })).length;
    expect(first / names.length).toBeGreaterThan(0.45);
    expect(first / names.length).toBeLessThan(0.55);
  });

  it('start the devices that are theirs, as they would be in one process', async () => {
    const file = folder.write('lab.yaml', 'devices: [{ kind: toy, count: 12 }]\n');
    const whole = await startLab({ file, kinds: toyKinds });
    running.push(whole);
    const parts = await Promise.all(['1/3', '2/3', '3/3'].map((share) => start(share, file)));
    const births = (lab: Lab) => lab.devices.map(({ device }) => `${device.birth.name} ${device.birth.seed}`);
    expect(parts.flatMap(births).sort()).toEqual(births(whole).sort());
    for (const part of parts) expect(part.devices.length).toBeGreaterThan(0);
  });

  it('stay what they are when the file is read again', async () => {
    const file = folder.write('lab.yaml', 'devices: [{ kind: toy, count: 12 }]\n');
    const lab = await start('1/2', file);
    folder.write('lab.yaml', 'devices: [{ kind: toy, count: 40 }]\n');
    const { added, removed } = await lab.reload();
    expect(removed).toEqual([]);
    expect(added.length).toBeGreaterThan(0);
    expect(lab.devices.every(({ name }) => isMine(name, { index: 1, of: 2 }))).toBe(true);
  });

  it.each(['0/2', '3/2', '1', '1/0', 'a/b', '1/2/3'])('are not %s', (text) => {
    expect(() => readShare(text)).toThrow(`share: '${text}' is no share; write 2/5 for the second of five`);
  });
});
