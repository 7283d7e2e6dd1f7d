import { command, type Run } from '../../chassis/cli/command.ts';
import { configure } from '../edit.ts';
import type { Feature } from '../feature.ts';
import { releaseOf } from '../release.ts';
import type { AsaState, SmartLicense } from '../state.ts';

/** Throughputs that a virtual box may be licensed for. @source client: reference 6.18 */
export const throughputs: readonly string[] = ['100M', '1G', '2G', '10G', '20G'];

/** Smart licensing is a virtual box's. @source client: the path in reference 6.18 ends in `asav` */
const releases = (release: string) => releaseOf(release).virtual;
const documented = { mode: 'config-smart-lic', evidence: 'documented', releases } as const;

/** Leaves members out that have nothing in them. */
export function setLicense(config: { license?: SmartLicense }, license: SmartLicense): void {
  if (Object.keys(license).length > 0) config.license = license;
  else delete config.license;
}

function register(run: Run<AsaState>, registered: boolean): void {
  run.change(({ store }) => {
    if (registered) store.registered = true;
    else delete store.registered;
  });
}

/** Smart licensing: what is asked for, and whether the box is registered. Nobody is asked: each token is good. @source reference 6.18 */
export const license: Feature = {
  words: ['license'],
  commands: [
    command<AsaState>('license smart', { mode: 'config', evidence: 'documented', releases }, ({ enter }) =>
      enter('config-smart-lic'),
    ),
    command<AsaState>('feature tier standard', { ...documented, no: 'feature tier [standard]' }, (run) =>
      configure(run, (config) => {
        const { tier: _, ...rest } = config.license ?? {};
        setLicense(config, run.negated ? rest : { ...rest, tier: 'standard' });
      }),
    ),
    command<AsaState>(
      'throughput level {100M|1G|2G|10G|20G}',
      { ...documented, no: 'throughput level [100M|1G|2G|10G|20G]' },
      (run, args) =>
        configure(run, (config) => {
          const { throughput: _, ...rest } = config.license ?? {};
          const level = args.which('100M', '1G', '2G', '10G', '20G');
          setLicense(config, run.negated || level === undefined ? rest : { ...rest, throughput: level });
        }),
    ),
    command<AsaState>(
      'license smart register idtoken <token:secret> [force]',
      { evidence: 'documented', releases },
      (run) => {
        register(run, true);
      },
    ),
    command<AsaState>('license smart deregister', { evidence: 'documented', releases }, (run) => {
      if (!run.device.state.store.registered) run.fail('ERROR: The device is not registered');
      register(run, false);
    }),
    command<AsaState>('license smart renew {id|auth}', { evidence: 'documented', releases }, (run) => {
      if (!run.device.state.store.registered) run.fail('ERROR: The device is not registered');
    }),
    command<AsaState>('show license status', { evidence: 'inferred', releases }, ({ device }) => {
      const status = device.state.store.registered ? 'REGISTERED' : 'UNREGISTERED';
      return `\nSmart Licensing is ENABLED\n\nRegistration:\n  Status: ${status}\n`;
    }),
  ],
  render: ({ license: asked }) =>
    asked
      ? [
          'license smart',
          ...(asked.tier === undefined ? [] : [` feature tier ${asked.tier}`]),
          ...(asked.throughput === undefined ? [] : [` throughput level ${asked.throughput}`]),
        ]
      : [],
};
