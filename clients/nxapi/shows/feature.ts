import { int, rows } from '../rows.ts';
import { field, type TypedShow } from './typed-show.ts';

/** One line of `show feature`. */
export interface Feature {
  /** The display name, which is not always the word to configure it by: `sshServer` is `feature ssh`. */
  readonly name: string;
  readonly instance: number;
  readonly enabled: boolean;
  /** False also for `enabled(not-running)`. */
  readonly running: boolean;
}

const tables = ['cfcFeatureCtrlTable', 'cfcFeatureCtrl2Table'];

/** `show feature`: one entry a feature and instance, in the device's order. */
export const showFeature = (): TypedShow<Feature[]> => ({
  command: 'show feature',
  parse: (body) =>
    tables
      .flatMap((table) => rows(body, `TABLE_${table}`, `ROW_${table}`))
      .flatMap((row) => {
        const name = field(row, 'cfcFeatureCtrlName2');
        const status = field(row, 'cfcFeatureCtrlOpStatus2') ?? '';
        if (name === undefined) return [];
        const instance = int(row.cfcFeatureCtrlInstanceNum2) ?? 1;
        return [{ name, instance, enabled: /^enabled/i.test(status), running: /^enabled$/i.test(status) }];
      }),
});
