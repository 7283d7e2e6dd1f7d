import { on } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Question } from './conform.ts';
import type { ProfileJob, ProfileNews } from './profile-worker.ts';
import type { Drive, RunRecord } from './run.ts';
import { suiteKinds } from './suites.ts';
import { type Planned, unjudged } from './unjudged.ts';

/** Threads that are of use to a question; 1 where everything has to stay in this one. */
export function threadsFor({ suites, remote }: Question, profiles: number): number {
  // Only what was built can be loaded by a thread, and only a suite that is known by its name.
  const loadable = import.meta.url.endsWith('.js') && suites.every(({ kind }) => suiteKinds.includes(kind));
  return loadable && !remote ? Math.min(availableParallelism(), profiles) : 1;
}

/** Judges simulators in several threads, one profile at a time in each; the records stand in the order of the profiles. */
export async function inThreads(question: Question, all: readonly Planned[], threads: number): Promise<RunRecord[]> {
  const records = new Map<Planned, RunRecord>();
  const queue = all.values();
  const thread = async () => {
    const worker = new Worker(new URL('./profile-worker.js', import.meta.url));
    // Kept from the start: what is told between two looks must not be lost.
    const news = on(worker, 'message', { close: ['exit'] });
    const stop = () => worker.postMessage('stop');
    question.signal.addEventListener('abort', stop, { once: true });
    try {
      for (const planned of queue) {
        if (question.signal.aborted) break;
        records.set(planned, await profile(news, worker, question, planned));
      }
    } finally {
      question.signal.removeEventListener('abort', stop);
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads }, thread));
  return all.map((planned) => records.get(planned) ?? unjudged(planned, 'the run was interrupted', false));
}

async function profile(news: AsyncIterator<unknown[]>, worker: Worker, question: Question, planned: Planned) {
  const { selection, mutant, patienceMs, parallel, shuffle, recorder, progress } = question;
  const { suite, release } = planned;
  const asked = { selection, mutant, patienceMs, parallel, shuffle };
  const job: ProfileJob = { kind: suite.kind, release, question: asked, record: recorder !== undefined };
  const drives: Drive[] = [];
  worker.postMessage(job);
  for (;;) {
    const { value, done } = await news.next();
    if (done) throw new Error(`the thread that judged ${suite.kind} ${release} ended`);
    const told = value[0] as ProfileNews;
    if ('error' in told) throw new Error(told.error);
    if ('case' in told) progress?.(told.case, told.findings);
    else if ('drive' in told) drives.push(told.drive);
    else {
      recorder?.begin(suite.kind, release);
      for (const drive of drives) recorder?.drive(drive);
      recorder?.end(told.record, told.placeholders);
      return told.record;
    }
  }
}
