import { describe, expect, it } from 'vitest';
import { Session } from '../../chassis/cli/session.ts';
import { boot } from '../boot.ts';
import { configurationOf } from '../configuration-file.ts';
import { endpoints } from '../endpoints.ts';
import { asa } from '../index.ts';
import { languageOf } from '../language.ts';
import { configurationText } from '../running.ts';
import { shell } from '../shell.ts';
import { type BenchBox, benchBox } from '../testing/box.ts';
import { beginIn } from './space.ts';
import { contextDevice } from './view.ts';

/** What the chassis does at a reboot, without sockets. */
function reboot({ device, session, clock }: BenchBox): void {
  const { blobs } = device.surroundings;
  device.become(boot(device.state, { now: clock.now(), release: device.release, blobs }));
  for (const one of device.state.run.pending) device.kind.wake?.(device, one);
  session.settings.clear();
  session.become('exec');
}

async function multiple(release = '1.3.2'): Promise<BenchBox> {
  const box = benchBox(release, { configured: 'rest' });
  box.session.enter('config');
  await box.session.execute('mode noconfirm multiple');
  reboot(box);
  return box;
}

async function withC1(release = '1.3.2'): Promise<BenchBox> {
  const box = await multiple(release);
  const port = release === '1.3.2' ? 'GigabitEthernet1/2' : 'GigabitEthernet0/2';
  box.configure(
    `interface ${port}`,
    'no shutdown',
    'context c1',
    `allocate-interface ${port} inner`,
    'config-url disk0:/c1.cfg',
  );
  return box;
}

describe('a box that goes into multiple mode', () => {
  it('keeps its configuration in the context for administration', async () => {
    const box = await multiple();
    expect(box.text('show mode')).toBe('Security context mode: multiple \n');
    const system = box.text('show running-config');
    expect(system).toContain('ASA Version 9.6(4)3 <system>\n');
    expect(system).toContain('context admin\n allocate-interface Management1/1 \n config-url disk0:/admin.cfg\n');
    expect(system).toContain('rest-api agent \n');
    expect(system).not.toContain('username');
    box.text('changeto context admin');
    expect(box.session.prompt()).toBe('\rasa-1/admin# ');
    const admin = box.text('show running-config');
    expect(admin).toContain('username admin password');
    expect(admin).not.toContain('rest-api');
    expect(box.text('dir')).toMatch(/old_running\.cfg\n/);
  });

  it('comes back to single mode with the configuration that it had', async () => {
    const box = benchBox('1.3.2', { configured: 'rest' });
    const before = configurationText(box.device, box.device.state.config, { plain: true });
    box.session.enter('config');
    await box.session.execute('mode noconfirm multiple');
    reboot(box);
    await box.session.execute('copy /noconfirm disk0:/old_running.cfg startup-config');
    box.session.enter('config');
    await box.session.execute('mode noconfirm single');
    reboot(box);
    expect(box.text('show mode')).toBe('Security context mode: single \n');
    expect(configurationText(box.device, box.device.state.config, { plain: true })).toBe(before);
  });

  it('listens where the admin context does', async () => {
    const { device } = await multiple();
    expect(endpoints(device.state, device).map(({ name, address, port }) => [name, address, port])).toEqual([
      ['ssh', 'management', 22],
      ['https', 'management', 443],
    ]);
  });
});

