import { createHash } from 'node:crypto';
import { command, type Run } from '../../chassis/cli/command.ts';
import { FlashError } from '../../chassis/flash/error.ts';
import { list, mkdir, move, type OpenVolume, read, remove, rmdir, stat, usage } from '../../chassis/flash/files.ts';
import type { Feature } from '../feature.ts';
import { type Place, volumeOf } from '../filesystem.ts';
import { onFlash, placeOf } from '../flash-words.ts';
import { releaseOf } from '../release.ts';
import { asksNothing, workingDirectory } from '../session.ts';
import { listingTime } from '../show/version.ts';
import type { NxosState } from '../state.ts';
import { scalars, table } from '../structured.ts';
import { texts } from '../texts.ts';

/** How the usage line names a file system. */
function usageName(run: Run<NxosState>, place: Place): string {
  const { hardware } = run.device.state.store;
  const { active } = run.device.state.run;
  const supervisor = place.volume.slice(0, place.volume.indexOf(':'));
  if (hardware.supervisors === 1 || supervisor === `sup-${active}`) return `${place.fileSystem}://sup-local`;
  return `${place.fileSystem}://sup-remote`;
}

function change(run: Run<NxosState>, place: Place, recipe: (volume: OpenVolume) => void): void {
  run.change((draft) => {
    const volume = draft.store.flash[place.volume];
    if (volume) recipe(volume);
  });
}

/**
 * Whether there is such a file or directory. Reading what is not there is no error of the command: it says so, and NX-API
 * answers success. @source client: pynxos asks for the md5sum of a file before it brings it, napalm for its `dir`
 * before it rolls back; both read the words from the answer
 */
function isThere(run: Run<NxosState>, place: Place): boolean {
  try {
    stat(volumeOf(run.device.state, place.volume), place.path);
    return true;
  } catch (error) {
    if (error instanceof FlashError && error.reason === 'missing') return false;
    throw error;
  }
}

