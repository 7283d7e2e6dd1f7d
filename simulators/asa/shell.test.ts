import { expect, it } from 'vitest';
import { Session } from '../chassis/cli/session.ts';
import { languageOf } from './language.ts';
import { shell } from './shell.ts';
import { type BenchBox, benchBox } from './testing/box.ts';

/** Somebody who logs in from a window of 50 rows. */
function arrived({ device }: BenchBox): Session<BenchBox['device']['state']> {
  const who = { user: 'admin', roles: ['15'], from: '192.0.2.50', transport: 'ssh' } as const;
  const session = new Session(device, languageOf(device), who, { length: 50, width: 120 });
  shell.opened?.(session);
  return session;
}

it('pages as the configuration says, however high the window is', () => {
  const box = benchBox();
  expect(arrived(box).terminal).toEqual({ length: 24, width: 120 });
  box.configure('pager lines 40');
  expect(arrived(box).terminal.length).toBe(40);
  box.configure('no pager');
  expect(arrived(box).terminal.length).toBe(0);
});
