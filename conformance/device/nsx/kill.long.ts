import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { root } from '../../../.ci/files.ts';
import { slice } from '../../../.ci/slice.ts';
import { exportKey, keptKey } from '../../../certs/key.ts';
import { makeCertificate } from '../../../certs/make.ts';

const { seed, rounds } = slice();
const certificates = '/api/v1/trust-management/certificates';

it(`every acknowledged import is there after kill -9, and none is half (seed ${seed})`, {
  timeout: 1_800_000,
}, async () => {
  const home = mkdtempSync(join(tmpdir(), 'rackless-nsx-kill-'));
  const key = exportKey(await keptKey('ec-p256'));
  const acknowledged = new Map<string, string>();
  let random = seed;
  try {
    for (let round = 1; round <= rounds(200); round++) {
      random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
      const cluster = await start(home);
      const listed = new Map((await list(cluster)).map((one) => [one.id, one.pem_encoded]));
      for (const [id, pem] of acknowledged) expect(listed.get(id), `round ${round}: ${id}`).toBe(pem);
      for (const pem of listed.values())
        expect(pem).toMatch(/^-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----\n$/);
      // Without a limit the list would grow into hundreds of pages.
      for (const id of [...acknowledged.keys()].slice(0, Math.max(0, acknowledged.size - 100))) {
        acknowledged.delete(id);
        await ask(cluster, 'DELETE', `${certificates}/${id}`);
      }
      let loading = true;
      const load = Promise.all([1, 2, 3].map(() => importing(cluster, key, acknowledged))).then(() => {
        loading = false;
      });
      // A busy machine may take longer than any of these delays to its very first import; without one there is nothing to lose.
      while (loading && acknowledged.size === 0) await delay(5);
      await delay((random / 2 ** 32) * 150);
      cluster.child.kill('SIGKILL');
      await once(cluster.child, 'close');
      await load;
    }
    expect(acknowledged.size).toBeGreaterThan(0);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

interface Cluster {
  readonly child: ChildProcess;
  readonly port: number;
}

/** A lab with one manager, in a process of its own. */
async function start(home: string): Promise<Cluster> {
  const lab = pathToFileURL(join(root, 'dist/lab/index.js')).href;
  const script = `
    const { startLab } = await import(${JSON.stringify(lab)});
    const lab = await startLab({ stateDir: ${JSON.stringify(home)}, devices: [{ kind: 'nsx', options: { managers: 1, rateLimit: 0 } }] });
    console.log(new URL(lab.device('nsx-1').endpoints['manager-1.https']).port);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, port: Number(line) };
}

let serial = 0x100000;

/** Imports one certificate after another until the process is gone, and notes which imports were acknowledged. */
async function importing(cluster: Cluster, key: string, acknowledged: Map<string, string>): Promise<void> {
  const own = await keptKey('ec-p256');
  for (;;) {
    const { pem } = makeCertificate({ subject: '/CN=kill', key: own, serial: (serial++).toString(16) });
    try {
      const answer = await ask(cluster, 'POST', `${certificates}?action=import`, {
        pem_encoded: pem,
        private_key: key,
      });
      acknowledged.set(JSON.parse(answer).results[0].id, pem);
    } catch {
      return;
    }
  }
}

async function list(cluster: Cluster): Promise<{ id: string; pem_encoded: string }[]> {
  const found: { id: string; pem_encoded: string }[] = [];
  for (let cursor = ''; ; ) {
    const page = JSON.parse(
      await ask(cluster, 'GET', `${certificates}?page_size=1000${cursor && `&cursor=${cursor}`}`),
    );
    found.push(...page.results);
    cursor = page.cursor ?? '';
    if (cursor === '') return found;
  }
}

function ask({ port }: Cluster, method: string, path: string, body?: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const asking = request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        agent: false,
        rejectUnauthorized: false,
        auth: 'admin:VMware1!VMware1!',
        headers:
          text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
      },
      (response) => {
        let seen = '';
        response.setEncoding('utf8').on('data', (more) => {
          seen += more;
        });
        response.on('error', reject).on('aborted', () => reject(new Error('aborted')));
        response.on('end', () => (response.complete ? resolve(seen) : reject(new Error('cut'))));
      },
    );
    asking.on('error', reject).end(text);
  });
}
