import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import type { Api } from './api.ts';

/** Where a terminal goes, and as whom. */
export interface Destination {
  readonly device: string;
  readonly endpoint: string;
  readonly username: string;
  /** The lab knows that of the administrator. */
  readonly password?: string;
}

/** How a terminal looks and what it tells. */
export interface ScreenOptions {
  /** Keeps what is shown as text for a screen reader, and reads it out. */
  readonly aloud: boolean;
  /** The key that leaves the terminal was pressed. */
  leave(): void;
  closed(why: string): void;
}

allowOwnStyles();

/**
 * Opens a terminal inside an element.
 * @returns what closes it
 */
export function openScreen(
  inside: HTMLElement,
  api: Api,
  destination: Destination,
  { aloud, leave, closed }: ScreenOptions,
): () => void {
  const terminal = new Terminal({ screenReaderMode: aloud, fontSize: 14, scrollback: 5_000, cursorBlink: false });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(inside);
  fit.fit();
  terminal.focus();
  // Tab belongs to the device, so another key has to lead out.
  terminal.attachCustomKeyEventHandler(({ type, key }) => {
    if (key !== 'F6') return true;
    if (type === 'keydown') leave();
    return false;
  });

  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/dashboard/terminal`, [
    'rackless-terminal',
    ...(api.token === '' ? [] : [api.token]),
  ]);
  socket.binaryType = 'arraybuffer';
  const encoder = new TextEncoder();
  const size = (): object => ({ columns: terminal.cols, rows: terminal.rows });
  const send = (data: string | Uint8Array<ArrayBuffer>): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(data);
  };
  let why = 'the lab does not answer';
  socket.addEventListener('open', () => send(JSON.stringify({ ...destination, ...size() })));
  socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer | string>) => {
    if (typeof data === 'string') why = String(JSON.parse(data).closed);
    else terminal.write(new Uint8Array(data));
  });
  socket.addEventListener('close', () => closed(why));
  terminal.onData((typed) => send(encoder.encode(typed)));
  terminal.onResize(() => send(JSON.stringify(size())));
  const watcher = new ResizeObserver(() => fit.fit());
  watcher.observe(inside);
  return () => {
    watcher.disconnect();
    socket.close();
    terminal.dispose();
  };
}

/** The terminal makes style sheets for itself, which the page's policy lets in only with the nonce of the page. */
function allowOwnStyles(): void {
  const nonce = document.querySelector<HTMLLinkElement>('link[nonce]')?.nonce ?? '';
  const create = document.createElement.bind(document);
  Object.defineProperty(document, 'createElement', {
    value: (...what: Parameters<typeof create>): HTMLElement => {
      const made = create(...what);
      if (made instanceof HTMLStyleElement) made.nonce = nonce;
      return made;
    },
  });
}
