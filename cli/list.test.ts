import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kinds } from '../lab/kinds.ts';

const entry = join(import.meta.dirname, 'testing', 'conform-entry.mjs');

function rackless(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [entry, ...args], { env: { ...process.env, NO_COLOR: '1' } }, (error, out, err) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err });
    });
  });
}

describe('rackless list', () => {
  it('cases: each with its title', async () => {
    const { status, out } = await rackless('list', 'cases', 'nxos');
    expect(status).toBe(0);
    expect(out).toMatch(/^nxos +NX-WALK-1 +simulator-only +\d+ +The walkthrough on one supervisor/m);
  });

  it('kinds: with releases, as JSON', async () => {
    const { out } = await rackless('list', 'kinds', '--json');
    const listed: { kind: string; releases: string }[] = JSON.parse(out);
    expect(listed.map(({ kind }) => kind).sort()).toEqual(Object.keys(kinds).sort());
    expect(listed.find(({ kind }) => kind === 'nxos')?.releases).toContain('7.0(3)I7(4)');
  });

  it('requirements: all of a kind, and as the page of the docs', async () => {
    const { out } = await rackless('list', 'requirements', 'asa', '--json');
    const listed: { id: string; checked: string }[] = JSON.parse(out);
    expect(listed.find(({ id }) => id === 'ASA-OBJ-0001')).toMatchObject({ checked: 'yes', level: 'must' });
    const page = await rackless('list', 'requirements', 'asa', '--markdown');
    expect(page.out).toContain('| ASA-OBJ-0001 | A POST that makes a network object is answered 201. |');
  });

  it('ids: every one that is given, and those that never will be again', async () => {
    const { out } = await rackless('list', 'ids');
    expect(out).toMatch(/^NX-TLS-0003 +requirement$/m);
    expect(out).toMatch(/^NX-WALK-1\.presented +check$/m);
    expect(out).toMatch(/^asa-objects\.returns-tokens +rule$/m);
    expect(out).toMatch(/^NSX-APP-0004 +nothing since 0\.1\.0$/m);
  });

  it.each([
    [['list', 'cases', '--markdown'], /--markdown is about requirements/],
    [['list', 'toasters'], /toasters/],
    [['list', 'cases', 'toaster'], /no suite for "toaster"/],
    [['explain', 'NX-NONE-0001'], /NX-NONE-0001/],
    [['list'], /missing required argument/],
  ])('64 for %j', async (args, message) => {
    const { status, err } = await rackless(...args);
    expect([status, err]).toEqual([64, expect.stringMatching(message)]);
  });
});

describe('rackless explain', () => {
  it('a requirement: what it says, on what grounds, and who checks it', async () => {
    const { status, out } = await rackless('explain', 'NX-TLS-0003');
    expect(status).toBe(0);
    for (const part of [
      'presents the installed certificate',
      'must · vendor · documented',
      'Configure the Switch, 3',
      'NX-WALK-1.presented',
    ]) {
      expect(out).toContain(part);
    }
  });

  it('a requirement that no check covers: why none does', async () => {
    expect((await rackless('explain', 'NX-REST-0102')).out).toContain('checked by  no check: not simulated');
    expect((await rackless('list', 'requirements', 'asa')).out).toMatch(
      /^asa +ASA-SAVE-0101 .* there is no second box/m,
    );
  });

  it('a check: its requirement and its killers', async () => {
    const { out } = await rackless('explain', 'NX-WALK-1.presented');
    expect(out).toContain('NX-TLS-0003');
    expect(out).toContain('nxos.old-certificate-still-served');
    expect(out).not.toContain('NX-FILE-0001');
  });

  it('a case: all its checks', async () => {
    const { out } = await rackless('explain', 'NX-WALK-1');
    expect(out).toContain('NX-FILE-0001');
    expect(out).toContain('NX-SAVE-0002');
  });

  it('a mutant: the checks that it turns red', async () => {
    const { out } = await rackless('explain', 'nxos.http-stays-open');
    expect(out).toContain('NX-WALK-1.http-closes');
  });

  it('a retired id: since when and why', async () => {
    expect((await rackless('explain', 'NSX-APP-0004')).out).toMatch(/retired since 0\.1\.0\. It had every node/);
  });

  it('an inferred requirement: that it fails nobody', async () => {
    expect((await rackless('explain', 'NX-HA-0003')).out).toContain('fails nobody');
  });
});
