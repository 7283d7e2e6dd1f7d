import type { Exchange } from './route.ts';

/** Bytes that may wait for a slow reader before events are left out for it. */
const mostWaiting = 1_000_000;
/** Real milliseconds between signs of life, so that proxies keep the stream open. */
const heartbeat = 15_000;

/** Server-sent events to one reader, until the reader leaves or the server closes. */
export interface EventStream {
  /** Whether the reader does not keep up: what is sent now had better be left out. */
  readonly isBehind: boolean;
  /** Sends one event; its data as JSON. */
  send(data: unknown, about?: { readonly event?: string; readonly id?: number }): void;
  /** Calls `then` once, when the reader has taken what waited. */
  caughtUp(then: () => void): void;
  /** Calls `then` when the stream has ended. */
  ended(then: () => void): void;
}

/** Answers a request with a stream of events. @param what it is, for those who read it raw */
export function eventStream({ reply }: Exchange, what: string): EventStream {
  const { raw } = reply.hijack();
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.write(`: ${what}\n\n`);
  const beat = setInterval(() => raw.write(': still here\n\n'), heartbeat);
  beat.unref();
  raw.once('close', () => clearInterval(beat));
  return {
    get isBehind() {
      return raw.writableLength > mostWaiting;
    },
    send(data, { event, id } = {}) {
      const head = `${event === undefined ? '' : `event: ${event}\n`}${id === undefined ? '' : `id: ${id}\n`}`;
      raw.write(`${head}data: ${JSON.stringify(data)}\n\n`);
    },
    caughtUp: (then) => void raw.once('drain', then),
    ended: (then) => void raw.once('close', then),
  };
}
