import { PageError } from './failure.ts';

/** Most parts that are looked at. */
const mostParts = 32;

/**
 * The files of a `multipart/form-data` body, by the names of their parts.
 * @throws PageError 400 for a body that is none
 */
export function readFiles(contentType: string, bytes: Buffer): ReadonlyMap<string, Buffer> {
  const boundary = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType);
  const mark = Buffer.from(`--${boundary?.[1] ?? boundary?.[2] ?? ''}`);
  if (mark.length === 2) throw new PageError(400);
  const files = new Map<string, Buffer>();
  let at = bytes.indexOf(mark);
  for (let part = 0; at >= 0 && part < mostParts; part++) {
    const start = at + mark.length + 2;
    const end = bytes.indexOf(mark, start);
    if (end < 0) break;
    const body = bytes.indexOf('\r\n\r\n', start);
    const name = /;\s*name="([^"]*)"/i.exec(bytes.subarray(start, Math.max(start, body)).toString('latin1'))?.[1];
    if (body >= 0 && body < end && name !== undefined) files.set(name, bytes.subarray(body + 4, end - 2));
    at = end;
  }
  return files;
}
