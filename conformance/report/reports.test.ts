import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { register } from '../requirement.ts';
import type { Finding, RunRecord } from '../run.ts';
import { fakeRequirement } from '../testing/fake-suite.ts';
import { junitReport } from './junit.ts';
import { results, resultsSchema } from './results.ts';
import { terminalReport } from './terminal.ts';

const [must, should] = register([fakeRequirement('FK-A-0001'), fakeRequirement('FK-A-0002', { level: 'should' })]);

function finding(check: string, changes: Partial<Finding>): Finding {
  if (!must) throw new Error('no requirement');
  return { check, case: 'FK', kind: 'fake', release: '9.3(5)', outcome: 'pass', requirement: must, ...changes };
}

const record = (findings: Finding[], changes: Partial<RunRecord> = {}): RunRecord => ({
  findings,
  complete: true,
  residue: [],
  ...changes,
});

const facts = {
  version: '1.2.3',
  started: new Date(Date.UTC(2026, 0, 2)),
  durationMs: 1234.5,
  target: { label: 'simulator', simulated: true },
  repeat: (one: Finding) => `rackless conform --only ${one.check}`,
};

const everything = [
  finding('FK.pass', {}),
  finding('FK.fail', { outcome: 'fail', expected: 'a <b> & "c"', observed: 'x\u0007\ny', next: 'mend it' }),
  finding('FK.warn', { outcome: 'warn', expected: 'a', observed: 'b', ...(should && { requirement: should }) }),
  finding('FK.refused-1', { outcome: 'could-not-run', why: 'refuses connections' }),
  finding('FK.refused-2', { outcome: 'could-not-run', why: 'refuses connections' }),
  finding('FK.broken', { outcome: 'harness-error', why: 'a typo' }),
  finding('FK.other', { outcome: 'not-applicable', why: 'speaks of <9' }),
];
const full = results([record(everything)], facts);

describe('how far a run got', () => {
  it('is told in different requirements and profiles, of what was judged alone', () => {
    const over = (...releases: string[]) =>
      terminalReport(results([record(releases.map((release) => finding('FK.pass', { release })))], facts));
    expect(over('9.3(5)')).toContain('\n1 requirement judged, over 1 profile\n');
    expect(over('9.3(5)', '10.2(3)')).toContain('\n1 requirement judged, over 2 profiles\n');
    expect(terminalReport(full)).toContain('\n2 requirements judged, over 1 profile\n');
    const none = results([record([finding('FK.pass', { outcome: 'not-selected', why: 'x' })])], facts);
    expect(terminalReport(none)).toContain('\n0 requirements judged, over 0 profiles\n');
  });
});

describe('results.json', () => {
  it('is what its schema says, and names each requirement once', () => {
    expect(resultsSchema.parse(JSON.parse(JSON.stringify(full)))).toEqual(full);
    expect(Object.keys(full.requirements)).toEqual(['FK-A-0001', 'FK-A-0002']);
    expect(full).toMatchObject({
      schema: 'rackless-results/1',
      version: '1.2.3',
      started: '2026-01-02T00:00:00.000Z',
      complete: true,
    });
  });

  it('gives each finding its source and the command that repeats it', () => {
    expect(full.findings[1]).toEqual({
      check: 'FK.fail',
      case: 'FK',
      kind: 'fake',
      release: '9.3(5)',
      outcome: 'fail',
      requirement: 'FK-A-0001',
      expected: 'a <b> & "c"',
      observed: 'x\u0007\ny',
      next: 'mend it',
      because: 'A test: FK-A-0001',
      repeat: 'rackless conform --only FK.fail',
    });
  });

  it('counts by level and gives every reason of the exit status', () => {
    expect(full.totals).toEqual({
      must: { pass: 1, fail: 1, 'could-not-run': 2, 'harness-error': 1, 'not-applicable': 1 },
      should: { warn: 1 },
      may: {},
    });
    expect(full.exit).toEqual({ status: 1, reasons: ['1: something does not conform', '3: the run is incomplete'] });
  });

  it('joins several records, and is complete only if all are', () => {
    const joined = results(
      [record([finding('FK.a', {})]), record([], { complete: false, residue: ['a vlan'] })],
      facts,
    );
    expect(joined).toMatchObject({ complete: false, residue: ['a vlan'], exit: { status: 5 } });
  });
});

describe('the report for a terminal', () => {
  const text = terminalReport(full);

  it('has what was not judged first, then deviations, then what was not asked, then the status', () => {
    const order = ['Not judged', 'Deviations', 'Not asked', 'MUST 1/2', 'exit 1'].map((part) => text.indexOf(part));
    expect(order.every((at) => at >= 0)).toBe(true);
    expect([...order].sort((a, b) => a - b)).toEqual(order);
  });

  it('names one reason once for all its checks', () => {
    expect(text.match(/refuses connections/g)).toHaveLength(1);
    expect(text).toContain('2: FK.refused-1, FK.refused-2');
  });

  it('explains a deviation from requirement to command', () => {
    for (const part of [
      'What FK-A-0001 says.',
      'a <b> & "c"',
      'A test: FK-A-0001',
      'mend it',
      'rackless conform --only FK.fail',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('never says that a run conforms in which nothing was judged', () => {
    const nothing = terminalReport(results([record([])], facts));
    expect(nothing).not.toContain('conforms');
    expect(nothing).toContain('nothing was judged');
  });

  it('claims no more than was asked', () => {
    const passed = finding('FK.a', {});
    expect(terminalReport(results([record([passed])], facts))).toMatch(/^conforms$/m);
    const part = [passed, finding('FK.b', { outcome: 'not-selected', why: 'not among those named by --only' })];
    expect(terminalReport(results([record(part)], facts))).toMatch(/^conforms as far as asked: 1 of 2 checks$/m);
  });
});

describe('JUnit XML', () => {
  const xml = junitReport(full);
  const parsed = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' }).parse(xml);
  const suite = parsed.testsuites.testsuite;
  const test = (name: string) => suite.testcase.find((one: { name: string }) => one.name === name);

  it('is well-formed whatever a device printed', () => {
    expect(XMLValidator.validate(xml)).toBe(true);
    expect(xml).not.toContain('\u0007');
    expect(test('FK.fail').failure['#text']).toContain('x\ufffd');
    expect(test('FK.fail').failure.message).toBe('a <b> & "c"');
  });

  it('counts, and makes what could not be judged an error', () => {
    expect(suite).toMatchObject({ name: 'fake 9.3(5)', tests: '7', failures: '1', errors: '3', skipped: '1' });
    expect(test('FK.refused-1').error.type).toBe('could-not-run');
    expect(test('FK.broken').error.type).toBe('harness-error');
    expect(test('FK.other').skipped.message).toContain('not-applicable');
    expect(test('FK.warn')['system-out']).toContain('expected: a');
    expect(Object.keys(test('FK.pass'))).toEqual(['name', 'classname']);
  });
});
