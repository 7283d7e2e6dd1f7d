import { createHash } from 'node:crypto';
import type { Device } from './device.ts';

/** The state of a device, scope by scope (`running-config`, `users`), each as lines in an order that does not matter. */
export type Snapshot = Readonly<Record<string, readonly string[]>>;

/** Takes a snapshot of everything that a suite's cases may change on a device that is somebody's. */
export type TakeSnapshot = (device: Device) => Promise<Snapshot>;

/**
 * Lines of a configuration as they may be kept: without what changes by itself (`volatile`), and with everything behind a
 * word that announces a secret replaced by a digest, which still shows whether it changed.
 */
export function configurationLines(text: string, volatile: RegExp): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !volatile.test(line))
    .map((line) =>
      line.replace(/\b(password|secret|passphrase|community|key|encrypted|pre-shared-key)\s+(\S.*)$/i, masked),
    );
}

function masked(_line: string, word: string, secret: string): string {
  return `${word} ‹sha256:${createHash('sha256').update(secret).digest('hex').slice(0, 12)}›`;
}

/** What one snapshot has and another has not, in words; empty when they are the same. */
export function differences(before: Snapshot, after: Snapshot): string[] {
  const scopes = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return scopes.flatMap((scope) => [
    ...extra(before[scope] ?? [], after[scope] ?? []).map((line) => `${scope}: "${line.trim()}" is missing`),
    ...extra(after[scope] ?? [], before[scope] ?? []).map((line) => `${scope}: "${line.trim()}" is new`),
  ]);
}

/** The lines of `some` that `others` lacks, as often as it lacks them. */
function extra(some: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return some.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
