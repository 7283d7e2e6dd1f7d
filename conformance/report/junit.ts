import { XMLBuilder } from 'fast-xml-parser';
import { groupBy } from './group.ts';
import type { ResultFinding, Results } from './results.ts';

/** Characters that XML 1.0 cannot hold in any spelling; devices do print them. */
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const text = (value: string) => value.replace(unprintable, '\ufffd');

function told(one: ResultFinding, results: Results): string {
  const lines = [
    ['required', results.requirements[one.requirement]?.statement],
    ['expected', one.expected],
    ['observed', one.observed],
    ['because', one.because],
    ['why', one.why],
    ['next', one.next],
    ['repeat', one.repeat],
  ];
  return text(lines.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`])).join('\n'));
}

function testcase(one: ResultFinding, results: Results): object {
  const base = { '@name': one.check, '@classname': `${one.kind}.${one.case}` };
  const message = text(one.why ?? one.expected ?? one.outcome);
  switch (one.outcome) {
    case 'pass':
      return base;
    case 'warn':
      return { ...base, 'system-out': told(one, results) };
    case 'fail':
      return { ...base, failure: { '@message': message, '@type': 'fail', '#text': told(one, results) } };
    case 'could-not-run':
    case 'harness-error':
      return { ...base, error: { '@message': message, '@type': one.outcome, '#text': told(one, results) } };
    default:
      return { ...base, skipped: { '@message': `${one.outcome}: ${message}` } };
  }
}

/**
 * JUnit XML, one suite a kind and release, one test case a check. What could not be judged is an `error`, so that a
 * reader who only looks at this file does not take silence for success.
 */
export function junitReport(results: Results): string {
  const suites = groupBy(results.findings, (one) => `${one.kind} ${one.release}`);
  const counted = (found: readonly ResultFinding[], ...outcomes: string[]) =>
    found.filter((one) => outcomes.includes(one.outcome)).length;
  const counts = (found: readonly ResultFinding[]) => ({
    '@tests': found.length,
    '@failures': counted(found, 'fail'),
    '@errors': counted(found, 'could-not-run', 'harness-error'),
    '@skipped': counted(found, 'waived', 'not-applicable', 'not-selected'),
  });
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    format: true,
    suppressEmptyNode: true,
  });
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: {
      '@name': 'rackless conform',
      '@time': results.durationMs / 1000,
      ...counts(results.findings),
      testsuite: [...suites].map(([name, found]) => ({
        '@name': text(name),
        '@timestamp': results.started,
        ...counts(found),
        testcase: found.map((one) => testcase(one, results)),
      })),
    },
  });
}
