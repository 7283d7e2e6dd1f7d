import { type Child, startChild } from './child.ts';
import { drive, type Lane, openLane } from './load.ts';
import { interleaved } from './measure.ts';
import { trial } from './request.ts';
import type { Row, ServedLab } from './table.ts';

/** A device of each kind with all its listeners, on addresses of its own; no limit of its own slows what is sent to it. */
const sorts = {
  nxos: { addresses: { mgmt0: '127.10.0.0' }, options: { configured: 'nxapi' } },
  nsx: {
    addresses: { 'manager-1': '127.20.0.0', 'manager-2': '127.30.0.0', 'manager-3': '127.40.0.0', vip: '127.50.0.0' },
    options: { rateLimit: 0 },
  },
  nsxv: { addresses: { mgmt: '127.60.0.0' }, options: {} },
  asa: { addresses: { management: '127.70.0.0' }, options: { configured: 'rest', keepAlive: true } },
} as const;

/** Devices that are asked at once. */
const width = 64;

/**
 * As many devices of each kind with all their listeners, in one process, by sockets that they share: how soon they are
 * ready, what they cost, and what load over all of them does beside load on one of each kind. Ports are true there, so
 * the process must be allowed to have 22 and 443.
 */
export async function mixedDevices(rounds: number, each = 2_500): Promise<Row[]> {
  const names = Object.keys(sorts);
  const count = each * names.length;
  const what = `${count} devices of four kinds`;
  let lab: Child<ServedLab>;
  try {
    lab = await startChild<ServedLab>('lab-server', {
      listen: '0.0.0.0',
      sharedListeners: true,
      devices: Object.entries(sorts).map(([kind, sort]) => ({ name: `${kind}-{n}`, kind, count: each, ...sort })),
    });
  } catch {
    return [{ what: `${what}: this machine does not give their ports, 22 and 443 among them`, ours: Number.NaN }];
  }
  const { ready, memory, devices } = lab.told;
  try {
    const found = names.map((kind) =>
      devices.filter(({ name }) => name.startsWith(`${kind}-`)).map((device) => target(kind, device)),
    );
    // One of each kind after the other, so that each part of the row has as many of each.
    const all = Array.from(
      { length: count },
      (_, n) => found[n % names.length]?.[Math.floor(n / names.length)] ?? noTarget(),
    );
    const lanesOf = (some: readonly Target[]): Promise<Lane[]> =>
      Promise.all(some.map(({ host, port, request }) => openLane(host, port, request)));
    let next = 0;
    const over = (some: number) => async (): Promise<number> => {
      const at = Array.from({ length: some }, () => all[next++ % count] ?? noTarget());
      const lanes = await lanesOf(Array.from({ length: width }, (_, n) => at[n % some] ?? noTarget()));
      const { answers, elapsed } = await drive(lanes, { duration: 1_500 });
      for (const { socket } of lanes) socket.destroy();
      return (answers / elapsed) * 1_000;
    };
    // A device that has never been asked pays for its first handshake and login once; the few have paid, too.
    for (let from = 0; from < count; from += width) {
      const lanes = await lanesOf(all.slice(from, from + width));
      await drive(lanes, { times: 1 });
      for (const { socket } of lanes) socket.destroy();
    }
    await over(names.length)();
    await over(width)();
    // Both are ours and near to each other, so the machine's own ups and downs need more rounds to cancel out.
    const figures = await interleaved(3 * rounds, over(width), over(names.length));
    return [
      { what: `${what}, ms until ready`, ours: ready, wanted: 3_000 },
      { what: `${what}, KB each`, ours: memory / count / 1024 },
      { what: `load over ${what}, beside one of each`, ...figures, wanted: 0.9 },
    ];
  } finally {
    lab.stop();
  }
}

interface Target {
  readonly host: string;
  readonly port: number;
  readonly request: Buffer;
}

function target(kind: string, { endpoints, username, password }: ServedLab['devices'][number]): Target {
  const { endpoint, request } = trial(kind, `${username}:${password}`);
  const { hostname, port } = new URL(endpoints[endpoint] ?? noTarget());
  return { host: hostname, port: Number(port || 443), request };
}

function noTarget(): never {
  throw new Error('the lab has too few devices, or one does not listen');
}
