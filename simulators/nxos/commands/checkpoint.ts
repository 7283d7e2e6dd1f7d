import { command, type Run } from '../../chassis/cli/command.ts';
import { read, write } from '../../chassis/flash/files.ts';
import { configurationOf, restore } from '../configuration-file.ts';
import type { Feature } from '../feature.ts';
import { volumeOf } from '../filesystem.ts';
import { onFlash, placeOf } from '../flash-words.ts';
import { rollbackPatch } from '../rollback-patch.ts';
import { configurationText } from '../running.ts';
import { ctime } from '../show/version.ts';
import type { NxosConfig, NxosState } from '../state.ts';
import { table } from '../structured.ts';

/** A checkpoint as a file: a configuration with the checkpoint's own head. */
function checkpointText({ device }: Run<NxosState>, config: NxosConfig): string {
  const features = Object.keys(config.features).map((name) => `!#feature ${name}`);
  const text = configurationText(config, device.release, { command: 'Checkpoint cmd vdc 1', now: device.now() });
  return text.replace(/\n\nversion /, `\n${features.map((line) => `${line}\n`).join('')}\nversion `);
}

function checkpointConfig({ device, fail }: Run<NxosState>, name: string): NxosConfig {
  const { checkpoints } = device.state.store;
  return (
    (Object.hasOwn(checkpoints, name) ? checkpoints[name]?.config : undefined) ??
    fail(`ERROR: checkpoint ${name} does not exist`)
  );
}

/**
 * The configuration that a file on flash makes of a bare switch.
 * @param lenient lines that are refused are left out; without it they are a failure
 */
export function fileConfig(run: Run<NxosState>, path: string, lenient = false): NxosConfig {
  const place = placeOf(run.session, path);
  const { blobs } = run.device.surroundings;
  const bytes = onFlash(() => read(volumeOf(run.device.state, place.volume), place.path, blobs));
  const { config, errors } = configurationOf(run.device, run.session.language, bytes.toString('utf8'));
  const [first] = errors;
  if (first && !lenient) run.fail(`ERROR: line ${first.line}: ${first.error}`);
  return config;
}

