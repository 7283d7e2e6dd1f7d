import type { Results } from './results.ts';
import { subjects, tally } from './tally.ts';

/**
 * Endpoint-badge JSON as shields.io reads it. It always says of how many; it is grey where the run is incomplete or judged
 * nothing, and green only when all was asked and nothing is waived.
 */
export function badge(results: Results): string {
  const must = tally(results, 'must');
  const parts = [
    `MUST ${must.passed}/${must.applicable}`,
    ...(must.waived > 0 ? [`${must.waived} waived`] : []),
    ...(results.complete ? [] : ['incomplete']),
  ];
  return `${JSON.stringify({ schemaVersion: 1, label: subjects(results) || 'rackless', message: parts.join(' · '), color: colour(results) })}\n`;
}

function colour(results: Results): string {
  const must = tally(results, 'must');
  const { status } = results.exit;
  if (status === 1 || status === 5) return 'red';
  if (status !== 0 || must.judged === 0) return 'lightgrey';
  if (must.waived > 0) return 'yellow';
  return must.passed === must.applicable ? 'brightgreen' : 'blue';
}
