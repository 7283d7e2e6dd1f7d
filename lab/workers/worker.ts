import { startControl } from '../control/server.ts';
import { LabError } from '../errors.ts';
import { hostReport } from '../report.ts';
import { startLab } from '../start.ts';
import type { FileHost, WorkerAsked, WorkerInput, WorkerTold } from './process.ts';
import { SentJournal } from './sent-journal.ts';

/** One process of a lab that several make up: a part of the devices, and a control API for the process in front alone. */
async function run({ options }: WorkerInput): Promise<void> {
  const lab = await startLab({ ...options, tell: (notice) => told({ notice }) });
  const control = await startControl(lab, { port: 0, host: '127.0.0.1', stop: () => {} });
  let stopping = false;
  const stop = (grace: number): void => {
    if (stopping) return;
    stopping = true;
    void Promise.all([control.close(), lab.stop(grace)]).then(async () => {
      (await journal)?.flush();
      // What was sent before it has been sent when this has.
      process.send?.({ caughtUp: 0, gone: 0 } satisfies WorkerTold, () => process.exit(0));
      if (!process.connected) process.exit(0);
    });
  };
  let journal: Promise<SentJournal> | undefined;
  process.on('message', async (asked: WorkerAsked) => {
    if ('stop' in asked) return stop(asked.stop);
    journal ??= SentJournal.of(lab, (entries) => told({ entries }));
    const sent = await journal;
    sent.flush();
    told({ caughtUp: asked.catchUp, gone: sent.gone });
  });
  // Without the process in front, nobody would ever stop this one.
  process.on('disconnect', () => stop(0));
  told({
    control: control.url,
    token: control.token ?? '',
    devices: lab.hosts.map(hostReport),
    files: lab.hosts.flatMap(fileHost),
  });
}

function fileHost({
  kind,
  name,
  inside,
  endpoints,
}: Parameters<typeof hostReport>[0] & { inside: readonly { address: string }[] }): FileHost[] {
  if (kind !== 'files') return [];
  const places = Object.entries(endpoints).map(
    ([service, url]) => [ports[service] ?? '', new URL(url.replace(/^\w+:/, 'http:')).host] as const,
  );
  return [{ name, address: inside[0]?.address ?? name, ports: Object.fromEntries(places) }];
}

/** The ports by which devices know a file server's services. */
const ports: Readonly<Record<string, string>> = { ssh: '22', http: '80', tftp: '69' };

function told(what: WorkerTold): void {
  process.send?.(what);
}

// Signals of a terminal reach all processes of its group; the one in front decides what they mean.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});

process.once('message', (input: WorkerInput) => {
  run(input).catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    told({ error: message, ...(error instanceof LabError && { exitStatus: error.exitStatus }) });
    process.exitCode = 1;
    process.disconnect();
  });
});
