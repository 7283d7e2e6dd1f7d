import { command, type Run } from '../../chassis/cli/command.ts';
import type { AsaDevice } from '../asa.ts';
import { contextDevice } from '../contexts/view.ts';
import type { Feature } from '../feature.ts';
import { save, saveAll, saveOf } from '../startup.ts';
import type { AsaState } from '../state.ts';

/** What a restart would lose: the box itself, and contexts by name. */
function unsaved(device: AsaDevice): (readonly [string, AsaDevice])[] {
  const names = Object.keys(device.state.contexts ?? {});
  const all = [['System', device] as const, ...names.map((name) => [name, contextDevice(device, name)] as const)];
  return all.filter(([, { state }]) => state.store.startup?.config !== state.config);
}

async function reload(run: Run<AsaState>, quiet: boolean): Promise<string | undefined> {
  const { device, ask, close } = run;
  if (!quiet) {
    for (const [name, one] of unsaved(device)) {
      const question = `${name} config has been modified. Save? [Y]es/[N]o/[S]ave all/[C]ancel: `;
      const answer = (await ask(question, { default: 'N' })).trim().toUpperCase();
      if (answer.startsWith('C')) return undefined;
      if (answer.startsWith('S')) {
        run.print(device.state.contexts ? saveAll(run) : save(run));
        break;
      }
      if (answer.startsWith('Y')) run.print(saveOf(run, one));
    }
    const sure = (await ask('Proceed with reload? [confirm] ', { default: '' })).trim().toLowerCase();
    if (sure !== '' && !sure.startsWith('y')) return undefined;
  }
  const words = [
    '***',
    '*** --- START GRACEFUL SHUTDOWN ---',
    'Shutting down isakmp',
    'Shutting down webvpn',
    'Shutting down License Controller',
    'Shutting down File system',
    '***',
    '*** --- SHUTDOWN NOW ---',
    'Process shutdown finished',
    'Rebooting... (status 0x9)',
    '',
  ];
  close();
  setImmediate(() => void device.reboot('reload'));
  return words.join('\n');
}

/** Restarts, at once and later. @source recorded: reference 2.9 */
export const restarts: Feature = {
  commands: [
    command<AsaState>(
      'reload [noconfirm]',
      { evidence: 'recorded', source: 'reference 2.9', interactive: true },
      (run, args) => reload(run, args.has('noconfirm')),
    ),
    command<AsaState>('reload in <minutes:1-10080>', { evidence: 'documented' }, ({ device, change }, args) =>
      change((draft) => {
        draft.run.pending = draft.run.pending.filter(({ what }) => what !== 'reload');
        draft.run.pending.push({ due: device.now() + args.number('minutes') * 60_000, what: 'reload' });
      }),
    ),
    command<AsaState>('reload cancel', { evidence: 'documented' }, ({ change }) =>
      change((draft) => {
        draft.run.pending = draft.run.pending.filter(({ what }) => what !== 'reload');
      }),
    ),
  ],
};
