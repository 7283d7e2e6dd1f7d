import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { feed } from './journal-feed.ts';
import { JournalLine } from './journal-line.tsx';
import { useLab } from './lab-context.ts';
import type { JournalEntry } from './shapes.ts';

/** So many entries are drawn; older ones make room. */
const mostShown = 500;

const kinds = ['request', 'command', 'login', 'handshake', 'endpoint', 'transfer', 'near-miss', 'fault', 'boot'];
const fields = ['device', 'user', 'endpoint', 'operation', 'outcome'] as const;

/** What happens in the lab, as it happens. */
export function Journal({ start }: { readonly start: URLSearchParams }): JSX.Element {
  const { api, tell } = useLab();
  const [filter, setFilter] = useState<Readonly<Record<string, string>>>(Object.fromEntries(start));
  const [held, setHeld] = useState(false);
  const [entries, setEntries] = useState<readonly JournalEntry[]>([]);
  const query = new URLSearchParams(
    Object.entries(filter).flatMap(([field, value]) => (value.trim() === '' ? [] : [[field, value.trim()]])),
  ).toString();

  useEffect(() => {
    if (held) return;
    const ending = new AbortController();
    setEntries([]);
    const add = (come: readonly JournalEntry[]): void => setEntries((now) => [...now, ...come].slice(-mostShown));
    const dropped = (count: number): void => tell(`${count} entries came too fast to be shown`);
    feed(api, { query, last: mostShown }, { entries: add, dropped }, ending.signal).catch((error: unknown) => {
      if (!ending.signal.aborted) tell(error instanceof Error ? error.message : String(error));
    });
    return () => ending.abort();
  }, [api, tell, query, held]);

  const change = (field: string, value: string): void => setFilter((now) => ({ ...now, [field]: value }));
  return (
    <>
      <form class="filter" onSubmit={(event) => event.preventDefault()}>
        <label>
          Kind
          <select value={filter.kind ?? ''} onChange={(event) => change('kind', event.currentTarget.value)}>
            <option value="">all</option>
            {kinds.map((kind) => (
              <option key={kind}>{kind}</option>
            ))}
          </select>
        </label>
        {fields.map((field) => (
          <label key={field}>
            {field[0]?.toUpperCase()}
            {field.slice(1)}
            <input
              value={filter[field] ?? ''}
              placeholder="any; * and ? stand for others"
              // At each key: an entry that comes in between would draw the field as it was.
              onInput={(event) => change(field, event.currentTarget.value)}
            />
          </label>
        ))}
        <button type="button" aria-pressed={held} onClick={() => setHeld(!held)}>
          {held ? 'Go on' : 'Hold still'}
        </button>
      </form>
      <p class="quiet">
        {entries.length === 0 ? 'Nothing yet that fits.' : `The last ${entries.length} that fit, newest first.`}
      </p>
      <div class="journal" role="log" aria-live="off" aria-label="Journal">
        {entries.toReversed().map((entry) => (
          <JournalLine key={entry.seq} entry={entry} />
        ))}
      </div>
    </>
  );
}
