import type { CaseContext } from '../../context.ts';
import { equal, holds, matches } from '../../judgement.ts';
import { header } from '../../oracle/http.ts';
import { own, put, talk } from './agent.ts';
import { at, listAt } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { about, client, commands, oxidized, recorded, walkthrough } from './sources.ts';

/** A box in multiple mode: one context beside `admin`, with an interface of its own. */
export const twoContexts = { contexts: [{ name: 'c1', addresses: { inside: '10.1.1.1/24' } }] };

const inC1 = '?context=c1';
const backup = { location: 'disk0:/c1.tar.gz', passphrase: '123456', context: 'c1' };

async function drive(t: CaseContext) {
  const { device, get, post } = await own(t, twoContexts);
  const made = await put(device, 'POST', '/api/tokenservices');
  const token = header(made, 'x-auth-token') ?? '';
  t.secret('password', token);
  const byToken = talk(device, { token });
  const send = (context: string, ...commands: string[]) => post(`/api/cli?context=${context}`, { commands });
  const text = async (context: string, ...commands: string[]) =>
    listAt(await send(context, ...commands), 'response').join('');
  const seen = {
    tokenMade: made.status,
    elsewhere: await byToken.post(`/api/cli${inC1}`, { commands: ['show mode'] }),
    monitored: await byToken.get(`/api/monitoring/serialnumber${inC1}`),
    version: await get(`/api/monitoring/device/components/version${inC1}`),
    mode: await text('c1', 'show mode'),
    silent: await send('c1', 'object network only-here', 'host 10.1.1.10'),
    here: await text('c1', 'show running-config object'),
    elsewhereShown: await text('admin', 'show running-config object'),
    agentHere: await text('c1', 'rest-api agent'),
    software: await text('c1', 'show version | include Software Version'),
    saved: await post('/api/commands/writemem'),
    backedUp: await post('/api/backup', backup),
    files: await text('admin', 'dir disk0:'),
  };
  await send('c1', 'no object network only-here');
  const restored = await post('/api/restore', backup);
  return { ...seen, restored: restored.status, back: await text('c1', 'show running-config object') };
}

const rule = rulesOver<typeof drive>();
const modes = about('Multiple context mode');
const blocker = client('Public Django application that blocks addresses', '/api/cli?context=');
const backups = walkthrough('Example 3: Backup config');
const object = /^object network only-here\n host 10\.1\.1\.10\n/;

/** The agent of a box in multiple mode. */
export const contexts = topic({
  id: 'ASA-CTX-REST',
  title: 'In multiple mode, tokens, commands, monitoring, saving and backups work for the contexts',
  touches: 'config',
  drive,
  rules: [
    rule('ASA-CTX-0001', 'token', 'A token is given by the admin context.', modes, ({ tokenMade }) =>
      equal(204, tokenMade),
    ),
    rule(
      'ASA-CTX-0002',
      'token-elsewhere',
      'A token of the admin context is good for commands in another context.',
      modes,
      ({ elsewhere }) => equal(200, elsewhere.status),
    ),
    rule(
      'ASA-CTX-0003',
      'monitoring',
      'Monitoring of another context is answered to a token of the admin context.',
      modes,
      ({ monitored }) => equal([200, 'object#QuerySerialNumber'], [monitored.status, at(monitored, 'kind')]),
    ),
    rule('ASA-CTX-0004', 'version', 'The version is monitored in a context.', modes, ({ version }) =>
      equal([200, 'object#Version'], [version.status, at(version, 'kind')]),
    ),
    rule(
      'ASA-CTX-0005',
      'mode',
      'show mode of a box in multiple mode prints Security context mode: multiple, with a blank at its end.',
      oxidized('lib/oxidized/model/asa.rb'),
      ({ mode }) => equal('Security context mode: multiple \n', mode),
    ),
    rule(
      'ASA-CTX-0006',
      'chosen',
      'A command sent to /api/cli?context=NAME changes the configuration of that context.',
      blocker,
      ({ silent, here }) => equal([200, true], [silent.status, object.test(here)]),
    ),
    rule(
      'ASA-CTX-0007',
      'apart',
      'What is configured in one context is not in the configuration of another.',
      commands('context'),
      ({ elsewhereShown }) => holds(!elsewhereShown.includes('only-here'), 'no such object', elsewhereShown),
    ),
    rule(
      'ASA-CTX-0008',
      'agent-elsewhere',
      'rest-api agent is no command of a context: it is one of the system execution space.',
      modes,
      ({ agentHere }) => matches(/ERROR/, agentHere, 'an error'),
    ),
    rule(
      'ASA-CTX-0009',
      'software',
      'The first line of show version in a context ends in <context>.',
      recorded('networktocode/ntc-templates', 'tests/cisco_asa, show version'),
      ({ software }) => matches(/ Software Version \S+ <context>\n/, software, 'a line that ends in <context>'),
    ),
    rule('ASA-CTX-0010', 'saved', 'writemem works in multiple mode.', modes, ({ saved }) =>
      equal([200, true], [saved.status, /\[OK\]\n$/.test(String(at(saved, 'response', 0)))]),
    ),
    rule(
      'ASA-CTX-0011',
      'backed-up',
      'A backup of the context that the body names is answered 201.',
      backups,
      ({ backedUp }) => equal(201, backedUp.status),
    ),
    rule('ASA-CTX-0012', 'on-flash', 'The backup of a context lies on flash after its 201.', backups, ({ files }) =>
      matches(/ c1\.tar\.gz$/m, files, 'c1.tar.gz'),
    ),
    rule(
      'ASA-CTX-0013',
      'restored',
      'A restore of the context that the body names is accepted, and brings back what was backed up.',
      walkthrough('Restore config'),
      ({ restored, back }) => equal([true, true], [restored < 300, object.test(back)]),
    ),
  ],
});
