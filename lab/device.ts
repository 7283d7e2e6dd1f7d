import { X509Certificate } from 'node:crypto';
import { Device } from '../simulators/chassis/device.ts';
import type { Endpoint, Identity, Kind, UserAccount } from '../simulators/chassis/kind.ts';
import type { Listener } from '../simulators/chassis/listeners.ts';
import type { HostPort } from '../simulators/chassis/surroundings.ts';
import { authority, reachable } from './addresses.ts';
import type { ConfiguredCertificates } from './certificates.ts';
import { fixPorts } from './fixed-ports.ts';
import { DeviceGround, type Ground } from './ground.ts';
import { insideAddresses } from './inside.ts';
import type { DevicePlan } from './plan.ts';
import type { Neighbour } from './reach.ts';

/** What a lab's devices and file servers have in common: names, accounts, and places to connect to. */
export interface LabHost extends Neighbour {
  readonly kind: string;
  readonly release: string;
  readonly username: string;
  readonly password: string;
  readonly enablePassword?: string | undefined;
  /** What listens now: endpoint name → URL (`https://127.0.0.1:8443`, `ssh://127.0.0.1:2201`). */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Endpoint name → SHA-256 of the certificate in lower-case hex, for those that are already made. */
  readonly certificates: Readonly<Record<string, string>>;
  readonly plan: DevicePlan;
  /**
   * Presents the certificate files of a lab file that was read again.
   * @returns whether they say anything new
   */
  recertify(next: ConfiguredCertificates | undefined): boolean;
  start(): Promise<void>;
  /** @param grace real milliseconds that requests under way have to end; 0 unless told */
  stop(grace?: number): Promise<void>;
}

/** A device of a running lab. */
export class LabDevice implements LabHost {
  readonly plan: DevicePlan;
  /**
   * The device itself, with its state tree. Only for tests in the same process: over the control API there is no such
   * thing, and what a client can see is at the endpoints.
   */
  readonly device: Device;
  readonly #ground: DeviceGround;
  readonly #order: number;

  private constructor(plan: DevicePlan, device: Device, ground: DeviceGround, order: number) {
    this.plan = plan;
    this.device = device;
    this.#ground = ground;
    this.#order = order;
  }

  /**
   * Unpacks a device, or wakes it from what the lab kept of it. It does not listen yet.
   * @param kind the plan's
   * @param order its place among the devices of the lab, from 0
   * @throws LabError when a fixed port is that of no endpoint, or the kind cannot make a device of its options
   */
  static create(plan: DevicePlan, kind: Kind, ground: Ground, order: number): LabDevice {
    const { name, entry } = plan;
    const surroundings = new DeviceGround(ground, plan);
    const birth = {
      name,
      release: entry.release,
      options: entry.options,
      now: ground.clock.now(),
      seed: `${ground.seed}/${name}`,
    };
    const { keeping } = ground;
    const { born } = keeping.notes(name);
    if (born === undefined) keeping.note(name, { born: birth.now });
    // One that never saved anything is the box that was unpacked then, switched on again now.
    const unpacked = born === undefined ? undefined : { ...birth, now: born };
    const saved = keeping.load(name) ?? (unpacked && kind.factory(unpacked).store);
    const device = new Device(kind, birth, surroundings, saved);
    surroundings.device = device;
    fixPorts(plan, device, surroundings);
    return new LabDevice(plan, device, surroundings, order);
  }

  get name(): string {
    return this.device.name;
  }
  get kind(): string {
    return this.device.kind.name;
  }
  get release(): string {
    return this.device.release;
  }
  get username(): string {
    return this.device.kind.administrator.username;
  }
  get password(): string {
    return this.device.kind.administrator.password;
  }
  get enablePassword(): string | undefined {
    return this.device.kind.administrator.enablePassword;
  }

  get endpoints(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.device.listeners.open.map((listener) => [listener.endpoint.name, url(listener)]));
  }

  get certificates(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      this.device.listeners.open.flatMap(({ endpoint, identity }) =>
        identity?.identity ? [[endpoint.name, fingerprint(identity.identity)]] : [],
      ),
    );
  }

  /** Where it listens, or will when it starts. */
  get wanted(): readonly Endpoint[] {
    const { device } = this;
    return device.kind.endpoints(device.state, device);
  }

  /** The certificate chain that an endpoint presents, PEM, where it is already made. */
  certificate(endpoint: string): string | undefined {
    const listener = this.device.listeners.open.find((open) => open.endpoint.name === endpoint);
    return listener?.identity?.identity?.certificate;
  }

  /** Makes the certificates that endpoints would else make at their first handshake. */
  async makeCertificates(): Promise<void> {
    this.device.unpack();
    await Promise.all(this.device.listeners.open.map(({ identity }) => identity?.make()));
  }

  /**
   * The place on the host that stands for a port of the device, also while that port is closed.
   * @param port the device's own port number
   * @param address the device's own address or interface; the one for management unless given
   */
  async at(port: number, address = this.device.kind.addresses[0] ?? ''): Promise<HostPort> {
    const place = await this.#ground.book.at(address, port);
    return { host: reachable(place.host), port: place.port };
  }

  /** Restarts the device: what was not saved on it is gone. Resolves when it listens again. */
  async reboot(): Promise<void> {
    await this.device.reboot('asked for by the lab');
  }

  /** Unpacks the device again: whatever was configured, saved or learnt on it is gone. Ports and serials stay. */
  async reset(): Promise<void> {
    await this.device.reset();
  }

  /** Who has an account on it, as it is configured now. */
  get users(): readonly UserAccount[] {
    const { kind, state } = this.device;
    return kind.users?.(state) ?? [];
  }

  recertify(next: ConfiguredCertificates | undefined): boolean {
    return this.#ground.certify(next);
  }

  get inside(): Neighbour['inside'] {
    return insideAddresses(this.plan, this.#order);
  }

  listening(port: number, of?: string): HostPort | undefined {
    const listener = this.device.listeners.open.find(
      ({ endpoint }) => endpoint.port === port && (of === undefined || endpoint.address === of),
    );
    return listener && { host: reachable(listener.at.host), port: listener.at.port };
  }

  start(): Promise<void> {
    return this.device.start();
  }

  stop(grace = 0): Promise<void> {
    return this.device.stop(grace);
  }
}

function url({ endpoint, at }: Listener): string {
  const scheme = endpoint.face === 'web' ? (endpoint.tls ? 'https' : 'http') : endpoint.face;
  return `${scheme}://${authority(reachable(at.host), at.port)}`;
}

const fingerprints = new WeakMap<Identity, string>();

/** SHA-256 of the first certificate, lower-case hex. */
function fingerprint(identity: Identity): string {
  let known = fingerprints.get(identity);
  if (known === undefined) {
    known = new X509Certificate(identity.certificate).fingerprint256.replaceAll(':', '').toLowerCase();
    fingerprints.set(identity, known);
  }
  return known;
}
