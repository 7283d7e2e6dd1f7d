/** One exchange with a device, as plain data: what a recording holds and `--dry-run` prints. */
export interface WireEntry {
  readonly over: 'https' | 'http' | 'ssh' | 'tls' | 'tcp';
  /** The name or the port of the door, as the case named it. */
  readonly door: string;
  /** A request, a line, or what a handshake offered. */
  readonly sent: unknown;
  /** The answer; absent while none came. */
  readonly got?: unknown;
}

/** Is told of every exchange of a case, in order of its end. */
export type Tap = (entry: WireEntry) => void;

/** What was sent, in one line for people. */
export function sentText({ over, door, sent }: WireEntry): string {
  if (over === 'tcp') return `knock at ${door}`;
  if (over === 'tls') return `TLS handshake at ${door}`;
  if (over === 'ssh') return `SSH ${door}: ${String(sent)}`;
  const { method, path, body } = { method: '', path: '', body: '', ...Object(sent) };
  return `${over.toUpperCase()} ${door}: ${method} ${path}${body === '' ? '' : ` ${body}`}`;
}
