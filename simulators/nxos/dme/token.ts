import { randomBytes } from 'node:crypto';
import { castDraft } from 'immer';
import type { NxosDevice } from '../nxos.ts';
import type { Cookie } from '../state.ts';

/** Seconds that a token lives after it was issued, as the login tells. @source recorded: reference 8.1 */
export const tokenLife = 600;

/** Tokens kept at most; the oldest make room. */
const MOST = 200;

/** Finds `APIC-cookie` in a Cookie header, attributes of an echoed Set-Cookie aside. */
export function readToken(header: string | undefined): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const pair = part.trim();
    if (pair.startsWith('APIC-cookie=')) return pair.slice('APIC-cookie='.length);
  }
  return undefined;
}

/** The account that a token stands for; `undefined` when it is unknown or too old. A refresh gives another token, use does not lengthen its life. */
export function redeemToken(device: NxosDevice, value: string): Cookie | undefined {
  const { tokens = {} } = device.state.run.nxapi;
  const token = Object.hasOwn(tokens, value) ? tokens[value] : undefined;
  return token && device.now() - token.issued < tokenLife * 1000 ? token : undefined;
}

/**
 * Makes a token.
 * @returns its value, 128 bytes in base64 as reference 8.1 has it
 */
export function issueToken(device: NxosDevice, user: string, roles: readonly string[]): string {
  const value = randomBytes(128).toString('base64');
  const now = device.now();
  device.change((draft) => {
    const tokens = draft.run.nxapi.tokens ?? {};
    for (const [old, { issued }] of Object.entries(tokens)) if (now - issued >= tokenLife * 1000) delete tokens[old];
    const names = Object.keys(tokens);
    const oldest = names.length >= MOST ? names[0] : undefined;
    if (oldest !== undefined) delete tokens[oldest];
    tokens[value] = castDraft({ user, roles, issued: now, used: now });
    draft.run.nxapi.tokens = tokens;
  });
  return value;
}

/** Forgets a token. */
export function revokeToken(device: NxosDevice, value: string): void {
  device.change((draft) => {
    delete draft.run.nxapi.tokens?.[value];
  });
}
