import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { parseYaml } from './yaml-source.ts';

/** Lets the process forget whatever nobody holds. */
async function collectGarbage(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

it('tells the lines of a file also long after it was read, without holding all that was read', async () => {
  const { line, raw } = parseYaml('devices:\n  - name: a\n\n  - name: b\n    kind: nxos\n', 'lab.yaml');
  const asked = () => [line(['devices', 1, 'kind']), line(['devices', 0, 'nowhere']), line([])];
  expect(asked()).toEqual([5, 2, 1]);
  await collectGarbage();
  expect(asked()).toEqual([5, 2, 1]);
  expect(raw).toEqual({ devices: [{ name: 'a' }, { name: 'b', kind: 'nxos' }] });
});
