import { type JSX, render } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { apiWith } from './api.ts';
import { useAttempt } from './attempt-feed.ts';
import { DeviceView } from './device.tsx';
import { Devices } from './devices.tsx';
import { Door } from './door.tsx';
import { Exercise } from './exercise.tsx';
import { Faults } from './faults.tsx';
import { Journal } from './journal.tsx';
import { feed } from './journal-feed.ts';
import { LabView } from './lab.tsx';
import { type LabContext, LabProvider, type Role, useLab } from './lab-context.ts';
import { NearMisses } from './near-misses.tsx';
import { keepToken, takeToken } from './session.ts';
import { TerminalView } from './terminal.tsx';

/** Real milliseconds in which many entries of the journal are one reason to look again. */
const pulseLength = 300;

const views = [
  ['exercise', 'Exercise'],
  ['devices', 'Devices'],
  ['journal', 'Journal'],
  ['near-misses', 'Near misses'],
  ['faults', 'Faults'],
  ['lab', 'Lab'],
] as const;

/** What the lab refuses a trainee. */
const forOwners: readonly string[] = ['faults', 'lab'];

function Page(): JSX.Element {
  const [token, setToken] = useState(takeToken);
  const [isLocked, setLocked] = useState(false);
  const [said, tell] = useState('');
  const [pulse, setPulse] = useState(0);
  const [role, setRole] = useState<Role>();
  const [hasExercise, setExercise] = useState(false);
  const api = useMemo(() => apiWith(token), [token]);
  const locked = useCallback(() => setLocked(true), []);
  const look = useCallback(() => setPulse((count) => count + 1), []);

  useEffect(() => {
    if (isLocked) return;
    api.ask<{ role: Role; exercise?: true }>('GET /role').then(
      (told) => {
        setExercise(told.exercise === true);
        setRole(told.role);
      },
      // What is asked next finds out why.
      () => setRole('owner'),
    );
  }, [api, isLocked]);

  useEffect(() => {
    if (isLocked) return;
    const ending = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const entries = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        look();
      }, pulseLength);
    };
    // What changes is kept from now on, to be shown and undone.
    api.ask('GET /history').catch(() => undefined);
    feed(api, { query: '', last: 0 }, { entries, dropped: entries }, ending.signal).catch(() => undefined);
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, [api, isLocked, look]);

  const lab = useMemo<LabContext | undefined>(
    () => role && { api, role, pulse, look, tell, locked },
    [api, role, pulse, look, locked],
  );
  const unlock = (given: string): void => {
    keepToken(given);
    setToken(given);
    setLocked(false);
  };
  if (!lab) return <main />;
  return (
    <LabProvider value={lab}>
      {isLocked ? <Door from="rackless up" unlock={unlock} /> : <Rooms hasExercise={hasExercise} />}
      <p class="said" role="status">
        {said}
      </p>
    </LabProvider>
  );
}

function Rooms({ hasExercise }: { readonly hasExercise: boolean }): JSX.Element {
  const { api, role, tell } = useLab();
  const where = useWhere();
  const attempt = useAttempt(api, hasExercise, tell);
  const shown = views.filter(
    ([name]) => (role === 'owner' || !forOwners.includes(name)) && (hasExercise || name !== 'exercise'),
  );
  const heading = useRef<HTMLHeadingElement>(null);
  // Whoever follows a link by keyboard or ear is taken to what it opened.
  useEffect(() => {
    if (where.moved) heading.current?.focus();
  }, [where]);
  const { device, endpoint, query } = where;
  const view = where.view === '' ? (shown[0]?.[0] ?? '') : where.view;
  const named = device ?? views.find(([name]) => name === view)?.[1] ?? 'Devices';
  const title = view === 'exercise' && attempt ? attempt.exercise.title : named;
  return (
    <>
      <header>
        <span class="brand">Rackless</span>
        <nav aria-label="Views">
          {shown.map(([name, label]) => (
            <a key={name} href={`#${name}`} aria-current={name === view ? 'page' : undefined}>
              {label}
              {name === 'exercise' && attempt && (
                <>
                  {' '}
                  {attempt.points.got}/{attempt.points.of}
                </>
              )}
            </a>
          ))}
        </nav>
      </header>
      <main>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {view === 'exercise' ? (
          attempt && <Exercise attempt={attempt} />
        ) : (
          <View {...where} key={`${view} ${device} ${endpoint} ${query}`} />
        )}
      </main>
    </>
  );
}

function View({ view, device, endpoint, query }: Where): JSX.Element {
  if (device !== undefined && endpoint !== undefined) return <TerminalView name={device} endpoint={endpoint} />;
  if (device !== undefined) return <DeviceView name={device} />;
  switch (view) {
    case 'journal':
      return <Journal start={query} />;
    case 'near-misses':
      return <NearMisses />;
    case 'faults':
      return <Faults />;
    case 'lab':
      return <LabView />;
    default:
      return <Devices />;
  }
}

interface Where {
  readonly view: string;
  readonly device?: string;
  /** Of the device, where a terminal is meant. */
  readonly endpoint?: string;
  readonly query: URLSearchParams;
  /** Whether somebody went here, rather than opened the page here. */
  readonly moved: boolean;
}

function useWhere(): Where {
  const [where, setWhere] = useState(() => whereIs(false));
  useEffect(() => {
    const move = (): void => setWhere(whereIs(true));
    addEventListener('hashchange', move);
    return () => removeEventListener('hashchange', move);
  }, []);
  return where;
}

function whereIs(moved: boolean): Where {
  const [path = '', query = ''] = location.hash.slice(1).split('?');
  const [view = '', device, endpoint] = path.split('/').map(decodeURIComponent);
  const isOfDevice = device !== undefined && (view === 'device' || view === 'terminal');
  return {
    view: isOfDevice ? 'devices' : view,
    query: new URLSearchParams(query),
    moved,
    ...(isOfDevice && { device }),
    ...(isOfDevice && endpoint !== undefined && { endpoint }),
  };
}

render(<Page />, document.body);
