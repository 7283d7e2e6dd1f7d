import { isDeepStrictEqual } from 'node:util';
import type { LabHost } from './device.ts';
import { LabError } from './errors.ts';
import { type LabFile, readLabFile } from './file.ts';
import type { Lab } from './lab.ts';
import type { DevicePlan } from './plan.ts';

/** What a reload did, by names. */
export interface Reloaded {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Devices whose certificate files say something new. */
  readonly recertified: readonly string[];
  /** Devices, and settings of the lab, whose change waits for a new start. */
  readonly waiting: readonly string[];
}

/** What a lab file that was read again makes of a running lab. */
export interface ReloadPlan {
  readonly file: LabFile;
  readonly come: readonly DevicePlan[];
  readonly gone: readonly LabHost[];
  readonly stay: readonly { readonly host: LabHost; readonly plan: DevicePlan }[];
  readonly waiting: readonly string[];
}

/** Settings that a running lab cannot change. */
const settings = ['seed', 'listen', 'clock', 'control', 'faults'] as const;

/**
 * Reads the lab file again and compares. Devices that were added while the lab ran are no business of the file's.
 * @throws LabError when the file is wrong, or there is none
 */
export async function planReload(lab: Lab, before: LabFile | undefined): Promise<ReloadPlan> {
  if (!before)
    throw new LabError([{ path: '', message: 'this lab came from no lab file; there is nothing to reload' }]);
  const file = await readLabFile(before.path);
  const mine = lab.hosts.filter(({ plan }) => plan.entry.file);
  const others = new Set(lab.hosts.filter(({ plan }) => !plan.entry.file).map(({ name }) => name.toLowerCase()));
  const plans = new Map(
    (await lab.plan(file.spec, file, others)).map((plan) => [plan.name.toLowerCase(), plan] as const),
  );
  const there = new Set(mine.map(({ name }) => name.toLowerCase()));
  const stay = mine.flatMap((host) => {
    const plan = plans.get(host.name.toLowerCase());
    return plan ? [{ host, plan }] : [];
  });
  return {
    file,
    come: [...plans].filter(([name]) => !there.has(name)).map(([, plan]) => plan),
    gone: mine.filter(({ name }) => !plans.has(name.toLowerCase())),
    stay,
    waiting: [
      ...settings.filter((key) => !isDeepStrictEqual(file.spec[key], before.spec[key])),
      ...stay
        .filter(({ host, plan }) => !isDeepStrictEqual(essence(host.plan), essence(plan)))
        .map(({ host }) => host.name),
    ],
  };
}

/** All of a plan that only a new start puts into effect. */
function essence({ nth, entry }: DevicePlan): unknown {
  const { name: _, count, certfile, keyfile, certificates, ...rest } = entry.spec;
  const counted = rest.ports || rest.addresses || rest.address ? nth : 0;
  return { ...rest, counted };
}
