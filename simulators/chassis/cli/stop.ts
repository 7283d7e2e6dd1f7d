import type { DeviceState } from '../kind.ts';
import { Mismatch, type MismatchKind } from './parameter.ts';
import type { Token } from './tokens.ts';
import { type Ground, keyFor, shown, type Thread, visible } from './walk.ts';

/** Where a walk could not go on. */
export interface Stop {
  readonly code: 'invalid' | 'ambiguous';
  readonly column: number;
  readonly candidates: readonly string[];
  readonly mismatch: MismatchKind | undefined;
  readonly parameter: string | undefined;
}

/** Why a word cannot follow: the attempt that understood most of it speaks. */
export function whyStopped<S extends DeviceState, E>(
  threads: readonly Thread<S, E>[],
  token: Token,
  ground: Ground<S, E>,
): Stop {
  const { candidates } = token.quoted ? { candidates: [] } : keyFor(threads, token, ground);
  const nothing = { candidates: [], mismatch: undefined, parameter: undefined };
  if (candidates.length > 1) {
    return { ...nothing, code: 'ambiguous', column: token.start, candidates };
  }
  const word = ground.fold(token.text);
  let common = 0;
  let anyKeyword = false;
  let best: { readonly mismatch: Mismatch; readonly name: string; readonly shift: number } | undefined;
  for (const thread of threads) {
    if (thread.resume > token.start) continue;
    const { keywords, sorted, parameters } = thread.state.table;
    for (const key of thread.pending ? [] : sorted) {
      if (!keywords.get(key)?.some((edge) => shown(edge, ground))) continue;
      anyKeyword = true;
      common = Math.max(common, commonStart(key, word));
    }
    for (const edge of thread.pending ? [thread.pending.edge] : parameters) {
      if (!edge.type || !visible(edge, ground)) continue;
      const shift = thread.pending ? thread.pending.text.length + 1 : 0;
      const value = edge.type.read(
        thread.pending ? `${thread.pending.text} ${token.text}` : token.text,
        ground.session,
      );
      if (value instanceof Mismatch && (!best || value.understood - shift > best.mismatch.understood - best.shift)) {
        best = { mismatch: value, name: edge.name, shift };
      }
    }
  }
  const length = token.end - token.start;
  if (best && (!anyKeyword || best.mismatch.understood - best.shift > common)) {
    const offset = Math.min(Math.max(best.mismatch.caret - best.shift, 0), length);
    const { kind } = best.mismatch;
    return { ...nothing, code: 'invalid', column: token.start + offset, mismatch: kind, parameter: best.name };
  }
  const offset = token.quoted ? 0 : Math.min(common, length);
  return { ...nothing, code: 'invalid', column: token.start + offset };
}

function commonStart(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return Math.min(at, b.length);
}
