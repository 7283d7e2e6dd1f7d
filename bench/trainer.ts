import type { SeatRow, SeatsView } from '../lab/dashboard/seat-row.ts';
import { authorizationOf, type ToldControl } from './command.ts';

/** A seat as the trainer's page was told of it. */
export interface Heard {
  readonly row: SeatRow;
  /** When it came, by {@link performance}. */
  readonly at: number;
}

/**
 * Opens what a trainer's page listens to: all seats, then each as it changes, until the reader has enough.
 * @throws Error where the page does not answer; the signal's reason from the iteration
 */
export async function openSeatEvents(told: ToldControl, signal: AbortSignal): Promise<AsyncGenerator<Heard>> {
  const headers = { authorization: authorizationOf(told) };
  const { ok, status, body } = await fetch(`${told.control}/seats/events`, { headers, signal });
  if (!ok || body === null) throw new Error(`the trainer's page answers ${status}`);
  return heard(body);
}

async function* heard(body: ReadableStream<Uint8Array>): AsyncGenerator<Heard> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of body) {
    const at = performance.now();
    const blocks = (text + decoder.decode(piece, { stream: true })).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) for (const row of rowsOf(block)) yield { row, at };
  }
}

function rowsOf(block: string): readonly SeatRow[] {
  const [, event, data = ''] = /^event: (\w+)\ndata: (.*)$/s.exec(block) ?? [];
  if (event === 'seat') return [JSON.parse(data)];
  if (event !== 'seats') return [];
  const { seats }: SeatsView = JSON.parse(data);
  return seats;
}
