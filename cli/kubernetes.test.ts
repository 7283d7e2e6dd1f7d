import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { parseLabFile } from '../lab/file.ts';
import { home } from '../lab/home.ts';
import { testFolder } from '../lab/testing/folder.ts';
import { rackless, up } from './testing/command.ts';

const folder = testFolder();
const text = readFileSync(join(home, 'docs', 'kubernetes', 'lab.yaml'), 'utf8');
const documents = parseAllDocuments(text).map((document) => {
  expect('errors' in document ? document.errors : []).toEqual([]);
  return document.toJS();
});
const [lab, service, stateful] = documents;
const { template, replicas, selector, volumeClaimTemplates, serviceName } = stateful.spec;
const [container] = template.spec.containers;
const [, , line] = container.command;

describe('the manifests for Kubernetes', () => {
  it('are a lab, a service and a stateful set that belong together', () => {
    expect(documents.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).toEqual([
      'v1 ConfigMap',
      'v1 Service',
      'apps/v1 StatefulSet',
    ]);
    expect([serviceName, template.metadata.labels, service.spec.selector]).toEqual([
      service.metadata.name,
      selector.matchLabels,
      selector.matchLabels,
    ]);
    const volumes = [
      ...template.spec.volumes,
      ...volumeClaimTemplates.map((claim: { metadata: object }) => claim.metadata),
    ];
    const mounted = container.volumeMounts.map(({ name }: { name: string }) => name).sort();
    expect(volumes.map(({ name }) => name).sort()).toEqual(mounted);
    expect(template.spec.volumes[0].configMap.name).toBe(lab.metadata.name);
    expect(container.env.find(({ name }: { name: string }) => name === 'SHARES').value).toBe(String(replicas));
    expect(container.ports[0]).toEqual({ name: 'control', containerPort: service.spec.ports[0].port });
    for (const probe of [container.readinessProbe, container.livenessProbe]) {
      expect(probe.httpGet).toEqual({ path: '/health', port: 'control' });
    }
  });

  it('hold a lab that can be, and a command line whose options there are', async () => {
    expect(parseLabFile(lab.data['lab.yaml'], 'lab.yaml').spec.devices).toHaveLength(2);
    const { stdout } = await rackless('up', '--help');
    const options = [...line.matchAll(/--[a-z-]+/g)].map(([option]) => option);
    expect(options).toContain('--share');
    for (const option of options) expect(stdout).toContain(`${option} `);
  });

  it('name the share by the number of the pod', () => {
    const share = /--share ("[^"]+")/.exec(line)?.[1];
    const command = `HOSTNAME=rackless-4 SHARES=5; echo ${share}`;
    expect(spawnSync('sh', ['-c', command], { encoding: 'utf8' }).stdout).toBe('5/5\n');
  });
});

describe('shares in several processes', () => {
  const file = () => folder.write('lab.yaml', 'devices: [{ kind: nxos, count: 6, options: { configured: nxapi } }]\n');
  const token = 'a-token-that-all-processes-have-in-common';

  it('make up the lab together, under one token', async () => {
    const tokenFile = folder.write('token', `${token}\n`);
    const parts = await Promise.all(
      ['1/2', '2/2'].map((share) => up(file(), '--share', share, '--token-file', tokenFile)),
    );
    const names = parts.map(({ ready }) => ready.devices.map(({ name }) => name));
    expect(names.flat().sort()).toEqual([1, 2, 3, 4, 5, 6].map((n) => `nxos-${n}`));
    expect(Math.min(...names.map(({ length }) => length))).toBeGreaterThan(0);
    for (const { ready, stop: _ } of parts) {
      const answer = await fetch(`${ready.control}/lab`, { headers: { authorization: `Bearer ${token}` } });
      expect(answer.status).toBe(200);
    }
    await Promise.all(parts.map((part) => part.stop()));
  });

  it('take no token that is easily guessed', async () => {
    const ended = await rackless('up', file(), '--token-file', folder.write('short', 'secret\n'));
    expect(ended).toMatchObject({ status: 64, stderr: expect.stringContaining('a token is 32 to 512 letters') });
  });

  const namespaces = spawnSync('unshare', ['-rn', 'ip', 'link', 'set', 'lo', 'up']).status === 0;
  it.skipIf(!namespaces)(
    'have the same ports in networks of their own (where the machine permits it: unshare, ip)',
    async () => {
      const main = join(home, 'dist', 'cli', 'main.js');
      const parts = ['1/2', '2/2'].map((share) => {
        const command = `ip link set lo up && exec '${process.execPath}' '${main}' up '${file()}' --share ${share} --port-base 8443 --json`;
        return spawn('unshare', ['-rn', 'sh', '-c', command], { stdio: ['ignore', 'pipe', 'inherit'] });
      });
      const ready = await Promise.all(
        parts.map(async ({ stdout }) => {
          for await (const line of createInterface({ input: stdout })) return JSON.parse(line);
        }),
      );
      await Promise.all(
        parts.map((part) => {
          part.kill('SIGINT');
          return once(part, 'exit');
        }),
      );
      for (const { control, devices } of ready) {
        expect([control, devices[0].endpoints.ssh]).toEqual(['http://127.0.0.1:8080', 'ssh://127.0.0.1:8443']);
      }
    },
  );
});
