import { isIP } from 'node:net';
import { z } from 'zod';
import { faultRule } from '../simulators/chassis/faults/rule.ts';
import { hint, type Problem, pathText } from './errors.ts';

const ipAddress = z.string().refine((text) => isIP(text) !== 0 && !text.includes('%'), {
  error: 'not an IP address; write one as 127.0.1.10 or ::1',
});

const port = z.int().min(1).max(65_535);

/** May hold `{n}`, which counts from 1. Also a file name in the state directory and a host name, so nothing exotic. */
const deviceName = z
  .string()
  .max(63)
  .regex(/^[A-Za-z0-9{](?:[A-Za-z0-9._{}-]*[A-Za-z0-9}])?$/, {
    error: 'not a name; use letters, digits, - . _ and, where it counts, {n}',
  });

const certificatePair = z.strictObject({
  certfile: z.string().meta({ description: 'PEM file with the certificate, leaf first; relative to the lab file' }),
  keyfile: z.string().meta({ description: 'PEM file with its unencrypted key; relative to the lab file' }),
});

const jsonObject = z.record(z.string(), z.json());

/** One entry of `devices`. */
export const deviceSchema = z
  .strictObject({
    name: deviceName.optional().meta({
      description: 'Name of the device; {n} counts from 1. Unless given: the kind and a number, as in nxos-1',
    }),
    kind: z.string().meta({ description: 'Kind of device, or files for a file server' }),
    release: z.string().optional().meta({ description: "Software release; the kind's default unless given" }),
    count: z
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .meta({ description: 'How many such devices; the name then needs {n}. Fixed ports and addresses count up' }),
    options: jsonObject.optional().meta({ description: 'Options of the kind' }),
    address: ipAddress.optional().meta({
      description: 'The address by which other devices of the lab know this one; made up in 198.18.0.0/15 unless given',
    }),
    ports: z.record(z.string(), port).optional().meta({
      description:
        "Host ports: a device port (on the management address), address:port or an endpoint's name → port on the host",
    }),
    addresses: z.record(z.string(), ipAddress).optional().meta({
      description: 'Addresses of its own: device address or interface → host address; port numbers there are true',
    }),
    certfile: certificatePair.shape.certfile.optional(),
    keyfile: certificatePair.shape.keyfile.optional(),
    certificates: z.record(z.string(), certificatePair).optional().meta({
      description:
        'Certificate files for single endpoints, by endpoint name; certfile and keyfile stand for all others',
    }),
    mutant: z.string().optional().meta({ description: 'A named lie: the device broken on purpose' }),
  })
  .refine((entry) => (entry.certfile === undefined) === (entry.keyfile === undefined), {
    error: 'certfile and keyfile belong together; one of them is missing',
  });

/** As far as a lab's clock goes, ms: certificates that are made then end before the year has five digits. */
export const latestTime = Date.UTC(9_000, 0, 1);

/** A time as users write it. */
export const instant = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), { error: 'not a time; write one as 2030-01-31T12:00:00Z' })
  .refine((text) => !(Date.parse(text) > latestTime), { error: 'no lab goes beyond the year 9000' });

const clock = z
  .strictObject({
    start: instant.optional().meta({ description: 'Lab time at the start; now unless given' }),
    frozen: z.boolean().optional().meta({ description: 'Whether the clock stands still until it is moved' }),
  })
  .meta({ description: "The lab's clock, which all devices ask" });

/** `22`, `8443` as the key of a mapping. */
const portKey = z.string().regex(/^[1-9]\d{0,4}$/, { error: 'not a port number' });

const host = z.strictObject({
  address: ipAddress.optional().meta({ description: 'What a device may type instead of the name' }),
  ports: z
    .record(
      portKey,
      z.string().regex(/^(?:\[[0-9A-Fa-f:]+\]|[^\s:[\]]+):[1-9]\d{0,4}$/, {
        error: 'not host:port; write 127.0.0.1:2222 or [::1]:2222',
      }),
    )
    .meta({ description: 'Port as the device sees it → host:port where the service really listens' }),
});

/** What a lab file holds. All facts about its shape are here; the published JSON Schema is made from it. */
export const labSchema = z
  .strictObject({
    seed: z
      .union([z.string(), z.int()])
      .optional()
      .meta({ description: 'Names, serials and identifiers follow from it; 1 unless given' }),
    listen: ipAddress
      .optional()
      .meta({ description: 'Address on which devices and control API listen; 127.0.0.1 unless given' }),
    clock: clock.optional(),
    control: z
      .int()
      .min(0)
      .max(65_535)
      .optional()
      .meta({ description: 'Port of the control API; 0 for any. Unless given: 8080, or any where that is taken' }),
    devices: z.array(deviceSchema).meta({ description: 'The devices and file servers, in order' }),
    hosts: z
      .record(z.string(), host)
      .optional()
      .meta({ description: 'Other hosts that devices may reach; a device reaches nothing that is not named here' }),
    faults: z
      .array(faultRule)
      .optional()
      .meta({ description: 'What goes wrong, when and how often; in each situation the first rule that fits acts' }),
  })
  .meta({ title: 'Rackless lab file' });

