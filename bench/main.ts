import { writeFileSync } from 'node:fs';
import { asa } from './asa.ts';
import { conformanceRun } from './conformance.ts';
import { idleDevices } from './devices.ts';
import { handshakes } from './handshakes.ts';
import { besideMocks } from './mock-servers.ts';
import { nsx } from './nsx.ts';
import { nsxv } from './nsxv.ts';
import { nxapi } from './nxapi.ts';
import { sshLogins } from './ssh.ts';
import { startUp } from './start-up.ts';
import { print, type Row } from './table.ts';

/**
 * Measures, prints a table, and writes the figures as JSON where a file is named: `npm run bench -- [figures.json]`.
 * Figures of one run are compared with each other only: the machine's speed cancels out.
 */
const rounds = Number(process.env.RACKLESS_BENCH_ROUNDS ?? 5);
const rows: Row[] = [
  ...(await nxapi(rounds)),
  ...(await nsx(rounds)),
  ...(await nsxv(rounds)),
  ...(await asa(rounds)),
  ...(await besideMocks(rounds)),
  ...(await handshakes(rounds)),
  ...(await sshLogins(rounds)),
  ...(await startUp(rounds)),
  ...(await conformanceRun(rounds)),
  ...(await idleDevices(5_000)),
];
process.stdout.write(`${print(rows)}\n`);
const [, , file] = process.argv;
if (file) writeFileSync(file, `${JSON.stringify({ node: process.version, rounds, rows }, null, 2)}\n`);
process.exit(0);
