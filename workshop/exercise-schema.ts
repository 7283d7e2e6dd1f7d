import { z } from 'zod';
import { deviceSchema } from '../lab/schema.ts';
import { re2 } from './pattern.ts';

const name = z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, {
  error: 'not a name; use small letters, digits and -',
});
const line = z.string().min(1);
const text = z.string().min(1);
const pattern = z
  .string()
  .refine((one) => re2(one) !== undefined, { error: 'not a regular expression of RE2' })
  .meta({ format: 'regex', description: 'A regular expression of RE2; found anywhere in the text' });

/** Something that happened, as the journal tells it. */
const event = z
  .strictObject({
    device: z.string().optional().meta({ description: 'On this device alone' }),
    command: pattern.optional().meta({ description: 'A line that a command line understood' }),
    request: pattern.optional().meta({ description: 'A request, as in: POST /api/cli' }),
    login: pattern.optional().meta({ description: 'A login that was accepted, of a user of this name' }),
  })
  .refine(({ command, request, login }) => [command, request, login].filter((one) => one !== undefined).length === 1, {
    error: 'just one of command, request, login belongs here',
  });

/** What a rule of a trainer's own may ask. */
export const rulesOf = {
  serves: z.strictObject({
    device: z.string(),
    port: z.int().min(1).max(65_535).meta({ description: "The device's own port number" }),
    certificate: name.meta({ description: 'The certificate that a new connection is shown' }),
  }),
  closed: z.strictObject({ device: z.string(), port: z.int().min(1).max(65_535) }),
  shows: z
    .strictObject({ device: z.string(), command: line, matches: pattern.optional(), lacks: pattern.optional() })
    .refine(({ matches, lacks }) => matches !== undefined || lacks !== undefined, {
      error: 'matches or lacks belongs here',
    }),
  answers: z
    .strictObject({
      device: z.string(),
      endpoint: z.string().optional().meta({ description: 'https unless told' }),
      method: z
        .enum(['GET', 'POST'])
        .optional()
        .meta({ description: 'GET unless told; the question must change nothing' }),
      path: z.string().startsWith('/'),
      body: z.json().optional(),
      status: z.int().min(100).max(599).optional().meta({ description: '200 unless told' }),
      pointer: z
        .string()
        .regex(/^(?:\/.*)?$/)
        .optional()
        .meta({ description: 'JSON pointer to what is looked at; the whole body, as text, unless told' }),
      equals: z.json().optional(),
      matches: pattern.optional(),
    })
    .refine(({ equals, pointer }) => equals === undefined || pointer !== undefined, {
      error: 'equals needs a pointer to what is compared',
    }),
  order: z
    .strictObject({ first: event, later: event })
    .meta({ description: 'Before anything that is `later`, there is a `first`' }),
  afterLast: z
    .strictObject({ of: event, comes: event })
    .meta({ description: 'After the last `of`, there is a `comes`' }),
  never: event.meta({ description: 'Nothing of this happens' }),
} as const;

const forms = Object.keys(rulesOf) as (keyof typeof rulesOf)[];

const rule = z
  .strictObject({
    name: name.meta({ description: 'By which steps name it' }),
    says: text.regex(/\.$/, { error: 'one sentence, with its full stop' }),
    next: text.optional().meta({ description: 'What to look at where it is not so' }),
    serves: rulesOf.serves.optional(),
    closed: rulesOf.closed.optional(),
    shows: rulesOf.shows.optional(),
    answers: rulesOf.answers.optional(),
    order: rulesOf.order.optional(),
    afterLast: rulesOf.afterLast.optional(),
    never: rulesOf.never.optional(),
  })
  .refine((one) => forms.filter((form) => one[form] !== undefined).length === 1, {
    error: `just one of ${forms.join(', ')} belongs here`,
  });

/** A rule as a trainer's file has it. */
export type OwnRule = z.output<typeof rule>;
/** Something that happened, as a trainer's file names it. */
export type OwnEvent = z.output<typeof event>;

