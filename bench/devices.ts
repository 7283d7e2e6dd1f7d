import { startChild } from './child.ts';
import type { Row, ServedLab } from './table.ts';

/** What some idle devices may cost. */
export interface Idle {
  readonly count: number;
  /** Milliseconds until all are ready. */
  readonly ready: number;
  /** Kilobytes of one. */
  readonly memory: number;
}

/** Many idle devices with one listener each (a Nexus out of the box has SSH alone), in one process. */
export async function idleDevices({ count, ...wanted }: Idle): Promise<Row[]> {
  const lab = await startChild<ServedLab>('lab-server', {
    devices: [{ name: 'n9k-{n}', kind: 'nxos', count, options: { configured: 'factory' } }],
  });
  const { ready, memory } = lab.told;
  lab.stop();
  return [
    { what: `${count} idle devices, ms until ready`, ours: ready, wanted: wanted.ready },
    { what: `${count} idle devices, KB each`, ours: memory / count / 1024, wanted: wanted.memory },
  ];
}
