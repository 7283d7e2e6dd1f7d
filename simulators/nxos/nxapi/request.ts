import { isJsonObject, type Json, type JsonObject } from '../../chassis/json.ts';

/** What `ins_api` can be asked for. */
export const insTypes = ['cli_show', 'cli_show_array', 'cli_show_ascii', 'cli_conf', 'bash'] as const;

/** One of {@link insTypes}. */
export type InsType = (typeof insTypes)[number];

/** How a failing line affects the others (reference 2.4). */
export type Rollback = 'stop-on-error' | 'continue-on-error' | 'rollback-on-error';

/** An `ins_api` request, whatever it was written in. */
export interface InsRequest {
  readonly version: string;
  /** As sent: an unknown one is answered per command. */
  readonly type: string;
  readonly chunk: boolean;
  readonly sid: string;
  readonly input: string;
  readonly outputFormat: 'json' | 'xml';
  readonly rollback: Rollback;
}

/**
 * Reads the `ins_api` object of a body.
 * @param written what the body is in, and so the reply where nothing else is asked for
 * @returns `undefined` for what is no request: the caller answers with the malformed page
 */
export function readInsRequest(body: Json, written: 'json' | 'xml'): InsRequest | undefined {
  const asked = isJsonObject(body) ? body.ins_api : undefined;
  if (!isJsonObject(asked)) return undefined;
  const version = text(asked, 'version');
  const type = text(asked, 'type');
  if (version === undefined || type === undefined) return undefined;
  return {
    version,
    type,
    chunk: text(asked, 'chunk') === '1',
    sid: text(asked, 'sid') ?? '',
    input: text(asked, 'input') ?? '',
    outputFormat: formatOf(text(asked, 'output_format')) ?? written,
    rollback: rollbackOf(text(asked, 'rollback')),
  };
}

/** Members are texts, but some clients send numbers, and `null` for a `sid` (reference 2.1). */
function text(object: JsonObject, member: string): string | undefined {
  const value = object[member];
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

function formatOf(word: string | undefined): 'json' | 'xml' | undefined {
  return word === 'json' || word === 'xml' ? word : undefined;
}

/** The rollback that a word asks for; stop-on-error when it is none. */
export function rollbackOf(word: string | undefined): Rollback {
  return word === 'continue-on-error' || word === 'rollback-on-error' ? word : 'stop-on-error';
}
