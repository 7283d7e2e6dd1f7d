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

function head(line: string, account: string): string[] {
  return [`${line} HTTP/1.1`, 'Host: 127.0.0.1', `Authorization: Basic ${Buffer.from(account).toString('base64')}`];
}
