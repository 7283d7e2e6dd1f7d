import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../.ci/files.ts';
import { resultsSchema } from '../conformance/report/results.ts';
import type { Ready } from './testing/command.ts';
import { Running } from './testing/command.ts';

/** Whether this machine lets us make a network of our own and a cable into it. */
function permitted(): boolean {
  const cable = `rk${process.pid}`;
  if (spawnSync('unshare', ['-n', 'true']).status !== 0 || spawnSync('nsenter', ['--version']).status !== 0)
    return false;
  const made = spawnSync('ip', ['link', 'add', cable, 'type', 'veth', 'peer', 'name', `${cable}p`]).status === 0;
  if (made) spawnSync('ip', ['link', 'del', cable]);
  return made;
}

const [here, there] = ['198.18.201.1', '198.18.201.2'];

it.skipIf(!permitted())(
  'a target in another network namespace is judged by its address alone (where the machine permits it: unshare, nsenter, ip)',
  { timeout: 120_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rackless-namespace-'));
    const labFile = join(folder, 'lab.yaml');
    await writeFile(labFile, 'devices: [{ kind: asa, name: asa, options: { configured: rest } }]\n');
    const main = join(root, 'dist', 'cli', 'main.js');
    const script = `echo made; read go; exec "$0" "${main}" up "${labFile}" --json --control-port 0 --listen ${there}`;
    const lab = spawn('unshare', ['-n', 'sh', '-c', script, process.execPath], { stdio: ['pipe', 'pipe', 'inherit'] });
    try {
      await once(lab.stdout, 'data');
      const cable = `rk${lab.pid}`;
      const ip = (...words: string[]) => execFileSync('ip', words);
      const inside = (...words: string[]) => execFileSync('nsenter', ['-t', String(lab.pid), '-n', 'ip', ...words]);
      ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', 'uplink', 'netns', String(lab.pid));
      ip('addr', 'add', `${here}/30`, 'dev', cable);
      ip('link', 'set', cable, 'up');
      inside('addr', 'add', `${there}/30`, 'dev', 'uplink');
      inside('link', 'set', 'lo', 'up');
      inside('link', 'set', 'uplink', 'up');

      let said = '';
      lab.stdout.on('data', (chunk) => {
        said += chunk;
      });
      lab.stdin.write('go\n');
      while (!said.includes('\n')) await once(lab.stdout, 'data');
      const { devices }: Ready = JSON.parse(said);
      const [device] = devices;
      if (!device) throw new Error('the lab has no device');
      const { endpoints, certificates, username, password } = device;
      expect(endpoints.https).toContain(there);
      const at = ['--target', endpoints.https ?? '', '--username', username, '--pin', certificates?.https ?? ''];
      const asked = ['conform', 'asa', ...at, '--undo', join(folder, 'undo'), '--allow', 'config', '--json'];
      const run = new Running([...asked, '--only', 'ASA-VISIT'], { RACKLESS_PASSWORD: password });
      const { status, stdout } = await run.ended;
      expect(status).toBe(0);
      expect(resultsSchema.parse(JSON.parse(stdout))).toMatchObject({
        restored: true,
        target: { label: endpoints.https },
      });
    } finally {
      lab.kill();
      await once(lab, 'close');
      await rm(folder, { recursive: true });
    }
  },
);
