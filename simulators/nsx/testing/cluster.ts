import { type ChildProcess, spawn } from 'node:child_process';
import { request } from 'node:https';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import type { JsonObject } from '../../chassis/json.ts';
import { type Grounded, type GroundOptions, ground } from '../../chassis/testing/ground.ts';
import { administrator } from '../factory.ts';
import { nsx } from '../index.ts';
import type { NsxState } from '../state.ts';

/** What a manager answered. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly rawHeaders: readonly string[];
  readonly text: string;
  /** The body as JSON. @throws Error when it is none */
  json(): unknown;
}

/** How to ask. */
export interface Asking {
  readonly at?: string;
  readonly body?: unknown;
  /** A text as it is, in place of JSON. */
  readonly raw?: string;
  readonly user?: string;
  readonly password?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly anonymous?: boolean;
  readonly cert?: string;
  readonly key?: string;
}

/** A cluster on loopback, and what tests do with it. */
export interface TestCluster extends Grounded<NsxState> {
  ask(line: string, asking?: Asking): Promise<Answered>;
  /** SHA-256 of the certificates that an endpoint presents, leaf first. */
  shown(endpoint: string): Promise<readonly string[]>;
  /** Fingerprint of the leaf at each TLS endpoint that is open; words where there is no handshake. */
  allShown(): Promise<Readonly<Record<string, string>>>;
}

/** Starts a cluster whose clock runs, without a limit on requests. */
export async function cluster(
  release = '9.0',
  options: JsonObject = {},
  given: GroundOptions = {},
): Promise<TestCluster> {
  const grounded = await ground(nsx, {
    name: 'nsx-1',
    release,
    now: Date.now(),
    options: { rateLimit: 0, ...options },
    ...given,
  });
  grounded.clock.thaw();
  const port = (endpoint: string): number => grounded.port(endpoint);
  const shown = async (endpoint: string): Promise<readonly string[]> => {
    const leaf = await peer(port(endpoint));
    const chain: string[] = [];
    for (let one: DetailedPeerCertificate | undefined = leaf; one?.fingerprint256; one = one.issuerCertificate) {
      const fingerprint = one.fingerprint256.replaceAll(':', '').toLowerCase();
      if (chain.includes(fingerprint)) break;
      chain.push(fingerprint);
    }
    return chain;
  };
  return {
    ...grounded,
    shown,
    async allShown() {
      const names = grounded.device.listeners.open
        .filter(({ endpoint }) => endpoint.tls)
        .map(({ endpoint }) => endpoint.name);
      return Object.fromEntries(
        await Promise.all(
          names.map(async (name) => [name, (await shown(name).catch(() => []))[0] ?? 'no handshake'] as const),
        ),
      );
    },
    ask(line, asking = {}) {
      const [method = '', path = ''] = line.split(' ');
      const { user = administrator.username, password = administrator.password, anonymous = false, cert, key } = asking;
      const body = asking.raw ?? (asking.body === undefined ? undefined : JSON.stringify(asking.body));
      return new Promise((resolve, reject) => {
        const asked = request(
          {
            host: '127.0.0.1',
            port: port(asking.at ?? 'manager-1.https'),
            method,
            path,
            rejectUnauthorized: false,
            agent: false,
            ...(cert !== undefined && { cert, key }),
            headers: {
              ...(!anonymous && { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }),
              ...(body !== undefined && {
                'content-type': 'application/json',
                'content-length': Buffer.byteLength(body),
              }),
              ...asking.headers,
            },
          },
          (response) => {
            let text = '';
            response.setEncoding('utf8').on('data', (more) => {
              text += more;
            });
            response.on('error', reject);
            response.on('end', () =>
              resolve({
                status: response.statusCode ?? 0,
                headers: Object.fromEntries(
                  Object.entries(response.headers).map(([name, value]) => [
                    name,
                    Array.isArray(value) ? value.join('\n') : (value ?? ''),
                  ]),
                ),
                rawHeaders: response.rawHeaders,
                text,
                json: () => JSON.parse(text),
              }),
            );
          },
        );
        asked.on('error', reject);
        asked.end(body);
      });
    },
  };
}

function peer(port: number): Promise<DetailedPeerCertificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, maxVersion: 'TLSv1.2' }, () => {
      const seen = socket.getPeerCertificate(true);
      socket.destroy();
      resolve(seen);
    });
    socket.once('error', reject);
  });
}

/** Runs a tool and gives what it printed. @throws Error when it fails */
export function run(
  tool: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(tool, args, {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let problem = '';
    child.stdout?.setEncoding('utf8').on('data', (more) => {
      out += more;
    });
    child.stderr?.setEncoding('utf8').on('data', (more) => {
      problem += more;
    });
    child.once('error', reject);
    child.once('close', (status) =>
      status === 0 ? resolve(out) : reject(new Error(`${tool} ended with ${status}: ${problem}${out}`)),
    );
  });
}
