import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAgentPackage } from '../../fixtures/asa/agent-package.ts';
import { agentPackages } from '../../fixtures/asa/agent-packages.ts';
import { type Lab, type LabDevice, startLab } from '../../lab/index.ts';
import { kinds } from '../../lab/kinds.ts';
import { takePorts } from '../ports.ts';
import { createSecrets, type Secrets } from '../secrets.ts';
import { eventually } from '../wait.ts';
import type { EndState, Given, GivenDevice, Place } from './evidence.ts';
import { hostKey } from './host-key.ts';
import { decoyPair, goodPair, type Pair, taskPair, trustedRoot } from './materials.ts';
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
}

/** Milliseconds that requests under way get to end after the automation has. */
const drainMs = 2_000;

/** A playbook's lab, running: with its certificates, its adversity, and a witness that writes down what happens. */
export class Stage {
  readonly lab: Lab;
  readonly given: Given;
  /** All that has happened so far, in order; it grows. */
  readonly trace: readonly Happening[];
  readonly secrets: Secrets;
  readonly #playbook: Playbook;
  readonly #closing: (() => Promise<void> | void)[];
  readonly #probe: string;

  constructor(parts: StageParts) {
    this.lab = parts.lab;
    this.given = parts.given;
    this.trace = parts.trace;
    this.secrets = parts.secrets;
    this.#playbook = parts.playbook;
    this.#closing = parts.closing;
    this.#probe = parts.probe;
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
   * Looks at the lab from outside, as it is now; what went wrong goes wrong no more. The questions that it asks over the
   * wire are not in the trace.
   */
  async end(signal: AbortSignal): Promise<EndState> {
    const devices: Record<string, EndState['devices'][string]> = {};
    for (const device of this.lab.devices) {
      const ports: Record<string, string> = {};
      for (const port of this.#playbook.ports[device.name] ?? []) ports[port] = await servedAt(device, port);
      devices[device.name] = { endpoints: device.endpoints, certificates: device.certificates, ports };
    }
    this.lab.faults.clear();
    const answers = await askAll(this.#playbook.questions, this.lab, this.given, { probe: this.#probe, signal });
    return this.secrets.redactAll({ devices, answers });
  }

  /** Stops the lab and removes what was written for it. */
  async close(): Promise<void> {
    for (const close of this.#closing.splice(0).reverse()) await close();
  }
}

interface StageParts {
  readonly lab: Lab;
  readonly given: Given;
  readonly trace: readonly Happening[];
  readonly secrets: Secrets;
  readonly playbook: Playbook;
  readonly closing: (() => Promise<void> | void)[];
  readonly probe: string;
}

/** Starts the lab of a playbook. @throws LabError when the playbook's own lab is wrong */
export async function openStage(playbook: Playbook, { adversity, seed = '1' }: StageOptions = {}): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'rackless-judge-'));
  const closing: (() => Promise<void> | void)[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const files = new Files(folder);
    const secrets = createSecrets();
    const probe = randomBytes(16).toString('hex');
    const ports = await takePorts();
    closing.push(() => ports.release());
    const served = adversity?.decoy ? await decoyPair(adversity.decoy) : await goodPair();
    files.pair('device', served);
    for (const [name, version] of Object.entries(playbook.packages)) files.agentPackage(name, version);
    const trace: Happening[] = [];
    const schedule = new Meanwhiles(adversity?.meanwhile ?? []);
    const lab = await startLab({
      file: files.write('lab.json', JSON.stringify(labOf(playbook, adversity, seed))),
      portBase: ports.base,
      kinds: witnessedKinds(kinds, { secrets, probe, hold: (head) => schedule.before(head) }),
    });
    closing.push(() => lab.stop());
    for (const { password, enablePassword } of lab.hosts) {
      secrets.learn('password', password);
      if (enablePassword !== undefined) secrets.learn('password', enablePassword);
    }
    const given = await givenOf(playbook, adversity, lab, files);
    await inPeace(lab, async () => {
      for (const request of playbook.setup) await send(request, lab, probe);
    });
    closing.push(lab.watch((entry) => trace.push(entry)));
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
    return new Stage({ lab, given, trace, secrets, playbook, closing, probe });
  } catch (error) {
    for (const close of closing.reverse()) await close();
    throw error;
  }
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
async function inPeace(lab: Lab, work: () => Promise<void>): Promise<void> {
  const rules = lab.faults.list().map(({ rule }) => rule);
  lab.faults.clear();
  await work();
  for (const rule of rules) lab.faults.add(rule);
}

/** Writes files into one folder, for their owner alone. */
class Files {
  readonly folder: string;
  constructor(folder: string) {
    this.folder = folder;
  }
  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }
  /** A package of the ASA's agent, where file servers find it. */
  agentPackage(name: string, version: string): void {
    const facts = agentPackages.find((one) => one.version === version);
    if (!facts) throw new Error(`there is no agent package ${version}`);
    const folder = join(this.folder, 'served');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), makeAgentPackage(facts));
  }
  pair(name: string, { certificate, key }: Pair): { certFile: string; keyFile: string } {
    return { certFile: this.write(`${name}-cert.pem`, certificate), keyFile: this.write(`${name}-key.pem`, key) };
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

async function givenOf(playbook: Playbook, adversity: Adversity | undefined, lab: Lab, files: Files): Promise<Given> {
  const certificates: Record<string, Given['certificates'][string]> = {};
  for (const [index, [name, names]] of Object.entries(playbook.certificates).entries()) {
    const pair = await taskPair(names, index);
    certificates[name] = { ...files.pair(name, pair), fingerprint: pair.fingerprint };
  }
  const devices: GivenDevice[] = [];
  const known: string[] = [];
  for (const device of lab.devices) {
    const hostKeys: Record<string, string> = {};
    for (const [endpoint, url] of Object.entries(device.endpoints)) {
      if (!url.startsWith('ssh:')) continue;
      const { fingerprint, knownHost } = await hostKey(new URL(url));
      hostKeys[endpoint] = fingerprint;
      known.push(knownHost);
    }
    const ports: Record<string, Place> = {};
    for (const port of playbook.ports[device.name] ?? []) ports[port] = await device.at(port);
    const { name, kind, release, username, password, enablePassword, endpoints } = device;
    devices.push({
      name,
      kind,
      release,
      username,
      passwordFile: files.write(`${name}.password`, `${password}\n`),
      ...(enablePassword !== undefined && {
        enablePasswordFile: files.write(`${name}.enable-password`, `${enablePassword}\n`),
      }),
      endpoints,
      ports,
      hostKeys,
    });
  }
  const values = Object.entries(playbook.values).map(([name, value]) => [
    name,
    name.endsWith('File') ? files.write(`value-${name}`, `${value}\n`) : value,
  ]);
  return {
    playbook: playbook.id,
    run: adversity?.name ?? 'control',
    folder: files.folder,
    caFile: files.write('ca.pem', await trustedRoot()),
    knownHostsFile: files.write('known_hosts', known.map((line) => `${line}\n`).join('')),
    devices,
    certificates,
    values: Object.fromEntries(values),
  };
}

/** What a new connection to a port of the device would meet. */
async function servedAt(device: LabDevice, port: number): Promise<string> {
  const place = await device.at(port);
  const found = Object.entries(device.endpoints).find(([, url]) => Number(new URL(url).port || 0) === place.port);
  if (!found) return 'closed';
  return device.certificates[found[0]] ?? 'open';
}
