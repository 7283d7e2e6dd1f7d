import type { SeatRow, SeatsView } from '../../lab/dashboard/seat-row.ts';

/** What the trainer's page was told: all seats, then each that changed. */
export interface Told {
  readonly rows: readonly SeatRow[];
  /** Resolves with the first row, told before or to come, that fits. */
  row(fits: (row: SeatRow) => boolean): Promise<SeatRow>;
  close(): void;
}

/** Listens as the trainer's page does. */
export async function listenTo(url: string, token: string): Promise<Told> {
  const ending = new AbortController();
  const headers = { authorization: `Bearer ${token}` };
  const { body } = await fetch(`${url}/seats/events`, { headers, signal: ending.signal });
  const rows: SeatRow[] = [];
  let waiting: { fits: (row: SeatRow) => boolean; resolve: (row: SeatRow) => void }[] = [];
  const come = (row: SeatRow): void => {
    rows.push(row);
    const [met, others] = [waiting.filter(({ fits }) => fits(row)), waiting.filter(({ fits }) => !fits(row))];
    waiting = others;
    for (const { resolve } of met) resolve(row);
  };
  const read = async (): Promise<void> => {
    let text = '';
    for await (const piece of (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      const blocks = (text + piece).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, event, data = ''] = /^event: (\w+)\ndata: (.*)$/s.exec(block) ?? [];
        if (event === 'seat') come(JSON.parse(data));
        if (event === 'seats') {
          const { seats }: SeatsView = JSON.parse(data);
          for (const row of seats) come(row);
        }
      }
    }
  };
  read().catch(() => undefined);
  return {
    rows,
    row(fits) {
      const found = rows.find(fits);
      if (found) return Promise.resolve(found);
      return new Promise((resolve) => waiting.push({ fits, resolve }));
    },
    close: () => ending.abort(),
  };
}
