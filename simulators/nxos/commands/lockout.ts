import { command } from '../../chassis/cli/command.ts';
import type { Feature } from '../feature.ts';
import type { NxosState } from '../state.ts';

/** Locking an account for a time after so many wrong passwords. */
export const lockout: Feature = {
  commands: [
    command<NxosState>(
      'aaa authentication rejected <attempts:1-65535> in <seconds:1-65535> ban <ban:1-65535>',
      {
        mode: 'config',
        no: 'aaa authentication rejected [<rest:line>]',
        evidence: 'documented',
        source: 'NX-OS Security Configuration Guide, Configuring AAA',
      },
      ({ change, negated }, args) =>
        change((draft) => {
          if (negated) {
            delete draft.config.lockout;
            draft.run.failures = {};
            return;
          }
          draft.config.lockout = {
            attempts: args.number('attempts'),
            window: args.number('seconds') * 1000,
            block: args.number('ban') * 1000,
          };
        }),
    ),
  ],
  render: ({ lockout: policy }) =>
    policy
      ? [`aaa authentication rejected ${policy.attempts} in ${policy.window / 1000} ban ${policy.block / 1000}`]
      : [],
};
