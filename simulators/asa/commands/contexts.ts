import { castDraft } from 'immer';
import { command, type Run } from '../../chassis/cli/command.ts';
import type { AsaDevice } from '../asa.ts';
import { bareContext, begun, fitted } from '../contexts/bare.ts';
import { readContext } from '../contexts/read.ts';
import { changeTo, spaceOf } from '../contexts/space.ts';
import { contextDevice, isMultiple, runs, systemSpace, wholeOf } from '../contexts/view.ts';
import { configure } from '../edit.ts';
import type { Feature } from '../feature.ts';
import { releaseOf } from '../release.ts';
import { saveAll } from '../startup.ts';
import type { Allocation, ContextEntry, ContextList } from '../state/contexts.ts';
import type { AsaState } from '../state.ts';
import { texts } from '../texts.ts';

const inSystem = { mode: 'config', evidence: 'documented', source: 'reference 10' } as const;
const below = { mode: 'config-ctx', evidence: 'documented', source: 'reference 10' } as const;

/** Changes the block that the session stands in, and what runs of it. */
function changeEntry(run: Run<AsaState>, change: (entry: ContextEntry) => ContextEntry): void {
  const name = run.context('name');
  const before = run.device.state.config.contexts?.entries[name];
  if (!before) return;
  const entry = change(before);
  const running = run.device.state.contexts?.[name];
  configure(run, (config, { contexts }) => {
    if (config.contexts) config.contexts.entries[name] = castDraft(entry);
    if (contexts && running) contexts[name] = castDraft({ ...running, config: fitted(running.config, entry) });
  });
}

function make(run: Run<AsaState>, name: string): string | undefined {
  const { contexts } = run.device.state.config;
  if (contexts && Object.hasOwn(contexts.entries, name)) return undefined;
  if (!/^[A-Za-z0-9]([\w-]{0,30}[A-Za-z0-9_])?$/.test(name) || /^(system|null)$/i.test(name))
    run.fail(`ERROR: '${name}' is not a valid context name`);
  configure(run, (config) => {
    config.contexts ??= { entries: {} };
    config.contexts.entries[name] = { interfaces: [] };
  });
  const count = Object.keys(run.device.state.config.contexts?.entries ?? {}).length;
  return run.session.transport === 'file' ? undefined : `Creating context '${name}'... Done. (${count + 1})\n`;
}

async function remove(run: Run<AsaState>, name: string, quiet: boolean): Promise<string | undefined> {
  const { contexts } = run.device.state.config;
  const names = Object.keys(contexts?.entries ?? {});
  if (!names.includes(name)) run.fail(texts.noContext(name));
  if (contexts?.admin === name && names.length > 1) run.fail(texts.adminStays);
  if (!quiet) {
    const question = `WARNING: Removing context '${name}'\nProceed with removing the context? [confirm] `;
    const sure = (await run.ask(question, { default: '' })).trim().toLowerCase();
    if (sure !== '' && !sure.startsWith('y')) return undefined;
  }
  configure(run, (config, state) => {
    if (config.contexts) {
      delete config.contexts.entries[name];
      if (config.contexts.admin === name) delete config.contexts.admin;
    }
    delete state.contexts?.[name];
    delete state.store.contexts?.[name];
  });
  return `Removing context '${name}' (${names.indexOf(name) + 2})... Done\n`;
}

/** Gives a context the place of its configuration; it runs from then on, with what is there. */
function configUrl(run: Run<AsaState>, url: string): string | undefined {
  const name = run.context('name');
  changeEntry(run, (entry) => ({ ...entry, url }));
  const entry = run.device.state.config.contexts?.entries[name];
  if (run.session.transport === 'file' || !isMultiple(run.device) || !entry) return undefined;
  run.change(({ contexts }) => {
    if (contexts) contexts[name] = castDraft(begun(bareContext(releaseOf(run.device.release), entry)));
  });
  const refused = readContext(run.device, run.session.language, name);
  if (!refused) return `WARNING: Could not fetch the URL ${url}\nINFO: Creating context with default config\n`;
  return refused.map(({ text, error }) => `${text}\n${error}\n`).join('');
}

function sameInterface(one: Allocation, hardware: string): boolean {
  return one.hardware === hardware;
}

