import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { JournalEntry } from './shapes.ts';

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
      {detail && <pre>{JSON.stringify(detail, null, 2)}</pre>}
    </div>
  );
}

function isGood(outcome: string): boolean {
  return /^(ok|open|[123]\d\d)$/.test(outcome);
}
