import { FlashError } from '../flash/error.ts';
import { deepestPath } from '../flash/path.ts';
import { ChannelEnded } from './byte-channel.ts';
import type { ScpEntry, ScpSession } from './scp-session.ts';
import { childOf, type Ending, permit, type ViewedFile } from './view.ts';

/** Modes that a fetched file and directory get on the client; flash has none of its own. */
const fileMode = 0o644;
const directoryMode = 0o755;

/** Serves `scp -f`: sends what the client asked for. @throws ChannelEnded, ScpProtocolError */
export async function sourceScp(session: ScpSession): Promise<void> {
  if (!(await session.wire.answer()).ok) return;
  for (const typed of session.command.paths) {
    let path = typed;
    let entry: ViewedFile | undefined;
    const found = await session.guard(typed, async () => {
      path = session.view.resolve(typed);
      permit(session.view, 'stat', path);
      entry = await session.view.stat(path);
      if (entry.directory && !session.command.recursive) throw new FlashError('is-a-directory', path);
    });
    if (found.outcome === 'ok' && entry) await send(session, entry, path, 0);
  }
}

async function send(session: ScpSession, entry: ViewedFile, path: string, depth: number): Promise<void> {
  if (entry.directory) await sendDirectory(session, entry, path, depth);
  else await sendFile(session, entry, path);
}

async function sendFile(session: ScpSession, entry: ViewedFile, path: string): Promise<void> {
  const began = performance.now();
  let bytes: Buffer | undefined;
  let sent = 0;
  let ending: Ending = { outcome: 'aborted' };
  try {
    const read = await session.guard(path, async () => {
      permit(session.view, 'read', path);
      bytes = await session.view.read(path);
    });
    if (read.outcome !== 'ok') ending = read;
    if (
      !bytes ||
      !(await announce(session, { what: 'file', mode: fileMode, size: bytes.length, name: entry.name }, entry))
    )
      return;
    await session.wire.send(bytes, (count) => {
      sent = count;
    });
    if (await agreed(session)) ending = { outcome: 'ok' };
  } finally {
    session.tell('download', path, sent, ending, began);
  }
}

async function sendDirectory(session: ScpSession, entry: ViewedFile, path: string, depth: number): Promise<void> {
  let entries: readonly ViewedFile[] = [];
  const listed = await session.guard(path, async () => {
    if (depth > deepestPath) throw new FlashError('denied', path);
    permit(session.view, 'list', path);
    entries = await session.view.list(path);
  });
  if (listed.outcome !== 'ok') return;
  const name = entry.name === '' ? '.' : entry.name;
  if (!(await announce(session, { what: 'directory', mode: directoryMode, size: 0, name }, entry))) return;
  for (const child of entries) await send(session, child, childOf(session.view, path, child.name), depth + 1);
  await session.wire.say({ what: 'end' });
  await agreed(session);
}

/** Sends times, where asked for, and the control line. @returns false when the client does not want this one */
async function announce(session: ScpSession, line: ScpEntry, { time }: ViewedFile): Promise<boolean> {
  if (session.command.preserve) {
    const seconds = Math.floor(time / 1000);
    await session.wire.say({ what: 'times', mtime: seconds, atime: seconds });
    if (!(await agreed(session))) return false;
  }
  await session.wire.say(line);
  return agreed(session);
}

async function agreed(session: ScpSession): Promise<boolean> {
  const answer = await session.wire.answer();
  if (answer.ok) return true;
  session.clean = false;
  if (answer.fatal) throw new ChannelEnded();
  return false;
}
