import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCertificateDer } from './certificate.ts';
import { check } from './check.ts';
import { sameKey } from './key.ts';
import { oneLine } from './name.ts';
import { readPem } from './pem.ts';
import { IdentityPool, type IdentityTemplate } from './pool.ts';

const subject = '/C=US/ST=CA/L=San Jose/O=Cisco Systems Inc./OU=dcnxos/CN=nxos';
/** EC keys cost nothing; one test uses the kind's real ones. */
const template: IdentityTemplate = { kind: 'nxos', keyType: 'ec-p256', subject, validity: { days: 3650 } };
const now = new Date('2030-01-01T12:00:00Z');
const factsOf = (pem: string) => readCertificateDer(readPem(pem)[0]?.bytes ?? Buffer.alloc(0));

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rackless-pool-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** What another process, which has only the built pool, is given; and whether it had to load the makers for that. */
function elsewhere(): Promise<{ sha256: string; key: string; loadedMakers: boolean }> {
  const script = `
    import { createRequire } from 'node:module';
    import { IdentityPool } from ${JSON.stringify(join(import.meta.dirname, '../dist/certs/pool.js'))};
    const pool = new IdentityPool({ directory: ${JSON.stringify(directory)}, size: 1 });
    const { sha256, key } = await pool.identity(${JSON.stringify(template)}, 'x', new Date(${now.getTime()}));
    const loaded = Object.keys(createRequire(import.meta.url).cache);
    console.log(JSON.stringify({ sha256, key, loadedMakers: loaded.some((path) => path.includes('node-forge')) }));
  `;
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { cwd: import.meta.dirname },
      (error, stdout) => (error ? reject(error) : resolve(JSON.parse(stdout))),
    );
  });
}

const files = async (): Promise<string[]> => (await readdir(join(directory, 'nxos'))).toSorted();
const devices = Array.from({ length: 200 }, (_, i) => `lab/n9k-${i}`);

