import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SeatKey, SeatRow } from '../seat-row.ts';
import { copyText } from './clipboard.ts';
import { useAct, useLab } from './lab-context.ts';

/** In which order seats stand. */
export type SeatOrder = 'seat' | 'points' | 'stuck';

const orders: Readonly<Record<SeatOrder, (a: SeatRow, b: SeatRow) => number>> = {
  seat: (a, b) => a.seat - b.seat,
  points: (a, b) => b.points.got - a.points.got || a.seat - b.seat,
  stuck: (a, b) => (a.at?.since ?? '~').localeCompare(b.at?.since ?? '~') || a.seat - b.seat,
};

/** Milliseconds without anything that turned green after which somebody may want help. */
const patience = 5 * 60_000;

/** Whether nothing has turned green at a seat for five minutes. @param now by the server's clock */
export function isStuck({ at }: SeatRow, now: number): boolean {
  return at !== undefined && now - Date.parse(at.since) >= patience;
}

interface SeatsOptions {
  readonly rows: readonly SeatRow[];
  readonly order: SeatOrder;
  /** Milliseconds since 1970, by the server's clock. */
  readonly now: number;
}

/** All seats, a row each. */
export function Seats({ rows, order, now }: SeatsOptions): JSX.Element {
  return (
    <table class="seats">
      <thead>
        <tr>
          <th scope="col">Seat</th>
          <th scope="col">Progress</th>
          <th scope="col">Points</th>
          <th scope="col">At</th>
          <th scope="col">Last event</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {[...rows].sort(orders[order]).map((row) => (
          <Seat key={row.seat} row={row} now={now} />
        ))}
      </tbody>
    </table>
  );
}

function Seat({ row, now }: { readonly row: SeatRow; readonly now: number }): JSX.Element {
  const { seat, name, points, at, last, hints, finished } = row;
  return (
    <tr data-seat={seat}>
      <th scope="row">
        <span class="quiet">{seat}</span> {name}
      </th>
      <td>
        <Steps row={row} />
        {finished && <span class="quiet"> · said to be done</span>}
      </td>
      <td>
        {points.got} of {points.of}
        {hints > 0 && <span class="quiet"> · {hints === 1 ? '1\u00A0hint' : `${hints}\u00A0hints`}</span>}
      </td>
      <td>
        {at && (
          <>
            {at.step}{' '}
            <time class={isStuck(row, now) ? 'bad' : 'quiet'} dateTime={at.since}>
              {isStuck(row, now) && 'stuck '}for {spanOf(now, at.since)}
            </time>
          </>
        )}
      </td>
      <td>
        {last && (
          <>
            <code>{last.what}</code>{' '}
            <time class="quiet" dateTime={last.at}>
              {new Date(last.at).toLocaleTimeString()}
            </time>
          </>
        )}
      </td>
      <td>
        <Actions row={row} />
      </td>
    </tr>
  );
}

const words = { open: 'open', green: 'done', red: 'wrong' } as const;
const signs = { open: '○', green: '●', red: '✕' } as const;

/** One sign a step: shape and colour say the same, and those who see neither hear it. */
function Steps({ row }: { readonly row: SeatRow }): JSX.Element {
  const done = row.steps.filter(({ state }) => state === 'green').length;
  return (
    <>
      <span class="steps" aria-hidden="true">
        {row.steps.map(({ title, state }, index) => (
          <span key={title} class={state} title={`${index + 1}. ${title}: ${words[state]}`}>
            {signs[state]}
          </span>
        ))}
      </span>{' '}
      <span class="quiet">
        {done} of {row.steps.length} steps
      </span>
    </>
  );
}

/** What a trainer does with a seat. What one hand does in passing should not cost a trainee's work: a reset is asked twice. */
function Actions({ row: { seat, name, port } }: { readonly row: SeatRow }): JSX.Element {
  const { api, tell } = useLab();
  const act = useAct();
  const [sure, setSure] = useState(false);
  const origin = `${location.protocol}//${location.hostname}:${port}`;
  const reset = (): void => {
    setSure(false);
    void act(`${name} begins anew`, `POST /seats/${seat}/reset`);
  };
  const copy = async (): Promise<void> => {
    try {
      const { seats } = await api.ask<{ seats: SeatKey[] }>('GET /seats/keys');
      const token = seats.find((one) => one.seat === seat)?.token ?? '';
      await copyText(`${origin}/#token=${token}`);
      tell(`the link of ${name} is copied`);
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
  };
  if (sure) {
    return (
      <span class="actions">
        <button type="button" class="danger" onClick={reset}>
          Yes, reset {name}
        </button>
        <button type="button" onClick={() => setSure(false)}>
          No
        </button>
      </span>
    );
  }
  return (
    <span class="actions">
      <a
        href={`${origin}/#token=${api.token}`}
        target="_blank"
        rel="noreferrer"
        aria-label={`Look at the seat of ${name}`}
      >
        Look
      </a>
      <button type="button" aria-label={`Copy the link of ${name}`} onClick={copy}>
        Copy link
      </button>
      <button type="button" class="danger" aria-label={`Reset ${name}`} onClick={() => setSure(true)}>
        Reset
      </button>
    </span>
  );
}

/** `40 s`, `3 min`, `1 h 5 min`. */
function spanOf(now: number, since: string): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(since)) / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
