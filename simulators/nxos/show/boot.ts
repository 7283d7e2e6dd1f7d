import type { Shown } from '../../chassis/cli/printed.ts';
import type { JsonObject } from '../../chassis/json.ts';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import { scalars, table } from '../structured.ts';
import { text } from './columns.ts';

/** Boot variables now and after the next start: `show boot`, in the layout of the train. @source files `show_boot.*` */
export function showBoot(device: NxosDevice): Shown {
  const release = releaseOf(device.release);
  const { config, store } = device.state;
  const sups = Array.from({ length: store.hardware.supervisors }, (_, index) => `sup-${index + 1}`);
  const current = config.boot;
  const next = store.startup?.config.boot ?? config.boot;
  const block = (image: string): string[] => [
    ...sups.flatMap((sup) => [sup, `NXOS variable = ${image}`]),
    'No module boot variable set',
  ];
  const strings = (image: string, title: string): JsonObject[] => [
    { Str1: title },
    ...sups.flatMap((sup) => [{ Str1: sup }, { Str1: `NXOS variable = ${image}` }]),
    { Str1: 'Boot POAP Disabled\n' },
  ];
  // Of two supervisors the values are lists, but the status stays one. @source recorded: file `show_boot.structured_dual_sup`
  const columns = (prefix: string, image: string): JsonObject => {
    const [only = ''] = sups;
    return {
      [`${prefix}_sup_module`]: sups.length > 1 ? sups : only,
      [`${prefix}_image`]: sups.length > 1 ? sups.map(() => image) : image,
      [`${prefix}_poap_status`]: 'Disabled',
    };
  };
  return {
    tree: () =>
      release.nxosKeys
        ? scalars(release, {
            ...table('Current_Bootvar', [columns('current', current)]),
            ...table('Startup_Bootvar', [columns('start', next)]),
          })
        : scalars(
            release,
            table('bootvar_show', [
              ...strings(current, 'Current Boot Variables:\n'),
              ...strings(next, '\nBoot Variables on next reload:\n'),
            ]),
          ),
    text: () =>
      text('Current Boot Variables:', '', block(current), '', 'Boot Variables on next reload:', '', block(next)),
  };
}
