import { existsSync } from 'node:fs';
import { isLoopback } from '../lab/addresses.ts';
import { type Control, startControl } from '../lab/control/server.ts';
import { LabError } from '../lab/errors.ts';
import { shippedLab } from '../lab/home.ts';
import type { JournalFile } from '../lab/journal-file.ts';
import type { Lab } from '../lab/lab.ts';
import { hostReport } from '../lab/report.ts';
import { RunFolder } from '../lab/run-folder.ts';
import { readShare } from '../lab/share.ts';
import { type LabOptions, startLab } from '../lab/start.ts';
import type { UpOptions } from './up.ts';

/** A lab of up to this many devices has its certificates made at the start, so that they can be shown. */
const smallLab = 20;

/**
 * Runs a lab until a signal or its control API stops it.
 * @throws LabError when the lab cannot be as it is asked for
 */
export async function up(name: string, options: UpOptions): Promise<void> {
  const stopping = stopSignal();
  const file = labFile(name);
  const token = await tokenOf(options);
  if (options.workers !== undefined && options.workers > 1) {
    const { upWorkers } = await import('./up-workers.ts');
    await upWorkers(file, options, token, stopping);
    return;
  }
  const lab = await startLab({
    ...labOptions(file, options),
    tell,
  });
  const folder = new RunFolder();
  let control: Control | undefined;
  let journalFile: JournalFile | undefined;
  let grace = options.grace ?? 0;
  try {
    journalFile = await openJournal(lab, options);
    control = await startControl(lab, {
      port: options.controlPort ?? lab.spec.control,
      token,
      ...(journalFile && { journalFile }),
      stop: (asked) => {
        grace = Math.max(grace, asked);
        stopping.stop();
      },
    });
    if (control.notice) tell(control.notice);
    const tokenFile = control.token === undefined ? undefined : folder.write('control-token', `${control.token}\n`);
    const access = { control: control.url, ...(tokenFile !== undefined && { controlTokenFile: tokenFile }) };
    folder.announce({ pid: process.pid, ...access, lab: file, started: new Date().toISOString() });
    if (!isLoopback(lab.listen)) {
      tell(
        `${lab.listen} is no loopback address: whoever reaches it reaches the devices. The control API needs its token.`,
      );
    }
    await show(lab, options, { ...access, folder });
    await stopping.stopped;
  } finally {
    await Promise.all([control?.close(), lab.stop(grace)]);
    await journalFile?.close();
    folder.remove();
  }
}

/** The token that was asked for: one from a file, none, or any. */
async function tokenOf({ token, tokenFile }: UpOptions): Promise<string | false | undefined> {
  if (!token) return false;
  return tokenFile === undefined ? undefined : (await import('../lab/control/token.ts')).readToken(tokenFile);
}

/** Opens the file that `--journal` names, where it does. @throws LabError when it cannot be written */
export async function openJournal(
  lab: Pick<Lab, 'watch'>,
  { journal, journalBytes }: UpOptions,
): Promise<JournalFile | undefined> {
  if (journal === undefined) return undefined;
  const { JournalFile } = await import('../lab/journal-file.ts');
  return new JournalFile(lab, journal, tell, journalBytes);
}

/** What the command line says of the lab itself. */
export function labOptions(file: string, options: UpOptions): LabOptions & { file: string } {
  return {
    file,
    ...(options.state !== undefined && { stateDir: options.state }),
    ...(options.listen !== undefined && { listen: options.listen }),
    ...(options.portBase !== undefined && { portBase: options.portBase }),
    ...(options.mutant !== undefined && { mutant: options.mutant }),
    ...(options.sharedListeners && { sharedListeners: true }),
    ...(options.share !== undefined && { share: readShare(options.share) }),
    ...(options.seed !== undefined && { seed: options.seed }),
    // Nobody wrote the default lab's ports down for this machine: what is taken is told, and the rest is of use.
    takenPorts: file === shippedLab('default') ? 'report' : 'fail',
  };
}

/** @throws LabError when there is neither such a file nor a lab of that name in this package */
function labFile(name: string): string {
  if (existsSync(name)) return name;
  const shipped = shippedLab(name);
  if (/^[\w-]+$/.test(name) && existsSync(shipped)) return shipped;
  throw new LabError(
    [{ path: '', message: 'there is no such lab file, and no lab of that name in this package' }],
    name,
  );
}

/** How a lab that runs learns that it is to stop. */
export interface Stopping {
  readonly stopped: Promise<void>;
  stop(): void;
}

/** Resolves `stopped` at the first signal, or when `stop` is called. A second signal ends the process at once. */
export function stopSignal(): Stopping {
  const { promise, resolve } = deferred();
  let signals = 0;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (++signals > 1) process.exit(130);
      resolve();
    });
  }
  return { stopped: promise, stop: resolve };
}

function deferred(): { promise: Promise<void>; resolve(): void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

interface Access {
  readonly control: string;
  readonly controlTokenFile?: string;
  readonly folder: RunFolder;
}

async function show(lab: Lab, { json }: UpOptions, { folder, ...access }: Access): Promise<void> {
  if (lab.hosts.length <= smallLab) await Promise.all(lab.devices.map((device) => device.makeCertificates()));
  if (json) {
    const ready = { ready: true, ...access, devices: lab.hosts.map(hostReport) };
    process.stdout.write(`${JSON.stringify(ready)}\n`);
    return;
  }
  const { overview } = await import('./overview.ts');
  const write = (name: string, text: string): string => folder.write(name, text);
  process.stdout.write(overview(lab, { ...access, write, hosts: smallLab }));
}

export function tell(notice: string): void {
  process.stderr.write(`rackless: ${notice}\n`);
}
