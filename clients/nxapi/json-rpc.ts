import { OptionsError, ProtocolError } from '../errors.ts';
import type { HttpAnswer } from '../transport.ts';
import { isRecord, type MessageType, type OnError, type Output, parseJson, succeeded, type Wire } from './wire.ts';

/** JSON-RPC methods of NX-API. `cli_array` (9.2 and later) gives every `ROW_` as a list. */
export type RpcMethod = 'cli' | 'cli_array' | 'cli_ascii';

/** One element of a batch. */
export interface RpcCall {
  readonly method: RpcMethod;
  /** One command; JSON-RPC does not separate commands by semicolons. */
  readonly cmd: string;
}

const methods: Readonly<Record<Exclude<MessageType, 'bash'>, RpcMethod>> = {
  cli_show: 'cli',
  cli_show_ascii: 'cli_ascii',
  cli_conf: 'cli',
};

/** JSON-RPC 2.0: each command is an element of a batch; configuration lines of one batch share their context. */
export const jsonRpc: Wire = {
  contentType: 'application/json-rpc',
  encode: ({ type, commands, rollback }) => {
    if (type === 'bash') throw new OptionsError('bash: JSON-RPC has no such method; use the format json or xml');
    return encodeBatch(
      commands.map((cmd) => ({ method: methods[type], cmd })),
      rollback,
    );
  },
  decode: (answer, { commands }) => decodeBatch(answer, commands.length),
};

/** The batch as it goes on the wire, ids counting from 1. */
export function encodeBatch(calls: readonly RpcCall[], rollback?: OnError): string {
  return JSON.stringify(
    calls.map(({ method, cmd }, index) => ({
      jsonrpc: '2.0',
      method,
      params: { cmd, version: 1 },
      id: index + 1,
      ...(rollback === undefined ? {} : { rollback }),
    })),
  );
}

/**
 * The answers of a batch in request order: a bare object for a batch of one, found by id where there is one. Commands
 * after a failed one may have no answer. The HTTP status says nothing that the body does not say: errors come with 500.
 */
export function decodeBatch(answer: HttpAnswer, count: number): Output[] {
  const elements = [parseJson(answer)].flat();
  const ordered = new Map<number, Output>();
  for (const [position, element] of elements.entries()) {
    if (!isRecord(element) || element.jsonrpc === undefined) throw new ProtocolError('expected JSON-RPC 2.0', answer);
    const { id, error } = element;
    if ((id === null || id === undefined) && isRecord(error)) {
      throw new ProtocolError(`the device refused the batch: ${reasonOf(error)}`, answer);
    }
    const index = typeof id === 'number' ? id - 1 : position;
    if (!Number.isInteger(index) || index < 0 || index >= count || ordered.has(index)) {
      throw new ProtocolError(`expected answers with the ids 1 to ${count}, each once; got id ${String(id)}`, answer);
    }
    ordered.set(index, rpcOutput(element));
  }
  const outputs: Output[] = [];
  for (let index = 0; index < ordered.size; index++) {
    const output = ordered.get(index);
    if (output === undefined) throw new ProtocolError(`the answer with the id ${index + 1} is missing`, answer);
    outputs.push(output);
  }
  if (outputs.length < count && outputs.every(succeeded)) {
    throw new ProtocolError(
      `expected ${count} answers; got ${outputs.length}, and no failure that would explain it`,
      answer,
    );
  }
  return outputs;
}

function rpcOutput({ error, result }: Record<string, unknown>): Output {
  if (isRecord(error)) {
    const data = isRecord(error.data) ? error.data.msg : undefined;
    const clierror = typeof data === 'string' ? data.replace(/[\r\n]+$/, '') : '';
    return { code: String(error.code), msg: String(error.message ?? ''), clierror, body: undefined };
  }
  const body = isRecord(result) ? (result.body ?? result.msg) : undefined;
  return { code: '200', msg: 'Success', clierror: '', body };
}

function reasonOf(error: Record<string, unknown>): string {
  const { msg, code } = rpcOutput({ error });
  const { clierror } = rpcOutput({ error });
  return `${msg} (${code})${clierror === '' ? '' : `: ${clierror}`}`;
}
