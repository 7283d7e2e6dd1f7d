import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lab, type LabDevice, startLab } from '../../lab/index.ts';
import { kinds } from '../../lab/kinds.ts';
import { takePorts } from '../ports.ts';
import { createSecrets, type Secrets } from '../secrets.ts';
import { eventually } from '../wait.ts';
import { asTheyLie, Echoes } from './desk.ts';
import type { EndState, Given } from './evidence.ts';
import { Files } from './files.ts';
import { givenOf } from './given.ts';
import { decoyPair, goodPair } from './materials.ts';
import type { Adversity, Playbook } from './playbook.ts';
import { askAll } from './questions.ts';
import { Meanwhiles, send } from './schedule.ts';
import type { Happening } from './trace.ts';
import { witnessedKinds } from './witness.ts';

/** How a stage is set. */
export interface StageOptions {
  readonly adversity?: Adversity;
  /** Names, serials and chances of the lab follow from it; 1 unless told. */
  readonly seed?: string;
  /** Address that the devices listen on; this machine alone unless told. */
  readonly listen?: string;
  /** First host port of the devices; a block that nobody else has unless told. */
  readonly portBase?: number;
  /** Where the run's own folder is made; among temporary files unless told. */
  readonly folder?: string;
  /**
   * Set where a person is at work, not an automation. What is given lies in a folder by itself, the desk, and a certificate
   * counts as it lies there, whoever made it. `makes` are the certificates that the person is to make, so none is given.
   */
  readonly person?: { readonly makes: readonly string[] };
}

/** Milliseconds that requests under way get to end after the automation has. */
const drainMs = 2_000;

/** A playbook's lab, running: with its certificates, its adversity, and a witness that writes down what happens. */
export class Stage {
  readonly lab: Lab;
  /** All that has happened so far, in order; it grows. */
  readonly trace: readonly Happening[];
  readonly secrets: Secrets;
  readonly #parts: StageParts;
  #given: Given;

  constructor(parts: StageParts) {
    this.lab = parts.lab;
    this.trace = parts.trace;
    this.secrets = parts.secrets;
    this.#parts = parts;
    this.#given = parts.given;
  }

