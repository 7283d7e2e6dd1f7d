import type { Finding } from '../conformance/run.ts';
import type { Planned } from '../conformance/unjudged.ts';

/** Where progress is shown. */
export interface Shown {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** Tells how far a run is, on standard error: a line that moves on a terminal, one line a profile in a log. */
export interface Progress {
  /** A case has ended. */
  heard(id: string, findings: readonly Finding[]): void;
  /** Takes the moving line away. */
  end(): void;
}

const good = new Set(['pass', 'not-applicable', 'not-selected']);

/** Starts to count. Cases with something else than passes are named as they end, on a terminal and in a log alike. */
export function progressOf(all: readonly Planned[], shown: Shown): Progress {
  const total = all.reduce((sum, { cases }) => sum + cases.filter(isChosen).length, 0);
  const clear = shown.isTTY ? '\r\u001b[2K' : '';
  let done = 0;
  let profile = '';
  return {
    heard(id, findings) {
      done++;
      const [first] = findings;
      const now = first ? `${first.kind} ${first.release}` : '';
      if (!shown.isTTY && now !== profile) shown.write(`${now} (case ${done} of ${total})\n`);
      profile = now;
      const bad = findings.filter(({ outcome }) => !good.has(outcome));
      if (bad.length > 0) shown.write(`${clear}${id}: ${bad.map((one) => `${one.check} ${one.outcome}`).join(', ')}\n`);
      if (shown.isTTY) shown.write(`${clear}[${done}/${total}] ${now}  ${id}`);
    },
    end() {
      if (shown.isTTY) shown.write(clear);
    },
  };
}

function isChosen({ choices }: Planned['cases'][number]): boolean {
  return [...choices.values()].some(({ chosen }) => chosen);
}
