import type { Release } from '../release.ts';
import type { Operation } from './operation.ts';

/** What a request is for. */
export type Found =
  | { readonly operation: Operation; readonly params: Readonly<Record<string, string>> }
  /** The path is known; the method, or the action, is not. */
  | { readonly operation: undefined; readonly known: boolean };

/** Finds operations by method, path and `action`. Made once for each release. */
export class Router {
  readonly #byLength = new Map<number, Operation[]>();

  constructor(operations: readonly Operation[], release: Release) {
    for (const one of operations) {
      if (one.releases?.(release) === false) continue;
      const alike = this.#byLength.get(one.segments.length) ?? [];
      this.#byLength.set(one.segments.length, alike);
      alike.push(one);
    }
    // Words before parameters: `batch-results` is no certificate id.
    for (const alike of this.#byLength.values()) alike.sort((a, b) => parameters(a) - parameters(b));
  }

  /** @param path without query, no blank segments at its end */
  find(method: string, path: string, action: string | undefined): Found {
    const segments = path.slice(1).split('/');
    let known = false;
    for (const one of this.#byLength.get(segments.length) ?? []) {
      const params = match(one.segments, segments);
      if (!params) continue;
      known = true;
      if (one.method === method && one.action === action) return { operation: one, params };
    }
    return { operation: undefined, known };
  }
}

function parameters({ segments }: Operation): number {
  return segments.filter((one) => one.startsWith('{')).length;
}

function match(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const given = segments[index] ?? '';
    if (part.startsWith('{')) {
      if (given === '') return undefined;
      params[part.slice(1, -1)] = decoded(given);
    } else if (part !== given) return undefined;
  }
  return params;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
