import { CouldNotRun } from './errors.ts';

/** How much a whole run may ask of a target. */
export interface Limits {
  /** Logins that the target refused: whoever collects them locks an account out. */
  readonly logins: number;
  /** Connections opened, SSH sessions among them. */
  readonly sessions: number;
  /** Requests and typed lines. */
  readonly requests: number;
}

/** What a run may ask of a device that somebody owns, unless told. */
export const targetLimits: Limits = { logins: 5, sessions: 500, requests: 3_000 };

/** Counts what a run asks of its target, and refuses what is too much before it is sent. */
export interface Budget {
  /** @throws CouldNotRun when the budget is used up; so do the other two. */
  request(): void;
  session(): void;
  /** To be called before credentials leave; `own` are those that the target's owner gave. */
  login(own: boolean): void;
  /** Notes that credentials were refused. */
  refused(own: boolean): void;
  readonly spent: Limits;
}

/** A budget that nothing was taken from yet. */
export function budgetOf(limits: Limits): Budget {
  const spent = { logins: 0, sessions: 0, requests: 0 };
  let ownRefused = false;
  const take = (what: 'sessions' | 'requests') => {
    if (spent[what] >= limits[what]) throw usedUp(what, limits[what]);
    spent[what]++;
  };
  return {
    request: () => take('requests'),
    session: () => take('sessions'),
    login(own) {
      // The owner's credentials may go on as long as they work: on most devices they end the counting of failures.
      if (spent.logins >= limits.logins && (ownRefused || !own)) throw usedUp('logins', limits.logins);
    },
    refused(own) {
      spent.logins++;
      ownRefused ||= own;
    },
    spent,
  };
}

function usedUp(what: keyof Limits, limit: number): CouldNotRun {
  const said = { logins: 'refused logins', sessions: 'connections', requests: 'requests' }[what];
  return new CouldNotRun(`the budget of ${limit} ${said} is used up (--budget ${what}=N)`);
}
