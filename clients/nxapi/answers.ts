import { ProtocolError } from '../errors.ts';
import type { HttpAnswer } from '../transport.ts';
import type { Row } from './rows.ts';
import { unexpectedBody } from './shows/typed-show.ts';
import { isRecord, type Message, type Output, succeeded } from './wire.ts';

/**
 * The outputs, when their number is right: one a command, fewer after a failure, and for configuration and bash a single
 * one for all on old platforms.
 *
 * @throws ProtocolError otherwise
 */
export function complete(
  outputs: readonly Output[],
  { type, commands }: Message,
  answer: HttpAnswer,
): readonly Output[] {
  const stopped = outputs.length < commands.length && outputs.some((output) => !succeeded(output));
  const collapsed = outputs.length === 1 && type !== 'cli_show' && type !== 'cli_show_ascii';
  if (outputs.length === commands.length || stopped || collapsed) return outputs;
  throw new ProtocolError(`expected ${commands.length} outputs, one a command; got ${outputs.length}`, answer);
}

/** A structured body; `{}` when there was nothing to tell. @throws ProtocolError when the device answered with text */
export function bodyOf(command: string, { body }: Output): Row {
  if (isRecord(body)) return body;
  if (body === undefined || body === null || body === '') return {};
  throw unexpectedBody(
    `${command}: expected structured output; use showAscii for commands that answer with text`,
    body,
  );
}

/** What a command printed; `''` when it was silent, which is `{}`, `""` or nothing on the wire. */
export function printed({ body }: Output): string {
  return typeof body === 'string' ? body : '';
}
