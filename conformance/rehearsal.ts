import { OnlySimulated } from './errors.ts';
import { run } from './run.ts';
import { simulatorTarget } from './simulator.ts';
import type { Target } from './target.ts';
import type { UndoStep } from './undo-ledger.ts';
import type { Planned } from './unjudged.ts';
import { sentText } from './wire.ts';

const undoText = (step: UndoStep): string =>
  'lines' in step ? `SSH ${step.lines.join('; ')}` : `${step.method} ${step.path} ${step.body ?? ''}`.trimEnd();

/** What a case would send to a target, and what it would note as undo before. */
export interface Rehearsed {
  readonly sent: readonly string[];
  readonly undo: readonly string[];
}

/**
 * Finds out what the chosen cases would send to a device that somebody owns, without sending it anything: they are driven
 * against a simulator of the same kind and release, which gives no device of one's own either. What depends on answers (ids,
 * tokens) is the simulator's.
 * @returns by case id; cases that send nothing to a given device are left out
 */
export async function rehearse(
  { suite, release, cases }: Planned,
  { patienceMs, ssh, signal }: { patienceMs: number; ssh: boolean; signal: AbortSignal },
): Promise<ReadonlyMap<string, Rehearsed>> {
  const simulator = simulatorTarget(suite, release, { patienceMs });
  const undos = new Map<string, string[]>();
  const target: Target = {
    ...simulator,
    simulated: false,
    provides: new Set(ssh ? ['ssh'] : []),
    fresh: async () => {
      throw new OnlySimulated('needs a device of its own');
    },
    ledger: {
      intend: async ({ case: id, what, requests }) => {
        const told = requests.map((step) => `${what}: ${undoText(step)}`);
        undos.set(id, [...(undos.get(id) ?? []), ...told]);
        return 0;
      },
      done: async () => {},
    },
  };
  const rehearsed = new Map<string, Rehearsed>();
  try {
    await run(suite, cases, target, {
      signal,
      record: ({ case: id, wire }) => {
        const undo = undos.get(id) ?? [];
        if (wire.length > 0) rehearsed.set(id, { sent: wire.map(sentText), undo });
      },
    });
  } finally {
    await simulator.close();
  }
  return rehearsed;
}
