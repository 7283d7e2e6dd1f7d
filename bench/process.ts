import { readFileSync } from 'node:fs';

/** Seconds that a process has worked, in its own name and in the system's. Linux only. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  // Ticks of 10 ms, whatever the kernel's own.
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Megabytes of resident memory of a process, garbage included. Linux only. */
export function residentMegabytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
