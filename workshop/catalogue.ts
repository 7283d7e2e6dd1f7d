import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { hint, LabError } from '../lab/errors.ts';
import { home } from '../lab/home.ts';
import type { Exercise } from './exercise.ts';
import { readExercise } from './exercise-file.ts';

/** Where the exercises of this package lie; each file is named by its exercise's id. */
const folder = join(home, 'fixtures', 'workshop');

/** In the order in which they are offered: device by device, and for each in the order of its work. */
const order = [
  'nxapi-secure-https',
  'asa-install-agent',
  'asa-rest-session',
  'asa-backup-restore',
  'nsxv-api-user',
  'nsx-pks-cluster-certificate',
  'nsx-replace-api-certificate',
  'nsx-batch-replace',
  'nsx-replace-host-certificate',
  'nsx-federation-certificates',
];
const place = (id: string): number => (order.includes(id) ? order.indexOf(id) : order.length);

/** The ids of the exercises of this package. */
export function exerciseIds(): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.replace(/\.yaml$/, ''))
    .sort((a, b) => place(a) - place(b));
}

/**
 * An exercise by its id, or from a file.
 * @throws LabError when there is neither, or the file is wrong
 */
export async function exerciseNamed(name: string): Promise<Exercise> {
  const ids = exerciseIds();
  if (ids.includes(name)) return readExercise(join(folder, `${name}.yaml`));
  if (existsSync(name)) return readExercise(name);
  const message = `there is no exercise or file '${name}'${hint(name, ids)}; exercises are ${ids.join(', ')}`;
  throw new LabError([{ path: '', message }]);
}

/** All exercises of this package. */
export const exercises = (): Promise<Exercise[]> => Promise.all(exerciseIds().map(exerciseNamed));