/** `show context`. @source recorded: head, mark and foot of reference 2.13; columns inferred from the head */
function contextTable(device: AsaDevice): string {
  const { admin, entries }: ContextList = wholeOf(device).state.config.contexts ?? { entries: {} };
  const own = device.state.context;
  const shown = Object.entries(entries).filter(([name]) => own === undefined || own.admin || own.name === name);
  const rows = shown.flatMap(([name, { interfaces, url }]) => {
    const names = interfaces.map(({ hardware }) => hardware);
    const [first = '', ...rest] = chunked(names, 20);
    const mark = name === admin ? '*' : ' ';
    return [
      `${mark}${name.padEnd(17)}${'default'.padEnd(21)}${first.padEnd(21)}${'Routed'.padEnd(13)}${url ?? ''}`,
      ...rest.map((line) => `${' '.repeat(39)}${line}`),
    ];
  });
  return [
    'Context Name      Class                Interfaces           Mode         URL',
    ...rows,
    '',
    `Total active Security Contexts: ${shown.length}`,
    '',
  ].join('\n');
}

/** Names joined by commas, in lines that are no longer than asked where that can be. */
function chunked(names: readonly string[], width: number): string[] {
  const lines: string[] = [];
  names.forEach((name, at) => {
    const word = at < names.length - 1 ? `${name},` : name;
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length <= width) lines[lines.length - 1] = last + word;
    else lines.push(word);
  });
  return lines;
}

/** Security contexts: what the system execution space knows of them, and how to get into them. @source reference 10 */
export const securityContexts: Feature = {
  words: ['context', 'admin-context'],
  commands: [
    command<AsaState>('admin-context <name:word>', inSystem, (run, args) => {
      const name = args.text('name');
      const made = make(run, name);
      configure(run, ({ contexts }) => {
        if (contexts) contexts.admin = name;
      });
      return made;
    }),
    command<AsaState>('context <name:word>', inSystem, (run, args) => {
      const name = args.text('name');
      if (run.device.state.config.contexts?.admin === undefined && run.session.transport !== 'file')
        run.fail(texts.adminFirst);
      const made = make(run, name);
      run.enter('config-ctx', { name });
      return made;
    }),
    command<AsaState>('no context <name:word> [noconfirm]', { ...inSystem, interactive: true }, (run, args) =>
      remove(run, args.text('name'), args.has('noconfirm')),
    ),
    command<AsaState>('description <text:line>', { ...below, no: 'description [<text:line>]' }, (run, args) =>
      changeEntry(run, ({ description: _, ...entry }) =>
        run.negated ? entry : { ...entry, description: args.text('text').trim() },
      ),
    ),
    command<AsaState>(
      'allocate-interface <hardware:interface> [<mapped:word>] [visible|invisible]',
      { ...below, no: true },
      (run, args) => {
        const hardware = args.text('hardware');
        const mapped = args.find('mapped');
        if (!Object.hasOwn(run.device.state.config.interfaces, hardware)) run.fail(texts.noHardware);
        changeEntry(run, (entry) => {
          const others = entry.interfaces.filter((one) => !sameInterface(one, hardware));
          const added = run.negated ? [] : [{ hardware, ...(mapped !== undefined && { mapped }) }];
          return { ...entry, interfaces: [...others, ...added] };
        });
      },
    ),
    command<AsaState>('config-url <url:word>', below, (run, args) => configUrl(run, args.text('url'))),
    command<AsaState>(
      'changeto {system|context <name:word>}',
      { evidence: 'recorded', source: 'reference 2.12, 10' },
      (run, args) => {
        const name = args.find('name') ?? systemSpace;
        if (name !== systemSpace && !runs(run.device, name)) run.fail(texts.noContext(name));
        changeTo(run.session, name);
      },
    ),
    command<AsaState>(
      'show context [<name:word>]',
      { evidence: 'recorded', source: 'reference 2.13' },
      ({ device, fail }, args) => {
        const name = args.find('name');
        if (name !== undefined && !runs(device, name)) fail(texts.noContext(name));
        return contextTable(name === undefined ? device : contextDevice(device, name));
      },
    ),
    command<AsaState>('write memory all [/noconfirm]', { evidence: 'documented', source: 'reference 2.9' }, (run) =>
      saveAll(run),
    ),
    command<AsaState>('show mode', { evidence: 'recorded', source: 'reference 2.13, 10' }, ({ device }) =>
      spaceOf(device.state) === 'single' ? 'Security context mode: single \n' : 'Security context mode: multiple \n',
    ),
  ],
  render: ({ contexts }) =>
    contexts === undefined
      ? []
      : [
          ...(contexts.admin === undefined ? [] : [`admin-context ${contexts.admin}`]),
          ...Object.entries(contexts.entries).flatMap(([name, { description, interfaces, url }]) => [
            `context ${name}`,
            ...(description === undefined ? [] : [` description ${description}`]),
            ...interfaces.map(
              ({ hardware, mapped }) => ` allocate-interface ${hardware}${mapped === undefined ? '' : ` ${mapped}`} `,
            ),
            ...(url === undefined ? [] : [` config-url ${url}`]),
            '!',
          ]),
        ],
};
