import { randomBytes, randomInt } from 'node:crypto';
import type { AsaDevice } from '../asa.ts';
import { parseOptions } from '../options.ts';
import type { Token } from '../state.ts';

/** Tokens that a context has at most. @source documented: reference 7.1 */
export const mostTokens = 25;

/** `23D70D@4096@E26E@…`. @source recorded: reference 7.1 */
function spell(): string {
  const hex = (bytes: number) => randomBytes(bytes).toString('hex').toUpperCase();
  return `${hex(3)}@${randomInt(1, 65_536)}@${hex(2)}@${hex(20)}`;
}

function isOver(device: AsaDevice, { used }: Token): boolean {
  return device.now() - used >= parseOptions(device.birth.options).tokenIdle * 60_000;
}

/** Makes a token; `undefined` when there are too many. */
export function makeToken(device: AsaDevice, user: string, privilege: number): string | undefined {
  const over = [...device.state.run.tokens].filter(([, token]) => isOver(device, token)).map(([key]) => key);
  if (device.state.run.tokens.size - over.length >= mostTokens) return undefined;
  const made = spell();
  device.change(({ run }) => {
    for (const key of over) run.tokens = run.tokens.remove(key);
    run.tokens = run.tokens.put(made, { user, privilege, used: device.now() });
  });
  return made;
}

/** Whose token this is; `undefined` for one that is not known, or was not used for too long. Using it makes it last. */
export function useToken(device: AsaDevice, key: string): Token | undefined {
  const token = device.state.run.tokens.get(key);
  if (!token || isOver(device, token)) return undefined;
  // Written down once a second at most: a busy session need not change the state with each request.
  if (device.now() - token.used >= 1_000) {
    device.change(({ run }) => {
      run.tokens = run.tokens.put(key, { ...token, used: device.now() });
    });
  }
  return token;
}

/** Takes a token back. False when it is not known. */
export function dropToken(device: AsaDevice, key: string): boolean {
  if (!device.state.run.tokens.has(key)) return false;
  device.change(({ run }) => {
    run.tokens = run.tokens.remove(key);
  });
  return true;
}
