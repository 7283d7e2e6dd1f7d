import { parentPort } from 'node:worker_threads';
import { conform, type Question } from './conform.ts';
import { messageOf } from './errors.ts';
import type { Drive, Finding, RunRecord } from './run.ts';
import { suitesFor } from './suites.ts';

/** What a worker is asked: one kind at one release. */
export interface ProfileJob {
  readonly kind: string;
  readonly release: string;
  readonly question: Pick<Question, 'selection' | 'mutant' | 'patienceMs' | 'parallel' | 'shuffle'>;
  /** Whether what was observed is wanted as well. */
  readonly record: boolean;
}

/** What a worker tells, in this order: each case as it ends, then the whole. */
export type ProfileNews =
  | { readonly case: string; readonly findings: readonly Finding[] }
  | { readonly drive: Drive }
  | { readonly record: RunRecord; readonly placeholders: Readonly<Record<string, number>> }
  | { readonly error: string };

const stop = new AbortController();
/** Of this worker: its profiles share what is costly to make. */
const onceStore = new Map();

async function judge(
  { kind, release, question, record }: ProfileJob,
  tell: (news: ProfileNews) => void,
): Promise<void> {
  let placeholders = {};
  const records = await conform({
    ...question,
    suites: await suitesFor([kind]),
    release,
    signal: stop.signal,
    onceStore,
    progress: (id, findings) => tell({ case: id, findings }),
    ...(record && {
      recorder: {
        begin: () => {},
        drive: (drive) => tell({ drive }),
        end: (_record, counts) => {
          placeholders = counts;
        },
      },
    }),
  });
  const [only] = records;
  if (only) tell({ record: only, placeholders });
}

parentPort?.on('message', (message: ProfileJob | 'stop') => {
  if (message === 'stop') {
    stop.abort();
    return;
  }
  const tell = (news: ProfileNews) => parentPort?.postMessage(news);
  judge(message, tell).catch((thrown: unknown) => tell({ error: messageOf(thrown) }));
});
