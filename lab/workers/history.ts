import type { Step } from '../dashboard/history.ts';
import type { Gateway } from './gateway.ts';
import type { Worker } from './process.ts';
import type { Asked } from './spread.ts';

/** The changes that all workers hold, oldest first, with the numbers that entries have in front. */
export async function history(gateway: Gateway, asked: Asked): Promise<{ steps: Step[] }> {
  const { device } = asked.query;
  const workers = device === undefined ? gateway.workers : [gateway.owner(device)];
  const journal = await gateway.journal();
  const answers = await Promise.all(workers.map((worker) => gateway.ask<{ steps: Step[] }>(worker, asked)));
  // So that every entry that a step names is there.
  await journal.journal();
  const steps = answers.flatMap(({ steps }, at) =>
    steps.map((step) => {
      const worker = workers[at];
      return worker ? { ...step, seq: journal.numberOf(worker, step.seq) } : step;
    }),
  );
  return { steps: steps.sort((a, b) => a.time.localeCompare(b.time) || a.seq - b.seq) };
}

/** What an entry changed: asked where it was written. */
export async function changes(gateway: Gateway, asked: Asked): Promise<unknown> {
  const journal = await gateway.journal();
  const seq = asked.params.seq ?? '';
  const origin = journal.origin(/^\d{1,15}$/.test(seq) ? Number(seq) : 0);
  if (origin) return gateway.ask(origin.worker, { ...asked, url: `/history/${origin.own}` });
  // A worker says what is wrong with it; none has an entry without a number.
  return gateway.ask(gateway.owner(''), {
    ...asked,
    url: `/history/${/^\d+$/.test(seq) ? 0 : encodeURIComponent(seq)}`,
  });
}

/** Takes a device's last change back. */
export async function undone(gateway: Gateway, asked: Asked): Promise<{ undone: Step }> {
  const worker: Worker = gateway.owner(asked.params.name ?? '');
  const journal = await gateway.journal();
  const { undone: step } = await gateway.ask<{ undone: Step }>(worker, asked);
  return { undone: { ...step, seq: journal.numberOf(worker, step.seq) } };
}
