import { execFile, execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import type { HostReport } from '../lab/report.ts';
import { testFolder } from '../lab/testing/folder.ts';
import { type Ready, type Running, up } from './testing/command.ts';
import { type Login, loginTo, quiet, SshTerminal } from './testing/ssh-client.ts';

const tools = ['openssl', 'ssh', 'scp', 'curl'] as const;
const missing = tools.filter((tool) => !has(tool));
const run = promisify(execFile);

type Lab = Running & { ready: Ready };

describe.skipIf(missing.length > 0)(
  `the walkthrough with real tools${missing.map((tool) => `, ${tool} is missing`)}`,
  () => {
    const folder = testFolder();
    const crt = join(folder.path, 'nxapi-cert.pem');
    const key = join(folder.path, 'nxapi-key.pem');

    it('secures NX-API, survives kill -9 when saved, and is gone when not', async () => {
      makePair(key, crt);
      const own = new X509Certificate(readFileSync(crt));
      const state = join(folder.path, 'state');
      const first = await start('walkthrough', '--state', state);
      const { device, files } = hosts(first.ready, 'n9k-1');
      const at = (port: number): Promise<number> => hostPort(first.ready, 'n9k-1', port);
      const server = loginTo(folder.path, portOf(files.endpoints.ssh), files.username, files.password);
      // Off-box to the server that the switch copies from, by the real scp.
      for (const file of [crt, key]) await scp(server, file, '');

      const login = loginTo(folder.path, portOf(device.endpoints.ssh), device.username, device.password);
      const terminal = new SshTerminal(login);
      await terminal.until(/switch# /);
      await terminal.type('mkdir bootflash:nxapi');
      for (const name of ['nxapi-cert.pem', 'nxapi-key.pem']) {
        const shown = await copyFrom(terminal, files, name);
        expect(shown).toMatch(new RegExp(`${name} +100% +\\d+`));
        expect(shown).toContain('Copy complete.');
      }
      expect(await terminal.type('dir bootflash:nxapi/')).toMatch(/ {4}\w{3} \d\d [\d:]{8} \d{4} {2}nxapi-cert\.pem/);
      await terminal.type('configure terminal', /\(config\)# /);
      for (const line of ['feature nxapi', 'no nxapi http', 'nxapi https port 8443', 'nxapi use-vrf management']) {
        expect(await terminal.type(line)).not.toContain('%');
      }
      const before = await presented(await at(8443));
      expect(before.subject).toBe('C=US\nST=CA\nL=San Jose\nO=Cisco Systems Inc.\nOU=dcnxos\nCN=nxos');
      const upload = 'Upload done. Please enable. Note cert and key must match.';
      expect(await terminal.type('nxapi certificate httpscrt certfile bootflash:nxapi/nxapi-cert.pem')).toContain(
        upload,
      );
      expect(await terminal.type('nxapi certificate httpskey keyfile bootflash:nxapi/nxapi-key.pem')).toContain(upload);
      expect((await presented(await at(8443))).fingerprint256).toBe(before.fingerprint256);
      await terminal.type('nxapi certificate enable');

      const proven = async (lab: Lab): Promise<void> => {
        const https = await hostPort(lab.ready, 'n9k-1', 8443);
        expect((await presented(https)).fingerprint256).toBe(own.fingerprint256);
        expect(await refuses(await hostPort(lab.ready, 'n9k-1', 80))).toBe(true);
        expect(await refuses(await hostPort(lab.ready, 'n9k-1', 443))).toBe(true);
        expect(await ask(crt, https, device)).toMatchObject({ ins_api: { outputs: { output: { code: '200' } } } });
      };
      await proven(first);

      expect(await terminal.type('copy run start')).toContain('Copy complete.');
      await terminal.type('no nxapi use-vrf');
      await terminal.type('hostname not-saved');
      await terminal.type('copy bootflash:nxapi/nxapi-cert.pem bootflash:unsaved.pem');
      await first.stop('SIGKILL');

      const second = await start('walkthrough', '--state', state);
      await proven(second);
      const again = hosts(second.ready, 'n9k-1').device;
      const woken = loginTo(folder.path, portOf(again.endpoints.ssh), again.username, again.password);
      const { stdout: running } = await ssh(woken, 'show running-config');
      expect(running).toContain('\nhostname switch\n');
      expect(running).toContain('\nnxapi use-vrf management\n');
      expect((await ssh(woken, 'dir bootflash:')).stdout).toContain('unsaved.pem');
      await second.stop();
      await terminal.leave();
    });

    it('goes through NX-API itself, and takes files that scp brings to the switch', async () => {
      makePair(key, crt);
      const lab = await start('walkthrough');
      const { device } = hosts(lab.ready, 'n9k-2');
      const login = loginTo(folder.path, portOf(device.endpoints.ssh), device.username, device.password);
      const terminal = new SshTerminal(login);
      await terminal.until(/switch# /);
      for (const line of ['configure terminal', 'feature nxapi', 'feature scp-server', 'end'])
        await terminal.type(line);
      await terminal.leave();
      await conf(device, await hostPort(lab.ready, 'n9k-2', 443), 'mkdir bootflash:nxapi ;mkdir bootflash:sup-2/nxapi');
      for (const file of [crt, key]) await scp(login, file, 'bootflash:nxapi/');
      const port = await hostPort(lab.ready, 'n9k-2', 443);
      const lines = [
        'copy bootflash://sup-1/nxapi/nxapi-cert.pem bootflash://sup-2/nxapi/',
        'copy bootflash://sup-1/nxapi/nxapi-key.pem bootflash://sup-2/nxapi/',
        'no nxapi http',
        'nxapi use-vrf management',
        'nxapi certificate httpscrt certfile bootflash:nxapi/nxapi-cert.pem',
        'nxapi certificate httpskey keyfile bootflash:nxapi/nxapi-key.pem',
        'nxapi certificate enable',
        'nxapi https port 8443',
      ];
      expect(codesOf(await conf(device, port, lines.join(' ;')))).toEqual(lines.map(() => '200'));
      const moved = await hostPort(lab.ready, 'n9k-2', 8443);
      expect(await refuses(port)).toBe(true);
      expect((await presented(moved)).fingerprint256).toBe(new X509Certificate(readFileSync(crt)).fingerprint256);
      expect(codesOf(await ask(crt, moved, device, 'cli_conf', 'copy run start'))).toEqual(['200']);
      // The files lie on both supervisors, so the other one serves them, too.
      await ssh(login, 'system switchover');
      expect((await presented(moved)).fingerprint256).toBe(new X509Certificate(readFileSync(crt)).fingerprint256);
      await lab.stop();
    });

    it('is gone after kill -9 when it was not saved, and the files on flash are there', async () => {
      const state = join(folder.path, 'unsaved');
      const first = await start('walkthrough', '--state', state);
      const { device } = hosts(first.ready, 'n9k-3');
      const login = loginTo(folder.path, portOf(device.endpoints.ssh), device.username, device.password);
      const terminal = new SshTerminal(login);
      await terminal.until(/switch# /);
      for (const line of ['mkdir bootflash:nxapi', 'configure terminal', 'feature nxapi']) await terminal.type(line);
      expect(await refuses(await hostPort(first.ready, 'n9k-3', 80))).toBe(false);
      await first.stop('SIGKILL');
      await terminal.leave();
      const second = await start('walkthrough', '--state', state);
      expect(await refuses(await hostPort(second.ready, 'n9k-3', 80))).toBe(true);
      const again = hosts(second.ready, 'n9k-3').device;
      const woken = loginTo(folder.path, portOf(again.endpoints.ssh), again.username, again.password);
      expect((await ssh(woken, 'dir bootflash:')).stdout).toContain('nxapi/');
      await second.stop();
    });

    const start = (...words: string[]): Promise<Lab> => up(...words);
  },
);

/** The walkthrough's own line; a subject given, since nobody is there to answer for it. */
function makePair(key: string, crt: string): void {
  const line = `req -x509 -newkey rsa:4096 -keyout ${key} -out ${crt} -days 36500 -nodes`;
  const names = 'subjectAltName=IP:127.0.0.1,DNS:localhost';
  execFileSync('openssl', [...line.split(' '), '-subj', '/CN=nxapi', '-addext', names], { stdio: 'ignore' });
}

async function copyFrom(terminal: SshTerminal, files: HostReport, name: string): Promise<string> {
  const url = `scp://${files.username}@files-1/${name}`;
  await terminal.type(`copy ${url} bootflash://sup-1/nxapi/`, /considered\): /);
  let shown = await terminal.type('management', /\(yes\/no\)\? |password: /);
  if (shown.endsWith('? ')) shown = await terminal.type('yes', /password: /);
  return terminal.type(files.password);
}

function hosts(ready: Ready, name: string): { device: HostReport; files: HostReport } {
  const found = (wanted: string): HostReport => {
    const host = ready.devices.find((one) => one.name === wanted);
    if (!host) throw new Error(`the lab has no ${wanted}`);
    return host;
  };
  return { device: found(name), files: found('files-1') };
}

async function hostPort(ready: Ready, device: string, port: number): Promise<number> {
  const authorization = `Bearer ${readFileSync(ready.controlTokenFile, 'utf8').trim()}`;
  const answer = await fetch(`${ready.control}/devices/${device}/at?port=${port}`, { headers: { authorization } });
  const at: { port: number } = JSON.parse(await answer.text());
  return at.port;
}

function portOf(url: string | undefined): number {
  return Number(new URL(url ?? '').port);
}

function presented(port: number): Promise<X509Certificate> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      const certificate = socket.getPeerX509Certificate();
      socket.destroy();
      if (certificate) resolve(certificate);
      else reject(new Error('no certificate was presented'));
    });
    socket.on('error', reject);
  });
}