describe('a context', () => {
  it('is there once it has a place for its configuration', async () => {
    const box = await multiple();
    box.configure('context c1', 'allocate-interface GigabitEthernet1/2');
    expect(box.error('changeto context c1')).toBe("ERROR: 'c1' is not valid");
    box.configure('context c1', 'config-url disk0:/c1.cfg');
    expect(box.text('show context')).toBe(
      [
        'Context Name      Class                Interfaces           Mode         URL',
        '*admin            default              Management1/1        Routed       disk0:/admin.cfg',
        ' c1               default              GigabitEthernet1/2   Routed       disk0:/c1.cfg',
        '',
        'Total active Security Contexts: 2',
        '',
      ].join('\n'),
    );
    box.text('changeto context c1');
    expect(box.session.prompt()).toBe('\rasa-1/c1# ');
  });

  it('has users, objects and a saved configuration of its own', async () => {
    const box = await withC1();
    box.text('changeto context c1');
    box.configure('object network web1', 'host 10.0.0.10', 'username eve password Secret-1 privilege 5');
    expect(box.text('show startup-config')).toBe('No Configuration\n');
    expect(box.text('write memory')).toMatch(/^Building configuration/);
    expect(box.text('show startup-config')).toContain('object network web1\n host 10.0.0.10\n');
    box.text('changeto context admin');
    expect(box.text('show running-config')).not.toMatch(/web1|username eve/);
    expect(box.text('more disk0:/c1.cfg')).toContain('username eve');
    box.text('changeto system');
    expect(box.text('show running-config')).not.toMatch(/web1|username eve/);
  });

  it('is saved with all others from the system space alone', async () => {
    const box = await withC1();
    expect(box.text('write memory all')).toMatch(
      /Saving context : {11}system : \(000\/002 Contexts saved\)\n[\s\S]*Saving context : {15}c1 : \(002\/002 Contexts saved\)\n[\s\S]*\[OK\]\n$/,
    );
    box.text('changeto context c1');
    expect(box.error('write memory all')).toMatch(/Invalid input/);
  });

  it('forgets at a restart what was not saved', async () => {
    const box = await withC1();
    box.text('changeto context c1');
    box.configure('hostname one');
    box.text('write memory');
    box.configure('hostname two');
    box.text('changeto system');
    box.text('write memory');
    reboot(box);
    expect(contextDevice(box.device, 'c1').state.config.hostname).toBe('one');
  });

  it('starts empty after its configuration was erased', async () => {
    const box = await withC1();
    box.text('changeto context c1');
    box.configure('hostname one');
    box.text('write memory');
    await box.session.execute('write erase');
    expect(box.text('show startup-config')).toBe('No Configuration\n');
    box.text('changeto system');
    box.text('write memory');
    expect(box.text('dir')).not.toContain('c1.cfg');
    reboot(box);
    expect(contextDevice(box.device, 'c1').state.config.hostname).toBe('ciscoasa');
  });

  it('is cleared alone, and all of them with the system space', async () => {
    const box = await withC1();
    box.text('changeto context c1');
    box.configure('hostname one', 'domain-name lab.example', 'clear configure all');
    const { config } = contextDevice(box.device, 'c1').state;
    expect([config.hostname, config.domainName]).toEqual(['ciscoasa', undefined]);
    expect(contextDevice(box.device, 'admin').state.config.hostname).toBe('asa-1');
    box.text('changeto system');
    box.configure('clear configure all');
    expect(box.device.state.contexts).toEqual({});
    expect(box.text('show mode')).toContain('multiple');
  });

  it('sees interfaces by the names that it was given', async () => {
    const box = await withC1();
    box.text('changeto context c1');
    box.configure(
      'interface inner',
      'nameif inside',
      'ip address 10.0.0.1 255.255.255.0',
      'ssh 0.0.0.0 0.0.0.0 inside',
    );
    expect(box.text('show running-config interface')).toBe(
      ['!', 'interface inner', ' nameif inside', ' security-level 100', ' ip address 10.0.0.1 255.255.255.0 ', ''].join(
        '\n',
      ),
    );
    expect(box.session.execute('show version')).toMatchObject({ text: expect.stringContaining(' <context>\n') });
    expect(endpoints(box.device.state, box.device).map(({ name }) => name)).toContain('ssh@c1/inside');
    box.text('changeto system');
    box.configure('interface GigabitEthernet1/2', 'shutdown');
    expect(endpoints(box.device.state, box.device).map(({ name }) => name)).not.toContain('ssh@c1/inside');
  });

  it('has neither the agent nor other contexts', async () => {
    const box = await withC1();
    beginIn(box.session, 'c1');
    for (const line of ['changeto system', 'dir', 'reload', 'show context']) expect(box.error(line)).toMatch(/Invalid/);
    box.session.enter('config');
    for (const line of ['rest-api agent', 'context c2', 'mode single']) expect(box.error(line)).toMatch(/Invalid/);
    box.session.end();
  });

  it('goes with its block, and nobody stays in it', async () => {
    const box = await withC1();
    box.session.enter('config');
    await box.session.execute('no context c1 noconfirm');
    expect(Object.keys(box.device.state.contexts ?? {})).toEqual(['admin']);
    box.session.settings.set('context', 'c1');
    box.text('show clock');
    expect(box.session.open).toBe(false);
  });

  it('reads a file that was put in the place of its own', async () => {
    const box = await withC1();
    box.text('changeto context c1');
    box.text('write memory');
    box.text('changeto system');
    box.text('write memory');
    await box.session.execute('copy /noconfirm disk0:/admin.cfg disk0:/c1.cfg');
    reboot(box);
    await expect.poll(() => contextDevice(box.device, 'c1').state.config.hostname).toBe('asa-1');
    expect(contextDevice(box.device, 'c1').state.config.users.admin).toBeDefined();
  });
});

