import { isLoopback } from '../lab/addresses.ts';
import { type Control, labRoutes, serveControl } from '../lab/control/server.ts';
import { registerDashboard } from '../lab/dashboard/register.ts';
import { readLabFile } from '../lab/file.ts';
import type { JournalFile } from '../lab/journal-file.ts';
import { RunFolder } from '../lab/run-folder.ts';
import { startWorkers } from '../lab/workers/start.ts';
import type { UpOptions } from './up.ts';
import { labOptions, openJournal, type Stopping, tell } from './up-action.ts';

/**
 * Runs a lab in several processes until a signal or its control API stops it.
 * @throws LabError when the lab cannot be as it is asked for
 */
export async function upWorkers(
  file: string,
  options: UpOptions,
  token: string | false | undefined,
  stopping: Stopping,
): Promise<void> {
  const { spec } = await readLabFile(file);
  const gateway = await startWorkers({ ...labOptions(file, options), workers: options.workers ?? 1, tell });
  const folder = new RunFolder();
  let control: Control | undefined;
  let journalFile: JournalFile | undefined;
  let grace = options.grace ?? 0;
  let stopped = false;
  const stop = (asked: number): void => {
    grace = Math.max(grace, asked);
    stopping.stop();
  };
  for (const { process: child } of gateway.workers) {
    child.once('exit', () => {
      if (stopped) return;
      tell('a worker has ended, and the lab with it');
      process.exitCode = 70;
      stopping.stop();
    });
  }
  try {
    if (options.journal !== undefined) {
      journalFile = await openJournal(await gateway.journal(), options);
      gateway.journalFile = journalFile;
    }
    control = await serveControl({
      listen: gateway.listen,
      port: options.controlPort ?? spec.control,
      token,
      routes: labRoutes,
      answer: (route, exchange) => gateway.answer(route, exchange, stop),
      pages: (app, refusal) => registerDashboard(app, (name) => gateway.host(name), refusal),
    });
    if (control.notice) tell(control.notice);
    const tokenFile = control.token === undefined ? undefined : folder.write('control-token', `${control.token}\n`);
    const access = { control: control.url, ...(tokenFile !== undefined && { controlTokenFile: tokenFile }) };
    folder.announce({ pid: process.pid, ...access, lab: file, started: new Date().toISOString() });
    if (!isLoopback(gateway.listen)) {
      tell(`${gateway.listen} is no loopback address: whoever reaches it reaches the devices.`);
    }
    const devices = gateway.devices;
    const shown = options.json
      ? JSON.stringify({ ready: true, ...access, devices })
      : `${devices.length} devices in ${gateway.workers.length} processes. Control API: ${control.url}; rackless lab status. Ctrl-C stops it.`;
    process.stdout.write(`${shown}\n`);
    await stopping.stopped;
  } finally {
    stopped = true;
    await Promise.all([control?.close(), gateway.stop(grace)]);
    await journalFile?.close();
    folder.remove();
  }
}
