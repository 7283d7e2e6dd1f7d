import { Session } from '../../chassis/cli/session.ts';
import { LabClock } from '../../chassis/clock.ts';
import { Device } from '../../chassis/device.ts';
import { MemoryBlobs } from '../../chassis/flash/blobs.ts';
import { Journal } from '../../chassis/journal.ts';
import type { Json, JsonObject } from '../../chassis/json.ts';
import type { Surroundings } from '../../chassis/surroundings.ts';
import { nxos } from '../index.ts';
import { languageOf } from '../language.ts';
import type { NxosDevice } from '../nxos.ts';
import type { NxosState } from '../state.ts';

/** A switch without sockets, at noon of a Thursday in 2020. */
export interface BenchSwitch {
  readonly device: NxosDevice;
  readonly clock: LabClock;
  readonly session: Session<NxosState>;
  /** Types lines as an administrator, in configuration mode and below. @throws Error when one is refused */
  configure(...lines: string[]): void;
  /** The text of a command. @throws Error when it is refused */
  text(line: string): string;
  /** The tree of a command. @throws Error when it is refused or has none */
  tree(line: string): Json;
  /** The device's words for a command that it refuses. @throws Error when it takes it */
  error(line: string): string;
}

/** Makes a switch for a test. */
export function benchSwitch(release = '9.3(5)', options: JsonObject = {}, name = 'leaf-101'): BenchSwitch {
  const clock = new LabClock();
  clock.freeze(Date.UTC(2020, 0, 30, 12, 0, 0));
  const never = (): never => {
    throw new Error('a switch on the bench has no network');
  };
  const ground: Surroundings = {
    clock,
    journal: new Journal(() => clock.now(), 16),
    book: { place: () => undefined, opened: never, taken: never },
    blobs: new MemoryBlobs(),
    reach: { find: () => undefined },
    identities: { get: never, hostKey: never },
    faults: { none: true, at: () => undefined },
  };
  // As in a lab, where members are getters of a class: none of them is the object's own.
  const surroundings: Surroundings = Object.create(ground);
  const birth = { name, release, options: nxos.options(options), now: clock.now(), seed: `bench ${name}` };
  const device = new Device(nxos, birth, surroundings);
  const who = { user: 'admin', roles: ['network-admin'], from: '192.0.2.50', transport: 'api' } as const;
  const session = new Session(device, languageOf(device), who);
  const run = (line: string, format: 'text' | 'tree') => {
    const outcome = session.execute(line, { format });
    if (outcome instanceof Promise) throw new Error(`'${line}' takes time`);
    return outcome;
  };
  const good = (line: string, format: 'text' | 'tree') => {
    const outcome = run(line, format);
    if (!outcome.ok) throw new Error(`'${line}' was refused: ${outcome.error}`);
    return outcome;
  };
  return {
    device,
    clock,
    session,
    configure(...lines) {
      session.enter('config');
      for (const line of lines) good(line, 'text');
      session.end();
    },
    text: (line) => good(line, 'text').text,
    tree(line) {
      const { shown } = good(line, 'tree');
      if (!shown) throw new Error(`'${line}' has no structured form`);
      return shown.tree();
    },
    error(line) {
      const outcome = run(line, 'text');
      if (outcome.ok) throw new Error(`'${line}' was taken`);
      return outcome.error ?? '';
    },
  };
}
