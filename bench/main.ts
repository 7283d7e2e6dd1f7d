import { writeFileSync } from 'node:fs';
import { asa } from './asa.ts';
import { conformanceRun } from './conformance.ts';
import { idleDevices } from './devices.ts';
import { freshDevices } from './fresh.ts';
import { handshakes } from './handshakes.ts';
import { mixedDevices } from './mixed.ts';
import { besideMocks } from './mock-servers.ts';
import { nsx } from './nsx.ts';
import { nsxv } from './nsxv.ts';
import { nxapi } from './nxapi.ts';
import { thirtySeats } from './seats.ts';
import { sshLogins } from './ssh.ts';
import { startUp } from './start-up.ts';
import { print, type Row } from './table.ts';
import { twoWorkers } from './workers.ts';

/** What can be measured, by name, in order. */
const measures: Readonly<Record<string, (rounds: number) => Promise<Row[]>>> = {
  nxapi,
  nsx,
  nsxv,
  asa,
  mocks: besideMocks,
  handshakes,
  ssh: sshLogins,
  start: startUp,
  conform: conformanceRun,
  fresh: freshDevices,
  idle: async () => [
    ...(await idleDevices({ count: 5_000, ready: 1_000, memory: 10 })),
    ...(await idleDevices({ count: 10_000, ready: 2_000, memory: 8 })),
  ],
  mixed: mixedDevices,
  workers: twoWorkers,
  seats: thirtySeats,
};

/**
 * Measures, prints a table, and writes the figures as JSON where a file is named: `npm run bench -- [NAME…] [figures.json]`,
 * all of it unless names are given. Figures of one run are compared with each other only: the machine's speed cancels out.
 */
const words = process.argv.slice(2);
const file = words.find((word) => word.endsWith('.json'));
const names = words.filter((word) => word !== file);
const unknown = names.find((name) => !Object.hasOwn(measures, name));
if (unknown !== undefined) {
  process.stderr.write(`nothing is measured by the name ${unknown}; one of ${Object.keys(measures).join(', ')}\n`);
  process.exit(64);
}
const rounds = Number(process.env.RACKLESS_BENCH_ROUNDS ?? 5);
const rows: Row[] = [];
for (const [name, measure] of Object.entries(measures)) {
  if (names.length === 0 || names.includes(name)) rows.push(...(await measure(rounds)));
}
process.stdout.write(`${print(rows)}\n`);
if (file) writeFileSync(file, `${JSON.stringify({ node: process.version, rounds, rows }, null, 2)}\n`);
process.exit(0);
