import { useEffect, useState } from 'preact/hooks';
import type { Api } from './api.ts';
import type { AttemptView } from './shapes.ts';

/** Real milliseconds before a stream that ended is asked for again. */
const patience = 1_000;

const colours = { green: 'done', red: 'wrong', open: 'open again' } as const;

/**
 * How the attempt of this lab stands, as it changes.
 * @param tell is told of each check that turns green or red
 * @returns `undefined` until it is known, and where there is none
 */
export function useAttempt(api: Api, hasExercise: boolean, tell: (message: string) => void): AttemptView | undefined {
  const [view, setView] = useState<AttemptView>();
  useEffect(() => {
    if (!hasExercise) return;
    const ending = new AbortController();
    let before: AttemptView | undefined;
    const came = (now: AttemptView): void => {
      if (before) for (const message of news(before, now)) tell(message);
      before = now;
      setView(now);
    };
    const follow = async (): Promise<void> => {
      while (!ending.signal.aborted) {
        try {
          for await (const { data } of api.follow('/workshop/events', ending.signal)) came(JSON.parse(data));
        } catch {
          // The workshop is stopped or restarted; it may come back.
        }
        if (!ending.signal.aborted) await new Promise((resolve) => setTimeout(resolve, patience));
      }
    };
    void follow();
    return () => ending.abort();
  }, [api, hasExercise, tell]);
  return view;
}

/** What a person wants to hear of: checks that are not as they were. A new beginning is told by who asked for it. */
function news(before: AttemptView, now: AttemptView): string[] {
  if (before.startedAt !== now.startedAt) return [];
  const states = new Map(before.steps.flatMap(({ checks }) => checks.map(({ check, state }) => [check, state])));
  return now.steps
    .flatMap(({ checks }) => checks)
    .filter(({ check, state }) => states.get(check) !== state)
    .map(({ state, statement }) => `${colours[state]}: ${statement}`);
}
