import { type JSX, render } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { SeatRow, SeatsView } from '../seat-row.ts';
import { apiWith } from './api.ts';
import { Door } from './door.tsx';
import { type LabContext, LabProvider, useLab } from './lab-context.ts';
import { isStuck, type SeatOrder, Seats } from './seats.tsx';
import { followSeats } from './seats-feed.ts';
import { keepToken, takeToken } from './session.ts';

/** The page of the one who holds a workshop. */
function Page(): JSX.Element {
  const [token, setToken] = useState(takeToken);
  const [isLocked, setLocked] = useState(false);
  const [said, tell] = useState('');
  const api = useMemo(() => apiWith(token), [token]);
  const locked = useCallback(() => setLocked(true), []);
  const context = useMemo<LabContext>(
    () => ({ api, role: 'owner', pulse: 0, look: () => {}, tell, locked }),
    [api, locked],
  );
  const unlock = (given: string): void => {
    keepToken(given);
    setToken(given);
    setLocked(false);
  };
  return (
    <LabProvider value={context}>
      {isLocked ? <Door from="rackless workshop" unlock={unlock} /> : <Room />}
      <p class="said" role="status">
        {said}
      </p>
    </LabProvider>
  );
}

function Room(): JSX.Element {
  const [view, setView] = useState<SeatsView>();
  const [isLive, setLive] = useState(false);
  const [order, setOrder] = useState<SeatOrder>('seat');
  const now = useServerTime(view?.now);
  const { api, locked } = useLab();
  useEffect(() => {
    const ending = new AbortController();
    const one = (row: SeatRow): void =>
      setView(
        (before) => before && { ...before, seats: before.seats.map((old) => (old.seat === row.seat ? row : old)) },
      );
    void followSeats(api, { all: setView, one, live: setLive, locked }, ending.signal);
    return () => ending.abort();
  }, [api, locked]);

  const rows = view?.seats ?? [];
  const done = rows.filter(({ doneAt }) => doneAt !== undefined).length;
  const stuck = rows.filter((row) => isStuck(row, now)).length;
  return (
    <>
      <header>
        <span class="brand">Rackless</span>
        <span>Workshop</span>
        <span class={isLive ? 'good' : 'bad'} role="status">
          {isLive ? 'live' : 'the workshop does not answer'}
        </span>
      </header>
      <main class="room">
        <h1>{view?.exercise.title ?? '…'}</h1>
        <p>
          {done} of {rows.length} are done; {stuck} {stuck === 1 ? 'has' : 'have'} been stuck for five minutes or
          longer.
        </p>
        <div class="filter">
          <label class="order">
            Order{' '}
            <select value={order} onChange={(event) => setOrder(orderOf(event.currentTarget.value))}>
              <option value="seat">by seat</option>
              <option value="points">by points</option>
              <option value="stuck">longest stuck first</option>
            </select>
          </label>
          <Results />
        </div>
        <Seats rows={rows} order={order} now={now} />
      </main>
    </>
  );
}

function orderOf(value: string): SeatOrder {
  return value === 'points' || value === 'stuck' ? value : 'seat';
}

/** Saves the results as they are now. A link could not carry the token, so the page fetches them itself. */
function Results(): JSX.Element {
  const { api, tell } = useLab();
  const save = async (format: 'csv' | 'json'): Promise<void> => {
    try {
      const answer = await fetch(`/results.${format}`, { headers: { authorization: `Bearer ${api.token}` } });
      if (!answer.ok) throw new Error(`the results cannot be had: ${answer.status}`);
      const link = document.createElement('a');
      link.href = URL.createObjectURL(await answer.blob());
      link.download = `results.${format}`;
      link.click();
      URL.revokeObjectURL(link.href);
      tell(`results.${format} is saved`);
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <span class="actions">
      <button type="button" onClick={() => save('csv')}>
        Results as CSV
      </button>
      <button type="button" onClick={() => save('json')}>
        Results as JSON
      </button>
    </span>
  );
}

/** Real milliseconds between looks at the clock. */
const tick = 5_000;

/** The server's clock, from the last time that it was told. */
function useServerTime(told: string | undefined): number {
  const offset = useMemo(() => (told === undefined ? 0 : Date.parse(told) - Date.now()), [told]);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tick);
    return () => clearInterval(timer);
  }, []);
  return now + offset;
}

render(<Page />, document.body);
