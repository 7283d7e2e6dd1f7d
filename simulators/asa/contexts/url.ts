/** A file on the box's own flash. */
export interface Place {
  readonly volume: string;
  readonly path: string;
}

/** The file that a `config-url` names; `undefined` for a server's. */
export function pathOf(url: string): Place | undefined {
  const [, volume, path] = /^(disk0|flash):\/*(.+)$/.exec(url) ?? [];
  return volume === undefined || path === undefined ? undefined : { volume: 'disk0', path };
}
