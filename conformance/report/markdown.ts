import { type Comparison, compare } from './compare.ts';
import type { ResultFinding, Results } from './results.ts';
import { reach, subjects, tally, verdict } from './tally.ts';

/** Text as Markdown shows it and nothing else: no markup, no HTML, no new line, no new cell. */
export function plain(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .replace(/[\\`*_{}[\]()#+!|<>~&@]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Text of our own in a cell of a table: code stays code, and what would end the cell or begin HTML does not. */
export function cell(text: string): string {
  return text
    .split(/(`[^`\n]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll('<', '&lt;')))
    .join('')
    .replaceAll('|', '\\|');
}

/** The longest list that a summary shows; more is in the other reports. */
const most = 30;

function list(title: string, found: readonly ResultFinding[], line: (one: ResultFinding) => string): string[] {
  if (found.length === 0) return [];
  const more = found.length > most ? [`- and ${found.length - most} more`] : [];
  return [`### ${title} (${found.length})`, '', ...found.slice(0, most).map((one) => `- ${line(one)}`), ...more, ''];
}

const named = (one: ResultFinding) => `\`${one.check}\` ${plain(`${one.kind} ${one.release}`)}`;

function changes({ broken, mended, lost, gained, gone }: Comparison): string[] {
  const lines = [
    ...list('Broken since', broken, (one) => `${named(one)}: ${plain(one.observed ?? '')}`),
    ...list('No longer judged', lost, (one) => `${named(one)}: ${plain(one.why ?? one.outcome)}`),
    ...list('No longer asked', gone, named),
    ...list('Mended', mended, named),
    ...list('Newly judged', gained, (one) => `${named(one)}: ${one.outcome}`),
  ];
  return lines.length > 0 ? lines : ['No check changed.', ''];
}

/** A summary for a job page or a pull request; with an earlier run, what changed since. */
export function markdownReport(results: Results, earlier?: Results): string {
  const having = (...outcomes: string[]) => results.findings.filter((one) => outcomes.includes(one.outcome));
  const levels = (['must', 'should', 'may'] as const).map((level) => {
    const { passed, judged, applicable, waived } = tally(results, level);
    return `| ${level.toUpperCase()} | ${passed} | ${judged} | ${applicable} | ${waived} |`;
  });
  return [
    `## ${plain(subjects(results) || 'Nothing')}: ${plain(verdict(results))}`,
    '',
    '| level | pass | judged | applicable | waived |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...levels,
    '',
    `${reach(results)}.`,
    '',
    ...list('Not judged', having('could-not-run', 'harness-error'), (one) => `${named(one)}: ${plain(one.why ?? '')}`),
    ...list('Deviations', having('fail', 'warn'), (one) =>
      [
        `${named(one)} (${one.outcome}): expected ${plain(one.expected ?? '')}, observed ${plain(one.observed ?? '')};`,
        `${plain(one.because)}; \`${one.repeat.replaceAll('`', "'")}\``,
      ].join(' '),
    ),
    ...list('Waived', having('waived'), (one) => `${named(one)}: ${plain(one.why ?? '')}`),
    ...results.residue.map((left) => `- Left on the target: ${plain(left)}`),
    ...results.waiverTroubles.map((trouble) => `- Waiver: ${plain(trouble)}`),
    ...(earlier ? [`## Since ${earlier.started}`, '', ...changes(compare(earlier, results))] : []),
    `Rackless ${plain(results.version)}, ${plain(results.target.label)}, ${results.started}.`,
    '',
  ].join('\n');
}
