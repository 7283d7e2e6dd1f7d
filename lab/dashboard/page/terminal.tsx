import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Copied } from './copied.tsx';
import { useAsked, useLab } from './lab-context.ts';
import { linesFor } from './lines.ts';
import type { Destination } from './screen.ts';
import type { HostReport, User } from './shapes.ts';

/** A terminal to the command line of a device, as one of its users. */
export function TerminalView({ name, endpoint }: { readonly name: string; readonly endpoint: string }): JSX.Element {
  const host = useAsked<HostReport>(`/devices/${encodeURIComponent(name)}`);
  const users = useAsked<{ users: User[] }>(`/devices/${encodeURIComponent(name)}/users`)?.users ?? [];
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [aloud, setAloud] = useState(false);
  const [open, setOpen] = useState<{ readonly destination: Destination; readonly aloud: boolean }>();
  if (!host) return <p>…</p>;
  const as = username === '' ? host.username : username;
  const needsPassword = as !== host.username;
  const url = host.endpoints[endpoint];
  return (
    <>
      <form
        class="filter"
        onSubmit={(event) => {
          event.preventDefault();
          const destination = { device: name, endpoint, username: as, ...(needsPassword && { password }) };
          setOpen({ destination, aloud });
        }}
      >
        <label>
          As
          <input list="users" value={as} onInput={(event) => setUsername(event.currentTarget.value)} />
        </label>
        <datalist id="users">
          {users.map((user) => (
            <option key={user.name} value={user.name} />
          ))}
        </datalist>
        {needsPassword && (
          <label>
            Password
            <input
              type="password"
              autocomplete="off"
              value={password}
              onInput={(event) => setPassword(event.currentTarget.value)}
            />
          </label>
        )}
        <label class="check">
          <input type="checkbox" checked={aloud} onChange={(event) => setAloud(event.currentTarget.checked)} /> for a
          screen reader
        </label>
        <button type="submit">Connect</button>
      </form>
      {url === undefined && <p>It does not listen at {endpoint} now.</p>}
      {url !== undefined && linesFor(url, { username: as }).map((one) => <Copied key={one.what} {...one} />)}
      {open && <Screen key={JSON.stringify(open)} {...open} over={() => setOpen(undefined)} />}
    </>
  );
}

interface ScreenProps {
  readonly destination: Destination;
  readonly aloud: boolean;
  over(): void;
}

function Screen({ destination, aloud, over }: ScreenProps): JSX.Element {
  const { api, tell } = useLab();
  const inside = useRef<HTMLDivElement>(null);
  const leave = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    let close = (): void => undefined;
    let wanted = true;
    const closed = (why: string): void => {
      if (wanted) tell(`${destination.device}: ${why}`);
    };
    // A terminal is heavy, and few pages are opened for one.
    void import('./screen.ts').then(({ openScreen }) => {
      if (!wanted || !inside.current) return;
      close = openScreen(inside.current, api, destination, { aloud, leave: () => leave.current?.focus(), closed });
    });
    return () => {
      wanted = false;
      close();
    };
  }, [api, tell, destination, aloud]);
  return (
    <>
      <p class="actions">
        <button type="button" ref={leave} onClick={over}>
          Disconnect
        </button>
        <span class="quiet">Tab goes to the device; F6 leaves the terminal.</span>
      </p>
      <div class="screen" ref={inside} />
    </>
  );
}
