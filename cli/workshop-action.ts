import pc from 'picocolors';
import { isLoopback } from '../lab/addresses.ts';
import { type Control, startControl } from '../lab/control/server.ts';
import { hostReport } from '../lab/report.ts';
import { RunFolder } from '../lab/run-folder.ts';
import { openAttempt } from '../workshop/attempt.ts';
import { exerciseNamed, exercises } from '../workshop/catalogue.ts';
import { attemptRoutes } from '../workshop/routes.ts';
import { type Proof, verify } from '../workshop/verify.ts';
import { stopSignal, tell } from './up-action.ts';
import type { WorkshopOptions } from './workshop-seats.ts';

/**
 * Runs one person's attempt until a signal, or the page, stops it.
 * @throws LabError when the exercise or the options are wrong, or ports are taken
 */
export async function workshop({ exercise: name, controlPort, json, ...options }: WorkshopOptions): Promise<void> {
  const stopping = stopSignal();
  const exercise = await exerciseNamed(name);
  const { listen, portBase, seed } = options;
  const attempt = await openAttempt(exercise, {
    ...(listen !== undefined && { listen }),
    ...(portBase !== undefined && { portBase }),
    ...(seed !== undefined && { seed }),
  });
  const folder = new RunFolder();
  let control: Control | undefined;
  try {
    control = await startControl(attempt.lab, {
      port: controlPort,
      further: attemptRoutes(attempt),
      stop: () => stopping.stop(),
    });
    if (control.notice) tell(control.notice);
    const token = control.token ?? '';
    const controlTokenFile = folder.write('control-token', `${token}\n`);
    const access = { control: control.url, controlTokenFile };
    folder.announce({ pid: process.pid, ...access, lab: exercise.id, started: new Date().toISOString() });
    if (listen !== undefined && !isLoopback(listen)) {
      tell(`whoever reaches ${listen} reaches the devices. The page needs its token, which goes over plain HTTP.`);
    }
    const link = `${control.url}/#token=${token}`;
    if (json) {
      const devices = attempt.lab.hosts.map(hostReport);
      const { desk } = attempt.view();
      process.stdout.write(
        `${JSON.stringify({ ready: true, exercise: exercise.id, link, desk, ...access, devices })}\n`,
      );
    } else {
      process.stdout.write(
        `${pc.bold(exercise.title)}  ${exercise.id}\n\n${exercise.goal}\n\nThe page, which holds the token: ${pc.cyan(link)}\nCtrl-C ends the workshop.\n`,
      );
    }
    await stopping.stopped;
  } finally {
    await control?.close();
    await attempt.close();
    folder.remove();
  }
}

/** Prints the exercises of this package. */
export async function listExercises(): Promise<void> {
  for (const { id, title, steps, playbook } of await exercises()) {
    process.stdout.write(`${pc.bold(id)}\n  ${title}\n  ${steps.length} steps; playbook ${playbook.id}\n`);
  }
}

/**
 * Verifies an exercise, and prints each part as it is tried.
 * @returns the exit status
 * @throws LabError when the exercise is wrong
 */
export async function verifyExercise(name: string): Promise<number> {
  const exercise = await exerciseNamed(name);
  const told = ({ what, ok, why }: Proof): void => {
    process.stdout.write(
      `${ok ? pc.green('ok ') : pc.red('no ')} ${what}\n${why.map((one) => `    ${one}\n`).join('')}`,
    );
  };
  const proofs = await verify(exercise, { told });
  return proofs.every(({ ok }) => ok) ? 0 : 1;
}
