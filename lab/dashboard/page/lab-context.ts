import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useState } from 'preact/hooks';
import { type Api, Refused } from './api.ts';

/** Who is at the page, as the token says: a trainee may do less. */
export type Role = 'owner' | 'trainee';

/** What every part of the page has at hand. */
export interface LabContext {
  readonly api: Api;
  readonly role: Role;
  /** Grows when something has happened in the lab; what is shown is then asked for again. */
  readonly pulse: number;
  /** Asks again for all that is shown. */
  look(): void;
  /** Tells the person at the page, aloud for those who cannot see it. */
  tell(message: string): void;
  /** Says that the token is wrong. */
  locked(): void;
}

const context = createContext<LabContext | undefined>(undefined);

/** Gives {@link LabContext} to what is below. */
export const LabProvider = context.Provider;

/** The lab that this page shows. */
export function useLab(): LabContext {
  const lab = useContext(context);
  if (!lab) throw new Error('this part of the page stands outside of it');
  return lab;
}

/** What the control API answers to a GET, asked for again whenever something has happened. */
export function useAsked<T>(path: string): T | undefined {
  const { api, pulse, tell, locked } = useLab();
  const [found, setFound] = useState<{ readonly path: string; readonly answer: T }>();
  useEffect(() => {
    let wanted = true;
    api.ask<T>(`GET ${path}`).then(
      (answer) => wanted && setFound({ path, answer }),
      (error: unknown) => {
        if (!wanted) return;
        if (error instanceof Refused && error.status === 401) locked();
        else tell(wordsOf(error));
      },
    );
    return () => {
      wanted = false;
    };
  }, [api, path, pulse]);
  return found?.path === path ? found.answer : undefined;
}

/** Does something by the control API, and tells how it went. */
export function useAct(): (done: string, route: string, body?: unknown) => Promise<void> {
  const { api, look, tell } = useLab();
  return useCallback(
    async (done, route, body) => {
      try {
        await api.ask(route, body);
        tell(done);
        look();
      } catch (error) {
        tell(wordsOf(error));
      }
    },
    [api, look, tell],
  );
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
