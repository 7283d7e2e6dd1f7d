import { z } from 'zod';
import type { JsonObject } from '../simulators/chassis/json.ts';
import { hint } from './errors.ts';

const user = z.strictObject({
  name: z.string().min(1),
  password: z.string().min(1),
  write: z.boolean().default(true),
});

const filesOptions = z.strictObject({
  /** The folder to serve, relative to the lab file; one of the lab's own unless given. */
  directory: z.string().min(1).optional(),
  /** Who may log in; the first one is told to clients. */
  users: z.tuple([user], user).default([{ name: 'lab', password: 'lab', write: true }]),
  /** Whether HTTP gives files without a user. */
  anonymousRead: z.boolean().optional(),
  /** What TFTP lets anybody do. */
  tftp: z.enum(['off', 'read', 'write']).optional(),
});

/** What a lab file may say of a file server. */
export type FilesOptions = z.infer<typeof filesOptions>;

/** Options that were checked before, by {@link checkFilesOptions}. */
export function readFilesOptions(options: JsonObject): FilesOptions {
  return filesOptions.parse(options);
}

/**
 * Checks the options of a file server.
 * @throws Error whose message begins with the field
 */
export function checkFilesOptions(raw: JsonObject): JsonObject {
  const parsed = filesOptions.safeParse(raw);
  // Once around, for plain data: what was left out is not there.
  if (parsed.success) return JSON.parse(JSON.stringify(parsed.data));
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const known = issue.path.length === 0 ? Object.keys(filesOptions.shape) : Object.keys(user.shape);
    const [key = ''] = issue.keys;
    const path = [...issue.path, key].join('.');
    throw new Error(`${path}: not an option of a file server${hint(key, known)}; known are ${known.join(', ')}`);
  }
  throw new Error(`${issue?.path.join('.')}: ${issue?.message}`);
}