/** A lab as a file or a caller describes it, checked for its shape alone. */
export type LabSpec = z.infer<typeof labSchema>;
/** One entry of `devices`: a device, or `count` of them. */
export type DeviceSpec = LabSpec['devices'][number];
/** A clock as it shall start. */
export type ClockSpec = z.infer<typeof clock>;

/** The JSON Schema of lab files, for editors and other checkers. */
export function labJsonSchema(): object {
  nameCommonParts();
  return z.toJSONSchema(labSchema, { target: 'draft-7', io: 'input' });
}

/** Has what all fault rules share written once: a schema with an id becomes a definition, and others refer to it. */
function nameCommonParts(): void {
  const { at: _at, act: _act, ...common } = faultRule.options[0].options[0].shape;
  for (const [name, part] of Object.entries(common)) {
    z.globalRegistry.add(part, { ...z.globalRegistry.get(part), id: `fault-${name}` });
  }
}

/**
 * Checks the shape of a whole lab.
 * @param raw what a YAML file holds, or a caller gives
 * @returns the lab, or everything that is wrong with it
 */
export function checkShape(raw: unknown): { spec: LabSpec } | { problems: (Problem & { at: PropertyKey[] })[] } {
  const parsed = labSchema.safeParse(raw, inWords);
  if (parsed.success) return { spec: parsed.data };
  return { problems: problemsIn(parsed.error, raw, knownKeys) };
}

/** Says what belongs where, in the user's words; for `safeParse`. */
export const inWords = { error: explain };

/**
 * What is wrong with something that was checked with {@link inWords}.
 * @param known the keys that may stand where a path leads
 */
export function problemsIn(
  error: z.ZodError,
  raw: unknown,
  known: (path: readonly PropertyKey[]) => readonly string[] = () => [],
): (Problem & { at: PropertyKey[] })[] {
  return error.issues.flatMap((issue) => problemsOf(issue, raw, known));
}

type Issue = z.core.$ZodIssue;

function problemsOf(
  issue: Issue,
  raw: unknown,
  knownAt: (path: readonly PropertyKey[]) => readonly string[],
): (Problem & { at: PropertyKey[] })[] {
  if (issue.code === 'unrecognized_keys') {
    const known = knownAt(issue.path);
    return issue.keys.map((key) => {
      const at = [...issue.path, key];
      const others = known.length > 0 ? `${hint(key, known)}; known are ${known.join(', ')}` : '';
      return { at, path: pathText(at), message: `unknown key${others}` };
    });
  }
  const at = [...issue.path];
  // A schema that says by itself what belongs there knows better; and where one of its shapes was meant, what is wrong with that.
  const isSaid = issue.code === 'invalid_union' && !/^Invalid (input|discriminator value)/.test(issue.message);
  const [meant, other] = isSaid ? issue.errors.filter((inner) => !inner.some(isOfAnotherType)) : [];
  if (meant && !other) {
    return meant.flatMap((inner) => problemsOf({ ...inner, path: [...at, ...inner.path] }, raw, knownAt));
  }
  const message = issue.code === 'invalid_union' && !isSaid ? ofUnion(issue) : issue.message;
  return [
    { at, path: pathText(at), message: raw === null ? 'the file is empty; it needs at least devices:' : message },
  ];
}

/** Whether something is of quite another type than belongs there. */
const isOfAnotherType = ({ code, path }: Issue): boolean => code === 'invalid_type' && path.length === 0;

/** What belongs where several things may stand. */
function ofUnion(issue: Issue & { code: 'invalid_union' }): string {
  if ('options' in issue && Array.isArray(issue.options)) return `one of ${issue.options.join(', ')} belongs here`;
  return issue.path[0] === 'faults'
    ? 'a text or a list of texts belongs here'
    : 'a text or a whole number belongs here';
}

/** Says what belongs there in the user's words; `undefined` leaves it to the message of the schema or the library. */
function explain(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'missing';
      return `${words[issue.expected] ?? issue.expected} belongs here, not ${shown(issue.input)}`;
    case 'too_small':
      return `${shown(issue.input)} is too small; at least ${issue.minimum}`;
    case 'too_big':
      return `${shown(issue.input)} is too large; at most ${issue.maximum}`;
    case 'invalid_key':
      return 'not a valid key here';
    default:
      return undefined;
  }
}

const words: Record<string, string> = {
  string: 'a text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  return typeof value === 'string' ? `'${value}'` : String(value);
}

/** The keys that may stand where `path` leads. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  if (path[0] === 'faults') return [];
  if (path[0] === 'clock') return Object.keys(clock.shape);
  if (path[0] === 'hosts') return Object.keys(host.shape);
  if (path[0] === 'devices')
    return Object.keys(path[2] === 'certificates' ? certificatePair.shape : deviceSchema.shape);
  return Object.keys(labSchema.shape);
}