it.each(['1.2.2', '1.3.2'])('each space comes back from its own text on %s', async (release) => {
  const box = await withC1(release);
  box.text('changeto context c1');
  box.configure('interface inner', 'nameif inside', 'object network web1', 'host 10.0.0.10');
  for (const space of ['system', 'admin', 'c1']) {
    const device = contextDevice(box.device, space);
    const text = configurationText(device, device.state.config, { plain: true });
    const { config, refused } = configurationOf(device, languageOf(device), text);
    expect(refused).toEqual([]);
    expect(JSON.parse(JSON.stringify(config))).toEqual(JSON.parse(JSON.stringify(device.state.config)));
  }
});

it('who comes by SSH to the address of a context is one of its users, and in it', async () => {
  const contexts = [{ name: 'c1', addresses: { inside: '10.1.1.1/24' } }];
  const box = benchBox('1.3.2', { configured: 'rest', contexts });
  const there = endpoints(box.device.state, box.device).find(({ name }) => name === 'ssh@c1/inside');
  box.text('changeto context c1');
  box.configure('username eve password Secret-1 privilege 15', 'aaa authorization exec LOCAL auto-enable');
  const from = '192.0.2.50';
  const login = await asa.login(box.device, 'eve', 'Secret-1', from, there);
  expect(login).toEqual({ ok: true, user: 'eve', roles: ['15', 'auto-enable'] });
  expect((await asa.login(box.device, 'eve', 'Secret-1', from)).ok).toBe(false);
  const level = login.ok ? shell.level?.(box.device, login) : undefined;
  const who = { user: 'eve', roles: [], level: level ?? 0, from, transport: 'ssh', endpoint: 'ssh@c1/inside' } as const;
  const session = new Session(box.device, languageOf(box.device), who);
  shell.opened?.(session);
  expect(session.prompt()).toBe('\rasa-1/c1# ');
  expect(session.execute('changeto context admin')).toMatchObject({ ok: false });
  expect(asa.users?.(box.device.state)).toContainEqual({ name: 'eve', roles: ['privilege 15'], at: 'c1' });
});

it('a restart asks of the system space and of each context that was not saved', async () => {
  const box = await withC1();
  box.text('write memory all');
  box.text('changeto context c1');
  box.configure('hostname one');
  box.text('changeto system');
  const asked: string[] = [];
  const interactive = {
    print: () => undefined,
    ask: async (question: string) => {
      asked.push(question);
      return 'C';
    },
  };
  await box.session.execute('reload', { interactive });
  expect(asked).toEqual(['c1 config has been modified. Save? [Y]es/[N]o/[S]ave all/[C]ancel: ']);
});

it('a box in single mode knows nothing of contexts', () => {
  const box = benchBox();
  for (const line of ['show context', 'changeto system']) expect(box.error(line)).toMatch(/Invalid/);
  box.session.enter('config');
  for (const line of ['context c1', 'admin-context admin']) expect(box.error(line)).toMatch(/Invalid/);
});
