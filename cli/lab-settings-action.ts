import { setTimeout as pause } from 'node:timers/promises';
import { LabError } from '../lab/errors.ts';
import { ask, askText, type LabAddress } from './control.ts';

interface Standing {
  readonly id: string;
  readonly rule: Readonly<Record<string, unknown>>;
  readonly matched: number;
  readonly hits: number;
}

/** Adds a rule, written as YAML or JSON, and prints its id. */
export async function addFault(rule: string, options: LabAddress): Promise<void> {
  const { parse } = await import('yaml');
  let parsed: unknown;
  try {
    parsed = parse(rule);
  } catch (error) {
    throw wrong(`${rule}: ${error instanceof Error ? error.message.split('\n', 1)[0] : error}`);
  }
  const { id } = await ask<Standing>(options, 'POST', '/faults', parsed);
  process.stdout.write(`${id}\n`);
}

/** Prints the rules, one a line, with how often each acted and how often it could have. */
export async function listFaults(options: LabAddress): Promise<void> {
  const { faults } = await ask<{ faults: readonly Standing[] }>(options, 'GET', '/faults');
  for (const { id, rule, matched, hits } of faults) {
    const { id: _id, ...said } = rule;
    process.stdout.write(`${id}  acted ${hits} of ${matched} times  ${JSON.stringify(said)}\n`);
  }
}

/** Takes rules away. */
export async function removeFaults(ids: readonly string[], options: LabAddress): Promise<void> {
  for (const id of ids) await ask(options, 'DELETE', `/faults/${encodeURIComponent(id)}`);
}

/** Takes all rules away. */
export async function clearFaults(options: LabAddress): Promise<void> {
  await ask(options, 'DELETE', '/faults');
}

/** Shows or moves the clock, and prints what time it is then. */
export async function clock(what: string | undefined, value: string | undefined, options: LabAddress): Promise<void> {
  const { now, frozen } = await moved(what, value, options);
  process.stdout.write(`${now}${frozen ? '  frozen' : ''}\n`);
}

function moved(
  what: string | undefined,
  value: string | undefined,
  options: LabAddress,
): Promise<{ now: string; frozen: boolean }> {
  switch (what) {
    case undefined:
      return ask(options, 'GET', '/clock');
    case 'freeze':
      return ask(options, 'PUT', '/clock', { frozen: true });
    case 'run':
      return ask(options, 'PUT', '/clock', { frozen: false });
    case 'set':
      if (value === undefined) throw wrong('clock set: say to which time, as in 2030-01-31T12:00:00Z');
      return ask(options, 'PUT', '/clock', { now: value });
    case 'advance':
      return ask(options, 'POST', '/clock/advance', { ms: duration(value ?? '') });
    default:
      throw wrong(`clock ${what}: one of freeze, run, set, advance`);
  }
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s`, `2h`, `500ms` in milliseconds. @throws LabError for anything else */
function duration(text: string): number {
  const { number, unit = '' } = /^(?<number>\d+(?:\.\d+)?)(?<unit>ms|s|m|h|d)$/.exec(text)?.groups ?? {};
  const factor = units[unit];
  if (number === undefined || factor === undefined)
    throw wrong(`'${text}' is no length of time; write 500ms, 90s, 15m, 2h or 3d`);
  return Math.round(Number(number) * factor);
}

/** Gives the lab another seed. */
export async function seed(seed: string, options: LabAddress): Promise<void> {
  await ask(options, 'PUT', '/seed', { seed });
}

/**
 * Prints `ok`, or fails.
 * @param wait seconds to wait for a lab that is starting
 */
export async function health({ wait = 0, ...options }: LabAddress & { wait?: number }): Promise<void> {
  const end = Date.now() + wait * 1_000;
  for (;;) {
    try {
      const { status } = await ask<{ status: string }>(options, 'GET', '/health');
      process.stdout.write(`${status}\n`);
      return;
    } catch (error) {
      if (Date.now() >= end) throw error;
      await pause(100);
    }
  }
}

/** Prints the lab's figures. */
export async function metrics(options: LabAddress): Promise<void> {
  process.stdout.write(await askText(options, 'GET', '/metrics'));
}

function wrong(message: string): LabError {
  return new LabError([{ path: '', message }]);
}
