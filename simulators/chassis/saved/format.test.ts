import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refuseForeign, toPresentFormat } from './format.ts';

let directory: string;
let nameplate: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rackless-format-'));
  nameplate = join(directory, 'rackless.json');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const format = (): unknown => JSON.parse(readFileSync(nameplate, 'utf8')).format;

describe('toPresentFormat', () => {
  it('gives an empty directory the present format', async () => {
    await toPresentFormat(directory);
    expect(format()).toBe(1);
    expect(readdirSync(directory)).toEqual(['rackless.json']);
  });

  it('runs each migration from the format that is there, in order', async () => {
    await toPresentFormat(directory);
    const ran: string[] = [];
    const steps = ['1 to 2', '2 to 3'].map((step) => async (where: string) => void ran.push(`${step} in ${where}`));
    await toPresentFormat(directory, steps);
    expect(ran).toEqual([`1 to 2 in ${directory}`, `2 to 3 in ${directory}`]);
    expect(format()).toBe(3);
    await toPresentFormat(directory, steps);
    expect(ran).toHaveLength(2);
  });

  it('goes on from the step that failed', async () => {
    await toPresentFormat(directory);
    const ran: number[] = [];
    const failing = [async () => void ran.push(1), () => Promise.reject(new Error('disk full'))];
    await expect(toPresentFormat(directory, failing)).rejects.toThrow('disk full');
    expect(format()).toBe(2);
    await toPresentFormat(directory, [async () => void ran.push(1), async () => void ran.push(2)]);
    expect(ran).toEqual([1, 2]);
  });

  it('refuses a later format with a reason, and leaves it', async () => {
    writeFileSync(nameplate, '{"format":7}');
    await expect(toPresentFormat(directory)).rejects.toThrow(
      `${nameplate}: the state is in format 7, and this version of Rackless reads up to 1; start the newer version`,
    );
    expect(readFileSync(nameplate, 'utf8')).toBe('{"format":7}');
  });

  it.each(['', '{', 'null', '{}', '{"format":"1"}', '{"format":0}', '{"format":1.5}'])('refuses %j', async (text) => {
    writeFileSync(nameplate, text);
    await expect(toPresentFormat(directory)).rejects.toThrow(`${nameplate}: it should hold {"format": a whole number`);
  });
});

describe('refuseForeign', () => {
  it('refuses a directory that holds something else', () => {
    writeFileSync(join(directory, 'thesis.tex'), '');
    expect(() => refuseForeign(directory)).toThrow(`${directory} holds thesis.tex but no rackless.json`);
  });

  it('takes an empty one, one whose making was interrupted, and a state directory', () => {
    refuseForeign(directory);
    writeFileSync(join(directory, 'lock'), '');
    writeFileSync(`${nameplate}.new`, '');
    refuseForeign(directory);
    writeFileSync(nameplate, '');
    writeFileSync(join(directory, 'notes.txt'), '');
    refuseForeign(directory);
  });
});
