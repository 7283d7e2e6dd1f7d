import type { Client, ClientChannel } from 'ssh2';
import { ByteChannel, ChannelEnded } from './byte-channel.ts';
import { Arrival, type Journey } from './journey.ts';
import { quoteWord } from './scp-command.ts';
import { type ScpAnswer, ScpWire } from './scp-wire.ts';
import { openSsh } from './ssh-login.ts';
import { reasonOfWords, TransferError } from './transfer-error.ts';

/** Fetches one file over SCP. @throws TransferError, or what ssh2 throws */
export function fetchScp(journey: Journey): Promise<Buffer> {
  return overScp(journey, `scp -f ${quoteWord(journey.remote.path)}`, async (wire) => {
    // A server that has already gone may have said why.
    await wire.ok().catch(() => undefined);
    const line = await wire.line();
    if (!line) throw new ChannelEnded();
    if (line.what === 'error') throw refusal(line.text);
    if (line.what !== 'file') throw new TransferError('protocol', `unexpected ${line.what}`);
    const arrival = new Arrival(journey, line.size);
    await wire.ok();
    for await (const part of wire.content(line.size)) arrival.add(part);
    good(await wire.answer());
    await wire.ok();
    return arrival.bytes();
  });
}

/** Sends one file over SCP; `name` is what it is called where the path is a directory. @throws as {@link fetchScp} */
export function sendScp(journey: Journey, name: string, bytes: Buffer): Promise<void> {
  return overScp(journey, `scp -t ${quoteWord(journey.remote.path)}`, async (wire) => {
    good(await wire.answer());
    await wire.say({ what: 'file', mode: 0o644, size: bytes.length, name });
    good(await wire.answer());
    await wire.send(bytes, (sent) => journey.options.progress?.(sent, bytes.length));
    good(await wire.answer());
  });
}

async function overScp<T>(journey: Journey, command: string, work: (wire: ScpWire) => Promise<T>): Promise<T> {
  const client = await openSsh(journey);
  try {
    const channel = await exec(client, command);
    const bytes = new ByteChannel(channel, journey.timeout);
    let words = '';
    channel.stderr.on('data', (data: Buffer) => {
      words = (words + data.toString()).slice(0, 2000);
    });
    try {
      return await work(new ScpWire(bytes));
    } catch (error) {
      // A server that cannot even begin says so beside the protocol.
      if (error instanceof ChannelEnded && words !== '') throw refusal(words);
      throw error;
    } finally {
      bytes.release();
    }
  } finally {
    client.end();
  }
}

function exec(client: Client, command: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => (error ? reject(error) : resolve(channel)));
  });
}

function good(answer: ScpAnswer): void {
  if (!answer.ok) throw refusal(answer.text);
}

function refusal(words: string): TransferError {
  const text = words.trim().replace(/^scp: /, '');
  return new TransferError(reasonOfWords(text), text);
}
