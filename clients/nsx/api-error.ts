import { ClientError } from '../errors.ts';

/** NSX understood a request and said no. */
export class NsxError extends ClientError {
  override readonly name = 'NsxError';
  /** HTTP status. */
  readonly status: number;
  /** NSX's own code: `600` for an object that is not there. Some answers carry it as text; it is a number here. */
  readonly code: number;
  readonly module: string;
  /** NSX's own words. */
  readonly reason: string;

  constructor(where: string, request: string, status: number, body: { code: number; module: string; reason: string }) {
    super(`${where}: ${request} was refused (HTTP ${status}, error_code ${body.code}): ${body.reason}`);
    this.status = status;
    this.code = body.code;
    this.module = body.module;
    this.reason = body.reason;
  }
}

/** Reads the error body of NSX, whose `error_code` is a number or a text; `undefined` for anything else. */
export function errorBody(text: string): { code: number; module: string; reason: string } | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof read !== 'object' || read === null || !('error_code' in read)) return undefined;
  const { error_code: code } = read;
  const member = (name: string): string => {
    const value: unknown = Object.entries(read).find(([key]) => key === name)?.[1];
    return typeof value === 'string' ? value : '';
  };
  return { code: Number(code), module: member('module_name'), reason: member('error_message') };
}
