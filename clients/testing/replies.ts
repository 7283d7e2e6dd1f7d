/** What NX-API answers, for tests that play a switch. */

const cookieOf = (token: string) => `nxapi_auth=${token}; Secure; HttpOnly; Path=/`;

/** Outputs in an `ins_api` envelope: one as an object, several as a list. */
export function insApi(outputs: readonly object[]): { ins_api: object } {
  const output = outputs.length === 1 ? outputs[0] : outputs;
  return { ins_api: { type: 'cli_show', version: '1.0', sid: 'eoc', outputs: { output } } };
}

/** An output that succeeded. */
export const ok = (body: unknown = {}): object => ({ body, code: '200', msg: 'Success' });

/** An output of a command that the CLI does not know. */
export const invalid = { clierror: '% Invalid command\n', code: '400', msg: 'CLI execution error' };

/** An answer that also hands out a cookie. */
export function withCookie(token: string, body: object) {
  return { headers: { 'set-cookie': cookieOf(token) }, body: JSON.stringify(body) };
}

/** The page with which nginx refuses a user, or anything else. */
export function page(status: number, title: string) {
  const body = `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
  const challenge: Record<string, string> = status === 401 ? { 'www-authenticate': 'Basic realm="Secure Zone"' } : {};
  return { status, headers: { 'content-type': 'text/html', ...challenge }, body };
}

/** The commands of an `ins_api` JSON request. */
export function commandsOf(body: string): string[] {
  return String(JSON.parse(body).ins_api.input).split(' ;');
}
