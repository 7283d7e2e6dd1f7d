import { createHash } from 'node:crypto';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { DeviceState, Kind } from '../../simulators/chassis/kind.ts';
import { decode, isPlainObject } from '../../simulators/chassis/saved/encoding.ts';
import { Table } from '../../simulators/chassis/table.ts';
import { LabError, type Problem, pathText } from '../errors.ts';
import { digestsIn, format, formatKey } from './write.ts';

/** A device of an export. */
export interface ExportedDevice {
  readonly name: string;
  readonly kind: string;
  readonly release: string;
  readonly options: Readonly<Record<string, z.core.util.JSONType>>;
  readonly state: unknown;
}

/** What an export holds. */
export interface ExportedStates {
  readonly devices: readonly ExportedDevice[];
  readonly files: readonly Buffer[];
}

const file = z.union([z.string(), z.strictObject({ base64: z.base64() })]);

const exported = z.strictObject({
  [formatKey]: z.literal(format),
  devices: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.string(),
      release: z.string(),
      options: z.record(z.string(), z.json()),
      state: z.json(),
    }),
  ),
  files: z.record(z.string(), file),
});

/**
 * Reads the text that an export gave. What the states say is judged by {@link misfit}.
 * @throws LabError when it is no such text, of a later format, or its files are not what their digests say
 */
export function readStates(text: string): ExportedStates {
  const raw = parsed(text);
  const found = isPlainObject(raw) ? raw[formatKey] : undefined;
  if (typeof found !== 'number')
    throw wrong('', `this is no export of a lab's state: it should begin with ${formatKey}: ${format}`);
  if (found !== format) {
    throw wrong(formatKey, `the text is in format ${found}, and this version of Rackless reads format ${format}`);
  }
  const checked = exported.safeParse(raw);
  if (!checked.success) {
    throw new LabError(checked.error.issues.map(({ path, message }) => ({ path: pathText(path), message })));
  }
  const { devices, files } = checked.data;
  return {
    devices: devices.map(({ state, ...device }, index) => ({ ...device, state: decoded(state, index) })),
    files: Object.entries(files).map(([digest, content]) => bytesOf(digest, content)),
  };
}

function parsed(text: string): unknown {
  const document = parseDocument(text, { prettyErrors: false });
  const [fault] = document.errors;
  if (fault) throw wrong('', `this is no YAML: ${fault.message}`);
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    throw wrong('', error instanceof Error ? error.message : String(error));
  }
}

function decoded(state: z.core.util.JSONType, index: number): unknown {
  try {
    return decode(state);
  } catch (error) {
    throw wrong(pathText(['devices', index, 'state']), error instanceof Error ? error.message : String(error));
  }
}

function bytesOf(digest: string, content: z.infer<typeof file>): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(content.base64, 'base64');
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found === digest) return bytes;
  throw wrong(
    pathText(['files', digest]),
    `the bytes have the digest ${found}; where a file is changed by hand, write the new digest here and in the device's flash`,
  );
}

/**
 * A state that was read, where it can be one of the device's; every part that the device has must be there and of its
 * sort, and the device must be able to tell where it would listen and who it would know.
 * @param model a state of the same kind and release
 * @throws LabError naming the place that does not fit
 */
export function fitting<S extends DeviceState>(state: unknown, model: S, at: string, tried: (state: S) => void): S {
  const problems = misfits(state, model, at, 3);
  if (problems.length > 0) throw new LabError(problems);
  // Its shape is that of the model as deep as kinds agree on; what lies deeper is tried out next.
  const candidate = state as S;
  try {
    tried(candidate);
  } catch (error) {
    throw wrong(at, `no device can be in this state: ${error instanceof Error ? error.message : String(error)}`);
  }
  return candidate;
}

function misfits(given: unknown, model: unknown, at: string, depth: number): Problem[] {
  if (model === undefined || model === null) return [];
  if (sortOf(given) !== sortOf(model)) {
    return [{ path: at, message: `${sortOf(model)} belongs here, not ${sortOf(given)}` }];
  }
  if (depth === 0 || !isPlainObject(given) || !isPlainObject(model)) return [];
  // Names below the parts' own fields are the user's: interfaces, accounts, files.
  const keys = depth > 1 ? Object.keys(model) : [];
  return keys.flatMap((key) =>
    Object.hasOwn(given, key)
      ? misfits(given[key], model[key], `${at}.${key}`, depth - 1)
      : model[key] === undefined
        ? []
        : [{ path: `${at}.${key}`, message: 'missing' }],
  );
}

function sortOf(value: unknown): string {
  if (value instanceof Table) return 'a table';
  if (Array.isArray(value)) return 'a list';
  if (value === null || value === undefined) return 'nothing';
  if (isPlainObject(value)) return 'a mapping';
  return typeof value === 'string' ? 'a text' : typeof value === 'number' ? 'a number' : 'true or false';
}

/** What may be asked of a state before a device is in it. */
export function tryOut<S extends DeviceState>(kind: Kind<S>, device: Parameters<Kind<S>['endpoints']>[1]) {
  return (state: S): void => {
    kind.endpoints(state, device);
    digestsIn(state);
    kind.users?.(state);
    for (const { due, what } of state.run.pending) {
      if (typeof due !== 'number' || typeof what !== 'string')
        throw new Error('run.pending: due and what belong there');
    }
  };
}

function wrong(path: string, message: string): LabError {
  return new LabError([{ path, message }]);
}
