import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { HostPort } from '../simulators/chassis/surroundings.ts';
import { authority, reachable } from './addresses.ts';
import type { LabHost } from './device.ts';
import { LabError } from './errors.ts';
import type { FileServerPorts } from './files/server.ts';
import { FileServer } from './files/server.ts';
import { type FilesOptions, readFilesOptions } from './files-options.ts';
import { DeviceGround, type Ground } from './ground.ts';
import { version } from './home.ts';
import { insideAddresses } from './inside.ts';
import { type DevicePlan, entryProblem } from './plan.ts';
import type { Neighbour } from './reach.ts';

/** The ports that devices know a file server's services by. */
const services = { ssh: 22, http: 80, tftp: 69 } as const;
type Service = keyof typeof services;
const names: readonly Service[] = ['ssh', 'http', 'tftp'];

/** The one address of a file server, by which an entry's `addresses` names it. */
const eth0 = 'eth0';

/** A file server of a running lab: SCP, SFTP, HTTP and TFTP from one folder. */
export class LabFiles implements LabHost {
  readonly plan: DevicePlan;
  readonly name: string;
  readonly kind = 'files';
  readonly release: string = version();
  readonly #ground: Ground;
  readonly #own: DeviceGround;
  readonly #order: number;
  readonly #options: FilesOptions;
  #directory: string | undefined;
  #server: FileServer | undefined;
  #ports: FileServerPorts | undefined;

  private constructor(plan: DevicePlan, ground: Ground, order: number) {
    this.plan = plan;
    this.name = plan.name;
    this.#ground = ground;
    this.#own = new DeviceGround(ground, plan);
    this.#order = order;
    this.#options = readFilesOptions(plan.entry.options);
  }

  /** @throws LabError when a fixed port is that of no service */
  static create(plan: DevicePlan, ground: Ground, order: number): LabFiles {
    const files = new LabFiles(plan, ground, order);
    const { entry, nth } = plan;
    for (const [key, first] of Object.entries(entry.spec.ports ?? {})) {
      const service = names.find((name) => name === key || String(services[name]) === key);
      if (!service) {
        const there = names.map((name) => `${name} (${services[name]})`).join(', ');
        const message = `a file server has no endpoint '${key}'; it has ${there}`;
        throw new LabError([entryProblem(entry, ['ports', key], message)], entry.file?.path);
      }
      files.#own.book.name(eth0, services[service], first + nth);
    }
    return files;
  }

  get username(): string {
    return this.#options.users[0].name;
  }
  get password(): string {
    return this.#options.users[0].password;
  }
  readonly certificates: LabHost['certificates'] = {};

  get endpoints(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      names.flatMap((name) => {
        const at = this.#ports?.[name];
        return at ? [[name, `${name}://${authority(reachable(at.host), at.port)}`]] : [];
      }),
    );
  }

  /** The folder that it serves, once it has started. */
  get directory(): string {
    if (this.#directory === undefined) throw new Error(`${this.name} has not started`);
    return this.#directory;
  }

  async start(): Promise<void> {
    this.#directory = await this.#place();
    const { book } = this.#own;
    const elsewhere = new Set<Service>();
    const placeOf = (name: Service): HostPort => {
      const place = book.place(eth0, services[name]);
      return elsewhere.has(name) ? { ...place, port: 0 } : place;
    };
    for (;;) {
      const places = { ssh: placeOf('ssh'), http: placeOf('http'), tftp: placeOf('tftp') };
      try {
        await this.#open(places);
        return;
      } catch (error) {
        const name = names.find((one) => places[one].port !== 0 && places[one].port === portIn(error));
        if (!name || elsewhere.has(name) || !(error instanceof Error)) throw error;
        book.taken(`${this.name} ${name}`, places[name], error);
        elsewhere.add(name);
      }
    }
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
    this.#ports = undefined;
    if (this.#isTemporary && this.#directory) await rm(this.#directory, { recursive: true, force: true });
  }

  recertify(): boolean {
    return false;
  }

  get inside(): Neighbour['inside'] {
    return insideAddresses(this.plan, this.#order);
  }

  listening(port: number): HostPort | undefined {
    const name = names.find((one) => services[one] === port);
    const at = name && this.#ports?.[name];
    return at && { host: reachable(at.host), port: at.port };
  }

  async #open(places: Readonly<Record<Service, HostPort>>): Promise<void> {
    const { users, anonymousRead, tftp } = this.#options;
    const { identities, journal, seed } = this.#ground;
    this.#server = new FileServer({
      name: this.name,
      directory: this.directory,
      users,
      host: places.ssh.host,
      ports: { ssh: places.ssh.port, http: places.http.port, tftp: places.tftp.port },
      journal,
      hostKey: () => identities.hostKey('files', `${seed}/${this.name}`),
      ...(anonymousRead !== undefined && { anonymousRead }),
      ...(tftp !== undefined && { tftp }),
    });
    const ports = await this.#server.start();
    this.#ports = ports;
    for (const name of names) {
      const at = ports[name];
      if (at) this.#own.book.opened(eth0, services[name], at);
    }
  }

  get #isTemporary(): boolean {
    return this.#options.directory === undefined && this.#ground.keeping.directory === undefined;
  }

  /** The folder that the lab file names; else one in the state directory; else one for as long as the lab runs. */
  async #place(): Promise<string> {
    const { directory } = this.#options;
    const { file } = this.plan.entry;
    if (directory !== undefined) return resolve(file ? dirname(file.path) : '.', directory);
    const kept = this.#ground.keeping.directory;
    return kept === undefined ? mkdtemp(join(tmpdir(), `rackless-${this.name}-`)) : join(kept, 'files', this.name);
  }
}

/** The port of which an error of the host tells. */
function portIn(error: unknown): number | undefined {
  return error instanceof Error && 'port' in error && typeof error.port === 'number' ? error.port : undefined;
}