function refuses(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTcp({ host: '127.0.0.1', port }, () => {
      socket.destroy();
      resolve(false);
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
  });
}

function request(type: string, input: string): string {
  return JSON.stringify({ ins_api: { version: '1.0', type, chunk: '0', sid: '1', input, output_format: 'json' } });
}

interface Reply {
  readonly ins_api: { readonly outputs: { readonly output: { code: string } | { code: string }[] } };
}

async function curl(words: readonly string[], device: HostReport, port: number, body: string): Promise<Reply> {
  const account = `${device.username}:${device.password}`;
  const url = `https://127.0.0.1:${port}/ins`;
  const { stdout } = await run('curl', ['-sS', '--fail', ...words, '-u', account, '-d', body, url]);
  return JSON.parse(stdout);
}

function ask(ca: string, port: number, device: HostReport, type = 'cli_show', input = 'show nxapi'): Promise<Reply> {
  return curl(['--cacert', ca], device, port, request(type, input));
}

/** Before the switch has a certificate of its own, nobody can verify it. */
function conf(device: HostReport, port: number, input: string): Promise<Reply> {
  return curl(['--insecure'], device, port, request('cli_conf', input));
}

function codesOf({ ins_api }: Reply): string[] {
  const { output } = ins_api.outputs;
  return (Array.isArray(output) ? output : [output]).map(({ code }) => code);
}

function ssh({ port, user, environment }: Login, line: string): Promise<{ stdout: string }> {
  return run('ssh', [...quiet, '-p', String(port), `${user}@127.0.0.1`, line], { env: environment }).catch(
    (error) => error,
  );
}

async function scp({ port, user, environment }: Login, file: string, to: string): Promise<void> {
  await run('scp', [...quiet, '-O', '-P', String(port), file, `${user}@127.0.0.1:${to}`], { env: environment });
}
