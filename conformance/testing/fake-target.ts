import { CouldNotRun } from '../errors.ts';
import { createSecrets } from '../secrets.ts';
import type { Access, Target } from '../target.ts';

/** A target at which nothing answers: for tests of the engine, whose cases bring their own observations. */
export function fakeTarget(changes: Partial<Target> = {}): Target {
  const access: Access = {
    name: 'fake-1',
    username: 'admin',
    password: 'fake-password',
    trust: { by: 'own' },
    place: async () => {
      throw new CouldNotRun('nobody is there');
    },
    close: async () => {},
  };
  return {
    kind: 'fake',
    release: '9.3(5)',
    label: 'fake',
    simulated: true,
    provides: new Set(),
    settleMs: 50,
    patienceMs: 1_000,
    secrets: createSecrets(),
    standing: async () => access,
    fresh: async () => access,
    close: async () => {},
    ...changes,
  };
}
