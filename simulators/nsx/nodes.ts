import { changeRun, without } from './change.ts';
import { later } from './later.ts';
import type { NsxDevice } from './nsx.ts';

/**
 * Switches a node off: its listeners are gone, its sessions are lost, and when it led, another one leads and has the
 * VIP. @source NSX reference 9.4; the lease version that rises is inferred
 */
export function switchOff(device: NsxDevice, siteName: string, node: string): void {
  const nodes = device.state.store.sites[siteName]?.nodes ?? [];
  if (!nodes.some(({ name }) => name === node)) return;
  changeRun(device, siteName, (run) => {
    if (run.down.includes(node)) return run;
    const down = [...run.down, node];
    const heir = nodes.find(({ name }) => !down.includes(name));
    const moves = run.leader === node && heir;
    return {
      ...run,
      down,
      sessions: without(run.sessions, node),
      httpAway: run.httpAway.filter((name) => name !== node),
      ...(moves && { leader: heir.name, leaseVersion: run.leaseVersion + 1 }),
    };
  });
}

/** Switches a node on again. It leads only when nobody else does. */
export function switchOn(device: NsxDevice, siteName: string, node: string): void {
  changeRun(device, siteName, (run) => {
    if (!run.down.includes(node)) return run;
    const leads = run.down.includes(run.leader);
    return {
      ...run,
      down: run.down.filter((name) => name !== node),
      ...(leads && { leader: node, leaseVersion: run.leaseVersion + 1 }),
    };
  });
}

/** Switches a node off and, after a while of lab time, on again. */
export function restartNode(device: NsxDevice, siteName: string, node: string, seconds: number): void {
  device.batch(() => {
    switchOff(device, siteName, node);
    later(device, seconds, 'node-back', { site: siteName, node });
  });
}
