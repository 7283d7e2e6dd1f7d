import { CliError, command, Interrupted, type Run } from '../../chassis/cli/command.ts';
import { find, landing, list, mkdir, remove, rmdir, usage, write } from '../../chassis/flash/files.ts';
import { fetchFile, sendFile } from '../../chassis/transfer/fetch.ts';
import { parseRemote, type RemoteFile, spellRemote, type TypedRemote } from '../../chassis/transfer/remote.ts';
import { TransferError } from '../../chassis/transfer/transfer-error.ts';
import type { AsaDevice } from '../asa.ts';
import { dateText, timeText } from '../clock.ts';
import { configurationOf, merge } from '../configuration-file.ts';
import { pathOf } from '../contexts/url.ts';
import { adminContext, contextDevice, wholeOf } from '../contexts/view.ts';
import { isFactoryFile } from '../factory.ts';
import type { Feature } from '../feature.ts';
import { fileAt, onFlash, type Place, placeOf, readAt, volumeOf } from '../filesystem.ts';
import { releaseOf } from '../release.ts';
import { configurationText } from '../running.ts';
import { keepConfig, save } from '../startup.ts';
import type { AsaState } from '../state.ts';
import { texts } from '../texts.ts';

const documented = { evidence: 'documented', source: 'reference 2.10' } as const;

/** The index that `dir` shows: stable for a name. */
function inode(name: string): number {
  let sum = 7;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 240;
  return sum + 10;
}

/** `dir disk0:`. @source recorded: reference 2.10 */
function listing(device: AsaDevice, typed: string): string {
  const place = placeOf(device.state, typed);
  const volume = volumeOf(device.state, place);
  const found = onFlash(typed, () => list(volume, place.path));
  const { free, total } = usage(volume);
  const rows = found.map(
    ({ name, size, time, directory }) =>
      `${String(inode(name)).padEnd(7)}${directory ? 'drwx' : '-rwx'}  ${String(size).padEnd(13)}${timeText(time)} ${dateText(time)}  ${name}`,
  );
  const files = found.filter(({ directory }) => !directory);
  const sum = files.reduce((bytes, { size }) => bytes + size, 0);
  const { dirTotals } = releaseOf(device.release);
  const totals = dirTotals
    ? [
        `${files.length} file(s) total size: ${sum} bytes`,
        `${total} bytes total (${free} bytes free/${Math.floor((free * 100) / total)}% free)`,
      ]
    : [`${total} bytes total (${free} bytes free)`];
  return [
    '',
    `Directory of ${place.volume}:/${place.path}`,
    '',
    ...rows,
    ...(rows.length > 0 ? [''] : ['No files in directory', '']),
    ...totals,
    '',
  ].join('\n');
}

/** `show disk0:`. @source documented: reference 2.10 */
function table(device: AsaDevice): string {
  const place = placeOf(device.state, 'disk0:/');
  const volume = volumeOf(device.state, place);
  const rows = list(volume, '').map(
    ({ name, size, time }) =>
      `${String(inode(name)).padStart(5)}  ${String(size).padEnd(11)} ${dateText(time)} ${timeText(time)}  ${name}`,
  );
  const { free, total } = usage(volume);
  return [
    '--#--  --length--  -----date/time------  path',
    ...rows,
    '',
    `${total} bytes total (${free} bytes free)`,
    '',
  ].join('\n');
}

/** Asks for what the line leaves out, unless `/noconfirm` says not to. */
async function complete(run: Run<AsaState>, typed: TypedRemote, quiet: boolean): Promise<RemoteFile> {
  const { scheme } = typed;
  const host = typed.host ?? (await run.ask('Address or name of remote host []? ')).trim();
  if (host === '') run.fail('%Error parsing filename (No such file or directory)');
  const whole = typed.path !== undefined && typed.path !== '/';
  // The walkthrough's `copy tftp://x.x.x.x/ disk0:` has lost its file name; the box asks for it.
  const shown = whole ? (typed.path ?? '').slice(1) : '';
  const answer =
    quiet && whole ? shown : (await run.ask(`Source filename [${shown}]? `, { default: shown })).trim() || shown;
  if (answer === '') run.fail('%Error parsing filename (No such file or directory)');
  return { ...typed, scheme, host, path: `/${answer.replace(/^\//, '')}` };
}

function wordsFor({ reason }: TransferError, remote: RemoteFile): string {
  const url = spellRemote(remote);
  switch (reason) {
    case 'missing':
      return `%Error opening ${url} (No such file or directory)`;
    case 'unresolved':
      return `%Error opening ${url} (Unknown host)`;
    case 'unreachable':
    case 'refused':
      return `%Error opening ${url} (Timed out)`;
    case 'auth':
    case 'denied':
    case 'host-key':
      return `%Error opening ${url} (Permission denied)`;
    case 'no-space':
      return `%Error writing (No space left on device)`;
    case 'aborted':
      throw new Interrupted();
    case 'protocol':
      return `%Error reading ${url} (I/O error)`;
  }
}