describe('the pool of identities', () => {
  it('gives the default certificate of a switch: RSA 2048, SHA-256, a day', async () => {
    const pool = new IdentityPool({ directory });
    const validity = { notBefore: new Date('2019-06-26T17:51:29Z'), notAfter: new Date('2019-06-27T17:51:29Z') };
    const identity = await pool.identity({ kind: 'nxos', subject, validity }, 'seed');
    const facts = factsOf(identity.certificate);
    expect(oneLine(facts.subject)).toBe(subject);
    expect(facts).toMatchObject({ ...validity, selfSigned: true, keyDescription: { type: 'rsa', bits: 2048 } });
    expect(facts.signature.hash).toBe('sha256');
    expect(facts.sha256).toBe(identity.sha256);
    const { findings } = check(identity.certificate, identity.key, { at: validity.notBefore });
    expect(findings.map(({ code }) => code)).not.toContain('key-mismatch');
    // Exact validities are not worth a file; the key is.
    expect(await files()).toEqual([expect.stringMatching(/^rsa-2048-\d-key\.pem$/)]);
  });

  it('serves many devices from few keys and certificates', async () => {
    const pool = new IdentityPool({ directory, size: 3 });
    const all = await Promise.all(devices.map((device) => pool.identity(template, device, now)));
    expect(new Set(all.map(({ sha256 }) => sha256)).size).toBe(3);
    expect(new Set(all.map(({ key }) => key)).size).toBe(3);
    expect(await files()).toHaveLength(6);
  });

  it('gives the same again after a restart', async () => {
    const first = await Promise.all(
      devices.map((device) => new IdentityPool({ directory }).identity(template, device, now)),
    );
    const later = new Date('2030-06-01T00:00:00Z');
    const pool = new IdentityPool({ directory });
    const second = await Promise.all(devices.map((device) => pool.identity(template, device, later)));
    expect(second.map(({ sha256 }) => sha256)).toEqual(first.map(({ sha256 }) => sha256));
  });

  it('gives the same names, serials and slots for a seed in any directory', async () => {
    const look = async (pool: IdentityPool) => {
      const { certificate } = await pool.identity(template, 'lab/n9k-1', now);
      const { serial, subject: name, notBefore } = factsOf(certificate);
      return { serial, name: oneLine(name), notBefore, slot: pool.slotOf('nxos', 'lab/n9k-1') };
    };
    expect(await look(new IdentityPool({ directory }))).toEqual(await look(new IdentityPool()));
  });

  it('tells templates and kinds apart', async () => {
    const pool = new IdentityPool({ directory, size: 1 });
    const one = await pool.identity(template, 'x', now);
    const other = await pool.identity({ ...template, subject: '/CN=other' }, 'x', now);
    const kind = await pool.identity({ ...template, kind: 'asa' }, 'x', now);
    expect(sameKey(one.privateKey, other.privateKey)).toBe(true);
    expect(sameKey(one.privateKey, kind.privateKey)).toBe(false);
    expect(factsOf(other.certificate).serial).not.toBe(factsOf(one.certificate).serial);
  });

  it('makes anew what is expired or nearly so', async () => {
    const pool = new IdentityPool({ directory });
    const before = await pool.identity(template, 'x', now);
    const late = new Date(now.getTime() + 3650 * 0.95 * 86_400_000);
    for (const asked of [pool, new IdentityPool({ directory })]) {
      const after = await asked.identity(template, 'x', late);
      expect(after.sha256).not.toBe(before.sha256);
      expect(after.key).toBe(before.key);
      expect(factsOf(after.certificate).notBefore).toEqual(late);
    }
  });

  it('makes anew what begins after the clock of the lab', async () => {
    const before = await new IdentityPool({ directory }).identity(template, 'x', now);
    const early = new Date('2018-07-03T05:44:30Z');
    const after = await new IdentityPool({ directory }).identity(template, 'x', early);
    expect(after.key).toBe(before.key);
    expect(factsOf(after.certificate).notBefore).toEqual(early);
  });

  it.each([
    ['empty', ''],
    ['garbage', 'garbage'],
    ['half a file', '-----BEGIN PRIVATE KEY-----\nMIG'],
  ])('makes anew what is damaged: %s', async (_, damage) => {
    const before = await new IdentityPool({ directory, size: 1 }).identity(template, 'x', now);
    for (const name of await files()) {
      await writeFile(join(directory, 'nxos', name), damage);
      const after = await new IdentityPool({ directory, size: 1 }).identity(template, 'x', now);
      expect(check(after.certificate, after.key, { at: now }).findings.map(({ code }) => code)).not.toContain(
        'key-mismatch',
      );
      expect(after.sha256).not.toBe(before.sha256);
      const again = await new IdentityPool({ directory, size: 1 }).identity(template, 'x', now);
      expect(again.sha256).toBe(after.sha256);
    }
  });

  it('does not use a key of another size', async () => {
    const small = await new IdentityPool({ directory }).key('nxos', 'rsa-1024', 0);
    const text = await readFile(join(directory, 'nxos', 'rsa-1024-0-key.pem'));
    await writeFile(join(directory, 'nxos', 'rsa-2048-0-key.pem'), text);
    const key = await new IdentityPool({ directory }).key('nxos', 'rsa-2048', 0);
    expect(sameKey(key, small)).toBe(false);
    expect(key.asymmetricKeyDetails?.modulusLength).toBe(2048);
  });

  it('keeps keys for their owner only, and nothing half-written', async () => {
    await new IdentityPool({ directory }).identity(template, 'x', now);
    const names = await files();
    expect(names.every((name) => name.endsWith('.pem'))).toBe(true);
    for (const name of names) expect((await stat(join(directory, 'nxos', name))).mode & 0o077).toBe(0);
  });

  it('agrees on one key with other pools that start at the same time', async () => {
    const pools = Array.from({ length: 8 }, () => new IdentityPool({ directory, size: 1 }));
    const all = await Promise.all(pools.map((pool) => pool.identity(template, 'x', now)));
    expect(new Set(all.map(({ key }) => key)).size).toBe(1);
    expect(new Set(all.map(({ sha256 }) => sha256)).size).toBe(1);
    expect(await files()).toHaveLength(2);
  });

  it('agrees with other processes, which load nothing heavy once the files are there', async () => {
    const racing = await Promise.all([elsewhere(), elsewhere(), elsewhere()]);
    const later = await elsewhere();
    expect(new Set([...racing, later].map(({ key }) => key)).size).toBe(1);
    expect(new Set([...racing, later].map(({ sha256 }) => sha256)).size).toBe(1);
    expect(racing.some(({ loadedMakers }) => loadedMakers)).toBe(true);
    expect(later.loadedMakers).toBe(false);
  });

  it('goes on in memory, and says so once, where it cannot write', async () => {
    const blocked = join(directory, 'file');
    await writeFile(blocked, '');
    const problems: string[] = [];
    const pool = new IdentityPool({ directory: blocked, onProblem: (message) => problems.push(message) });
    const [a] = await Promise.all([pool.identity(template, 'x', now), pool.key('asa', 'ec-p256', 0)]);
    expect((await pool.identity(template, 'x', now)).sha256).toBe(a.sha256);
    expect(problems).toEqual([expect.stringContaining(`${blocked}: the certificate pool is not kept: `)]);
  });

  it('says what is wrong with a kind or a template', async () => {
    const pool = new IdentityPool();
    await expect(pool.identity({ ...template, kind: '../nxos' }, 'x')).rejects.toThrow(
      /pool kind "..\/nxos": expected/,
    );
    const wrong = { ...template, subject: 'C=US' };
    await expect(pool.identity(wrong, 'x')).rejects.toThrow(/write it as \/TYPE=value/);
    await expect(pool.identity(wrong, 'x')).rejects.toThrow(/write it as \/TYPE=value/);
    expect(() => new IdentityPool({ size: 0 })).toThrow(/expected 1 or more/);
  });
});
