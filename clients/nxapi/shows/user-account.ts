import { rows } from '../rows.ts';
import { field, type TypedShow } from './typed-show.ts';

/** One account of `show user-account`. */
export interface UserAccount {
  readonly name: string;
  readonly roles: readonly string[];
  /** The device's sentence about it, such as `this user account has no expiry date`. */
  readonly expiry: string | undefined;
}

/** `show user-account`. */
export const showUserAccount = (): TypedShow<UserAccount[]> => ({
  command: 'show user-account',
  parse: (body) =>
    rows(body, 'TABLE_template', 'ROW_template').flatMap((row) => {
      const name = field(row, 'usr_name');
      if (name === undefined) return [];
      const roles = rows(row, 'TABLE_role', 'ROW_role').flatMap((role) => field(role, 'role') ?? []);
      return [{ name, roles, expiry: field(row, 'expire_date') }];
    }),
});
