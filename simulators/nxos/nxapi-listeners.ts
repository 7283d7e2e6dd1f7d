import { castDraft, type Draft } from 'immer';
import { releaseOf } from './release.ts';
import type { NxapiConfig, NxosState } from './state.ts';

/** `nxapi …` as it is right after `feature nxapi`. */
export function nxapiDefaults(release: string): NxapiConfig {
  const { nxapiDefaults: ports } = releaseOf(release);
  return { ...ports, certificateEnabled: false, weakCiphers: false, idleTimeout: 10 };
}

/**
 * Switches NX-API: on brings the release's listeners, off forgets all `nxapi …` lines with cookies and certificates
 * (reference 1.2, 5.7).
 */
export function switchNxapi(draft: Draft<NxosState>, on: boolean, now: number, release: string): void {
  draft.config.nxapi = castDraft(nxapiDefaults(release));
  draft.run.nxapi = { uploaded: {}, cookies: {} };
  if (on) startTls(draft, now);
}

/** Makes the default certificate when TLS first starts; it lives for a day and is not renewed (reference 1.6). */
export function startTls(draft: Draft<NxosState>, now: number): void {
  const { config, store } = draft;
  if (config.features.nxapi && config.nxapi.https !== undefined) store.selfSignedAt ??= now;
}
