import type { Draft } from 'immer';
import { type Principal, principalName } from './directory.ts';
import type { Entry, NsxvState } from './state.ts';

/** The NSX entry of a login, or `undefined`: no role was ever given, or it was taken away. */
export function entryOf(state: NsxvState, login: string): Entry | undefined {
  const { entries } = state.store;
  const name = principalName(login);
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}

/** The entries that give somebody a role: the own one, or else those of the groups. */
export function entriesFor(state: NsxvState, login: string, principal: Principal | undefined): readonly Entry[] {
  const own = entryOf(state, login);
  if (own) return [own];
  return (principal?.groups ?? []).flatMap((group) => {
    const entry = entryOf(state, group);
    return entry?.group ? [entry] : [];
  });
}

/** Puts an entry and ends its user's sessions: the next request has the rights of now. */
export function putEntry(draft: Draft<NsxvState>, entry: Entry): void {
  draft.store.entries[entry.login] = { ...entry, scope: [...entry.scope] };
  endSessions(draft, entry);
}

/** Takes an entry away and ends its user's sessions. Neither the CLI account nor the one in vCenter is touched. */
export function removeEntry(draft: Draft<NsxvState>, entry: Entry): void {
  delete draft.store.entries[entry.login];
  endSessions(draft, entry);
}

function endSessions(draft: Draft<NsxvState>, entry: Entry): void {
  // Who is in a group is vCenter's business, so a group's change ends the sessions of all that have no entry.
  for (const login of Object.keys(draft.run.sessions)) {
    if (login === entry.login || (entry.group && !Object.hasOwn(draft.store.entries, login))) {
      delete draft.run.sessions[login];
    }
  }
}
