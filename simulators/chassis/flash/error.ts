/** Why an operation on files was refused. Vendors map these to their own texts. */
export type FlashReason =
  | 'missing'
  | 'exists'
  | 'not-a-directory'
  | 'is-a-directory'
  | 'not-empty'
  | 'no-space'
  | 'outside'
  | 'busy'
  | 'denied';

/** The words that Unix file tools use for each reason; SCP and SFTP say them where a vendor says nothing else. */
export const unixText: Readonly<Record<FlashReason, string>> = {
  missing: 'No such file or directory',
  exists: 'File exists',
  'not-a-directory': 'Not a directory',
  'is-a-directory': 'Is a directory',
  'not-empty': 'Directory not empty',
  'no-space': 'No space left on device',
  outside: 'Permission denied',
  busy: 'Device or resource busy',
  denied: 'Permission denied',
};

/** A refused operation on files. Nothing has been changed when it is thrown. */
export class FlashError extends Error {
  override readonly name = 'FlashError';
  readonly reason: FlashReason;
  /** The path as it was asked for. */
  readonly path: string;

  /** @param why what exactly was wrong, where the reason alone does not say it */
  constructor(reason: FlashReason, path: string, why: string = unixText[reason]) {
    super(`${path === '' ? '/' : path}: ${why}`);
    this.reason = reason;
    this.path = path;
  }
}
