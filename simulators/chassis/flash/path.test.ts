import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlashError } from './error.ts';
import { inside, longestName, normalise, parentOf } from './path.ts';

/** Path texts with a liking for what could lead out. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(fc.constantFrom('..', '.', '', 'a', 'nxapi', '__proto__', 'constructor', '\0', '\\', '~', 'é', '…'), {
      maxLength: 12,
    })
    .map((parts) => parts.join('/')),
);

describe('normalise', () => {
  it.each([
    ['', '', '', true],
    ['/', '', '', true],
    ['nxapi', '', 'nxapi', false],
    ['/nxapi/', '', 'nxapi', true],
    ['///nxapi//cert.pem', '', 'nxapi/cert.pem', false],
    ['./a/./b', '', 'a/b', false],
    ['a/../b', '', 'b', false],
    ['a/..', '', '', true],
    ['cert.pem', 'nxapi', 'nxapi/cert.pem', false],
    ['/cert.pem', 'nxapi', 'cert.pem', false],
    ['..', 'nxapi/deep', 'nxapi', true],
    ['...', '', '...', false],
    ['constructor', '', 'constructor', false],
  ])('%j from %j is %j', (path, from, name, slash) => {
    expect(normalise(path, from)).toEqual({ ok: true, name, slash });
  });

  it.each(['..', '/..', 'a/../..', '../a', 'a/../../a'])('%j leads out', (path) => {
    expect(normalise(path)).toMatchObject({ ok: false, reason: 'outside' });
  });

  it.each([
    'a\0b',
    'a\nb',
    'a\\b',
    '..\\a',
    '\u007f',
    'half \ud800',
    '__proto__',
    './__proto__/',
    'a'.repeat(longestName + 1),
    'é'.repeat(128),
    Array(33).fill('d').join('/'),
    Array(6).fill('x'.repeat(200)).join('/'),
    '/'.repeat(1_000_000),
  ])('no file system here may hold %j', (path) => {
    expect(normalise(path)).toMatchObject({ ok: false, reason: 'denied' });
  });

  it('yields only names that are inside and stay as they are', () => {
    fc.assert(
      fc.property(hostile, fc.option(hostile, { nil: undefined }), (path, from) => {
        const base = from === undefined ? undefined : normalise(from);
        if (base?.ok === false) return;
        const result = normalise(path, base?.name);
        if (!result.ok) return;
        expect(result.name).not.toMatch(/^\/|\/$|\/\/|[\u0000-\u001f\\]/);
        expect(result.name.split('/')).not.toContain('..');
        expect(normalise(result.name)).toMatchObject({ ok: true, name: result.name });
        expect(normalise(parentOf(result.name)).ok).toBe(true);
      }),
    );
  });

  it('says what was wrong in one short line', () => {
    expect(() => inside(`x\n${'y'.repeat(5000)}`)).toThrow(FlashError);
    try {
      inside(`x\n${'y'.repeat(2000)}`);
    } catch (error) {
      expect(String(error)).toMatch(/^FlashError: x\?y{253}: a control character or backslash in it$/);
    }
  });
});
