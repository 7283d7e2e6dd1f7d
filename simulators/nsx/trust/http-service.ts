import { changeRun } from '../change.ts';
import { later } from '../later.ts';
import type { NsxDevice } from '../nsx.ts';
import { optionsOf } from '../options.ts';

/** Takes nodes' HTTP service away for as long as the options say; for no time at all unless told. */
export function restartHttp(device: NsxDevice, siteName: string, nodeUuids: readonly string[]): void {
  const { restartSeconds } = optionsOf(device.birth.options);
  if (restartSeconds === 0) return;
  const names = device.state.store.sites[siteName]?.nodes.filter(({ uuid }) => nodeUuids.includes(uuid)) ?? [];
  for (const { name } of names) {
    stopHttp(device, siteName, name);
    later(device, restartSeconds, 'http-back', { site: siteName, node: name });
  }
}

/** Stops a node's HTTP service; when it led, its VIP is away, too. */
export function stopHttp(device: NsxDevice, siteName: string, node: string): void {
  changeRun(device, siteName, (run) =>
    run.httpAway.includes(node) ? run : { ...run, httpAway: [...run.httpAway, node] },
  );
}

/** Starts a node's HTTP service. */
export function startHttp(device: NsxDevice, siteName: string, node: string): void {
  changeRun(device, siteName, (run) =>
    run.httpAway.includes(node) ? { ...run, httpAway: run.httpAway.filter((name) => name !== node) } : run,
  );
}
