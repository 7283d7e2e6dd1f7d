import { LabClock } from '../../clock.ts';
import { Device } from '../../device.ts';
import { Journal } from '../../journal.ts';
import { type DeviceState, defineKind, type Kind } from '../../kind.ts';
import type { FaultAct, Surroundings } from '../../surroundings.ts';
import { CliError, type Command, command } from '../command.ts';
import { compileKind, type Language } from '../compile.ts';
import type { Dialect } from '../dialect.ts';
import { Mismatch, more } from '../parameter.ts';
import { structuredPipe, textPipes } from '../pipes.ts';
import { Session, type Terminal, type Who } from '../session.ts';

/** State of a switch that exists only in these tests. */
export interface ToyState extends DeviceState {
  readonly config: {
    readonly hostname: string;
    readonly banner: string;
    readonly api: boolean;
    readonly port: number;
    readonly ports: Readonly<Record<string, { readonly description: string; readonly up: boolean }>>;
    readonly vlans: readonly number[];
    readonly users: Readonly<Record<string, string>>;
  };
}

/** Commands of the toy: one of each shape that a grammar can have. */
export const toyCommands: readonly Command<ToyState>[] = [
  command('show version', { help: { show: 'Show things', version: 'Software version' } }, () => 'Toy 1.0\n'),
  command('show vlan', {}, ({ device }) => ({
    tree: () => device.state.config.vlans,
    text: () => device.state.config.vlans.map((vlan) => `vlan ${vlan}\n`).join(''),
  })),
  command('show interface [<port:port>] [brief|counters]', {}, (_run, args) => `${args.find('port') ?? 'all'}\n`),
  command('show lines <count:0-100000>', {}, (_run, args) =>
    Array.from({ length: args.number('count') }, (_, index) => `line ${index + 1}\n`).join(''),
  ),
  command('show banner', {}, ({ device }) => device.state.config.banner),
  command('show running-config', {}, ({ device }) => render(device.state)),
  command('show secret', { privilege: 'admin' }, () => 'hush\n'),
  command('show old', { releases: (release) => release === '1' }, () => 'old\n'),
  command('shutdown-all', { hidden: true }, () => 'down\n'),
  command(
    'copy <from:word> <to:word> [vrf <vrf:word>|compact]...',
    {},
    (_run, args) =>
      `${args.text('from')} ${args.text('to')} ${args.text('vrf', 'none')}${args.has('compact') ? ' compact' : ''}\n`,
  ),
  command('ping <hosts:word>...', {}, (_run, args) => `${args.list('hosts').join('+')}\n`),
  command('echo <text:line>', { pipes: false }, (_run, args) => `${args.text('text')}\n`),
  command('fail <status:0-255>', {}, (run, args) => run.fail('ERROR: as asked', args.number('status'))),
  command('crash', {}, () => {
    throw new TypeError('a mistake');
  }),
  command('ask', { interactive: true }, async ({ ask }) => `got ${await ask('Really? [y] ', { default: 'y' })}\n`),
  command('ask password', {}, async ({ ask }) => `length ${(await ask('Password: ', { hidden: true })).length}\n`),
  command('ask stars', {}, async ({ ask }) => `length ${(await ask('Password: ', { echo: '*' })).length}\n`),
  command('ask key', {}, async ({ ask }) => `key ${await ask('Go? ', { key: true, default: 'y' })}\n`),
  command('wait', {}, ({ signal, print }) => {
    print('waiting\n');
    return new Promise((resolve) => signal.addEventListener('abort', () => resolve('woken\n')));
  }),
  command('progress', {}, async ({ print }) => {
    print('.');
    await Promise.resolve();
    print('.');
    return '\n';
  }),
  command('login <name:word> password <password:secret>', {}, () => undefined),
  command('mix {<a:word>|<b:word>}...', {}, (_run, args) => `${args.list('a').length}\n`),
  command('tunnel near', { needs: (state) => state.config.api }, () => 'near\n'),
  command('tunnel far', {}, () => 'far\n'),
  command('trace <host:ipv4>', {}, () => undefined),
  command('reach <name:word>', {}, (_run, args) => `${args.text('name')}\n`),
  command('reach <host:ipv4>', {}, (_run, args) => `${args.text('host')}\n`),
  command('reach <net:prefix>', {}, (_run, args) => `${args.text('net')}\n`),
  command('configure terminal', {}, ({ enter }) => enter('config')),
  command('exit', { mode: '*' }, ({ leave }) => leave()),
  command('end', { mode: ['config', 'config-port', 'config-vlan'] }, ({ end }) => end()),
  command('hostname <name:word>', { mode: 'config', no: 'hostname' }, ({ change, negated }, args) =>
    change((draft) => {
      draft.config.hostname = negated ? 'toy' : args.text('name');
    }),
  ),
  command('api', { mode: 'config', no: true }, ({ change, negated }) =>
    change((draft) => {
      draft.config.api = !negated;
    }),
  ),
  command(
    'api port <port:1024-65535>',
    { mode: 'config', no: 'api port', needs: (state) => state.config.api },
    ({ change, negated }, args) =>
      change((draft) => {
        draft.config.port = negated ? 80 : args.number('port');
      }),
  ),
  command('banner <text:delimited>', { mode: 'config' }, ({ change }, args) =>
    change((draft) => {
      draft.config.banner = args.text('text');
    }),
  ),
  command('user <name:word> {password <password:secret>|none}', { mode: 'config' }, ({ change }, args) =>
    change((draft) => {
      draft.config.users[args.text('name')] = args.text('password', '');
    }),
  ),
  command('interface <port:port>', { mode: 'config' }, ({ change, enter }, args) => {
    const port = args.text('port');
    change((draft) => {
      draft.config.ports[port] ??= { description: '', up: false };
    });
    enter('config-port', { port });
  }),
  command('vlan <id:1-4094>', { mode: 'config' }, ({ change, enter, device }, args) => {
    const id = args.number('id');
    if (id === 4000) throw new CliError('ERROR: reserved');
    if (!device.state.config.vlans.includes(id)) {
      change((draft) => {
        draft.config.vlans.push(id);
      });
    }
    enter('config-vlan', { vlan: id });
  }),
  command(
    'description <text:line>',
    { mode: 'config-port', no: 'description' },
    ({ change, context, negated }, args) => {
      const port = context('port');
      change((draft) => {
        const found = draft.config.ports[port];
        if (found) found.description = negated ? '' : args.text('text');
      });
    },
  ),
  command('note <text:word>', { mode: ['config', 'config-vlan'] }, ({ change, mode }, args) =>
    change((draft) => {
      draft.config.banner = `${mode.name}: ${args.text('text')}`;
    }),
  ),
  command('shutdown', { mode: 'config-port', no: true }, ({ change, context, negated }) => {
    const port = context('port');
    change((draft) => {
      const found = draft.config.ports[port];
      if (found) found.up = negated;
    });
  }),
];

