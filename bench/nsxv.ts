import { startChild } from './child.ts';
import { open, Reader } from './load.ts';
import { interleaved } from './measure.ts';
import { get } from './request.ts';
import type { Row } from './table.ts';

const rows = 1_000_000;

/** A page costs at most so much of another one. */
const evenly = 1.2;

/** The audit log of an NSX-v Manager: its last page beside its first one, and what it takes of memory. */
export async function nsxv(rounds: number): Promise<Row[]> {
  // 6.4 keeps fewer entries: what is measured there is that the others are gone.
  return [...(await audited('6.3.6', rows, 40, rounds)), ...(await audited('6.4.4', 100_000, 10, rounds))];
}

/** Pages of each kind that a round reads. One after the other: what else the machine does then slows both alike. */
const pairs = 50;

interface Served {
  readonly memory: number;
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

/**
 * @param kept rows that this release keeps
 * @param megabytes that its log may take
 */
async function audited(release: string, kept: number, megabytes: number, rounds: number): Promise<Row[]> {
  const child = await startChild<Served>('audit-server', { release, rows });
  const { memory, url, username, password } = child.told;
  try {
    const socket = await open('127.0.0.1', Number(new URL(url).port));
    const reader = new Reader(socket);
    const page = (startIndex: number) => {
      const request = get(`/api/2.0/auditlog?startIndex=${startIndex}&pageSize=256`, `${username}:${password}`);
      return async (): Promise<number> => {
        const began = performance.now();
        socket.write(request);
        const { status } = await reader.next();
        if (status !== 200) throw new Error(`the manager answered ${status}`);
        return performance.now() - began;
      };
    };
    const what = `NSX-v ${release}, audit log of ${rows} entries`;
    const { ours, bare, ratio } = await interleaved(rounds * pairs, page(kept - 256), page(0));
    socket.destroy();
    return [
      { what: `${what}, last page beside the first, ms`, ours, bare, ratio, wanted: evenly },
      { what: `${what}, MB`, ours: memory / 2 ** 20, wanted: megabytes },
    ];
  } finally {
    child.stop();
  }
}
