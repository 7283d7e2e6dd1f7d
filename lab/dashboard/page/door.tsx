import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

interface DoorOptions {
  /** What names the file that holds the token. */
  readonly from: string;
  unlock(token: string): void;
}

/** Asks for the token where the link had none, or a wrong one. */
export function Door({ from, unlock }: DoorOptions): JSX.Element {
  const [token, setToken] = useState('');
  return (
    <main>
      <h1>Rackless</h1>
      <form
        class="filter"
        onSubmit={(event) => {
          event.preventDefault();
          unlock(token.trim());
        }}
      >
        <label>
          Token, from the file that <code>{from}</code> names
          <input
            type="password"
            autocomplete="off"
            value={token}
            onInput={(event) => setToken(event.currentTarget.value)}
          />
        </label>
        <button type="submit">Open</button>
      </form>
    </main>
  );
}