function render({ config }: ToyState): string {
  const lines = [`hostname ${config.hostname}`];
  if (config.api) lines.push('api', `api port ${config.port}`);
  if (config.banner !== '') lines.push(`banner @${config.banner}@`);
  for (const [name, password] of Object.entries(config.users)) {
    lines.push(password === '' ? `user ${name} none` : `user ${name} password ${password}`);
  }
  for (const vlan of config.vlans) lines.push(`vlan ${vlan}`);
  for (const [port, { description, up }] of Object.entries(config.ports)) {
    lines.push(`interface ${port}`);
    if (description !== '') lines.push(`  description ${description}`);
    if (up) lines.push('  no shutdown');
  }
  return `${lines.join('\n')}\n`;
}

const pipes = textPipes({ badPattern: (pattern) => `ERROR: bad pattern ${pattern}` });

/** The toy's dialect, NX-OS-like. */
export const toyDialect: Dialect<ToyState> = {
  name: 'toy',
  modes: {
    exec: {},
    config: { also: ['exec'] },
    'config-port': { parent: 'config' },
    'config-vlan': { parent: 'config' },
  },
  prompt: ({ device, frame }) => `${device.state.config.hostname}${frame.name === 'exec' ? '' : `(${frame.name})`}# `,
  caseInsensitive: true,
  do: 'do',
  quotes: '"',
  comments: ['!'],
  separator: ' ;',
  types: {
    port: {
      label: 'PORT',
      read: (text) => {
        const port = /^p(?:o(?:r(?:t)?)?)? ?(\d*)$/i.exec(text);
        if (!port) return new Mismatch('interface', /^p?/i.exec(text)?.[0].length ?? 0);
        return port[1] === '' ? more : `port${port[1]}`;
      },
      complete: (start, session) =>
        Object.keys(session.device.state.config.ports).filter((port) => port.startsWith(start)),
    },
  },
  problem: (problem, session) => {
    if (session.transport === 'exec') return `Syntax error while parsing '${problem.line}'\n`;
    const what = problem.mismatch === undefined ? `${problem.code} command` : `invalid ${problem.mismatch}`;
    return `${problem.caret(session.promptWidth)}\n% ${what} at '^' marker.\n`;
  },
  status: (code) => (code === 'ok' ? 0 : code === 'denied' ? 30 : code === 'failed' ? 1 : 16),
  allows: (command, session) => command.privilege === undefined || session.roles.includes(String(command.privilege)),
  denied: () => ({ text: '% Permission denied' }),
  pipes: [
    ...Object.values(pipes),
    {
      grammar: '<file:word>',
      lead: '>',
      make: (args, { session }) => ({
        filter: (text) => {
          session.settings.set(args.text('file'), text);
          return '';
        },
      }),
    },
    structuredPipe('json', { json: 'As JSON' }, (shown) => `${JSON.stringify(shown.tree())}\n`),
  ],
  pager: { prompt: '--More--' },
  tab: 'list',
};

