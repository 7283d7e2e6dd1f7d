import { startCommand } from './command.ts';
import { median } from './measure.ts';
import type { Row } from './table.ts';

const kinds = ['nxos', 'nsx', 'nsxv', 'asa'];
const perRound = 20;

/** Milliseconds until a device that a test asks the control API for is ready, once there was one of its kind. */
export async function freshDevices(rounds: number): Promise<Row[]> {
  const lab = await startCommand('devices: []\n');
  const headers = { authorization: lab.authorization };
  const add = async (kind: string): Promise<number> => {
    const began = performance.now();
    const answer = await fetch(`${lab.control}/devices`, { method: 'POST', headers, body: JSON.stringify({ kind }) });
    const { devices } = JSON.parse(await answer.text());
    const elapsed = performance.now() - began;
    await fetch(`${lab.control}/devices/${devices[0].name}`, { method: 'DELETE', headers });
    return elapsed;
  };
  try {
    const rows: Row[] = [];
    for (const kind of kinds) {
      await add(kind);
      const figures: number[] = [];
      for (let n = 0; n < rounds * perRound; n++) figures.push(await add(kind));
      rows.push({ what: `a fresh device of kind ${kind}, ms until ready`, ours: median(figures), wanted: 5 });
    }
    return rows;
  } finally {
    await lab.stop();
  }
}
