import { createSocket, type Socket } from 'node:dgram';

/**
 * A UDP relay on loopback that loses and doubles datagrams. It stands between one TFTP client and a server, and follows
 * the server to the port that it answers from.
 */
export class LossyRelay {
  readonly #outer: Socket = createSocket('udp4');
  readonly #inner: Socket = createSocket('udp4');
  readonly #fate: () => 'lost' | 'doubled' | 'delivered';
  #server: number;
  #client = 0;

  /** @param fate asked for each datagram */
  constructor(server: number, fate: () => 'lost' | 'doubled' | 'delivered') {
    this.#server = server;
    this.#fate = fate;
    this.#outer.on('message', (bytes, { port }) => {
      this.#client = port;
      this.#pass(this.#inner, bytes, this.#server);
    });
    this.#inner.on('message', (bytes, { port }) => {
      this.#server = port;
      this.#pass(this.#outer, bytes, this.#client);
    });
  }

  /** @returns the port that the client is to ask */
  async start(): Promise<number> {
    for (const socket of [this.#outer, this.#inner]) {
      await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    }
    return this.#outer.address().port;
  }

  stop(): void {
    this.#outer.close();
    this.#inner.close();
  }

  #pass(socket: Socket, bytes: Buffer, port: number): void {
    const fate = this.#fate();
    for (let copies = fate === 'lost' ? 0 : fate === 'doubled' ? 2 : 1; copies > 0; copies--) {
      socket.send(bytes, port, '127.0.0.1');
    }
  }
}
