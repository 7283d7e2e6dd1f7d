import { columns, int, rows } from '../rows.ts';
import { field, type TypedShow } from './typed-show.ts';

/** A directory on flash, with what is free. */
export interface Directory {
  readonly entries: readonly DirectoryEntry[];
  /** Such as `bootflash://sup-local`. */
  readonly fileSystem: string | undefined;
  /** Bytes. */
  readonly used: number | undefined;
  readonly free: number | undefined;
  readonly total: number | undefined;
}

/** A file or directory. */
export interface DirectoryEntry {
  /** Without the slash that marks a directory. */
  readonly name: string;
  /** Known by that slash; releases that leave it out have files only, as far as can be told. */
  readonly directory: boolean;
  readonly size: number | undefined;
  /** As printed, such as `Jul 25 21:59:17 2018`; the device's own time zone. */
  readonly modified: string | undefined;
}

/** `dir`, of bootflash or the path given. */
export const dir = (path = 'bootflash:'): TypedShow<Directory> => ({
  command: `dir ${path}`,
  parse: (body) => ({
    entries: rows(body, 'TABLE_dir', 'ROW_dir')
      .flatMap(columns)
      .flatMap((row) => {
        const name = field(row, 'fname');
        if (name === undefined) return [];
        const size = int(row.fsize);
        return [
          { name: name.replace(/\/$/, ''), directory: name.endsWith('/'), size, modified: field(row, 'timestring') },
        ];
      }),
    fileSystem: field(body, 'usage'),
    used: int(body.bytesused),
    free: int(body.bytesfree),
    total: int(body.bytestotal),
  }),
});
