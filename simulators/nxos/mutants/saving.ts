import { command } from '../../chassis/cli/command.ts';
import type { Identity } from '../../chassis/kind.ts';
import { save } from '../startup.ts';
import type { NxosState } from '../state.ts';
import { type Mutants, printing, speaking } from './mutant.ts';

const copyRun = 'copy running-config startup-config [vdc-all]';

/** What lies in no folder. */
const topmost = <T>(entries: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(entries).filter(([name]) => !name.includes('/')));

/** Lies about what is kept. */
export const saving: Mutants = {
  'nxos.save-forgets': speaking('copy running-config startup-config reports success and keeps nothing', (one) =>
    one.grammar === copyRun
      ? command<NxosState>(one.grammar, one, (run) => save({ ...run, change: () => undefined }))
      : one,
  ),
  'nxos.save-unasked': {
    title: 'every configuration survives a reload, saved or not',
    apply: (kind) => ({
      ...kind,
      boot(state, boot) {
        return kind.boot(
          { ...state, store: { ...state.store, startup: { config: state.config, at: boot.now } } },
          boot,
        );
      },
    }),
  },
  'nxos.save-in-silence': printing('saving says nothing', copyRun, () => ''),
  'nxos.save-warns': printing('saving warns', copyRun, (text) => `% Nothing has changed\n${text}`),
  'nxos.flash-lost': {
    title: 'a restart empties the folders on flash',
    apply: (kind) => ({
      ...kind,
      boot(state, boot) {
        const after = kind.boot(state, boot);
        const flash = Object.fromEntries(
          Object.entries(after.store.flash).map(([name, volume]) => [
            name,
            { ...volume, entries: topmost(volume.entries) },
          ]),
        );
        return { ...after, store: { ...after.store, flash } };
      },
    }),
  },
  'nxos.standby-shares-flash': {
    title: 'after a switchover the certificate is served although it was never copied to the standby',
    apply: (kind) => ({
      ...kind,
      derive(before, after, now) {
        const next = kind.derive?.(before, after, now) ?? after;
        const switched = before.run.active !== next.run.active;
        const served: Identity | undefined = before.run.nxapi.served;
        if (!switched || next.run.nxapi.served || !served) return next;
        return { ...next, run: { ...next.run, nxapi: { ...next.run.nxapi, served } } };
      },
    }),
  },
};
