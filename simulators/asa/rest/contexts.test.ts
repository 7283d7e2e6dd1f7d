import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Grounded, ground } from '../../chassis/testing/ground.ts';
import { basic, exchange, type RawAnswer } from '../../chassis/testing/http.ts';
import { contextDevice } from '../contexts/view.ts';
import { administrator } from '../factory.ts';
import { asa } from '../index.ts';
import type { AsaState } from '../state.ts';
import { mostTokens } from './tokens.ts';

const account = basic(administrator.username, administrator.password);

let box: Grounded<AsaState>;
beforeEach(async () => {
  const contexts = [{ name: 'c1', addresses: { inside: '10.1.1.1/24' } }];
  box = await ground(asa, { release: '1.3.2', options: { configured: 'rest', contexts }, name: 'asa-1' });
});
afterEach(() => box.stop());

function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = account,
  endpoint = 'https',
): Promise<RawAnswer> {
  const sent = body === undefined ? '' : JSON.stringify(body);
  const all = {
    Host: 'fw.example',
    ...headers,
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(sent)),
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return exchange({ port: box.port(endpoint) }, `${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n${sent}`);
}

async function cli(context: string, ...commands: string[]): Promise<string> {
  const { status, body } = await ask('POST', `/api/cli?context=${context}`, { commands });
  expect(status).toBe(200);
  return JSON.parse(body).response.join('');
}

async function token(path = '/api/tokenservices', endpoint = 'https') {
  const { status, head } = await ask('POST', path, undefined, account, endpoint);
  return { status, headers: { 'X-Auth-Token': /X-Auth-Token: (\S+)/i.exec(head)?.[1] ?? '' } };
}

const version = '/api/monitoring/serialnumber';

describe('a request to a box in multiple mode', () => {
  it('is for the admin context unless it names another', async () => {
    expect(await cli('', 'show running-config hostname')).toBe('hostname asa-1\n');
    expect(await cli('c1', 'show running-config hostname')).toBe('hostname c1\n');
    expect(await cli('system', 'show running-config context')).toContain('context c1\n');
    expect((await ask('POST', '/api/cli?context=nobody', { commands: [] })).status).toBe(404);
  });

  it('changes the context that it names, and saves that one', async () => {
    await cli('c1', 'hostname one');
    expect(contextDevice(box.device, 'admin').state.config.hostname).toBe('asa-1');
    const saved = await ask('POST', '/api/commands/writemem?context=c1');
    expect(JSON.parse(saved.body).response[0]).toMatch(/\[OK\]\n$/);
    expect(contextDevice(box.device, 'c1').state.store.startup?.config.hostname).toBe('one');
    expect(box.device.state.store.startup?.config.hostname).toBe('asa-1');
  });

  it('finds objects in no context, and says so in JSON', async () => {
    for (const path of ['/api/objects/networkobjects', '/api/interfaces/physical?context=c1', '/api']) {
      const { status, body } = await ask(path === '/api' ? 'POST' : 'GET', path, path === '/api' ? [] : undefined);
      expect([path, status, JSON.parse(body).messages[0].code]).toEqual([path, 404, 'RESOURCE-NOT-FOUND']);
    }
    expect((await ask('GET', `${version}?context=c1`)).status).toBe(200);
    expect((await ask('GET', '/api/monitoring/device/interfaces/inside?context=c1')).status).toBe(200);
    expect((await ask('GET', '/api/monitoring/device/interfaces/inside')).status).toBe(404);
  });

  it('goes by a token of the admin context in all, and by another one in its own context', async () => {
    const admin = await token();
    const own = await token('/api/tokenservices?context=c1');
    for (const [{ headers }, path, status] of [
      [admin, version, 200],
      [admin, `${version}?context=c1`, 200],
      [own, version, 401],
      [own, `${version}?context=c1`, 200],
    ] as const) {
      expect((await ask('GET', path, undefined, headers)).status).toBe(status);
    }
  });

  it('gets 25 tokens in each context', async () => {
    for (let nth = 0; nth < mostTokens; nth++) expect((await token()).status).toBe(204);
    expect((await token()).status).toBe(503);
    expect((await token('/api/tokenservices?context=c1')).status).toBe(204);
  });
});

describe('a request to the address of another context', () => {
  const there = 'https@c1/inside';

  it('goes by the accounts of that context', async () => {
    await cli('c1', 'username eve password Secret-1 privilege 15');
    const eve = basic('eve', 'Secret-1');
    expect((await ask('GET', version, undefined, eve, there)).status).toBe(200);
    expect((await ask('GET', version, undefined, eve)).status).toBe(401);
  });

  it('reaches no other context', async () => {
    expect((await ask('POST', '/api/cli?context=admin', { commands: [] }, account, there)).status).toBe(403);
    const { body } = await ask('POST', '/api/cli', { commands: ['changeto system', 'show hostname'] }, account, there);
    expect(JSON.parse(body).response).toEqual([expect.stringContaining('Invalid input'), 'c1\n']);
  });
});

describe('a backup in multiple mode', () => {
  it('of one context comes back without a restart', async () => {
    const place = { location: 'disk0:/c1.tar.gz', passphrase: 'Password', context: 'c1' };
    await cli('c1', 'object network web1', 'host 10.1.1.10');
    expect((await ask('POST', '/api/backup', place)).status).toBe(201);
    await cli('c1', 'no object network web1');
    expect((await ask('POST', '/api/restore', { ...place, context: 'admin' })).status).toBe(400);
    expect((await ask('POST', '/api/restore', place)).status).toBe(201);
    expect(await cli('c1', 'show running-config object')).toBe('object network web1\n host 10.1.1.10\n');
    expect(box.device.state.run.pending).toEqual([]);
  });

  it('of the whole box brings every context back', async () => {
    const place = { location: 'disk0:/all.tar.gz' };
    await cli('c1', 'hostname one');
    expect((await ask('POST', '/api/backup', place)).status).toBe(201);
    await cli('c1', 'hostname two');
    await cli('system', 'no context c1 noconfirm');
    expect((await ask('POST', '/api/restore', place)).status).toBe(201);
    await box.device.reboot('restore');
    expect(Object.keys(box.device.state.contexts ?? {})).toEqual(['admin', 'c1']);
    expect(contextDevice(box.device, 'c1').state.config.hostname).toBe('one');
  });
});
