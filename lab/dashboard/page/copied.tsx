import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { copyText } from './clipboard.ts';

/** A line to be copied, with the button that does it. */
export function Copied({ what, line }: { readonly what: string; readonly line: string }): JSX.Element {
  const [done, setDone] = useState(false);
  const copy = async (): Promise<void> => {
    await copyText(line);
    setDone(true);
    setTimeout(() => setDone(false), 2_000);
  };
  return (
    <span class="copied">
      <code>{line}</code>
      <button type="button" aria-label={`Copy the ${what} line`} onClick={copy}>
        {done ? 'Copied' : 'Copy'}
      </button>
    </span>
  );
}
