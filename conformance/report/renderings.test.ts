import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { root } from '../../.ci/files.ts';
import type { Outcome } from '../outcome.ts';
import { register } from '../requirement.ts';
import type { Finding } from '../run.ts';
import { fakeRequirement, fakeSuite } from '../testing/fake-suite.ts';
import { badge } from './badge.ts';
import { compare } from './compare.ts';
import { htmlReport } from './html.ts';
import { markdownReport } from './markdown.ts';
import { type Results, results, resultsJsonSchema } from './results.ts';
import { traceReport } from './trace.ts';

const drafts = [fakeRequirement('FK-A-0001'), fakeRequirement('FK-A-0002', { untested: 'needs a <power cut>' })];
const [must] = register(drafts);

function finding(check: string, outcome: Outcome, changes: Partial<Finding> = {}): Finding {
  if (!must) throw new Error('no requirement');
  return { check, case: 'FK', kind: 'fake', release: '9.3(5)', outcome, requirement: must, ...changes };
}

function judged(findings: Finding[], complete = true): Results {
  return results([{ findings, complete, residue: [] }], {
    version: '1.2.3',
    started: new Date(Date.UTC(2026, 0, 2)),
    durationMs: 1234.5,
    target: { label: 'simulator', simulated: true },
    repeat: ({ check }) => `rackless conform --only ${check}`,
  });
}

const nasty = `</pre><script>alert(1)</script> "'&\u0007 [x](javascript:y) | <!-- \`code\``;
const everything = judged([
  finding('FK.pass', 'pass'),
  finding('FK.fail', 'fail', { expected: 'a', observed: nasty, next: nasty }),
  finding('FK.odd', 'could-not-run', { why: nasty }),
  finding('FK.left', 'not-selected', { why: nasty }),
]);

describe('the JSON Schema of results.json', () => {
  const published = JSON.parse(readFileSync(join(root, 'docs', 'results.schema.json'), 'utf8'));

  it('is the published one (to write it: rackless conform schema > docs/results.schema.json)', () => {
    expect(published).toEqual(JSON.parse(JSON.stringify(resultsJsonSchema())));
  });

  it('accepts what a run gives, and nothing that lacks its exit status', () => {
    const validate = new Ajv({ strict: false, formats: { 'date-time': true } }).compile(published);
    expect([validate(JSON.parse(JSON.stringify(everything))), validate.errors]).toEqual([true, null]);
    expect(validate({ ...everything, exit: undefined })).toBe(false);
  });
});

describe('the HTML report', () => {
  const page = htmlReport(everything);
  const parts = ['Not judged', 'Deviations', 'By device', 'By requirement', 'Not asked'];

  it('has what was not judged first', () => {
    const order = parts.map((part) => page.indexOf(`<h2>${part}`));
    expect(order.every((at) => at > 0)).toBe(true);
    expect([...order].sort((a, b) => a - b)).toEqual(order);
  });

  it('escapes whatever a device said', () => {
    expect(page).not.toMatch(/<script|\u0007/);
    expect(page).toContain('&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt; &quot;&#39;&amp;\ufffd');
  });

  it('loads and runs nothing, and suits light, dark and paper', () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/\s(src|href|on\w+)=|@import|url\(/);
    for (const part of ['prefers-color-scheme: dark', '@media print']) expect(page).toContain(part);
  });

  it('stays well-formed whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const body = htmlReport(judged([finding('FK.fail', 'fail', { observed: text })]));
        // As XML, of which HTML without void elements is a part: a tag that a device opened would not be closed.
        const closed = body
          .replace(/<!doctype html>/, '')
          .replace(/<meta ([^>]*)>/g, '<meta $1/>')
          .replace(/ (\w+)>/g, ' $1>');
        expect(XMLValidator.validate(closed)).toBe(true);
        const { html } = new XMLParser().parse(closed);
        expect(Object.keys(html.body)).not.toContain('script');
      }),
      { numRuns: 40 },
    );
  });
});

describe('the summary in Markdown', () => {
  it('shows what a device said as text alone', () => {
    const text = markdownReport(everything);
    expect(text).not.toMatch(/<script|\[x\]\(javascript/);
    expect(text).toContain('&#60;script&#62;alert');
  });

  it('tells what changed since an earlier run', () => {
    const before = judged([
      finding('FK.a', 'pass'),
      finding('FK.b', 'fail'),
      finding('FK.c', 'pass'),
      finding('FK.d', 'could-not-run'),
      finding('FK.e', 'pass'),
      finding('FK.same', 'pass'),
    ]);
    const now = judged([
      finding('FK.a', 'fail'),
      finding('FK.b', 'pass'),
      finding('FK.c', 'could-not-run'),
      finding('FK.d', 'pass'),
      finding('FK.same', 'pass'),
    ]);
    const names = Object.values(compare(before, now)).map((found) =>
      found.map(({ check }: { check: string }) => check),
    );
    expect(names).toEqual([['FK.a'], ['FK.b'], ['FK.c'], ['FK.d'], ['FK.e']]);
    const text = markdownReport(now, before);
    for (const part of [
      'Since 2026-01-02',
      'Broken since (1)',
      'Mended (1)',
      'No longer judged (1)',
      'No longer asked (1)',
    ]) {
      expect(text).toContain(part);
    }
    expect(markdownReport(now, now)).toContain('No check changed.');
  });
});

describe('the badge', () => {
  const shown = (...given: Parameters<typeof judged>) => JSON.parse(badge(judged(...given)));

  it.each([
    ['brightgreen', 'MUST 1/1', [finding('FK.a', 'pass')]],
    ['blue', 'MUST 1/2', [finding('FK.a', 'pass'), finding('FK.b', 'not-selected')]],
    ['red', 'MUST 1/2', [finding('FK.a', 'pass'), finding('FK.b', 'fail')]],
    ['lightgrey', 'MUST 1/2', [finding('FK.a', 'pass'), finding('FK.b', 'could-not-run')]],
    ['yellow', 'MUST 1/2 · 1 waived', [finding('FK.a', 'pass'), finding('FK.b', 'waived')]],
    ['lightgrey', 'MUST 0/1', [finding('FK.a', 'not-selected')]],
    ['lightgrey', 'MUST 0/0', []],
  ])('is %s at %s', (color, message, findings) => {
    expect(shown(findings)).toMatchObject({ schemaVersion: 1, color, message });
  });

  it('of an interrupted run is grey and says so', () => {
    expect(shown([finding('FK.a', 'pass')], false)).toMatchObject({
      color: 'lightgrey',
      message: 'MUST 1/1 · incomplete',
    });
  });
});

describe('the traceability table', () => {
  it('has each requirement with its outcomes, and what no check covers with the reason', () => {
    const text = traceReport(everything, [fakeSuite(drafts, [])]);
    expect(text).toMatch(/^\| FK-A-0001 \| .* \| must · documented \| `FK.pass` pass 1; `FK.fail` fail 1; .* \|$/m);
    expect(text).toMatch(/### Not tested[\s\S]*FK-A-0002 .* needs a &lt;power cut> \|/);
    expect(text).toContain('1 of 2 requirements have a check.');
  });
});
