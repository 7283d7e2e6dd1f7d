/** The lab did not do what it was asked; its own words. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The control API of the lab that this page came from. */
export interface Api {
  readonly token: string;
  /**
   * `GET /devices`; a body is sent as JSON.
   * @throws Refused with what the lab says is wrong
   */
  ask<T>(route: string, body?: unknown): Promise<T>;
  /**
   * The events of a stream, until the signal ends it.
   * @throws Refused as {@link ask}
   */
  follow(path: string, signal: AbortSignal): AsyncGenerator<StreamEvent>;
}

/** A server-sent event. */
export interface StreamEvent {
  /** `message` unless the server names it. */
  readonly event: string;
  readonly data: string;
}

/** Asks with this token; an empty one is for labs that need none. */
export function apiWith(token: string): Api {
  const request = async (route: string, init: RequestInit): Promise<Response> => {
    const [method = 'GET', path = ''] = route.split(' ');
    const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(path, { ...init, method, headers }).catch(() => {
      if (init.signal?.aborted) throw new DOMException('no longer wanted', 'AbortError');
      throw new Refused(0, 'the lab does not answer');
    });
    if (answer.ok) return answer;
    throw new Refused(answer.status, errorIn(await answer.text()));
  };
  return {
    token,
    async ask(route, body) {
      const answer = await request(route, body === undefined ? {} : { body: JSON.stringify(body) });
      return answer.json();
    },
    async *follow(path, signal) {
      const { body } = await request(`GET ${path}`, { signal });
      if (body) yield* events(body.pipeThrough(new TextDecoderStream()));
    },
  };
}

function errorIn(text: string): string {
  try {
    return String(JSON.parse(text).error);
  } catch {
    return text;
  }
}

/** Reads server-sent events, which the browser's own reader cannot ask for with a token. */
async function* events(pieces: ReadableStream<string>): AsyncGenerator<StreamEvent> {
  const reader = pieces.getReader();
  let waiting = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (waiting + value).split('\n\n');
    waiting = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(
        block.split('\n').map((line) => {
          const colon = line.indexOf(': ');
          return [line.slice(0, colon), line.slice(colon + 2)] as const;
        }),
      );
      const data = fields.get('data');
      if (data !== undefined) yield { event: fields.get('event') ?? 'message', data };
    }
  }
}
