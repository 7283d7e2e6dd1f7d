import { setTimeout as pause } from 'node:timers/promises';
import { AsaClient } from '../../../clients/asa.ts';
import type { Given } from '../evidence.ts';
import { accessOf, deviceOf, givenValue, plainRequest, shortly } from './automation.ts';
import { privilegedShell } from './shell.ts';

const name = 'asa-1';
const objects = '/api/objects/networkobjects';
const group = '/api/objects/networkobjectgroups/servers';
const object = (called: string, value: string) => ({
  kind: 'object#NetworkObj',
  name: called,
  host: { kind: 'IPv4Address', value },
});

/** A session by token; one that forgets to give it back is a flaw. */
async function withToken(
  given: Given,
  flaw: string | undefined,
  work: (asa: AsaClient) => Promise<void>,
): Promise<void> {
  const url = deviceOf(given, name).endpoints.https ?? '';
  const open = async () => AsaClient.logIn(await accessOf(given, name, url, flaw));
  for (let more = flaw === 'hammers' ? 9 : 0; more > 0; more--) await open().then(close, () => undefined);
  const asa = await open();
  try {
    await work(asa);
  } catch (error) {
    if (flaw !== 'leaks-its-token-on-errors') await close(asa);
    throw error;
  }
  if (flaw !== 'leaks-its-token') await close(asa);
}

const close = (asa: AsaClient) => asa[Symbol.asyncDispose]();

/** Makes two objects in one session. */
export async function restSession(given: Given, flaw: string | undefined): Promise<void> {
  await withToken(given, flaw, async (asa) => {
    await asa.create(objects, object('web1', '10.1.1.10'));
    if (flaw === 'saves-too-early') await asa.writeMemory();
    await asa.create(objects, object('web2', '10.1.1.11'));
    if (flaw !== 'believes-its-own-steps') for (const called of ['web1', 'web2']) await asa.get(`${objects}/${called}`);
    if (flaw !== 'saves-too-early' && flaw !== 'never-saves') await asa.writeMemory();
    if (flaw === 'sends-its-password-again') await again(given);
  });
}

/** A request by Basic, as scripts do that never heard of tokens. */
async function again(given: Given): Promise<void> {
  const how = await accessOf(given, name, deviceOf(given, name).endpoints.https ?? '');
  await plainRequest(how, { method: 'GET', path: objects, headers: { 'user-agent': 'REST API Agent' } });
}

/** Installs the agent and sees that it answers. */
export async function installAgent(given: Given, flaw: string | undefined): Promise<void> {
  const device = deviceOf(given, name);
  const image = givenValue(given, 'image');
  const shell = await privilegedShell(device);
  const say = async (line: string): Promise<void> => {
    const { text } = await shell.say(line);
    if (/^\s*(?:ERROR|%Error|WARNING: .*not)/m.test(text)) throw new Error(`${line}: ${text.trim()}`);
  };
  try {
    await say('terminal pager 0');
    await say(`copy /noconfirm tftp://${givenValue(given, 'fileServer')}/${image} disk0:`);
    await say('configure terminal');
    if (flaw === 'starts-the-agent-first') await say('rest-api agent').catch(() => undefined);
    await say(`rest-api image disk0:/${image}`);
    await say('http server enable');
    await say(`http ${flaw === 'opens-to-everybody' ? '0.0.0.0 0.0.0.0' : '192.0.2.0 255.255.255.0'} management`);
    await say('aaa authentication http console LOCAL');
    await say('rest-api agent');
    await say('end');
    if (flaw !== 'never-saves') await say('write memory');
  } finally {
    shell.close();
  }
  if (flaw === 'never-asks-the-agent') {
    // It hopes that this is long enough.
    await pause(2_500);
    return;
  }
  await answering(given, flaw);
}

/** Asks the agent, which takes a while to start, until it answers. */
async function answering(given: Given, flaw: string | undefined): Promise<void> {
  const how = await accessOf(given, name, `https://127.0.0.1:${deviceOf(given, name).ports[443]?.port}`, flaw);
  const headers = { 'user-agent': 'REST API Agent' };
  for (let attempt = 0; attempt < 100; attempt++) {
    const status = await plainRequest(how, { method: 'GET', path: objects, headers });
    if (status === 200) return;
    if (status !== 503) throw new Error(`the agent answers ${status}`);
    await shortly(50);
  }
  throw new Error('the agent never answers');
}

/** Adds a member to a group that others change, too. */
export async function addMember(given: Given, flaw: string | undefined): Promise<void> {
  const added = { kind: 'IPv4Address', value: '10.1.1.30' };
  await withToken(given, flaw, async (asa) => {
    const before = await asa.get(group);
    const members = Array.isArray(before.members) ? before.members : [];
    if (flaw === 'replaces-the-whole') await asa.replace(group, { ...before, members: [...members, added] });
    else await asa.update(group, { 'members.add': [added] });
    const after = await asa.get(group);
    if (flaw !== 'believes-its-own-steps' && !JSON.stringify(after.members).includes(added.value)) {
      throw new Error('the group does not hold the new member');
    }
    if (flaw !== 'never-saves') await asa.writeMemory();
  });
}

/** Backs up, makes something, takes the backup back. */
export async function backupAndRestore(given: Given, flaw: string | undefined): Promise<void> {
  const location = 'disk0:/drill.tar.gz';
  const passphrase = givenValue(given, 'passphraseFile');
  const place = flaw === 'no-passphrase' ? { location } : { location, passphrase };
  await withToken(given, flaw, async (asa) => {
    if (flaw === 'ignores-a-refused-backup') await asa.backup(place).catch(() => undefined);
    else await asa.backup(place);
    await asa.create(objects, object('drill', '10.1.1.99'));
    if (flaw === 'does-not-wait') await asa.restore(place, { tries: 1 }).catch(() => undefined);
    else await asa.restore(place);
  });
}