async function onTheWay<T>(
  run: Run<AsaState>,
  remote: RemoteFile,
  work: (from: string, more: object) => Promise<T>,
): Promise<T> {
  // The system execution space reaches servers by way of the admin context.
  const admin = run.device.state.contexts && adminContext(run.device);
  const { config } = (admin === undefined ? run.device : contextDevice(run.device, admin)).state;
  const from = Object.entries(config.interfaces).find(([, one]) => one.ip !== undefined && !one.shutdown)?.[0];
  if (from === undefined) throw new CliError(`%Error opening ${spellRemote(remote)} (No route to host)`);
  try {
    return await work(from, {
      signal: run.signal,
      tls: { rejectUnauthorized: false },
      user: async () => (await run.ask('Source username []? ')).trim(),
      password: (attempt: number) =>
        attempt === 1 && remote.password !== undefined ? remote.password : run.ask('Password: ', { echo: '*' }),
    });
  } catch (error) {
    if (error instanceof TransferError) throw new CliError(wordsFor(error, remote));
    throw error;
  }
}

/** `8675 bytes copied in 3.310 secs (2891 bytes/sec)`. @source documented: reference 2.9 */
export function copied(bytes: number, seconds = 0.9): string {
  return `${bytes} bytes copied in ${seconds.toFixed(2)} secs\n`;
}

function store(run: Run<AsaState>, typed: string, place: Place, bytes: Buffer): void {
  const { device } = run;
  onFlash(typed, () =>
    run.change((draft) => {
      const volume = draft.store.flash[place.volume];
      if (volume) write(volume, place.path, bytes, device.surroundings.blobs, device.now());
    }),
  );
}

function local(run: Run<AsaState>, typed: string): { readonly name: string; readonly bytes: Buffer } {
  const { device } = run;
  const { state } = device;
  if (/^(system:)?running-config$/.test(typed)) {
    return { name: 'running-config', bytes: Buffer.from(configurationText(device, state.config, { plain: true })) };
  }
  if (typed === 'startup-config') {
    const { startup } = state.store;
    if (!startup) throw new CliError(texts.noStartup);
    return {
      name: typed,
      bytes: Buffer.from(configurationText(device, startup.config, { plain: true, written: startup })),
    };
  }
  const place = placeOf(state, typed);
  const bytes = savedContext(device, place) ?? onFlash(typed, () => readAt(state, place, device.surroundings.blobs));
  return { name: place.path.split('/').at(-1) ?? '', bytes };
}

/** The file of a context that came with the box, whose bytes nobody has written. */
function savedContext(device: AsaDevice, place: Place): Buffer | undefined {
  const { config, store } = wholeOf(device).state;
  if (!config.contexts || !isFactoryFile(fileAt(device.state, place)?.digest)) return undefined;
  for (const [name, { url = '' }] of Object.entries(config.contexts.entries)) {
    const saved = store.contexts?.[name];
    if (saved && pathOf(url)?.path === place.path)
      return Buffer.from(configurationText(device, saved.config, { plain: true }));
  }
  return undefined;
}

async function copy(run: Run<AsaState>, source: string, target: string, quiet: boolean): Promise<string> {
  const { device } = run;
  const typed = parseRemote(source);
  const remote = typed && (await complete(run, typed, quiet));
  const to = parseRemote(target);
  if (to) {
    const { name, bytes } = local(run, source);
    const where = await complete(
      run,
      { ...to, path: to.path === undefined || to.path === '/' ? `/${name}` : to.path },
      quiet,
    );
    await onTheWay(run, where, (from, more) => sendFile(device, where, { bytes }, { from, ...more }));
    return `!\n${copied(bytes.length)}`;
  }
  if (!remote && !quiet && run.interactive)
    await run.ask(`Source filename [${local(run, source).name}]? `, { default: '' });
  const configuration = /^(system:)?running-config$|^startup-config$/.test(target);
  const name = remote ? (remote.path.split('/').at(-1) ?? '') : local(run, source).name;
  const place = configuration ? undefined : await destination(run, target, name, quiet);
  if (remote && !quiet) run.print(`\nAccessing ${spellRemote(remote)}...`);
  const bytes = remote
    ? await onTheWay(run, remote, (from, more) => fetchFile(device, remote, { from, ...more }))
    : local(run, source).bytes;
  if (remote && !quiet) run.print(`${'!'.repeat(Math.min(60, Math.ceil(bytes.length / 65_536)))}\n`);
  if (place) {
    if (remote) run.print(`Writing file ${place.volume}:/${place.path}...\n`);
    store(run, target, place, bytes);
    return copied(bytes.length);
  }
  if (target === 'startup-config' && !remote && /running-config$/.test(source)) return save(run, false);
  const written = bytes.toString('utf8');
  if (target === 'startup-config') {
    const { config } = configurationOf(device, run.session.language, written);
    keepConfig(device, run.session.user, config);
    return copied(bytes.length);
  }
  const refused = merge(device, run.session.language, written);
  const complaints = refused.map(({ text, error }) => `${text}\n${error}\n`).join('');
  return `${complaints}\nCryptochecksum (changed): ${'0'.repeat(8)} \n${copied(bytes.length)}`;
}

