import { command, type Run } from '../../chassis/cli/command.ts';
import { find, landing, read, write } from '../../chassis/flash/files.ts';
import { parseRemote, type RemoteFile, type TypedRemote } from '../../chassis/transfer/remote.ts';
import { merge } from '../configuration-file.ts';
import type { Feature } from '../feature.ts';
import { volumeOf } from '../filesystem.ts';
import { onFlash, placeOf } from '../flash-words.ts';
import { releaseOf } from '../release.ts';
import { configurationText } from '../running.ts';
import { asksNothing } from '../session.ts';
import type { NxosState } from '../state.ts';
import { texts } from '../texts.ts';
import { fetchRemote, sendRemote } from '../transfer.ts';

/** What a copy moves: bytes, and the name that a directory gives them. */
interface Content {
  readonly name: string;
  readonly bytes: Buffer;
}

const configurationNames: readonly string[] = ['running-config', 'startup-config'];

/** Copying among flash, configurations and servers. @source NX-API reference 5.9 */
export const copying: Feature = {
  commands: [
    command<NxosState>(
      'copy <source:url> <target:url> [vrf <vrf:word>]',
      { interactive: true, evidence: 'recorded', source: 'NX-API reference 5.9' },
      async (run, args) => {
        const source = args.text('source');
        const target = args.text('target');
        const from = parseRemote(source);
        const to = parseRemote(target);
        if (from && to) run.fail('% Invalid command: one side of a copy is on the switch');
        const vrf = from || to ? await vrfOf(run, args.find('vrf')) : '';
        if (to) {
          const content = local(run, source);
          await sendRemote(run, await complete(run, to, content.name), vrf, content.bytes);
        } else {
          const name = from?.path?.split('/').at(-1) ?? '';
          if (!configurationNames.includes(target)) await makeSure(run, target, from ? name : local(run, source).name);
          const content = from
            ? { name, bytes: await fetchRemote(run, await complete(run, from, ''), vrf) }
            : local(run, source);
          const refused = put(run, content, target);
          if (refused !== undefined) return refused;
        }
        const saving = releaseOf(run.device.release).savingWords;
        return `${saving ? 'Copy complete, now saving to disk (please wait)...\n' : ''}Copy complete.\n`;
      },
    ),
  ],
};

/** Asks which VRF the copy leaves from, when the line does not say. */
async function vrfOf(run: Run<NxosState>, given: string | undefined): Promise<string> {
  if (given !== undefined) return given;
  if (asksNothing(run.session)) return 'default';
  const question = "Enter vrf (If no input, current vrf 'default' is considered): ";
  return (await run.ask(question, { default: '' })).trim() || 'default';
}

/**
 * Asks for what the URL of a server leaves out.
 * @param name what a directory is to call the file
 */
async function complete(run: Run<NxosState>, typed: TypedRemote, name: string): Promise<RemoteFile> {
  const { scheme } = typed;
  const path = typed.path ?? `/${(await run.ask('Enter source filename: ')).trim()}`;
  const host = typed.host ?? (await run.ask(`Enter hostname for the ${scheme} server: `)).trim();
  const needsUser = scheme === 'scp' || scheme === 'sftp';
  const user = typed.user ?? (needsUser ? (await run.ask('Enter username: ')).trim() : undefined);
  return { ...typed, path: path.endsWith('/') ? `${path}${name}` : path, host, ...(user !== undefined && { user }) };
}

function local({ device, session, fail }: Run<NxosState>, source: string): Content {
  const { state, release, surroundings } = device;
  const heading = { command: `show ${source}`, now: device.now() };
  if (source === 'running-config') {
    return { name: source, bytes: Buffer.from(configurationText(state.config, release, heading)) };
  }
  if (source === 'startup-config') {
    const { startup } = state.store;
    if (!startup) return fail('No startup configuration');
    const text = configurationText(startup.config, release, { ...heading, savedAt: startup.at });
    return { name: source, bytes: Buffer.from(text) };
  }
  const place = placeOf(session, source);
  const volume = volumeOf(state, place.volume);
  const bytes = onFlash(() => read(volume, place.path, surroundings.blobs));
  return { name: place.path.split('/').at(-1) ?? '', bytes };
}

/** Asks before a file is overwritten. */
async function makeSure(run: Run<NxosState>, target: string, name: string): Promise<void> {
  const place = placeOf(run.session, target);
  const volume = volumeOf(run.device.state, place.volume);
  const there = onFlash(() => find(volume, landing(volume, place.path, name)));
  if (!there || asksNothing(run.session)) return;
  const question = 'Warning: There is already a file existing with this name. Do you want to overwrite (y/n)?[n] ';
  const answer = run.interactive ? await run.ask(question, { default: 'n' }) : 'n';
  if (!answer.trim().toLowerCase().startsWith('y')) run.fail(texts.cannotOverwrite);
}

/** @returns what the switch says instead of success */
function put(run: Run<NxosState>, { name, bytes }: Content, target: string): string | undefined {
  const { device, session } = run;
  if (target === 'running-config' || target === 'startup-config') {
    const errors = merge(device, session.language, bytes.toString('utf8'));
    if (target === 'startup-config') {
      run.change((draft) => {
        draft.store.startup = { config: draft.config, at: device.now() };
      });
    }
    const [first] = errors;
    return first && `line ${first.line}: ${first.error}\nCopy complete.\n`;
  }
  const place = placeOf(session, target);
  onFlash(() =>
    run.change((draft) => {
      const volume = draft.store.flash[place.volume];
      if (!volume) return;
      write(volume, landing(volume, place.path, name), bytes, device.surroundings.blobs, device.now());
    }),
  );
  return undefined;
}
