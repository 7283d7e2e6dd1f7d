import { z } from 'zod';

const milliseconds = z.int().min(1).max(86_400_000);

const glob = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .meta({ description: 'A text, or several of which one has to fit; * stands for any characters, ? for one' });

/** What every rule has besides its act. */
const common = {
  id: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'should be letters, digits, dots, hyphens and underscores')
    .optional()
    .meta({ description: 'Name of the rule; fault-1, fault-2 … unless given' }),
  match: z
    .strictObject({
      device: glob.optional(),
      endpoint: glob.optional(),
      operation: glob.optional().meta({
        description:
          'A request line without its version, as in POST /ins, or a command in full, as in copy * startup-config',
      }),
      user: glob.optional(),
    })
    .optional()
    .meta({
      description: 'What has to fit; a field that a situation does not have fits no text. All fits unless given',
    }),
  skip: z.int().min(0).optional().meta({ description: 'How often the rule lets what fits pass first; 0 unless given' }),
  atMost: z.int().min(1).optional().meta({ description: 'How often it acts; without end unless given' }),
  lasts: milliseconds.optional().meta({
    description: 'Milliseconds of lab time, from its first act on, in which it acts; without end unless given',
  }),
  probability: z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .meta({ description: "Chance that it acts where it could; 1 unless given. It follows from the lab's seed" }),
  countBy: z.enum(['device', 'lab']).optional().meta({
    description:
      'Whether skip, atMost and lasts count for each device by itself (unless given) or over the lab, where the order in which devices are used then decides',
  }),
};

const delay = {
  ms: milliseconds.meta({ description: 'Real milliseconds to wait' }),
  jitter: z.int().min(0).max(86_400_000).optional().meta({ description: 'Up to so many more, by chance' }),
};

const drip = {
  bytes: z.int().min(1).max(65_536).meta({ description: 'How many bytes go at once' }),
  every: milliseconds.meta({ description: 'Real milliseconds between them' }),
};

/** When a connection has come in, before its first byte is read. */
const accept = z.discriminatedUnion('act', [
  rule('accept', 'reset', {}, 'The connection is reset'),
  rule('accept', 'half-open', {}, 'The connection stays open, and nothing is ever answered'),
  rule('accept', 'delay', delay, 'The connection is served later'),
  rule('accept', 'drip', drip, 'All that the device sends on the connection comes in drips'),
]);

/** When a TLS handshake asks for the certificate. */
const identity = z.discriminatedUnion('act', [
  rule('identity', 'wrong-certificate', {}, 'A valid certificate for another name'),
  rule('identity', 'expired-certificate', {}, 'The certificate as it was before it ran out'),
]);

/** When a request has arrived and has had no effect. */
const request = z.discriminatedUnion('act', [
  rule('request', 'delay', delay, 'The request is handled later'),
  rule(
    'request',
    'status',
    {
      status: z.int().min(400).max(599),
      body: z.string().optional().meta({ description: "In place of the device's own body for that status" }),
    },
    "The request is refused with this status and the device's own error body",
  ),
  rule('request', 'agent-down', {}, 'The request is answered as when the service behind the listener is not running'),
  rule('request', 'lose-reply', {}, 'The connection ends without an answer, and the request has no effect'),
  rule('request', 'reset', {}, 'The same with a reset'),
]);

/** When a request has had its effect and the answer is ready. */
const response = z.discriminatedUnion('act', [
  rule('response', 'delay', delay, 'The answer comes later'),
  rule('response', 'drip', drip, 'The answer comes in drips'),
  rule(
    'response',
    'truncate',
    { bytes: z.int().min(0).meta({ description: 'How much of the body is sent' }) },
    'The connection ends in the middle of the answer',
  ),
  rule('response', 'lose-reply', {}, 'The connection ends without an answer, and the request has had its effect'),
]);

/** When a command has been understood and allowed. */
const command = z.discriminatedUnion('act', [
  rule('command', 'delay', delay, 'The command runs later'),
  rule('command', 'error', { text: z.string() }, 'The command prints this text and has no effect'),
  rule('command', 'hang', {}, 'The command never ends, unless it is interrupted'),
  rule('command', 'reset', {}, 'The session ends, and the command has no effect'),
  rule('command', 'lose-reply', {}, 'The session ends when the command has had its effect'),
  rule('command', 'reboot', {}, 'The device restarts instead'),
]);

/** When the device's state is about to change. */
const change = z.discriminatedUnion('act', [
  rule('change', 'reboot', {}, 'The device restarts right after the change'),
  rule('change', 'flash-full', {}, 'Nothing fits on flash any more'),
  rule('change', 'accept-without-effect', {}, 'The change is said to be done and is not'),
]);

/** Whenever the device reads its clock. */
const clock = z.discriminatedUnion('act', [
  rule(
    'clock',
    'skew',
    { ms: z.int().min(-31_622_400_000).max(31_622_400_000).meta({ description: 'Fast, or below 0 slow' }) },
    "The device's clock differs from the lab's",
  ),
]);

/** What a rule may match on where not all is known yet: any other field would keep it from ever acting. */
const known: Readonly<Record<string, readonly string[]>> = {
  accept: ['device', 'endpoint'],
  identity: ['device', 'endpoint'],
  clock: ['device'],
};

const when: Readonly<Record<string, string>> = {
  accept: 'when a connection comes in; device and endpoint are',
  identity: 'when a handshake asks for the certificate; device and endpoint are',
  clock: 'when a clock is read; device is',
};

/** A rule of what goes wrong, when, and how often; as a lab file, the control API or a test gives it. */
export const faultRule = z
  .discriminatedUnion('at', [accept, identity, request, response, command, change, clock])
  .superRefine(({ at, match = {} }, context) => {
    for (const field of Object.keys(match)) {
      if (known[at]?.includes(field) === false) {
        context.addIssue({ code: 'custom', path: ['match', field], message: `is not known ${when[at]}` });
      }
    }
  });

/** See {@link faultRule}. */
export type FaultRule = z.infer<typeof faultRule>;

function rule<At extends string, Act extends string, Shape extends z.ZodRawShape>(
  at: At,
  act: Act,
  shape: Shape,
  description: string,
) {
  return z.strictObject({ ...common, at: z.literal(at), act: z.literal(act), ...shape }).meta({ description });
}
