import { int, rows } from '../rows.ts';
import { field, type TypedShow, unexpectedBody } from './typed-show.ts';

/** `show nxapi`. */
export interface NxapiStatus {
  readonly enabled: boolean;
  /** All ports that it listens on, in the device's order. */
  readonly ports: readonly number[];
  /** Undefined when that listener is closed, and on releases before 9.2, which do not tell which port is which. */
  readonly httpPort: number | undefined;
  readonly httpsPort: number | undefined;
  /** The served certificate; undefined before 9.2. */
  readonly certificate: { readonly issuer: string; readonly notAfter: string } | undefined;
  /** The sandbox page; undefined where it cannot be switched. */
  readonly sandbox: boolean | undefined;
}

/**
 * `show nxapi`, in its three layouts: before 9.2 (a list of ports), from 9.2 (a key a listener), N7K and MDS (as 9.2, with
 * other words and the sandbox).
 */
export const showNxapi = (): TypedShow<NxapiStatus> => ({
  command: 'show nxapi',
  parse: (body) => {
    const operation = [body.operation_status].flat()[0];
    const nested = typeof operation === 'object' && operation !== null ? { ...operation } : {};
    const status = field(body, 'nxapi_status') ?? field(nested, 'o_status');
    if (status === undefined) throw unexpectedBody('show nxapi: expected nxapi_status or operation_status', body);
    const httpPort = int(body.http_port);
    const httpsPort = int(body.https_port);
    const listed = rows(body, 'TABLE_listen_on_port', 'ROW_listen_on_port').map((row) => int(row.l_port));
    const issuer = field(body, 'ssl_issuer');
    const notAfter = field(body, 'ssl_enddate');
    const sandbox = field(body, 'sandbox_status');
    return {
      enabled: /\benabled\b/i.test(status),
      ports: [...listed, httpPort, httpsPort].filter((port) => port !== undefined),
      httpPort,
      httpsPort,
      certificate: issuer === undefined || notAfter === undefined ? undefined : { issuer, notAfter },
      sandbox: sandbox === undefined ? undefined : /^enabled/i.test(sandbox),
    };
  },
});
