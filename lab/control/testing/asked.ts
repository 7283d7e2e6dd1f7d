import { type Lab, type LabOptions, startLab } from '../../index.ts';
import { toyKinds } from '../../testing/toy.ts';
import { type Control, startControl } from '../server.ts';

/** An answer of the control API. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** What JSON holds, or text. */
  readonly body: unknown;
}

/** A lab of toys with its control API. */
export interface Controlled {
  readonly lab: Lab;
  readonly control: Control;
  /** Grace that was asked for at each stop. */
  readonly stops: readonly number[];
  /** `GET /devices`; a body is sent as it is, or as JSON. */
  ask(route: string, body?: unknown): Promise<Answer>;
  stop(): Promise<void>;
}

/** Starts toys, `toy-1` and `toy-2` unless told otherwise, and the API on any port. */
export async function controlled(options: LabOptions = { devices: [{ kind: 'toy', count: 2 }] }): Promise<Controlled> {
  const lab = await startLab({ kinds: toyKinds, ...options });
  const stops: number[] = [];
  const control = await startControl(lab, { port: 0, stop: (grace) => stops.push(grace) });
  return {
    lab,
    control,
    stops,
    async ask(route, body) {
      const [method = '', path = ''] = route.split(' ');
      const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
      const headers = { authorization: `Bearer ${control.token}` };
      const answer = await fetch(control.url + path, { method, headers, ...sent });
      const text = await answer.text();
      const isJson = answer.headers.get('content-type')?.startsWith('application/json');
      return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
    },
    async stop() {
      await Promise.all([control.close(), lab.stop()]);
    },
  };
}
