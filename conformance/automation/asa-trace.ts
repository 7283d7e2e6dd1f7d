import { type Exchange, exchanges, type Happening, json, lines, member, succeeded } from './trace.ts';
import type { Ordered } from './words.ts';

const special = /^\/api\/(?:tokenservices|cli|commands|backup|restore)\b/;

/** What changed the running configuration of an ASA: over REST, by `/api/cli`, or on the command line. */
export function asaChanges(trace: readonly Happening[]): readonly (Ordered & { what: string })[] {
  const rest = exchanges(trace)
    .filter((one) => one.method !== 'GET' && one.path.startsWith('/api') && !special.test(one.path) && succeeded(one))
    .map(({ answered = 0, method, path }) => ({ seq: answered, what: `${method} ${path}` }));
  const typed = lines(trace)
    .filter(
      ({ ok, mode, line }) =>
        ok && /^config/.test(mode) && !/^(?:show|write|copy|configure|end|exit|enable|terminal)\b/.test(line),
    )
    .map(({ seq, line }) => ({ seq, what: line }));
  return [...rest, ...typed].sort((a, b) => a.seq - b.seq);
}

/** What saved it, with success. */
export function asaSaves(trace: readonly Happening[]): readonly Ordered[] {
  const rest = exchanges(trace)
    .filter((one) => one.path === '/api/commands/writemem' && succeeded(one) && /\[OK\]/.test(one.answer))
    .map(({ seq }) => ({ seq }));
  const typed = lines(trace)
    .filter(
      ({ ok, line }) => ok && /^(?:write memory|copy (?:\/noconfirm )?running-config startup-config)\b/.test(line),
    )
    .map(({ seq }) => ({ seq }));
  return [...rest, ...typed].sort((a, b) => a.seq - b.seq);
}

/** Requests by which tokens were given. */
export const tokensGiven = (trace: readonly Happening[]): readonly Exchange[] =>
  exchanges(trace).filter(({ given, path }) => given !== undefined && path === '/api/tokenservices');

/** Requests by which a token was taken back, with success. */
export const tokensReturned = (trace: readonly Happening[]): readonly Exchange[] =>
  exchanges(trace).filter(
    (one) => one.method === 'DELETE' && one.path.startsWith('/api/tokenservices/') && succeeded(one),
  );

/** The body of an answer of the kind `status, line end, body`, as JSON. */
export function answeredJson(answer: string | undefined): unknown {
  return answer === undefined ? undefined : json(answer.slice(answer.indexOf('\n') + 1));
}

/** What `/api/cli` printed. */
export function printed(answer: string | undefined): string {
  const response = member(answeredJson(answer), 'response');
  return Array.isArray(response) ? response.join('') : '';
}
