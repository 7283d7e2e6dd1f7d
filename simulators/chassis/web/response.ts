import {
  type IncomingMessage,
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
  ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { connectionOf } from '../connection.ts';
import type { Device } from '../device.ts';

/** Largest body that goes out together with its head, bytes. */
const ONE_WRITE = 64 * 1024;

function lastFunction(given: readonly unknown[]): unknown {
  return given.findLast((one) => typeof one === 'function');
}

/** A response that can tell its head after it has been written. */
export class TellingResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  /** Names and values by turns, in the order in which they were sent. */
  protected sent: readonly OutgoingHttpHeader[] = [];

  /** The head as it went over the wire, with the empty line after it. */
  get head(): string {
    let head = `HTTP/1.1 ${this.statusCode} ${this.statusMessage || STATUS_CODES[this.statusCode]}\r\n`;
    for (let i = 0; i + 1 < this.sent.length; i += 2) head += `${this.sent[i]}: ${this.sent[i + 1]}\r\n`;
    return `${head}\r\n`;
  }
}

/**
 * Makes the response class of a face: header names in the device's own case and order, whatever the framework
 * made of them, and `Date` from the lab's clock.
 *
 * @param headers header names as the device writes them, or as a device of this kind does; `Date` and `Connection`
 *   take their place among them. Names not there follow in the order of setting.
 */
export function deviceResponse(
  headers: readonly string[] | ((device: Device) => readonly string[]),
): typeof TellingResponse {
  const ranks = new Map<readonly string[], ReadonlyMap<string, number>>();
  const rankOf = (order: readonly string[]): ReadonlyMap<string, number> => {
    const known = ranks.get(order);
    if (known) return known;
    const rank = new Map(order.map((name, index) => [name.toLowerCase(), index]));
    ranks.set(order, rank);
    return rank;
  };

  return class DeviceResponse<Request extends IncomingMessage = IncomingMessage> extends TellingResponse<Request> {
    override writeHead(
      status: number,
      reason?: string | OutgoingHttpHeaders | OutgoingHttpHeader[],
      own?: OutgoingHttpHeaders | OutgoingHttpHeader[],
    ): this {
      const connection = connectionOf(this.req.socket);
      const order = typeof headers === 'function' ? headers(connection.device) : headers;
      const rank = rankOf(order);
      const given = typeof reason === 'string' ? own : reason;
      const placed: [string, OutgoingHttpHeader][] = new Array(order.length);
      const rest: [string, OutgoingHttpHeader][] = [];
      const put = (name: string, value: OutgoingHttpHeader | undefined): void => {
        if (value === undefined) return;
        const index = rank.get(name.toLowerCase());
        if (index === undefined) rest.push([name, value]);
        else placed[index] = [order[index] ?? name, value];
      };
      for (const name of this.getHeaderNames()) {
        put(name, this.getHeader(name));
        this.removeHeader(name);
      }
      if (Array.isArray(given)) {
        for (let i = 0; i + 1 < given.length; i += 2) put(String(given[i]), given[i + 1]);
      } else if (given) {
        for (const name of Object.keys(given)) put(name, given[name]);
      }
      if (connection.closing) this.shouldKeepAlive = false;
      if (rank.has('date')) put('Date', new Date(connection.device.now()).toUTCString());
      if (rank.has('connection')) put('Connection', this.shouldKeepAlive ? 'keep-alive' : 'close');
      this.sendDate = false;
      const flat: OutgoingHttpHeader[] = [];
      for (const list of [placed, rest]) {
        for (const entry of list) {
          if (!entry) continue;
          const [name, value] = entry;
          if (Array.isArray(value)) for (const one of value) flat.push(name, one);
          else flat.push(name, value);
        }
      }
      this.sent = flat;
      return typeof reason === 'string' ? super.writeHead(status, reason, flat) : super.writeHead(status, flat);
    }

    /** Node sends head and body in one write, and TLS in one record, only where the body is a text. */
    override end(...given: [chunk?: unknown, encoding?: unknown, done?: unknown]): this {
      const [chunk] = given;
      const small = Buffer.isBuffer(chunk) && chunk.length > 0 && chunk.length <= ONE_WRITE;
      return Reflect.apply(super.end, this, small ? [chunk.toString('latin1'), 'latin1', lastFunction(given)] : given);
    }
  };
}
