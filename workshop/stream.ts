import { eventStream } from '../lab/control/events.ts';
import type { Exchange } from '../lab/control/route.ts';
import type { Attempt } from './attempt.ts';
import type { AttemptView } from './view.ts';

/** Sends how an attempt stands, now and at each change, until the reader leaves. A slow reader gets the newest alone. */
export function streamViews(attempt: Attempt, exchange: Exchange): void {
  const stream = eventStream(exchange, 'how an attempt stands');
  let isWaiting = false;
  const send = (view: AttemptView): void => {
    if (isWaiting) return;
    if (!stream.isBehind) {
      stream.send(view);
      return;
    }
    isWaiting = true;
    stream.caughtUp(() => {
      isWaiting = false;
      send(attempt.view());
    });
  };
  stream.ended(attempt.watch(send));
  send(attempt.view());
}