const toyKind: Kind<ToyState> = defineKind<ToyState>({
  name: 'toy',
  releases: ['1', '2'],
  defaultRelease: '2',
  addresses: ['mgmt'],
  options: (raw) => raw,
  factory: ({ now }) => ({
    config: { hostname: 'toy', banner: '', api: false, port: 80, ports: {}, vlans: [1], users: {} },
    store: { flash: {} },
    run: { bootedAt: now, pending: [] },
  }),
  boot: (state, { now }) => ({ ...state, run: { bootedAt: now, pending: [] } }),
  endpoints: () => [],
  login: () => ({ ok: false, reason: 'unknown' }),
  administrator: { username: 'admin', password: 'admin' },
});

/** A toy device alone in the world. */
export function toyDevice(release = '2', act?: FaultAct): Device<ToyState> {
  const clock = new LabClock();
  const absent = () => {
    throw new Error('the toy has none');
  };
  const surroundings: Surroundings = {
    clock,
    journal: new Journal(() => clock.now()),
    book: { place: () => undefined, opened: () => undefined, taken: () => undefined },
    blobs: { put: absent, get: absent },
    reach: { find: () => undefined },
    identities: { get: absent, hostKey: absent },
    faults: { at: () => act, none: act === undefined },
  };
  return new Device(toyKind, { name: 'toy-1', release, options: {}, now: clock.now(), seed: 'toy' }, surroundings);
}

/** The toy's language, with parts of the dialect replaced. */
export function toyLanguage(changes: Partial<Dialect<ToyState>> = {}, release = '2'): Language<ToyState> {
  return compileKind({ ...toyDialect, ...changes }, toyCommands, release);
}

/** A session on a toy of its own. */
export function toySession(
  how: {
    readonly language?: Language<ToyState>;
    readonly who?: Partial<Who>;
    readonly terminal?: Partial<Terminal>;
    readonly device?: Device<ToyState>;
  } = {},
): Session<ToyState> {
  const who: Who = { user: 'admin', roles: ['admin'], from: '127.0.0.1', transport: 'ssh', ...how.who };
  return new Session(how.device ?? toyDevice(), how.language ?? toyLanguage(), who, how.terminal);
}
