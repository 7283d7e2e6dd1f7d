import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { descriptors, shortage, socketsOf } from './descriptors.ts';
import { home } from './home.ts';
import { startLab } from './index.ts';
import { testFolder } from './testing/folder.ts';
import { toyKinds } from './testing/toy.ts';

const folder = testFolder();

describe('file descriptors', () => {
  it('are foreseen: what a lab needs is what it opens', async () => {
    const devices = [{ kind: 'toy', count: 3, options: { side: true } }, { kind: 'toy' }];
    const lab = await startLab({ devices, kinds: toyKinds });
    const opened = lab.devices.reduce((sum, { endpoints }) => sum + Object.keys(endpoints).length, 0);
    expect([socketsOf(lab.hosts), opened]).toEqual([7, 7]);
    await lab.stop();
  });

  it('are enough, or the message says how many are needed and how to do with less', () => {
    expect(shortage(10, { limit: 100, used: 20 })).toBeUndefined();
    expect(shortage(100, { limit: 150, used: 26 })).toMatch(/^100 sockets .* need 190 .* may have 150; .*--workers 2,/);
  });

  it.skipIf(!descriptors())('that are too few keep a lab from starting, before the first socket opens (/proc)', () => {
    const lab = folder.write('lab.yaml', 'devices: [{ kind: nxos, count: 300 }]\n');
    const main = join(home, 'dist', 'cli', 'main.js');
    const command = `ulimit -n 200 && exec '${process.execPath}' '${main}' up '${lab}' --json --control-port 0`;
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([64, '']);
    expect(stderr).toMatch(
      /: devices: 300 sockets to listen on need \d+ file descriptors, and this process may have 200; raise/,
    );
  });
});
