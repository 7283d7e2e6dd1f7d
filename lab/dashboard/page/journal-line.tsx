import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useAsked } from './lab-context.ts';
import type { JournalEntry, StateChange } from './shapes.ts';

/** One entry of the journal in a line; opened, all that it holds. */
export function JournalLine({ entry }: { readonly entry: JournalEntry }): JSX.Element {
  const [open, setOpen] = useState(false);
  const { time, kind, device, endpoint, user, operation, outcome, duration } = entry;
  return (
    <details class="line" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <time dateTime={time}>{time.slice(11, 23)}</time>
        <span class="kind">{kind}</span>
        <b>{device}</b>
        <span class="quiet">{[endpoint, user].filter(Boolean).join(' · ')}</span>
        <code>{operation}</code>
        <span class={isGood(outcome) ? 'good' : 'bad'}>{outcome}</span>
        {duration !== undefined && <span class="quiet">{Math.round(duration)} ms</span>}
      </summary>
      {open && <Opened entry={entry} />}
    </details>
  );
}

function Opened({ entry }: { readonly entry: JournalEntry }): JSX.Element {
  const { detail, ...facts } = entry;
  const changes = useAsked<{ changes: StateChange[] }>(`/history/${entry.seq}`)?.changes ?? [];
  return (
    <div class="opened">
      <dl class="facts">
        {Object.entries(facts).map(([name, value]) => [
          <dt key={`${name}-`}>{name}</dt>,
          <dd key={name}>
            <code>{String(value)}</code>
          </dd>,
        ])}
      </dl>
      {changes.length > 0 && (
        <table>
          <caption>What it changed on {entry.device}</caption>
          <thead>
            <tr>
              <th scope="col">Where</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ path, before, after }) => (
              <tr key={path}>
                <th scope="row">
                  <code>{path}</code>
                </th>
                <td>
                  <code>{JSON.stringify(before)}</code>
                </td>
                <td>
                  <code>{JSON.stringify(after)}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {detail && <pre>{JSON.stringify(detail, null, 2)}</pre>}
    </div>
  );
}

function isGood(outcome: string): boolean {
  return /^(ok|open|[123]\d\d)$/.test(outcome);
}
