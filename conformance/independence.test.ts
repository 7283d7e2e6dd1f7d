import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesEndingIn, root } from '../.ci/files.ts';
import { readImports } from '../.ci/imports.ts';

/** What runs, of this room: tests, and the clients of others, start labs as any user does. */
const modules = new Map(
  filesEndingIn('.ts')
    .filter((path) => !/\.(test|long)\.ts$|\/(testing|foreign)\//.test(path))
    .map((path) => [path, importsOf(path)]),
);
const ours = [...modules.keys()].filter((path) => path.startsWith('conformance/'));

/** What is left of a module's imports at run time. */
function importsOf(path: string): string[] {
  return readImports(readFileSync(join(root, path), 'utf8'), path)
    .filter(({ typeOnly }) => !typeOnly)
    .flatMap(({ specifier }) => {
      if (specifier.startsWith('.')) return [posix.join(posix.dirname(path), specifier)];
      return specifier === 'rackless' ? ['lab/index.ts'] : [];
    });
}

const isDevice = (path: string) => /^(lab|simulators)\//.test(path);

/** The first way from a module to a simulated device, through whatever lies between. */
function wayToDevice(from: string, gone = new Set<string>()): string[] | undefined {
  if (isDevice(from)) return [from];
  gone.add(from);
  for (const next of modules.get(from) ?? []) {
    const way = gone.has(next) ? undefined : wayToDevice(next, gone);
    if (way) return [from, ...way];
  }
  return undefined;
}

/** Where observations are judged, looked at or told, and where cases and requirements stand. */
const apart =
  /^conformance\/(oracle|report|device)\/|\.(checks|cases|requirements)\.ts$|\/(judgement|replay|recording|waivers|words|verdicts)\.ts$/;

describe('what judges a device', () => {
  const judging = ours.filter((path) => apart.test(path));

  it('is found at all', () => {
    for (const part of ['oracle/', 'device/nxos/', 'report/', 'judgement.ts', 'automation/']) {
      expect(judging.filter((path) => path.includes(part))).not.toEqual([]);
    }
  });

  it('shares no code with a simulated device, on no way', () => {
    expect(judging.flatMap((path) => wayToDevice(path)?.join(' → ') ?? [])).toEqual([]);
  });

  it('is kept apart from what drives: only that meets the lab, and nothing meets a simulator', () => {
    const meeting = ours.filter((path) => (modules.get(path) ?? []).some(isDevice));
    expect(meeting.filter((path) => !path.startsWith('conformance/automation/'))).toEqual(['conformance/simulator.ts']);
    expect(ours.filter((path) => (modules.get(path) ?? []).some((to) => to.startsWith('simulators/')))).toEqual([]);
  });
});