async function destination(run: Run<AsaState>, typed: string, name: string, quiet: boolean): Promise<Place> {
  const { state } = run.device;
  const first = placeOf(state, typed);
  const volume = volumeOf(state, first);
  const path = onFlash(typed, () => landing(volume, first.path, name));
  const answer =
    quiet || !run.interactive
      ? path
      : (await run.ask(`Destination filename [${path}]? `, { default: path })).trim() || path;
  const place = { volume: first.volume, path: answer.replace(/^([a-z0-9]+:)?\/*/, '') };
  if (!quiet && run.interactive && onFlash(typed, () => find(volume, place.path))) {
    run.print(`%Warning:There is a file already existing with this name\n`);
    const sure = (await run.ask('Do you want to over write? [confirm]', { default: '', key: true }))
      .trim()
      .toLowerCase();
    if (sure !== '' && sure !== 'y') throw new CliError(`%Error copying ${typed} (Canceled)`);
  }
  return place;
}

function without(run: Run<AsaState>, typed: string, recursive: boolean): void {
  const place = placeOf(run.device.state, typed);
  onFlash(typed, () =>
    run.change((draft) => {
      const volume = draft.store.flash[place.volume];
      if (!volume) return;
      if (recursive) rmdir(volume, place.path, run.device.now(), { recursive: true });
      else remove(volume, place.path, run.device.now());
    }),
  );
}

/** Files. @source reference 2.10 */
export const files: Feature = {
  commands: [
    command<AsaState>('dir [<path:word>]', { ...documented, evidence: 'recorded' }, ({ device }, args) =>
      listing(device, args.text('path', 'disk0:/')),
    ),
    command<AsaState>('show {disk0:|disk|flash:|flash}', documented, ({ device }) => table(device)),
    command<AsaState>(
      'copy [/noconfirm] <source:url> <target:url>',
      { ...documented, interactive: true, source: 'walkthrough; reference 2.10' },
      async (run, args) => copy(run, args.text('source'), args.text('target'), args.has('/noconfirm')),
    ),
    command<AsaState>('delete [/noconfirm] <path:word>', { ...documented, interactive: true }, async (run, args) => {
      const typed = args.text('path');
      const { path } = placeOf(run.device.state, typed);
      if (!args.has('/noconfirm')) {
        await run.ask(`Delete filename [${path}]? `, { default: '' });
        const sure = (await run.ask(`Delete ${typed}? [confirm]`, { default: '', key: true })).trim().toLowerCase();
        if (sure !== '' && sure !== 'y') return;
      }
      without(run, typed, false);
    }),
    command<AsaState>('mkdir [/noconfirm] <path:word>', documented, (run, args) => {
      const typed = args.text('path');
      const place = placeOf(run.device.state, typed);
      onFlash(typed, () =>
        run.change((draft) => {
          const volume = draft.store.flash[place.volume];
          if (volume) mkdir(volume, place.path, run.device.now());
        }),
      );
    }),
    command<AsaState>('rmdir [/noconfirm] <path:word>', documented, (run, args) =>
      without(run, args.text('path'), true),
    ),
    command<AsaState>(
      'more <path:word>',
      { ...documented, evidence: 'recorded', source: 'reference 2.8' },
      (run, args) => {
        const text = local(run, args.text('path')).bytes.toString('utf8');
        return text === '' || text.endsWith('\n') ? text : `${text}\n`;
      },
    ),
    command<AsaState>('verify [/md5|/sha-512] <path:word>', documented, async (run, args) => {
      const { createHash } = await import('node:crypto');
      const typed = args.text('path');
      const { bytes } = local(run, typed);
      const sum = createHash(args.has('/sha-512') ? 'sha512' : 'md5')
        .update(bytes)
        .digest('hex');
      return `!\n${args.has('/sha-512') ? 'SHA-512' : 'MD5'} (${typed}) = ${sum}\n`;
    }),
  ],
};
