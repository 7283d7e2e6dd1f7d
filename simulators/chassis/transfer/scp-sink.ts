import { FlashError } from '../flash/error.ts';
import { deepestPath } from '../flash/path.ts';
import { ChannelEnded } from './byte-channel.ts';
import type { ScpEntry, ScpSession } from './scp-session.ts';
import { ScpProtocolError } from './scp-wire.ts';
import { Upload } from './upload.ts';
import { childOf, type Ending, findIn, permit } from './view.ts';

/** Serves `scp -t`: takes what the client sends. @throws ChannelEnded, ScpProtocolError */
export async function sinkScp(session: ScpSession): Promise<void> {
  const path = session.command.paths[0] ?? '.';
  let target: string | undefined;
  await session.guard(path, async () => {
    target = session.view.resolve(path);
    const there = await findIn(session.view, target);
    if (session.command.directory && !there?.directory)
      throw new FlashError(there ? 'not-a-directory' : 'missing', path);
  });
  if (target === undefined || !session.clean) return;
  await session.wire.ok();
  await receive(session, target, 0);
}

/** Takes what is sent into `target`: a directory, or at the top the name that a single entry shall have. */
async function receive(session: ScpSession, target: string, depth: number): Promise<void> {
  let time: number | undefined;
  for (let line = await session.wire.line(); line; line = await session.wire.line()) {
    if (line.what === 'times') {
      time = session.command.preserve ? line.mtime * 1000 : undefined;
      await session.wire.ok();
    } else if (line.what === 'error') {
      session.clean = false;
      if (line.fatal) throw new ChannelEnded();
    } else if (line.what === 'end') {
      if (depth === 0) throw new ScpProtocolError('the end of a directory that never began');
      return;
    } else {
      if (line.what === 'file') await receiveFile(session, line, target, depth, time);
      else await receiveDirectory(session, line, target, depth, time);
      time = undefined;
    }
  }
  if (depth > 0) throw new ChannelEnded();
}

async function receiveFile(
  session: ScpSession,
  line: ScpEntry,
  target: string,
  depth: number,
  time: number | undefined,
): Promise<void> {
  const began = performance.now();
  const upload = new Upload(line.name, line.size, session.budget);
  let path = `${target}/${line.name}`;
  let ending: Ending = { outcome: 'aborted' };
  try {
    const accepted = await session.guard(path, async () => {
      path = await spot(session, line, target, depth);
      permit(session.view, 'write', path);
      if (line.size > (await session.view.room(path))) throw new FlashError('no-space', path);
      upload.resize(line.size);
    });
    if (accepted.outcome !== 'ok') ending = accepted;
    if (accepted.outcome !== 'ok') return;
    await session.wire.ok();
    let at = 0;
    for await (const part of session.wire.content(line.size)) {
      upload.write(at, part);
      at += part.length;
    }
    if (!(await wasGood(session))) {
      session.clean = false;
      await session.wire.ok();
      return;
    }
    ending = await session.guard(path, () => session.view.write(path, upload.bytes(), time));
    if (ending.outcome === 'ok') await session.wire.ok();
  } finally {
    const bytes = ending.outcome === 'ok' ? line.size : 0;
    session.tell('upload', path, bytes, ending, began);
    upload.release();
  }
}

/**
 * Whether the client stands by the content that it has sent. libssh2, and with it curl and PHP, never says so: it ends
 * the channel after the last byte. OpenSSH's server keeps such a file.
 */
async function wasGood(session: ScpSession): Promise<boolean> {
  try {
    return (await session.wire.answer()).ok;
  } catch (error) {
    if (error instanceof ChannelEnded) return true;
    throw error;
  }
}

async function receiveDirectory(
  session: ScpSession,
  line: ScpEntry,
  target: string,
  depth: number,
  time: number | undefined,
): Promise<void> {
  let path = `${target}/${line.name}`;
  const made = await session.guard(path, async () => {
    if (!session.command.recursive) throw new FlashError('is-a-directory', path);
    if (depth >= deepestPath) throw new FlashError('denied', path);
    path = await spot(session, line, target, depth);
    const there = await findIn(session.view, path);
    if (there && !there.directory) throw new FlashError('not-a-directory', path);
    permit(session.view, 'mkdir', path);
    if (!there) await session.view.mkdir(path);
  });
  if (made.outcome !== 'ok') return;
  await session.wire.ok();
  await receive(session, path, depth + 1);
  const timed = await session.guard(path, async () => {
    if (time !== undefined) await session.view.touch(path, time);
  });
  if (timed.outcome === 'ok') await session.wire.ok();
}

/** Where an entry goes: by its own name into a directory, else to the name that the command told. */
async function spot(session: ScpSession, line: ScpEntry, target: string, depth: number): Promise<string> {
  const inDirectory = depth > 0 || (await findIn(session.view, target))?.directory === true;
  if (inDirectory) return childOf(session.view, target, line.name);
  const spelt = session.command.paths[0] ?? '';
  if (line.what === 'file' && spelt.endsWith('/')) throw new FlashError('is-a-directory', spelt);
  return target;
}
