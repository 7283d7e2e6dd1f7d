import { STATUS_CODES } from 'node:http';

/** The page of an error that the box itself answers, and no agent. @source inferred: reference 3.5, 3.9 */
export function page(status: number): { readonly body: string; readonly type: string } {
  const title = `${status} ${STATUS_CODES[status] ?? 'Error'}`;
  return {
    type: 'text/html',
    body: `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  };
}
