import type { JsonObject } from '../../chassis/json.ts';
import { ApiError } from '../api/error.ts';
import { changeRun, changeSite } from '../change.ts';
import { newId } from '../ids.ts';
import { later } from '../later.ts';
import type { NsxDevice } from '../nsx.ts';
import { optionsOf } from '../options.ts';
import { releaseOf } from '../release.ts';
import type { Batch, BatchStep } from '../state.ts';
import { refusals } from '../texts.ts';
import { type Asker, grant, granted } from './apply.ts';
import { profileOf } from './profiles.ts';
import { endReplacement } from './replacement.ts';
import { usedBy } from './used-by.ts';

/** One certificate in another's place, wherever that is used. */
export interface Exchange {
  readonly old: string;
  readonly next: string;
}

/**
 * Begins a batch: one step for each service and node that uses an old certificate, in the order of the profiles. What
 * becomes of it stands in the results.
 * @throws ApiError when nothing may begin
 * @source NSX reference 5.7
 */
export function beginBatch(device: NsxDevice, siteName: string, exchanges: readonly Exchange[], asker: Asker): void {
  const site = device.state.store.sites[siteName];
  const release = releaseOf(device.birth);
  if (!site) return;
  if (device.state.run.sites[siteName]?.replacement) throw refusals.busy();
  const steps = exchanges.flatMap(({ old, next }) => {
    const before = site.certificates.get(old);
    const after = site.certificates.get(next);
    if (!before) throw refusals.notFound(release, 'Certificate', old);
    if (!after) throw refusals.notFound(release, 'Certificate', next);
    const found: BatchStep[] = usedBy(site, old).flatMap(({ nodeId, serviceTypes }) =>
      serviceTypes
        .filter((service) => profileOf(release, service))
        .map((service) => ({
          id: newId(),
          certificateId: next,
          certificateName: after.displayName,
          oldCertificateId: old,
          oldCertificateName: before.displayName,
          nodeId,
          serviceType: service,
          operation: 'REPLACE' as const,
          status: 'PENDING' as const,
          message: '',
          startTime: device.now(),
        })),
    );
    if (found.length === 0)
      throw refusals.field(`old_certificate_id '${old}' is not used by a service that has a profile`);
    if (after.key === undefined) throw refusals.noKey(next, found[0]?.serviceType ?? '');
    for (const { serviceType, nodeId } of found) {
      granted(device, siteName, { certificateId: next, service: serviceType, nodeId }, asker);
    }
    return found;
  });
  const order = ({ serviceType }: BatchStep): number => profileOf(release, serviceType)?.order ?? 0;
  steps.sort((a, b) => order(a) - order(b));
  const id = newId();
  const { batchStepSeconds } = optionsOf(device.birth.options);
  device.batch(() => {
    changeSite(device, siteName, (now) => ({ ...now, batch: { startTime: device.now(), steps } }));
    changeRun(device, siteName, (run) => ({ ...run, replacement: { id, what: 'batch' } }));
    later(device, batchStepSeconds, 'batch-step', { site: siteName, id, user: asker.user, roles: [...asker.roles] });
  });
}

/** Does the first step that is left, and asks to be called again while there are more. */
export function batchStep(device: NsxDevice, detail: JsonObject): void {
  const siteName = String(detail.site);
  const id = String(detail.id);
  const user = String(detail.user);
  const roles = Array.isArray(detail.roles) ? detail.roles.map(String) : [];
  const { batch } = device.state.store.sites[siteName] ?? {};
  const step = batch?.steps.find(({ status }) => status === 'PENDING');
  if (!batch || !step || device.state.run.sites[siteName]?.replacement?.id !== id) {
    endReplacement(device, siteName, id);
    return;
  }
  // The batch itself is what runs: for its own steps nothing else does.
  endReplacement(device, siteName, id);
  const outcome = attempt(() => {
    const wish = { certificateId: step.certificateId, service: step.serviceType, nodeId: step.nodeId };
    grant(
      device,
      siteName,
      { ...granted(device, siteName, wish, { user, roles }), nodes: [step.nodeId] },
      { user, now: device.now() },
    );
  });
  const done: BatchStep = {
    ...step,
    status: outcome === undefined ? 'OK' : 'ERROR',
    message: outcome ?? '',
    endTime: device.now(),
  };
  changeSite(device, siteName, (site) => ({ ...site, batch: advanced(batch, done, device.now()) }));
  if (batch.steps.at(-1)?.id === step.id) return;
  changeRun(device, siteName, (run) => ({ ...run, replacement: { id, what: 'batch' } }));
  later(device, optionsOf(device.birth.options).batchStepSeconds, 'batch-step', detail);
}

function advanced(batch: Batch, done: BatchStep, now: number): Batch {
  const steps = batch.steps.map((one) => (one.id === done.id ? done : one));
  return { ...batch, steps, ...(steps.every(({ status }) => status !== 'PENDING') && { endTime: now }) };
}

function attempt(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}

/** The results as the API has them. Times in ms, durations in s. */
export function batchView(batch: Batch | undefined): JsonObject {
  if (!batch) return { results: [] };
  const estimate = 20;
  const pending = batch.steps.filter(({ status }) => status === 'PENDING').length;
  return {
    start_time: Math.floor(batch.startTime),
    ...(batch.endTime !== undefined && { end_time: Math.floor(batch.endTime) }),
    total_estimated_duration: batch.steps.length * estimate,
    pending_estimated_duration: pending * estimate,
    results: batch.steps.map((step) => ({
      id: step.id,
      certificate_id: step.certificateId,
      certificate_name: step.certificateName,
      old_certificate_id: step.oldCertificateId,
      old_certificate_name: step.oldCertificateName,
      node_id: step.nodeId,
      service_type: step.serviceType,
      operation_type: step.operation,
      status: step.status,
      message: step.message,
      estimated_duration: estimate,
      start_time: Math.floor(step.startTime),
      ...(step.endTime !== undefined && { end_time: Math.floor(step.endTime) }),
    })),
  };
}