  get given(): Given {
    if (!this.#parts.isPerson) return this.#given;
    return { ...this.#given, certificates: asTheyLie(this.#given.certificates) };
  }

  /** Waits until no request is under way any more, two seconds at most. */
  async drain(signal: AbortSignal): Promise<void> {
    const busy = async () =>
      this.trace.filter(({ detail, outcome }) => detail?.exchange !== undefined && outcome === 'asked').length;
    const ended = () =>
      this.trace.filter(({ detail, outcome }) => detail?.exchange !== undefined && outcome !== 'asked').length;
    await eventually(busy, (asked) => asked <= ended(), { withinMs: drainMs, signal });
  }

  /**
   * Looks at the lab from outside, as it is now; meanwhile nothing goes wrong. The questions that it asks over the
   * wire are not in the trace.
   */
  async end(signal: AbortSignal): Promise<EndState> {
    const { playbook, probe, echoes } = this.#parts;
    const devices: Record<string, EndState['devices'][string]> = {};
    for (const device of this.lab.devices) {
      const ports: Record<string, string> = {};
      for (const port of playbook.ports[device.name] ?? []) ports[port] = await servedAt(device, port);
      devices[device.name] = { endpoints: device.endpoints, certificates: device.certificates, ports };
    }
    const answers = await inPeace(this.lab, () =>
      askAll(playbook.questions, this.lab, this.given, { probe, signal, asks: (...one) => echoes.expect(...one) }),
    );
    echoes.over();
    return this.secrets.redactAll({ devices, answers });
  }

  /** Has everything as it was at the beginning: devices, what is given, and nothing has happened. Host ports stay. */
  async again(): Promise<void> {
    const { lab, trace, prepare } = this.#parts;
    lab.faults.clear();
    await lab.reset();
    this.#given = await prepare();
    trace.length = 0;
  }

  /** Stops the lab and removes what was written for it. */
  async close(): Promise<void> {
    for (const close of this.#parts.closing.splice(0).reverse()) await close();
  }
}

interface StageParts {
  readonly lab: Lab;
  readonly given: Given;
  /** Does what has to be done before the work begins. */
  prepare(): Promise<Given>;
  readonly trace: Happening[];
  readonly secrets: Secrets;
  readonly playbook: Playbook;
  readonly closing: (() => Promise<void> | void)[];
  readonly probe: string;
  readonly echoes: Echoes;
  readonly isPerson: boolean;
}

/** Starts the lab of a playbook. @throws LabError when the playbook's own lab is wrong */
export async function openStage(playbook: Playbook, options: StageOptions = {}): Promise<Stage> {
  const { adversity, seed = '1', listen = '127.0.0.1', person } = options;
  const folder = mkdtempSync(join(options.folder ?? tmpdir(), 'rackless-judge-'));
  const closing: (() => Promise<void> | void)[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const files = new Files(folder);
    const secrets = createSecrets();
    const probe = randomBytes(16).toString('hex');
    const served = adversity?.decoy ? await decoyPair(adversity.decoy) : await goodPair(namesAt(listen));
    files.pair('device', served);
    for (const [name, version] of Object.entries(playbook.packages)) files.agentPackage(name, version);
    const desk = person ? files.sub(deskName) : files;
    const trace: Happening[] = [];
    const schedule = new Meanwhiles(adversity?.meanwhile ?? []);
    const lab = await startLab({
      file: files.write('lab.json', JSON.stringify(labOf(playbook, adversity, seed))),
      listen,
      portBase: options.portBase ?? (await ownPorts(closing)),
      kinds: witnessedKinds(kinds, { secrets, probe, hold: (head) => schedule.before(head) }),
    });
    closing.push(() => lab.stop());
    for (const { password, enablePassword } of lab.hosts) {
      secrets.learn('password', password);
      if (enablePassword !== undefined) secrets.learn('password', enablePassword);
    }
    const prepare = async (): Promise<Given> => {
      const given = await givenOf(playbook, adversity, lab, { files, desk, makes: person?.makes ?? [] });
      await inPeace(lab, async () => {
        for (const request of playbook.setup) await send(request, lab, probe);
      });
      return given;
    };
    const given = await prepare();
    const echoes = new Echoes();
    closing.push(lab.watch((entry) => echoes.has(entry) || trace.push(entry)));
    const { afterBootSeconds } = playbook;
    if (afterBootSeconds !== undefined) closing.push(hurried(lab, afterBootSeconds));
    schedule.open({
      lab,
      mark: (operation) =>
        trace.push({ seq: (trace.at(-1)?.seq ?? 0) + 0.5, at: 0, device: '', kind: 'stage', operation, outcome: 'ok' }),
      swap: async () => {
        files.pair('device', await decoyPair('untrusted-ca'));
        await lab.reload();
      },
      probe,
    });
    const isPerson = person !== undefined;
    return new Stage({ lab, given, prepare, trace, secrets, playbook, closing, probe, echoes, isPerson });
  } catch (error) {
    for (const close of closing.reverse()) await close();
    throw error;
  }
}

/** The folder of a person at work, in that of the run; a file server of the lab may serve it. */
export const deskName = 'desk';

async function ownPorts(closing: (() => void)[]): Promise<number> {
  const ports = await takePorts();
  closing.push(() => ports.release());
  return ports.base;
}

/** The names by which clients reach the devices, besides those of this machine. */
function namesAt(listen: string): readonly string[] {
  return isIP(listen) === 0 || /^(?:127\.|0\.0\.0\.0$|::1?$)/.test(listen) ? [] : [`ip:${listen}`];
}

/** Moves the clock on when a device that has restarted listens again. */
function hurried(lab: Lab, seconds: number): () => void {
  const stop = new AbortController();
  const unwatch = lab.watch(({ kind, device }) => {
    if (kind !== 'boot') return;
    const look = async () => Object.keys(lab.device(device).endpoints).length;
    const down = eventually(look, (open) => open === 0, { withinMs: 1_000, signal: stop.signal });
    down
      .then(() => eventually(look, (open) => open > 0, { withinMs: 10_000, signal: stop.signal }))
      .then(
        () => lab.clock.advance(seconds * 1_000),
        // The stage is closing.
        () => undefined,
      );
  });
  return () => {
    unwatch();
    stop.abort();
  };
}

/** Does something while the lab's faults are away. */
async function inPeace<T>(lab: Lab, work: () => Promise<T>): Promise<T> {
  const rules = lab.faults.list().map(({ rule }) => rule);
  lab.faults.clear();
  try {
    return await work();
  } finally {
    for (const rule of rules) lab.faults.add(rule);
  }
}

function labOf(playbook: Playbook, adversity: Adversity | undefined, seed: string): object {
  const devices = playbook.devices.map((device) => ({
    ...device,
    ...(device.kind !== 'files' && { certfile: 'device-cert.pem', keyfile: 'device-key.pem' }),
    options: { ...device.options, ...adversity?.options?.[device.name] },
  }));
  return { seed, devices, ...(adversity?.faults && { faults: adversity.faults }) };
}

/** What a new connection to a port of the device would meet. */
async function servedAt(device: LabDevice, port: number): Promise<string> {
  const place = await device.at(port);
  const found = Object.entries(device.endpoints).find(([, url]) => Number(new URL(url).port || 0) === place.port);
  if (!found) return 'closed';
  return device.certificates[found[0]] ?? 'open';
}
