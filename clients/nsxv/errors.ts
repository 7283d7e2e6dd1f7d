import { ClientError } from '../errors.ts';

/** The manager understood and said no: one of its error objects, or one of its container's pages. */
export class NsxvError extends ClientError {
  override readonly name: string = 'NsxvError';
  /** HTTP status. */
  readonly status: number;
  /** The manager's own code; absent on the container's pages. */
  readonly code: number | undefined;
  /** What the manager said. */
  readonly details: string;
  /** `core-services` and the like. */
  readonly module: string | undefined;

  constructor(where: string, failure: { status: number; code?: number; details: string; module?: string }) {
    const code = failure.code === undefined ? '' : `, code ${failure.code}`;
    super(`${where} said no (HTTP ${failure.status}${code}): ${failure.details}`);
    this.status = failure.status;
    this.code = failure.code;
    this.details = failure.details;
    this.module = failure.module;
  }
}

/** The name and password are right, and no role goes with them yet (HTTP 403). */
export class NoRoleError extends NsxvError {
  override readonly name = 'NoRoleError';
}

/** A line that the CLI refused. */
export class CliRefusal extends ClientError {
  override readonly name = 'CliRefusal';
  /** The line, without secrets. */
  readonly line: string;
  /** What the CLI printed. */
  readonly text: string;

  constructor(line: string, text: string) {
    super(`the CLI refused "${line}": ${text.trim().replaceAll('\n', ' / ')}`);
    this.line = line;
    this.text = text;
  }
}
