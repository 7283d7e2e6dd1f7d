import pc from 'picocolors';
import { isJudged, type Outcome } from '../outcome.ts';
import { groupBy } from './group.ts';
import type { ResultFinding, Results } from './results.ts';
import { claim, reach } from './tally.ts';

/** How a finding is marked, loudest first; the order in which the parts of a report are read. */
const paint: Record<Outcome, (text: string) => string> = {
  'harness-error': pc.magenta,
  'could-not-run': pc.yellow,
  fail: pc.red,
  warn: pc.yellow,
  waived: pc.cyan,
  pass: pc.green,
  'not-applicable': pc.dim,
  'not-selected': pc.dim,
};

/** Up to this many checks are named one by one; of more, only their cases are. */
const fewChecks = 8;

/** Checks that one reason kept from being judged are named together: one refusing target is one line, not sixty. */
function unjudged(findings: readonly ResultFinding[]): string[] {
  const groups = groupBy(findings, (one) => `${one.outcome}\u0000${one.why ?? ''}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const names =
      group.length <= fewChecks
        ? group.map((one) => one.check)
        : [...groupBy(group, (one) => one.case)].map(([name, checks]) => `${name} (${checks.length})`);
    const head = `${paint[first.outcome](first.outcome.toUpperCase())}  ${first.why ?? ''}`;
    return [head, `    ${group.length}: ${names.join(', ')}`];
  });
}

function explained(one: ResultFinding, results: Results): string[] {
  const said = results.requirements[one.requirement];
  const standing = said ? `${said.level.toUpperCase()} · ${said.origin} · ${said.evidence}` : '';
  const line = (name: string, text: string | undefined) =>
    text === undefined ? [] : [`    ${name.padEnd(9)} ${text.replace(/\n/g, '\n              ')}`];
  return [
    `${paint[one.outcome](one.outcome.toUpperCase())}  ${one.check}  ${pc.dim(`${one.kind} ${one.release} · ${standing}`)}`,
    ...line('required', said?.statement),
    ...line('expected', one.expected),
    ...line('observed', one.observed),
    ...line('because', one.because),
    ...line('waived', one.outcome === 'waived' ? one.why : undefined),
    ...line('next', one.next),
    ...line('repeat', one.repeat),
    '',
  ];
}

function totalsLine(results: Results): string {
  return (['must', 'should', 'may'] as const)
    .flatMap((level) => {
      const counts = results.totals[level];
      const judged = results.findings.filter(
        (one) => results.requirements[one.requirement]?.level === level && isJudged(one.outcome),
      ).length;
      const parts = Object.entries(counts).map(([outcome, number]) => `${number} ${outcome}`);
      return parts.length === 0 ? [] : [`${level.toUpperCase()} ${counts.pass ?? 0}/${judged} (${parts.join(', ')})`];
    })
    .join('\n');
}

/**
 * The report for people at a terminal: what was not judged first, then what deviates, then the counts and the
 * exit status with its reasons. Passes are counted, not listed.
 */
export function terminalReport(results: Results): string {
  const having = (...wanted: Outcome[]) => results.findings.filter((one) => wanted.includes(one.outcome));
  const notJudged = unjudged(having('harness-error', 'could-not-run'));
  const deviating = having('fail', 'warn', 'waived').flatMap((one) => explained(one, results));
  const left = unjudged(having('not-applicable', 'not-selected'));
  const { status, reasons } = results.exit;
  const lines = [
    ...section('Not judged', notJudged),
    ...section('Deviations', deviating),
    ...section('Left on the target', results.residue),
    ...section('Waivers', results.waiverTroubles),
    ...section('Not asked', left),
    totalsLine(results),
    reach(results),
    status === 0 ? pc.green(claim(results)) : `${pc.red(`exit ${status}`)}  ${reasons.join('; ')}`,
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [pc.bold(title), ...lines, ''];
}
