import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { has } from '../../../.ci/tools.ts';
import { home } from '../../../lab/home.ts';

const run = promisify(execFile);

/** A client that was built, or why it is not to be had on this machine. */
export type Built = { readonly program: string } | { readonly why: string };

/**
 * Builds a client of `go/NAME` with the module versions that its `go.mod` pins and its `go.sum` seals, by the `go`
 * command and whatever module proxy that is set to. What was built is kept under `.venv/` until its sources change.
 *
 * @throws Error with the compiler's own words when modules are there and it does not compile
 */
export async function build(name: string): Promise<Built> {
  if (!has('go')) return { why: 'there is no go' };
  const sources = join(home, 'conformance', 'foreign', 'go', name);
  const seal = createHash('sha256');
  for (const file of readdirSync(sources).sort()) seal.update(file).update(readFileSync(join(sources, file)));
  const program = join(home, '.venv', `go-${name}-${seal.digest('hex').slice(0, 16)}`);
  if (existsSync(program)) return { program };
  const folder = mkdtempSync(join(tmpdir(), 'rackless-go-'));
  try {
    cpSync(sources, folder, { recursive: true });
    const env = { ...process.env, GOFLAGS: '-mod=readonly', CGO_ENABLED: '0' };
    try {
      await run('go', ['mod', 'download'], { cwd: folder, env, timeout: 120_000 });
    } catch (error) {
      const { stderr = '' } = error as { stderr?: string };
      return { why: `its modules are had where the machine permits it: ${stderr.trim().split('\n').at(-1)?.trim()}` };
    }
    await run('go', ['build', '-o', join(folder, 'built'), '.'], { cwd: folder, env });
    // Put there last, so that a build that was broken off leaves nothing.
    cpSync(join(folder, 'built'), `${program}.new`);
    renameSync(`${program}.new`, program);
    return { program };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the public checksum database says of a client's modules, in the lines of a `go.sum`; or why it was not asked. */
export type Sums = { readonly lines: readonly string[] } | { readonly why: string };

/** A client's own `go.sum`, which the `go` command trusts from then on and asks nobody about. */
export function sealedSums(name: string): readonly string[] {
  return linesOf(join(home, 'conformance', 'foreign', 'go', name, 'go.sum'));
}

/** Has the `go` command find the sums of a client's modules anew, as for somebody who has neither them nor the modules. */
export async function databaseSums(name: string): Promise<Sums> {
  if (!has('go')) return { why: 'there is no go' };
  const folder = mkdtempSync(join(tmpdir(), 'rackless-go-'));
  const env = { ...process.env, GOFLAGS: '-mod=mod -modcacherw', GOMODCACHE: join(folder, 'cache') };
  try {
    cpSync(join(home, 'conformance', 'foreign', 'go', name, 'go.mod'), join(folder, 'go.mod'));
    const { stdout } = await run('go', ['env', 'GOSUMDB', 'GONOSUMDB'], { cwd: folder, env });
    const [database, excepted] = stdout.split('\n');
    if (database === 'off' || excepted) return { why: 'the machine asks no checksum database' };
    // Named with its version, a module is downloaded with the sum of its files; those that are bad stop it.
    const required = /^require (\S+) (\S+)$/m.exec(readFileSync(join(folder, 'go.mod'), 'utf8'));
    const module = `${required?.[1]}@${required?.[2]}`;
    await run('go', ['mod', 'download', module], { cwd: folder, env, timeout: 120_000 });
    return { lines: linesOf(join(folder, 'go.sum')) };
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    if (/SECURITY ERROR|checksum mismatch/.test(stderr)) throw error;
    return { why: `it is asked where the machine permits it: ${stderr.trim().split('\n').at(-1)?.trim()}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function linesOf(path: string): readonly string[] {
  return readFileSync(path, 'utf8').split('\n').filter(Boolean).sort();
}
