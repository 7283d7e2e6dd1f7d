/**
 * One thing that happened in a lab, as its journal tells it: plain data, so that a recording is judged as a live lab is.
 * Only what rules look at is named here.
 */
export interface Happening {
  /** Counts up; later is greater. */
  readonly seq: number;
  /** Milliseconds since the journal began. */
  readonly at: number;
  readonly device: string;
  readonly kind: string;
  readonly endpoint?: string;
  readonly user?: string;
  readonly operation: string;
  readonly outcome: string;
  readonly detail?: { readonly [name: string]: unknown };
}

/** How a request says who asks. */
export type Credential = 'none' | 'basic' | 'token' | 'cookie';

/** One HTTP request and what became of it. Secrets stand as placeholders; the same secret is the same placeholder. */
export interface Exchange {
  /** When the head of the request had arrived. */
  readonly seq: number;
  readonly at: number;
  /** When the answer was ready; undefined while it is not, and where it was lost. */
  readonly answered?: number;
  /** When it was over, answered or lost; undefined while it is not. */
  readonly closed?: number;
  readonly device: string;
  readonly endpoint: string;
  /** Whether it came over TLS. */
  readonly secure: boolean;
  readonly credential: Credential;
  /** The token that was shown. */
  readonly token?: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  /** Undefined while there is no answer, and where it was lost. */
  readonly status?: number;
  /** The token that the answer gave. */
  readonly given?: string;
  readonly answer: string;
}

/** A line that a device's command line took, over SSH or inside a request. */
export interface Line {
  readonly seq: number;
  readonly at: number;
  readonly device: string;
  /** The command in full, however it was abbreviated. */
  readonly line: string;
  readonly mode: string;
  readonly ok: boolean;
}

/** A connection to an endpoint with TLS: whoever came was shown its certificate. */
export interface Shown {
  readonly seq: number;
  readonly device: string;
  readonly endpoint: string;
}

/** What the witness writes into the journal, told from other entries of kind `request`. */
export const witnessed = { asked: 'asked', answered: 'answered', lost: 'lost' } as const;

/** What the journal calls the coming of a client to an endpoint of TLS, and of SSH. */
export const arrival = 'connection';
export const knock = 'SSH connection';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const optional = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Every request, in the order in which they arrived. */
export function exchanges(trace: readonly Happening[]): readonly Exchange[] {
  const known = read.get(trace);
  if (known && known.length === trace.length) return known.exchanges;
  const ends = new Map<unknown, Happening>();
  for (const one of trace) {
    if (one.kind === 'request' && one.detail?.exchange !== undefined && one.outcome !== witnessed.asked) {
      ends.set(one.detail.exchange, one);
    }
  }
  const found = trace.flatMap((one) => (isAsked(one) ? [exchange(one, ends.get(one.detail?.exchange))] : []));
  read.set(trace, { length: trace.length, exchanges: found });
  return found;
}

const read = new WeakMap<readonly Happening[], { length: number; exchanges: readonly Exchange[] }>();

const isAsked = ({ kind, outcome, detail }: Happening): boolean =>
  kind === 'request' && outcome === witnessed.asked && detail?.exchange !== undefined;

function exchange(asked: Happening, end: Happening | undefined): Exchange {
  const { detail = {} } = asked;
  const [path = '', search = ''] = text(detail.path).split(/\?(.*)/s, 2);
  const token = optional(detail.token);
  const given = optional(end?.detail?.given);
  const answered = end?.outcome === witnessed.answered ? end : undefined;
  const status = answered?.detail?.status;
  return {
    seq: asked.seq,
    at: asked.at,
    ...(answered && { answered: answered.seq }),
    ...(end && { closed: end.seq }),
    device: asked.device,
    endpoint: asked.endpoint ?? '',
    secure: detail.secure === true,
    credential: credentialOf(detail.credential),
    ...(token !== undefined && { token }),
    method: text(detail.method),
    path,
    query: new URLSearchParams(search),
    body: text(end?.detail?.body),
    ...(typeof status === 'number' && { status }),
    ...(given !== undefined && { given }),
    answer: text(answered?.detail?.answer),
  };
}

const credentials: readonly Credential[] = ['none', 'basic', 'token', 'cookie'];
const credentialOf = (value: unknown): Credential => credentials.find((one) => one === value) ?? 'none';

/** Every line that a command line understood, in order of its end. */
export function lines(trace: readonly Happening[]): readonly Line[] {
  return trace.flatMap(({ kind, seq, at, device, operation, outcome, detail }) =>
    kind === 'command' ? [{ seq, at, device, line: operation, mode: text(detail?.mode), ok: outcome === 'ok' }] : [],
  );
}

/** Every connection to an endpoint with TLS. */
export function shown(trace: readonly Happening[]): readonly Shown[] {
  return trace.flatMap(({ kind, seq, device, endpoint = '', operation, outcome }) =>
    kind === 'endpoint' && operation === arrival && outcome === 'arrived' ? [{ seq, device, endpoint }] : [],
  );
}

/** A connection to an SSH endpoint: whoever came was shown its host key. */
export function knocks(trace: readonly Happening[]): readonly Happening[] {
  return trace.filter(
    ({ kind, operation, outcome }) => kind === 'endpoint' && operation === knock && outcome === 'arrived',
  );
}

/** Passwords that were sent over SSH, right or wrong: whoever sends one believes the host key. */
export function sshLogins(trace: readonly Happening[]): readonly Happening[] {
  return trace.filter(
    ({ kind, operation, outcome, user }) =>
      kind === 'login' && operation === 'SSH' && outcome !== 'timeout' && user !== undefined,
  );
}

/** Times when a fault of the run acted. */
export function faults(trace: readonly Happening[]): readonly Happening[] {
  return trace.filter(({ kind }) => kind === 'fault');
}

/** A JSON answer or body, or `undefined` where it is none. */
export function json(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

/** A member of plain data. */
export function member(value: unknown, ...names: readonly string[]): unknown {
  let found = value;
  for (const name of names) {
    found =
      typeof found === 'object' && found !== null
        ? Object.entries(found).find(([key]) => key === name)?.[1]
        : undefined;
  }
  return found;
}

/** Whether an answer says that the request had its effect. */
export const succeeded = ({ status = 0 }: Pick<Exchange, 'status'>): boolean => status >= 200 && status < 300;