/** Kept configurations, going back to them, and what that would change. */
export const checkpoints: Feature = {
  commands: [
    command<NxosState>(
      'checkpoint [<name:word>] [description <text:line>]',
      { no: 'checkpoint <name:word>', evidence: 'documented' },
      ({ device, change, negated, session, fail }, args) => {
        const { checkpoints: kept } = device.state.store;
        if (negated) {
          const name = args.text('name');
          if (!Object.hasOwn(kept, name)) fail(`ERROR: checkpoint ${name} does not exist`);
          change((draft) => {
            delete draft.store.checkpoints[name];
          });
          return undefined;
        }
        const name = args.text('name', `user-checkpoint-${Object.keys(kept).length + 1}`);
        const text = args.find('text');
        change((draft) => {
          draft.store.checkpoints[name] = {
            config: draft.config,
            by: session.user,
            at: device.now(),
            ...(text !== undefined && { description: text }),
          };
        });
        return `${args.has('name') ? '' : `${name} created Successfully\n`}Done\n`;
      },
    ),
    command<NxosState>(
      'checkpoint file <path:file>',
      { evidence: 'recorded', source: 'NX-API reference 5.10' },
      (run, args) => {
        const place = placeOf(run.session, args.text('path'));
        const { device } = run;
        const bytes = Buffer.from(checkpointText(run, device.state.config));
        onFlash(() =>
          run.change((draft) => {
            const volume = draft.store.flash[place.volume];
            if (volume) write(volume, place.path, bytes, device.surroundings.blobs, device.now());
          }),
        );
        return 'Done\n';
      },
    ),
    command<NxosState>('show checkpoint summary', { evidence: 'recorded' }, ({ device }) => {
      const kept = Object.entries(device.state.store.checkpoints);
      const lines = kept.flatMap(([name, { by, at, config, description }], index) => {
        const size = configurationText(config, device.release, { command: '', now: at }).length;
        return [
          `${index + 1}) ${name}:`,
          `Created by ${by}`,
          `Created at ${createdAt(at)}`,
          `Size is ${size.toLocaleString('en-US')} bytes`,
          `Description: ${description ?? 'None'}`,
          '',
        ];
      });
      return `${['User Checkpoint Summary', '-'.repeat(80), ...lines].join('\n')}\n`;
    }),
    command<NxosState>('show checkpoint {all|<name:word>}', { evidence: 'documented' }, (run, args) => {
      const name = args.find('name');
      if (name !== undefined) checkpointConfig(run, name);
      const kept = Object.entries(run.device.state.store.checkpoints).filter(
        ([one]) => name === undefined || one === name,
      );
      return {
        tree: () =>
          table(
            'checkpoint_details',
            kept.map(([one, { config }]) => ({
              name: one,
              checkpoint_config: checkpointText(run, config)
                .trimStart()
                .split(/(?<=\n)/),
            })),
          ),
        text: () => kept.map(([one, { config }]) => `Name: ${one}\n${checkpointText(run, config)}`).join('\n'),
      };
    }),
    command<NxosState>(
      'rollback running-config {checkpoint <name:word>|file <path:file>} [atomic|best-effort|stop-at-first-failure] [verbose]',
      { evidence: 'client', source: 'NX-API reference 5.10' },
      (run, args) => {
        const name = args.find('name');
        const wanted = name === undefined ? fileConfig(run, args.text('path')) : checkpointConfig(run, name);
        restore(run.device, wanted);
        return [
          'Note: Applying config parallelly may fail Rollback verification',
          'Collecting Running-Config',
          '#Generating Rollback Patch',
          'Executing Rollback Patch',
          'Generating Running-config for verification',
          'Generating Patch for verification',
          'Verification is Successful.',
          '',
          'Rollback completed successfully.',
          '',
        ].join('\n');
      },
    ),
    command<NxosState>(
      'show diff rollback-patch {running-config|startup-config|checkpoint <a:word>|file <fileA:file>} {running-config|startup-config|checkpoint <b:word>|file <fileB:file>}',
      { evidence: 'client', source: 'NX-API reference 5.10' },
      (run, args) => {
        const [from, to] = sides(run, args.taken.slice(3));
        const lines = rollbackPatch(run.device, run.session.language, from, to);
        const head = ['Collecting Running-Config', '#Generating Rollback Patch'];
        if (lines.length === 0) return `${[...head, 'Rollback Patch is Empty'].join('\n')}\n`;
        return `${[...head, '', '!!', '!', ...lines, '!'].join('\n')}\n`;
      },
    ),
  ],
};

/** The two configurations that a diff names, in the order of the line. */
function sides(
  run: Run<NxosState>,
  taken: readonly { readonly name: string; readonly text: string }[],
): readonly [NxosConfig, NxosConfig] {
  const found: NxosConfig[] = [];
  for (const { name, text } of taken) {
    const { config, store } = { config: run.device.state.config, store: run.device.state.store };
    if (name === 'running-config') found.push(config);
    else if (name === 'startup-config') found.push(store.startup?.config ?? run.fail('No startup configuration'));
    else if (name === 'a' || name === 'b') found.push(checkpointConfig(run, text));
    else if (name === 'fileA' || name === 'fileB') found.push(fileConfig(run, text));
  }
  const [from, to] = found;
  if (!from || !to) throw new Error('the grammar of show diff gives two sides');
  return [from, to];
}

/** `Wed, 12:56:56 31 May 2017` */
function createdAt(ms: number): string {
  const [weekday, month, day, clock, year] = ctime(ms).split(/ +/);
  return `${weekday}, ${clock} ${(day ?? '').padStart(2, '0')} ${month} ${year}`;
}
