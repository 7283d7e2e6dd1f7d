import type { JsonObject } from '../../chassis/json.ts';
import { managerJson, nodeJson, proxyJson } from './json.ts';

const statusNames: Readonly<Record<number, string>> = {
  400: 'BAD_REQUEST',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  409: 'CONFLICT',
  412: 'PRECONDITION_FAILED',
  429: 'TOO_MANY_REQUESTS',
  500: 'INTERNAL_SERVER_ERROR',
  503: 'SERVICE_UNAVAILABLE',
  504: 'GATEWAY_TIMEOUT',
};

/** Which back end says no: each has a form of its own. */
export type BackEnd = 'manager' | 'node' | 'proxy';

/** A refusal in the device's own form. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly module: string;
  readonly backEnd: BackEnd;
  readonly details: string | undefined;

  constructor(
    status: number,
    code: number,
    message: string,
    how: { module?: string; backEnd?: BackEnd; details?: string } = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.module = how.module ?? 'common-services';
    this.backEnd = how.backEnd ?? 'manager';
    this.details = how.details;
  }

  /**
   * The body, byte for byte. @source NSX reference 3.5, 4.1, recorded
   * @param codeAsText how the reverse proxy writes its codes
   */
  body(codeAsText = true): string {
    if (this.backEnd === 'proxy') return proxyJson(this.code, this.message, codeAsText);
    const members: JsonObject = {
      httpStatus: statusNames[this.status] ?? 'BAD_REQUEST',
      error_code: this.code,
      module_name: this.module,
      error_message: this.message,
      ...(this.details !== undefined && { details: this.details }),
    };
    return this.backEnd === 'node' ? nodeJson(members) : managerJson(members);
  }
}
