import { type IncomingMessage, type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { connectionOf } from '../connection.ts';

/** Largest body that goes out together with its head, bytes. */
const ONE_WRITE = 64 * 1024;

function lastFunction(given: readonly unknown[]): unknown {
  return given.findLast((one) => typeof one === 'function');
}

/**
 * Makes the response class of a face: header names in the device's own case and order, whatever the framework
 * made of them, and `Date` from the lab's clock.
 *
 * @param order header names as the device writes them; `Date` and `Connection` take their place in it. Names not in
 *   it follow in the order of setting.
 */
export function deviceResponse(order: readonly string[]): typeof ServerResponse {
  const rank = new Map(order.map((name, index) => [name.toLowerCase(), index]));
  const dated = rank.has('date');

  return class DeviceResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
    override writeHead(
      status: number,
      reason?: string | OutgoingHttpHeaders | OutgoingHttpHeader[],
      headers?: OutgoingHttpHeaders | OutgoingHttpHeader[],
    ): this {
      const given = typeof reason === 'string' ? headers : reason;
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
      const connection = connectionOf(this.req.socket);
      if (connection.closing) this.shouldKeepAlive = false;
      if (dated) put('Date', new Date(connection.device.now()).toUTCString());
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
