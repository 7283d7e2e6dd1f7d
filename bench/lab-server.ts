import { type LabOptions, startLab } from '../lab/index.ts';
import { received } from './child.ts';

/** A lab in a process of its own; tells where its devices listen and what it costs. */
const options = await received<LabOptions>();

globalThis.gc?.();
const before = process.memoryUsage().rss;
const began = performance.now();
const lab = await startLab(options);
const ready = performance.now() - began;
globalThis.gc?.();
const devices = [...lab.devices].map(({ name, endpoints, username, password }) => ({
  name,
  endpoints,
  username,
  password,
}));
process.send?.({ ready, memory: process.memoryUsage().rss - before, devices });
