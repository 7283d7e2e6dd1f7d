import type { RemoteInfo, Socket } from 'node:dgram';
import { parseTftp, spellTftp, type TftpPacket, tftpCode } from './tftp-packet.ts';

/** The other side ended the transfer with an error packet, or is silent. */
export class TftpFailure extends Error {
  override readonly name = 'TftpFailure';
  /** Code of the error packet; `undefined` for silence. */
  readonly code: number | undefined;

  constructor(code: number | undefined, message: string) {
    super(message);
    this.code = code;
  }
}

/** How long a peer waits and how often it says a thing again. */
export interface TftpPatience {
  /** Milliseconds before a packet is sent again. */
  timeout: number;
  /** How often it is sent again before the other side is given up. */
  readonly retries: number;
}

/** What a packet means for who waits: an answer, a reason to say the last packet again at once, or nothing. */
export type Reading<T> = { readonly answer: T } | 'again' | undefined;

/** One side of a TFTP transfer on a socket of its own: says a thing until it is answered. */
export class TftpPeer {
  readonly #socket: Socket;
  readonly #patience: TftpPatience;
  #address: string;
  #port: number;
  /** A client learns the server's transfer port from the first answer (RFC 1350, 4). */
  #settled: boolean;
  #receive: (packet: TftpPacket) => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;
  #closed = false;
  #stopped: Error | undefined;

  /**
   * @param socket bound, and this peer's alone: it closes it
   * @param settled false for a client whose server answers from another port than it was asked on
   */
  constructor(socket: Socket, to: { address: string; port: number }, settled: boolean, patience: TftpPatience) {
    this.#socket = socket;
    this.#address = to.address;
    this.#port = to.port;
    this.#settled = settled;
    this.#patience = patience;
    socket.on('message', (bytes, from) => this.#hear(bytes, from));
    // Also what ICMP says of a closed port.
    socket.on('error', (error) => this.#fail(error));
  }

  /** Changes how long a packet may stay unanswered, as an option of the request asks. @param timeout ms */
  wait(timeout: number): void {
    this.#patience.timeout = timeout;
  }

  /**
   * Says a packet, again and again, until something answers it.
   *
   * @throws TftpFailure when the other side sends an error, or is silent too long; what {@link stop} was given
   */
  exchange<T>(packet: TftpPacket, read: (packet: TftpPacket) => Reading<T>): Promise<T> {
    const bytes = spellTftp(packet);
    return new Promise<T>((resolve, reject) => {
      let left = this.#patience.retries;
      let timer: NodeJS.Timeout | undefined;
      const say = () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          if (left-- > 0) say();
          else this.#fail(new TftpFailure(undefined, 'no answer'));
        }, this.#patience.timeout);
        this.#send(bytes);
      };
      this.#fail = (error) => {
        clearTimeout(timer);
        this.#receive = () => undefined;
        reject(error);
      };
      this.#receive = (heard) => {
        if (heard.op === 'error') return this.#fail(new TftpFailure(heard.code, heard.text));
        const reading = read(heard);
        if (reading === 'again') say();
        if (typeof reading !== 'object') return;
        clearTimeout(timer);
        this.#receive = () => undefined;
        resolve(reading.answer);
      };
      if (this.#stopped) this.#fail(this.#stopped);
      else say();
    });
  }

  /**
   * Says a last packet, and says it again to whoever did not hear it, for as long as this side itself would have tried;
   * then closes. Nobody need wait for it, and no process lives on for it.
   */
  farewell(packet: TftpPacket, missed: (packet: TftpPacket) => boolean): void {
    const bytes = spellTftp(packet);
    this.#send(bytes);
    this.#receive = (heard) => {
      if (missed(heard)) this.#send(bytes);
    };
    this.#fail = () => this.close();
    this.#socket.unref();
    setTimeout(() => this.close(), (this.#patience.retries + 1) * this.#patience.timeout).unref();
  }

  /** Ends what is being waited for, and whatever would be, with this error. */
  stop(error: Error): void {
    this.#stopped = error;
    this.#fail(error);
  }

  /** Says a packet once, without an answer. */
  post(packet: TftpPacket): void {
    this.#send(spellTftp(packet));
  }

  /** Closes the socket, once what was posted has gone. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    // A datagram that has just been sent is lost when its socket closes in the same turn.
    setImmediate(() => this.#socket.close());
  }

  #send(bytes: Buffer): void {
    if (!this.#closed) this.#socket.send(bytes, this.#port, this.#address, (error) => error && this.#fail(error));
  }

  #hear(bytes: Buffer, from: RemoteInfo): void {
    if (this.#closed) return;
    const packet = parseTftp(bytes);
    if (!packet) return;
    if (!this.#settled && from.address === this.#address) {
      this.#port = from.port;
      this.#settled = true;
    }
    if (from.port === this.#port && from.address === this.#address) {
      this.#receive(packet);
    } else if (packet.op !== 'error') {
      const stranger = spellTftp({ op: 'error', code: tftpCode.unknownId, text: 'Unknown transfer ID' });
      this.#socket.send(stranger, from.port, from.address);
    }
  }
}