/** Files on flash: listing, making, removing, showing. */
export const files: Feature = {
  commands: [
    command<NxosState>(
      'dir [<path:file>]',
      { help: { dir: 'List files in a directory' }, evidence: 'recorded', source: 'NX-API reference 5.9' },
      (run, args) => {
        const place = placeOf(run.session, args.text('path', workingDirectory(run.session)));
        if (!isThere(run, place)) return `${texts.noSuchFile}\n`;
        const volume = volumeOf(run.device.state, place.volume);
        const found = onFlash(() => {
          const at = stat(volume, place.path);
          return at.directory ? list(volume, place.path) : [at];
        });
        const { used, free, total } = usage(volume);
        const rows = found.map(({ name, size, time, directory }) => ({
          size,
          time: listingTime(time),
          name: directory ? `${name}/` : name,
        }));
        return {
          tree: () =>
            scalars(releaseOf(run.device.release), {
              ...table(
                'dir',
                rows.map(({ size, time, name }) => ({ fsize: size, timestring: time, fname: name })),
              ),
              usage: usageName(run, place),
              bytesused: used,
              bytesfree: free,
              bytestotal: total,
            }),
          text: () =>
            [
              ...rows.map(({ size, time, name }) => `${String(size).padStart(11)}    ${time}  ${name}`),
              '',
              `Usage for ${usageName(run, place)}`,
              `${String(used).padStart(11)} bytes used`,
              `${String(free).padStart(11)} bytes free`,
              `${String(total).padStart(11)} bytes total`,
              '',
            ].join('\n'),
        };
      },
    ),
    command<NxosState>(
      'mkdir <path:file>',
      { help: { mkdir: 'Create new directory' }, evidence: 'documented', source: 'seed, Copy the Files, 1' },
      (run, args) => {
        const typed = args.text('path');
        const place = placeOf(run.session, typed);
        onFlash(
          () => change(run, place, (volume) => mkdir(volume, place.path, run.device.now())),
          (words) => `mkdir: cannot create directory '${typed}': ${words}`,
        );
      },
    ),
    command<NxosState>('rmdir <path:file>', { evidence: 'documented' }, (run, args) => {
      const typed = args.text('path');
      const place = placeOf(run.session, typed);
      onFlash(
        () => change(run, place, (volume) => rmdir(volume, place.path, run.device.now())),
        (words) => `rmdir: failed to remove '${typed}': ${words}`,
      );
    }),
    command<NxosState>(
      'delete <path:file> [no-prompt]',
      { interactive: true, evidence: 'recorded', source: 'NX-API reference 5.9' },
      async (run, args) => {
        const place = placeOf(run.session, args.text('path'));
        const volume = volumeOf(run.device.state, place.volume);
        const at = onFlash(() => stat(volume, place.path));
        if (!args.has('no-prompt') && !asksNothing(run.session)) {
          const question = `Do you want to delete "/${at.path}" ? (yes/no/abort)   [y] `;
          const answer = (await run.ask(question, { default: 'y' })).trim().toLowerCase();
          if (answer !== '' && !answer.startsWith('y')) return;
        }
        onFlash(() =>
          change(run, place, (open) => {
            if (at.directory) rmdir(open, place.path, run.device.now(), { recursive: true });
            else remove(open, place.path, run.device.now());
          }),
        );
      },
    ),
    command<NxosState>('move <from:file> <to:file>', { evidence: 'documented' }, (run, args) => {
      const from = placeOf(run.session, args.text('from'));
      const to = placeOf(run.session, args.text('to'));
      if (from.volume !== to.volume) run.fail('Invalid cross-device link');
      onFlash(() => change(run, from, (volume) => move(volume, from.path, to.path, run.device.now())));
    }),
    command<NxosState>('pwd', { evidence: 'documented' }, ({ session }) => `${workingDirectory(session)}\n`),
    command<NxosState>('cd [<path:file>]', { evidence: 'documented' }, (run, args) => {
      const typed = args.text('path', 'bootflash:');
      const place = placeOf(run.session, typed);
      const at = onFlash(() => stat(volumeOf(run.device.state, place.volume), place.path));
      if (!at.directory) run.fail(`${typed}: Not a directory`);
      const supervisor = place.volume.slice(0, place.volume.indexOf(':'));
      const here = supervisor === `sup-${run.device.state.run.active}`;
      const root = here ? `${place.fileSystem}:` : `${place.fileSystem}://${supervisor}/`;
      run.session.settings.set('cwd', at.path === '' ? root : `${root}${at.path}`);
    }),
    command<NxosState>(
      'show file <path:file> [md5sum|sha256sum|sha512sum|cksum]',
      { evidence: 'client', source: 'NX-API reference 5.9' },
      (run, args) => {
        const place = placeOf(run.session, args.text('path'));
        if (!isThere(run, place)) return `${texts.noSuchFile}\n`;
        const { blobs } = run.device.surroundings;
        const bytes = onFlash(() => read(volumeOf(run.device.state, place.volume), place.path, blobs));
        const sum = args.which('md5sum', 'sha256sum', 'sha512sum', 'cksum');
        if (sum === undefined) {
          const text = bytes.toString('utf8');
          return text === '' || text.endsWith('\n') ? text : `${text}\n`;
        }
        if (sum === 'cksum') return `${cksum(bytes)}\n`;
        return `${createHash(sum.replace('sum', '')).update(bytes).digest('hex')}\n`;
      },
    ),
  ],
};

/** POSIX `cksum`: CRC-32 with polynomial 0x04C11DB7 over the bytes and their count. */
function cksum(bytes: Buffer): number {
  let crc = 0;
  const feed = (byte: number): void => {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  };
  for (const byte of bytes) feed(byte);
  for (let length = bytes.length; length > 0; length = Math.floor(length / 256)) feed(length & 0xff);
  return ~crc >>> 0;
}
