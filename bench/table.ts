/** One measured figure beside a bare server's in the same run. */
export interface Row {
  readonly what: string;
  /** `NaN` where this machine lacks what measuring it takes. */
  readonly ours: number;
  readonly bare?: number;
  readonly ratio?: number;
  /** The ratio, or the figure, that is aimed at. */
  readonly wanted?: number;
}

/** What `lab-server` tells. */
export interface ServedLab {
  /** Milliseconds until all devices listened. */
  readonly ready: number;
  /** Bytes of resident memory that the lab added. */
  readonly memory: number;
  readonly devices: readonly {
    readonly name: string;
    readonly endpoints: Readonly<Record<string, string>>;
    readonly username: string;
    readonly password: string;
  }[];
}

/** The rows as a table for a terminal. */
export function print(rows: readonly Row[]): string {
  const cells = rows.map(({ what, ours, bare, ratio, wanted }) => [
    what,
    figure(ours),
    bare === undefined ? '' : figure(bare),
    ratio === undefined ? '' : ratio.toFixed(2),
    wanted === undefined ? '' : figure(wanted),
  ]);
  const all = [['', 'ours', 'bare', 'ratio', 'wanted'], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n');
}

/** What could not be measured on this machine, as its row says, is no number. */
function figure(value: number): string {
  if (Number.isNaN(value)) return '-';
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}
