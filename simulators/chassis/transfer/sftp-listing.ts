import { attributesField, type Field, type SftpAttributes } from './sftp-packet.ts';
import type { ViewedFile } from './view.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const halfYear = 183 * 24 * 60 * 60 * 1000;
/** The largest second that version 3 can say. */
const latest = 0xffffffff;

/** What SFTP says of an entry; flash knows no owners and modes, so all have the same. */
export function attributesOf(entry: ViewedFile): Required<SftpAttributes> {
  const seconds = Math.floor(entry.time / 1000);
  return {
    size: entry.size,
    mode: entry.directory ? 0o40755 : 0o100644,
    mtime: Math.min(Math.max(seconds, 0), latest),
  };
}

/** Fields of a name packet: the count, then name, long name and attributes of each. @param now ms, tells old from new */
export function nameFields(entries: readonly ViewedFile[], now: number): Field[] {
  const fields: Field[] = [entries.length];
  for (const entry of entries) fields.push(entry.name, longName(entry, now), attributesField(attributesOf(entry)));
  return fields;
}

/** A line as `ls -l` prints it, in UTC: clients show it as it is. */
export function longName(entry: ViewedFile, now: number): string {
  const date = new Date(entry.time);
  const day = `${months[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)}`;
  const clock = `${String(date.getUTCHours()).padStart(2, '0')}:${String(date.getUTCMinutes()).padStart(2, '0')}`;
  const recent = entry.time <= now && now - entry.time < halfYear;
  const when = `${day} ${recent ? clock : ` ${date.getUTCFullYear()}`}`;
  const mode = entry.directory ? 'drwxr-xr-x' : '-rw-r--r--';
  return `${mode}    1 root     root     ${String(entry.size).padStart(8)} ${when} ${entry.name}`;
}