const ownPlaybook = z.strictObject({
  devices: z.array(deviceSchema).min(1).meta({ description: 'As a lab file has them' }),
  certificates: z
    .record(name, z.array(z.string()))
    .optional()
    .meta({ description: 'Certificates to install: name → DNS names and ip:… that they are for, besides 127.0.0.1' }),
  values: z.record(z.string(), z.string()).optional().meta({
    description: 'Texts that the task names. One whose name ends in File is a file on the desk',
  }),
  rules: z.array(rule).min(1),
});

/** What a playbook of a trainer's own says. */
export type OwnPlaybook = z.output<typeof ownPlaybook>;

const act = z.union(
  [
    z.strictObject({ here: text.meta({ description: 'A script for sh -eu, run on the desk' }) }),
    z.strictObject({
      at: z.string().meta({ description: 'A device on whose command line the lines are typed' }),
      endpoint: z.string().optional().meta({ description: 'ssh unless told' }),
      lines: text,
      answers: z
        .record(z.string(), z.string())
        .optional()
        .meta({ description: 'How a question of the device ends → what is typed' }),
    }),
  ],
  { error: 'here: with a script, or at: and lines:, belongs here' },
);

const step = z.strictObject({
  title: line,
  text: text.meta({ description: 'Paragraphs with empty lines between them; plain text with placeholders' }),
  commands: z
    .array(
      z.strictObject({
        at: z.string().meta({ description: 'here, or the name of a device' }),
        lines: text.meta({ description: 'As they are typed, with placeholders such as {n9k-1.ssh.port}' }),
      }),
    )
    .optional(),
  hints: z.array(text).optional().meta({ description: 'Shown one by one, when they are asked for' }),
  checks: z.array(name).optional().meta({ description: 'Rules that show whether the step is done' }),
});

/** What an exercise's file holds. All facts about its shape are here; the published JSON Schema is made from it. */
export const exerciseSchema = z
  .strictObject({
    id: name,
    title: line,
    goal: text.meta({ description: 'What shall be so in the end' }),
    why: text.meta({ description: 'What it is good for' }),
    playbook: z
      .union([z.string(), ownPlaybook], { error: "the name of a playbook, or one of one's own, belongs here" })
      .meta({ description: "The rules by which it is judged: those of a playbook of Rackless, or one's own" }),
    devices: z
      .array(deviceSchema)
      .optional()
      .meta({ description: 'Devices and file servers besides those of the playbook' }),
    makes: z
      .array(name)
      .optional()
      .meta({ description: 'Certificates of the playbook that the trainee makes, so that none is given' }),
    steps: z.array(step).min(1),
    points: z.record(name, z.int().min(0).max(1_000)).optional().meta({ description: 'Rule → points; 1 unless told' }),
    solution: z.array(act).min(1).meta({ description: 'Makes every check green' }),
    shortcuts: z
      .array(
        z.strictObject({
          name,
          title: line.meta({ description: 'What it does wrong' }),
          breaks: z.array(name).min(1).meta({ description: 'The rules that are not green then; all others are' }),
          acts: z.array(act).meta({ description: 'What it does; nothing is a shortcut, too' }),
        }),
      )
      .optional(),
  })
  .meta({ title: 'Rackless workshop exercise' });

/** An exercise as its file has it, checked for its shape alone. */
export type ExerciseDraft = z.output<typeof exerciseSchema>;

/** The JSON Schema of exercises, for editors and other checkers. */
export function exerciseJsonSchema(): object {
  return z.toJSONSchema(exerciseSchema, { target: 'draft-7', io: 'input' });
}

/** The keys that may stand at the top of the file; deeper down the editor's schema says. */
export const knownKeys = (path: readonly PropertyKey[]): string[] =>
  path.length === 0 ? Object.keys(exerciseSchema.shape) : path[0] === 'steps' ? Object.keys(step.shape) : [];
