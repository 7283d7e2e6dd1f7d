import { command } from '../../chassis/cli/command.ts';
import { configure } from '../edit.ts';
import type { Feature } from '../feature.ts';
import type { AsaState } from '../state.ts';

/** Time ranges that rules name. @source reference 2.12 */
export const timeRanges: Feature = {
  words: ['time-range'],
  commands: [
    command<AsaState>('time-range <name:word>', { mode: 'config', no: true, evidence: 'recorded' }, (run, args) => {
      const name = args.text('name');
      const { config } = run.device.state;
      if (run.negated) {
        const used = [...config.accessLists.values()].some(({ aces }) => aces.some((ace) => ace.timeRange === name));
        if (used) run.fail(`ERROR: time-range ${name} is being used`);
        configure(run, (draft) => {
          delete draft.timeRanges[name];
        });
        return;
      }
      if (!Object.hasOwn(config.timeRanges, name)) {
        configure(run, (draft) => {
          draft.timeRanges[name] = { periodic: [] };
        });
      }
      run.enter('config-time-range', { range: name });
    }),
    command<AsaState>(
      'absolute <rest:text>',
      { mode: 'config-time-range', no: 'absolute [<rest:text>]', evidence: 'recorded' },
      (run, args) => {
        const name = run.context('range');
        const parts = /^(?:start (\d\d:\d\d \d{1,2} \w+ \d{4}))? ?(?:end (\d\d:\d\d \d{1,2} \w+ \d{4}))?$/.exec(
          args.text('rest', '').trim(),
        );
        if (!parts) run.fail("ERROR: % Invalid input detected at '^' marker.");
        configure(run, ({ timeRanges: ranges }) => {
          const { periodic } = ranges[name] ?? { periodic: [] };
          const [, start, end] = run.negated ? [] : (parts ?? []);
          ranges[name] = { ...(start !== undefined && { start }), ...(end !== undefined && { end }), periodic };
        });
      },
    ),
    command<AsaState>(
      'periodic <rest:text>',
      { mode: 'config-time-range', no: true, evidence: 'recorded' },
      (run, args) => {
        const name = run.context('range');
        const rest = args.text('rest').trim();
        configure(run, ({ timeRanges: ranges }) => {
          const range = ranges[name];
          if (!range) return;
          const others = range.periodic.filter((one) => one !== rest);
          range.periodic = run.negated ? others : [...others, rest];
        });
      },
    ),
  ],
  render: ({ timeRanges: ranges }) =>
    Object.entries(ranges).flatMap(([name, { start, end, periodic }]) => [
      `time-range ${name}`,
      ...(start === undefined && end === undefined
        ? []
        : [` absolute${start === undefined ? '' : ` start ${start}`}${end === undefined ? '' : ` end ${end}`}`]),
      ...periodic.map((rest) => ` periodic ${rest}`),
      '!',
    ]),
};
