import { type Draft, produce } from 'immer';
import { LabClock } from '../../clock.ts';
import { MemoryBlobs } from '../../flash/blobs.ts';
import { Journal, type JournalReport } from '../../journal.ts';
import type { DeviceState, Flash } from '../../kind.ts';
import type { Blobs, Reach, Surroundings } from '../../surroundings.ts';
import { FlashView } from '../flash-view.ts';

/** A device that has flash, a way to other hosts, and nothing else. */
export class TestDevice {
  state: DeviceState;
  readonly surroundings: Surroundings;

  constructor(flash: Flash, reach: Reach = { find: () => undefined }, blobs: Blobs = new MemoryBlobs()) {
    this.state = { config: {}, store: { flash }, run: { bootedAt: 0, pending: [] } };
    const clock = new LabClock();
    clock.freeze(Date.UTC(2024, 1, 3, 4, 5, 6));
    this.surroundings = {
      clock,
      journal: new Journal(() => clock.now()),
      blobs,
      reach,
      book: { place: () => undefined, opened: () => undefined, taken: () => undefined },
      identities: {
        get: () => Promise.reject(new Error('none here')),
        hostKey: () => Promise.reject(new Error('none here')),
      },
      faults: { none: true, at: () => undefined },
    };
  }

  now(): number {
    return this.surroundings.clock.now();
  }

  change(recipe: (draft: Draft<DeviceState>) => void): void {
    this.state = produce(this.state, recipe);
  }

  async settled(): Promise<void> {}

  report(report: Omit<JournalReport, 'device'>): void {
    this.surroundings.journal.write({ device: 'test', ...report });
  }
}

/** A device with one empty `bootflash`, and the view of it as NX-OS names things. */
export function bootflash(capacity = 1_000_000, reach?: Reach): { device: TestDevice; view: FlashView } {
  const device = new TestDevice({ bootflash: { capacity, entries: {} } }, reach);
  return { device, view: new FlashView(device, { spell }) };
}

function spell(path: string): { volume: string; path: string } {
  const [, volume = 'bootflash', rest = path] = /^([a-z]+):(.*)$/.exec(path) ?? [];
  return { volume, path: rest };
}
