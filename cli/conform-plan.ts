import { planAll, type Question } from '../conformance/conform.ts';
import type { Rehearsed } from '../conformance/rehearsal.ts';
import type { Planned } from '../conformance/unjudged.ts';

type Rehearsals = ReadonlyMap<Planned, ReadonlyMap<string, Rehearsed>>;

/** What `--dry-run` prints: what would be asked, and of a target also what would be sent to it. Nothing is sent to it. */
export async function dryRun(question: Question, json: boolean): Promise<string> {
  const all = planAll(question);
  const rehearsals: Map<Planned, ReadonlyMap<string, Rehearsed>> = new Map();
  if (question.remote) {
    const { rehearse } = await import('../conformance/rehearsal.ts');
    const ssh = question.remote.ssh !== undefined;
    for (const planned of all) rehearsals.set(planned, await rehearse(planned, { ...question, ssh }));
  }
  return json ? `${JSON.stringify(asData(all, rehearsals), null, 2)}\n` : asText(all, rehearsals);
}

function asData(all: readonly Planned[], rehearsals: Rehearsals): object[] {
  return all.flatMap((planned) =>
    planned.cases.flatMap(({ case: one, choices }) =>
      [...choices].map(([check, choice]) => ({
        kind: planned.suite.kind,
        release: planned.release,
        case: one.id,
        touches: one.touches,
        check: check.id,
        requirement: check.requirement,
        ...(choice.chosen
          ? { outcome: 'planned', ...rehearsals.get(planned)?.get(one.id) }
          : { outcome: choice.outcome, why: choice.why }),
      })),
    ),
  );
}

function asText(all: readonly Planned[], rehearsals: Rehearsals): string {
  const lines = all.flatMap((planned) => [
    `${planned.suite.kind} ${planned.release}`,
    ...planned.cases.flatMap(({ case: one, choices }) => {
      const checks = [...choices].filter(([, choice]) => choice.chosen).map(([check]) => check.requirement);
      if (checks.length === 0) return [];
      const header = [`  ${one.id}  [${one.touches}]  ${one.title}`, `    would judge ${checks.join(', ')}`];
      return [...header, ...wire(rehearsals.get(planned), one.id)];
    }),
  ]);
  const learnt =
    rehearsals.size > 0 ? ['What would be sent was learnt from a simulator; ids and tokens of the target differ.'] : [];
  return `${[...lines, ...learnt, 'Nothing was sent and nothing was judged.'].join('\n')}\n`;
}

function wire(rehearsed: ReadonlyMap<string, Rehearsed> | undefined, id: string): string[] {
  if (!rehearsed) return [];
  const { sent, undo } = rehearsed.get(id) ?? { sent: [], undo: [] };
  if (sent.length === 0) return ['    would send nothing: it needs what this target does not offer'];
  return [...undo.map((text) => `    would undo ${text}`), ...sent.map((text) => `    would send ${text}`)];
}
