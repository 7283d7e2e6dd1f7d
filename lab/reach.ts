import type { HostPort, Reach, ReachableHost } from '../simulators/chassis/surroundings.ts';
import type { LabSpec } from './schema.ts';

/** A device or file server of the lab, as other devices meet it. */
export interface Neighbour {
  readonly name: string;
  /** Its addresses inside the lab, the one for management first, each with the name of the interface that has it. */
  readonly inside: readonly { readonly address: string; readonly of?: string }[];
  /** Where one of its ports really listens now, or `undefined`: refused. */
  listening(port: number, of?: string): HostPort | undefined;
}

/**
 * Finds what a device may reach: devices and file servers of its lab, and the hosts that the lab file names, by name
 * (in any case) or by the address that they have inside the lab. Anything else is unreachable.
 */
export class LabReach implements Reach {
  readonly #neighbours: () => Iterable<Neighbour>;
  #hosts: NonNullable<LabSpec['hosts']>;
  #known: Map<string, ReachableHost> | undefined;

  /** @param hosts of the lab file, by name */
  constructor(neighbours: () => Iterable<Neighbour>, hosts: NonNullable<LabSpec['hosts']> = {}) {
    this.#neighbours = neighbours;
    this.#hosts = hosts;
  }

  find(host: string, _from: string): ReachableHost | undefined {
    this.#known ??= this.#collect();
    return this.#known.get(host.toLowerCase());
  }

  /** Looks around anew, after a device came or went or the lab file named other hosts. */
  refresh(hosts = this.#hosts): void {
    this.#hosts = hosts;
    this.#known = undefined;
  }

  #collect(): Map<string, ReachableHost> {
    const known = new Map<string, ReachableHost>();
    // Who comes first keeps a name or an address that others claim, too.
    const add = (as: string, host: ReachableHost): void => {
      if (!known.has(as.toLowerCase())) known.set(as.toLowerCase(), host);
    };
    for (const neighbour of this.#neighbours()) {
      const { name, inside } = neighbour;
      const address = inside[0]?.address ?? name;
      add(name, { name, address, place: (port) => neighbour.listening(port) });
      for (const { address, of } of inside) {
        add(address, { name, address, place: (port) => neighbour.listening(port, of) });
      }
    }
    for (const [name, { address = name, ports }] of Object.entries(this.#hosts)) {
      const place = (port: number): HostPort | undefined => hostPort(ports[String(port)]);
      const host = { name, address, place };
      add(name, host);
      add(address, host);
    }
    return known;
  }
}

/** `127.0.0.1:2222` or `[::1]:2222` in its parts. */
function hostPort(text: string | undefined): HostPort | undefined {
  const colon = text?.lastIndexOf(':') ?? -1;
  if (text === undefined || colon < 0) return undefined;
  return { host: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) };
}
