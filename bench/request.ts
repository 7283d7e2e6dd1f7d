import { kinds } from '../lab/kinds.ts';

/** The bytes of a POST of JSON with Basic authentication. @param account `user:password` */
export function post(path: string, account: string, body: unknown): Buffer {
  const text = JSON.stringify(body);
  const more = ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(text)}`];
  return Buffer.from([...head(`POST ${path}`, account), ...more, '', text].join('\r\n'));
}

/** The bytes of a GET with Basic authentication. @param account `user:password` */
export function get(path: string, account: string): Buffer {
  return Buffer.from([...head(`GET ${path}`, account), '', ''].join('\r\n'));
}

/** The request that a user is told to try a device of a kind with, and the endpoint that it goes to. @throws Error for a kind without one */
export function trial(kind: string, account: string): { readonly endpoint: string; readonly request: Buffer } {
  const found = kinds[kind]?.trial;
  if (!found) throw new Error(`there is nothing to try a device of kind ${kind} with`);
  const { endpoint, path, body } = found;
  return { endpoint, request: body ? post(path, account, body) : get(path, account) };
}

function head(line: string, account: string): string[] {
  return [`${line} HTTP/1.1`, 'Host: 127.0.0.1', `Authorization: Basic ${Buffer.from(account).toString('base64')}`];
}
