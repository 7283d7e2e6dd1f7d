import type { Lab } from '../../lab/index.ts';
import type { Meanwhile, Request } from './playbook.ts';
import { ask } from './request.ts';
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
      if (one.left === 0 || !this.#scene || !matches(before.method, method) || !matches(before.path, path)) continue;
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
  await send(act, lab, probe);
  mark('another administrator');
}

/** Sends a request as the administrator of its device. @throws Error when it is refused: a mistake of the playbook's author */
export async function send({ device: name, ...asked }: Request, lab: Lab, probe: string): Promise<void> {
  const device = lab.device(name);
  const { status, body } = await ask(asked, device.endpoints, device, probe, patience);
  if (status >= 300)
    throw new Error(`the playbook's own ${asked.method} ${asked.path} is refused with ${status}: ${body}`);
}

/** `*` stands for any characters. */
function matches(glob: string, path: string): boolean {
  const parts = glob.split('*').map((part) => part.replace(/[.?+^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(path);
}
