import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import { Playback } from './testing/playback.ts';
import { insApi, ok } from './testing/replies.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');

/** All that the client needs besides Node: nothing else is to be found from where it is installed. */
const needs = ['undici', 'fast-xml-parser'];

describe.skipIf(!has('tar'))('one client alone, from the packed tarball', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rackless-packed-'));
  const installed = join(folder, 'node_modules', 'rackless');
  afterAll(() => rmSync(folder, { recursive: true }));

  beforeAll(async () => {
    const npm = process.env.npm_execpath;
    const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
    await run(command, [...first, 'pack', '--ignore-scripts', '--silent', '--pack-destination', folder], { cwd: root });
    const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    mkdirSync(installed, { recursive: true });
    await run('tar', ['-xzf', join(folder, tarball), '-C', installed, '--strip-components=1']);
    for (const name of needs) symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  });

  it('talks to a switch in each format', async () => {
    const xml =
      '<?xml version="1.0"?><ins_api><outputs><output><body><hostname>leaf-101</hostname></body><code>200</code><msg>Success</msg></output></outputs></ins_api>';
    const device = await Playback.start(({ body }) => {
      if (body.startsWith('<')) return xml;
      const result = { body: { hostname: 'leaf-101' } };
      return body.startsWith('[') ? { jsonrpc: '2.0', result, id: 1 } : insApi([ok({ hostname: 'leaf-101' })]);
    });
    const program = join(folder, 'program.mjs');
    writeFileSync(
      program,
      `import { NxapiClient, showHostname } from 'rackless/clients/nxapi';
       for (const format of ['json', 'xml', 'json-rpc']) {
         const client = new NxapiClient({ url: process.argv[2], username: 'admin', password: 'pw', allowHttp: true, format });
         console.log(format, await client.show(showHostname()));
         await client[Symbol.asyncDispose]();
       }`,
    );
    try {
      const { stdout } = await run(process.execPath, [program, device.url], { cwd: folder, timeout: 20_000 });
      expect(stdout).toBe('json leaf-101\nxml leaf-101\njson-rpc leaf-101\n');
    } finally {
      await device.close();
    }
  });

  it('has types', async () => {
    const source = join(folder, 'typed.mts');
    writeFileSync(
      source,
      `import { NxapiClient, showVersion } from 'rackless/clients/nxapi';
       const client = new NxapiClient({ url: 'https://n9k-1', username: 'admin', password: 'pw', pin: 'x' });
       export const release: Promise<string> = client.show(showVersion()).then((version) => version.release);
       // @ts-expect-error: there is no such switch
       new NxapiClient({ url: 'https://n9k-1', username: 'admin', password: 'pw', rejectUnauthorized: false });\n`,
    );
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const types = join(root, 'node_modules', '@types');
    const settings = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'nodenext', '--target', 'es2023'];
    const check = run(process.execPath, [compiler, ...settings, '--types', 'node', '--typeRoots', types, source], {
      cwd: folder,
    });
    const { stdout } = await check.catch((error: { stdout: string }) => error);
    expect(stdout).toBe('');
  });
});
