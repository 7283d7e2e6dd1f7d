import type { Lab } from '../../lab/index.ts';
import { connection } from '../oracle/http.ts';
import { openSsh } from '../oracle/ssh.ts';
import type { Meanwhile } from './playbook.ts';
import type { Head } from './witness.ts';

/** What the schedule acts on. */
export interface Scene {
  readonly lab: Lab;
  readonly probe: string;
  /** Writes into the trace that something of the schedule has come about. */
  mark(operation: string): void;
  /** Puts certificates in place that must be refused. */
  swap(): Promise<void>;
}

const patience = { patienceMs: 10_000, signal: new AbortController().signal };

/** What happens while an automation is at work: each event once, when its request has come, before that is handled. */
export class Meanwhiles {
  readonly #waiting: { readonly event: Meanwhile; left: number }[];
  #scene: Scene | undefined;

  constructor(events: readonly Meanwhile[]) {
    this.#waiting = events.map((event) => ({ event, left: event.before.nth ?? 1 }));
  }

  open(scene: Scene): void {
    this.#scene = scene;
  }

  /** @returns whether the connection shall end with the answer */
  async before({ method, path }: Head): Promise<boolean> {
    let ends = false;
    for (const one of this.#waiting) {
      const { before, act } = one.event;
      if (one.left === 0 || !this.#scene || before.method !== method || !matches(before.path, path)) continue;
      one.left--;
      if (one.left > 0) continue;
      await come(act, this.#scene);
      ends ||= 'swapCertificates' in act;
    }
    return ends;
  }
}

async function come(act: Meanwhile['act'], scene: Scene): Promise<void> {
  const { lab, probe, mark } = scene;
  if ('swapCertificates' in act) {
    await scene.swap();
    mark('swap');
    return;
  }
  if ('advanceSeconds' in act) {
    lab.clock.advance(act.advanceSeconds * 1_000);
    mark('clock');
    return;
  }
  const device = lab.device(act.device);
  const { username, password } = device;
  const place = (url: URL) => ({ host: url.hostname, port: Number(url.port) });
  if ('command' in act) {
    const ssh = await openSsh(place(new URL(device.endpoints.ssh ?? '')), { username, password }, patience);
    await ssh.exec(act.command);
    ssh.close();
  } else {
    const web = await connection(place(new URL(device.endpoints.https ?? '')), { by: 'own' }, patience);
    const { status } = await web.send({
      method: act.method,
      path: act.path,
      headers: [
        ['Authorization', `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`],
        ['Content-Type', 'application/json'],
        ['User-Agent', 'REST API Agent'],
        ['X-Rackless-Probe', probe],
      ],
      body: JSON.stringify(act.body),
    });
    web.close();
    if (status >= 300) throw new Error(`the playbook's other administrator was refused with ${status}`);
  }
  mark('another administrator');
}

/** `*` stands for any characters. */
function matches(glob: string, path: string): boolean {
  const parts = glob.split('*').map((part) => part.replace(/[.?+^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(path);
}
