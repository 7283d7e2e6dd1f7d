import { Session } from '../../chassis/cli/session.ts';
import { LabClock } from '../../chassis/clock.ts';
import { Device } from '../../chassis/device.ts';
import { MemoryBlobs } from '../../chassis/flash/blobs.ts';
import { Journal } from '../../chassis/journal.ts';
import type { JsonObject } from '../../chassis/json.ts';
import type { Surroundings } from '../../chassis/surroundings.ts';
import type { AsaDevice } from '../asa.ts';
import { asa } from '../index.ts';
import { languageOf } from '../language.ts';
import type { AsaState } from '../state.ts';

/** A box without sockets, at noon of a Wednesday in 2018. */
export interface BenchBox {
  readonly device: AsaDevice;
  readonly clock: LabClock;
  readonly session: Session<AsaState>;
  /** Types lines in configuration mode and below. @throws Error when one is refused */
  configure(...lines: string[]): void;
  /** The text of a command. @throws Error when it is refused */
  text(line: string): string;
  /** The box's words for a command that it refuses. @throws Error when it takes it */
  error(line: string): string;
}

/** Makes a box for a test. */
export function benchBox(release = '1.3.2', options: JsonObject = {}, name = 'asa-1'): BenchBox {
  const clock = new LabClock();
  clock.freeze(Date.UTC(2018, 3, 11, 12, 0, 0));
  const never = (): never => {
    throw new Error('a box on the bench has no network');
  };
  const surroundings: Surroundings = {
    clock,
    journal: new Journal(() => clock.now(), 16),
    book: { place: () => undefined, opened: never, taken: never },
    blobs: new MemoryBlobs(),
    reach: { find: () => undefined },
    identities: { get: never, hostKey: never },
    faults: { none: true, at: () => undefined },
  };
  const birth = { name, release, options: asa.options(options), now: clock.now(), seed: `bench ${name}` };
  const device = new Device(asa, birth, surroundings);
  const who = { user: 'admin', roles: [], level: 15, from: '192.0.2.50', transport: 'console' } as const;
  const session = new Session(device, languageOf(device), who);
  const run = (line: string) => {
    const outcome = session.execute(line);
    if (outcome instanceof Promise) throw new Error(`'${line}' takes time`);
    return outcome;
  };
  const good = (line: string) => {
    const outcome = run(line);
    if (!outcome.ok) throw new Error(`'${line}' was refused: ${outcome.error}`);
    return outcome;
  };
  return {
    device,
    clock,
    session,
    configure(...lines) {
      session.enter('config');
      for (const line of lines) good(line);
      session.end();
    },
    text: (line) => good(line).text,
    error(line) {
      const outcome = run(line);
      if (outcome.ok) throw new Error(`'${line}' was taken`);
      return outcome.error ?? '';
    },
  };
}
