import type { Duplex } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { Connection } from '../connection.ts';
import type { Device } from '../device.ts';
import type { JournalReport } from '../journal.ts';

/** What a device tells the journal. */
export type Report = Omit<JournalReport, 'device'>;

/** When an answer holds, and what goes with it. */
export interface Repeatable {
  /** The state that the answer was made of. */
  readonly state: object;
  /** The second that the answer shows, see {@link secondOf}. */
  readonly second: number;
  /** What the journal is told before the request itself. */
  readonly reports: readonly Report[];
}

interface Offer extends Repeatable {
  /** Head and body, one character a byte. */
  readonly bytes: string;
}

interface Repeat extends Offer {
  readonly request: Report;
}

/** Longest request that is worth keeping, bytes. */
const LONGEST_REQUEST = 4_096;
/** Longest answer that is worth keeping, bytes. */
const LONGEST_ANSWER = 256 * 1024;
/** Answers kept for one client of an endpoint, and clients of a device, at most. */
const MOST = 16;

const memories = new WeakMap<Device, Map<string, Map<string, Repeat>>>();

/** Answers are for one client of one endpoint: the address decides about sessions and cookies. */
function memoryFor({ device, endpoint, from }: Connection): Map<string, Repeat> {
  const clients = memories.get(device) ?? new Map<string, Map<string, Repeat>>();
  memories.set(device, clients);
  const client = `${endpoint.name} ${from}`;
  const known = clients.get(client);
  if (known) return known;
  if (clients.size >= MOST) clients.clear();
  const memory = new Map<string, Repeat>();
  clients.set(client, memory);
  return memory;
}

/**
 * Answers requests that come again, byte for byte, before anybody parses them. A poller asks one thing a thousand times a
 * second, and parsing and routing it cost many times what the answer does.
 *
 * It speaks only where it can be sure: the last exchange on this connection is over, and its request filled one read of
 * the socket exactly, so that the parser stands between two requests; the state is the one that the answer was made of;
 * it is still the same second, which `Date` and uptimes show; nothing is being written to disk; there are no fault rules.
 * All else goes to the parser as ever. The journal is told the same of both.
 */
export class Repeats {
  readonly #connection: Connection;
  readonly #stream: Duplex;
  readonly #parse: (chunk: Buffer) => void;
  readonly #memory: Map<string, Repeat>;
  /** The request under way; `undefined` between two. */
  #asked: string | undefined;
  #offered: Offer | undefined;
  /** Only the first exchange ends the parser's waiting for a first request. */
  #between = false;
  /** Where the parser stands is not known any more, and never will be. */
  #lost = false;

  /** @param parse what has read the stream so far */
  constructor(connection: Connection, stream: Duplex, parse: (chunk: Buffer) => void) {
    this.#connection = connection;
    this.#stream = stream;
    this.#parse = parse;
    this.#memory = memoryFor(connection);
  }

  /** Takes what came from the client. */
  read(chunk: Buffer): void {
    if (!this.#lost) {
      if (this.#asked !== undefined || chunk.length > LONGEST_REQUEST) this.#lost = true;
      else {
        const asked = chunk.toString('latin1');
        if (this.#between && this.#repeat(asked)) return;
        this.#asked = asked;
        this.#between = false;
      }
    }
    this.#parse(chunk);
  }

  /** Keeps the answer that is being sent, should its request come again. */
  offer(offered: Offer): void {
    const holds = offered.second === secondOf(this.#connection.device) && offered.bytes.length <= LONGEST_ANSWER;
    if (holds && !this.#lost) this.#offered = offered;
  }

  /** The exchange is over, and this is what the journal was told of it. */
  over({ raw }: FastifyRequest, report: Report): void {
    const asked = this.#asked;
    const offered = this.#offered;
    this.#asked = undefined;
    this.#offered = undefined;
    if (this.#lost || asked === undefined) return;
    const length =
      raw.headers['transfer-encoding'] === undefined ? Number(raw.headers['content-length'] ?? 0) : Number.NaN;
    this.#between = raw.complete && asked.indexOf('\r\n\r\n') + 4 + length === asked.length;
    if (!this.#between) this.#lost = true;
    else if (offered) {
      if (this.#memory.size >= MOST) this.#memory.clear();
      this.#memory.set(asked, { ...offered, request: report });
    }
  }

  #repeat(asked: string): boolean {
    const known = this.#memory.get(asked);
    if (!known) return false;
    const { device, closing } = this.#connection;
    if (known.state !== device.state || known.second !== secondOf(device)) {
      this.#memory.clear();
      return false;
    }
    if (closing || !device.isSettled || !device.surroundings.faults.none || this.#stream.writableNeedDrain)
      return false;
    const began = performance.now();
    this.#stream.write(known.bytes, 'latin1');
    for (const report of known.reports) device.report(report);
    const duration = Math.round((performance.now() - began) * 1000) / 1000;
    device.report({ ...known.request, duration });
    return true;
  }
}

/** The second of a device's clock, which `Date` and uptimes show. */
export function secondOf(device: Device): number {
  return Math.floor(device.now() / 1000);
}
