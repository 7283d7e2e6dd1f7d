import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesEndingIn, root } from './files.ts';
import { readImports } from './imports.ts';
import { roomOf, trespasses } from './walls.ts';

/** Judges a made-up repository: path → text. */
function judge(files: Record<string, string>): string[] {
  const modules = Object.entries(files).map(([path, source]) => ({ path, imports: readImports(source, path) }));
  return trespasses(modules, ['fastify', '@peculiar/x509']);
}

describe('walls between rooms', () => {
  it('stand in this repository', () => {
    const modules = filesEndingIn('.ts', '.tsx').map((path) => ({
      path,
      imports: readImports(readFileSync(join(root, path), 'utf8'), path),
    }));
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(modules.length).toBeGreaterThan(0);
    expect(trespasses(modules, Object.keys(dependencies))).toEqual([]);
  });

  it.each([
    ['simulators/chassis/web/face.ts', '../../../certs/pool.ts'],
    ['simulators/nxos/kind.ts', '../chassis/kind.ts'],
    ['simulators/nxos/nxapi/wire.ts', '../state.ts'],
    ['simulators/asa/kind.ts', '../../fixtures/shows.ts'],
    ['lab/start.ts', '../simulators/nsxv/kind.ts'],
    ['conformance/device/run.ts', '../../lab/index.ts'],
    ['conformance/device/run.ts', '../../clients/nxapi.ts'],
    ['cli/main.ts', '../conformance/report.ts'],
    ['bench/main.ts', '../simulators/chassis/web/face.ts'],
    ['.ci/walls.ts', '../lab/index.ts'],
    ['vitest.config.ts', './.ci/tier.ts'],
    ['clients/nxapi.ts', 'node:https'],
    ['certs/leaf.ts', '@peculiar/x509'],
    ['lab/web.ts', 'fastify/types.js'],
    ['lab/start.test.ts', '../certs/pool.ts'],
    ['lab/start.test.ts', 'vitest'],
    ['simulators/nxos/kind.test.ts', '../../.ci/tools.ts'],
    ['simulators/nxos/soak.long.ts', '../chassis/kind.ts'],
    ['clients/nxapi.test.ts', '../certs/pool.ts'],
    ['clients/nxapi.test.ts', './testing/playback.ts'],
    ['clients/testing/playback.ts', 'vitest'],
  ])('let %s import %s', (path, specifier) => {
    expect(judge({ [path]: `import x from '${specifier}'` })).toEqual([]);
  });

  it.each([
    ['certs/leaf.ts', '../simulators/chassis/clock.ts', 'certs may not enter simulators/chassis'],
    ['certs/leaf.ts', '../fixtures/names.ts', 'certs may not enter fixtures'],
    ['clients/nxapi.ts', '../certs/check.ts', 'clients may not enter certs'],
    ['simulators/chassis/kind.ts', '../nxos/kind.ts', 'simulators/chassis may not enter simulators/nxos'],
    ['simulators/nxos/kind.ts', '../asa/kind.ts', 'simulators/nxos may not enter simulators/asa'],
    ['simulators/nxos/kind.ts', '../../lab/index.ts', 'simulators/nxos may not enter lab'],
    ['simulators/nxos/kind.ts', 'rackless', 'simulators/nxos may not enter lab'],
    ['simulators/nxos/kind.ts', 'rackless/clients/nxapi', 'simulators/nxos may not enter clients'],
    ['lab/start.ts', '../conformance/report.ts', 'lab may not enter conformance'],
    ['lab/start.ts', '../clients/nxapi.ts', 'lab may not enter clients'],
    ['conformance/run.ts', '../simulators/nxos/kind.ts', 'conformance may not enter simulators/nxos'],
    ['cli/main.ts', '../simulators/chassis/clock.ts', 'cli may not enter simulators/chassis'],
    ['cli/main.ts', '../bench/main.ts', 'cli may not enter bench'],
    ['cli/main.ts', '../.ci/files.ts', 'cli may not enter .ci'],
    ['cli/main.ts', '../package.json', 'cli may not enter the root of the repository'],
    ['certs/leaf.ts', 'supertest', "supertest is not among the package's dependencies"],
    ['clients/nxapi.ts', './testing/playback.ts', 'what is for tests is not shipped'],
    [
      'simulators/nxos/kind.test.ts',
      '../asa/kind.ts',
      'simulators/nxos may not enter simulators/asa, not even in a test',
    ],
    ['clients/nxapi.test.ts', '../lab/index.ts', 'clients may not enter lab, not even in a test'],
    ['simulators/nxos/soak.long.ts', '../../lab/index.ts', 'simulators/nxos may not enter lab, not even in a test'],
  ])('refuse %s the import of %s', (path, specifier, why) => {
    expect(
      judge({ [path]: `\nimport type { x } from 'node:fs';\nexport const load = () => import('${specifier}');` }),
    ).toEqual([`${path}:3 imports ${specifier}: ${why}`]);
  });

  it('know every room', () => {
    expect(judge({ 'attic/trunk.ts': '', 'simulators/loose.ts': '' })).toEqual([
      'attic/trunk.ts: the map knows no room attic',
      'simulators/loose.ts: the map knows no room simulators',
    ]);
  });

  it('refuse a type as well as a value', () => {
    const [line] = judge({ 'certs/leaf.ts': "import type { Lab } from '../lab/index.ts'" });
    expect(line).toBe('certs/leaf.ts:1 imports ../lab/index.ts: certs may not enter lab');
  });

  it('keep a judge from the lab, even for a type', () => {
    expect(judge({ 'conformance/automation/judge.ts': "import type { Lab } from '../../lab/index.ts'" })).toEqual([
      'conformance/automation/judge.ts:1 → lab/index.ts: a judge may not see a lab or a device',
    ]);
  });

  it.each(['oracle/tls.ts', 'judgement.ts', 'device/nxos/shows.checks.ts', 'device/judges/saving.ts'])(
    'keep %s from the lab',
    (file) => {
      expect(judge({ [`conformance/${file}`]: "import 'rackless'" })).toHaveLength(1);
    },
  );

  it('keep an oracle from the lab through other modules, and show the way', () => {
    const files = {
      'conformance/oracles/peer.ts': "import { drive } from '../drive.ts'",
      'conformance/drive.ts': "import { startLab } from '../lab/index.ts'",
      'lab/index.ts': '',
    };
    expect(judge(files)).toEqual([
      'conformance/oracles/peer.ts:1 → conformance/drive.ts:1 → lab/index.ts: a judge may not see a lab or a device',
    ]);
  });

  it('let a judge use a module that only takes a type from the lab', () => {
    const files = {
      'conformance/judge.ts': "import { cite } from './cite.ts'",
      'conformance/cite.ts': "import type { Lab } from '../lab/index.ts'",
    };
    expect(judge(files)).toEqual([]);
  });

  it('end for a judge that goes round in a circle', () => {
    expect(judge({ 'conformance/judge.ts': "import './a.ts'", 'conformance/a.ts': "import './judge.ts'" })).toEqual([]);
  });
});

describe('the room of a module', () => {
  it.each([
    ['certs/leaf.ts', 'certs'],
    ['simulators/chassis/web/face.ts', 'simulators/chassis'],
    ['simulators/nxos/kind.ts', 'simulators/nxos'],
    ['simulators/kinds.ts', 'simulators'],
    ['vitest.config.ts', undefined],
  ])('of %s is %s', (path, room) => {
    expect(roomOf(path)).toBe(room);
  });
});
