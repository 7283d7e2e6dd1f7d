import { z } from 'zod';
import type { Json, JsonObject } from '../chassis/json.ts';

const addressAndMask = /^\d+\.\d+\.\d+\.\d+\/\d+$/;

/** What a lab file may say of an ASA. */
export const asaOptions = z.strictObject({
  /** Host name; `ciscoasa` on a factory-fresh box, the device's name on a configured one. */
  hostname: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/, 'a host name of 1 to 63 letters, digits and dashes')
    .optional(),
  /**
   * `factory`: reachable by SSH, HTTPS closed, no agent. `rest`: where the walkthrough ends, the agent installed and
   * running behind HTTPS on the management interface.
   */
  configured: z.enum(['factory', 'rest']).default('factory'),
  /** Addresses of interfaces, by the interface's name or `management`, `inside`, `outside`. */
  addresses: z
    .record(z.string(), z.string().regex(addressAndMask, 'an address with a prefix length: 192.0.2.40/24'))
    .default({ management: '192.0.2.40/24' }),
  /** The address that clients on the lab's own host appear to come from. */
  clients: z.ipv4('an IPv4 address: 192.0.2.50').default('192.0.2.50'),
  /** Serial number; made from the seed unless told. */
  serial: z
    .string()
    .regex(/^[A-Z0-9]{11}$/, 'eleven capital letters and digits')
    .optional(),
  /**
   * Multiple mode: the contexts beside `admin`, which has the `addresses` above. Each has interfaces of its own, and the
   * accounts of the box.
   */
  contexts: z
    .array(
      z.strictObject({
        name: z
          .string()
          .regex(/^(?!system$|null$|admin$)[A-Za-z0-9][\w-]{0,31}$/i, 'a name of up to 32 letters, digits, _ and -'),
        addresses: z
          .record(z.string(), z.string().regex(addressAndMask, 'an address with a prefix length'))
          .default({}),
      }),
    )
    .optional(),
  /** Lab seconds from `rest-api agent` until `/api` answers. */
  agentStart: z.number().min(0).max(3_600).default(30),
  /** Lab minutes after which a token that nobody uses is good no more. */
  tokenIdle: z.number().min(1).max(1_440).default(20),
  /** Whether Basic is taken only from listed user agents, as releases with the fix of 2019 do: whole names compared, or their start. */
  userAgentGate: z.enum(['off', 'exact', 'prefix']).default('off'),
  /** Connections live on after an answer. The agent's do not. */
  keepAlive: z.boolean().default(false),
  /** `/doc` redirects to a URL without https, as it sometimes does. */
  docLosesHttps: z.boolean().default(false),
  /** Accounts on the RADIUS servers of the lab, and whether those answer. */
  radius: z
    .strictObject({
      reachable: z.boolean().default(true),
      users: z
        .array(
          z.strictObject({ name: z.string().min(1), password: z.string(), privilege: z.number().int().min(0).max(15) }),
        )
        .default([]),
    })
    .optional(),
});

/** {@link asaOptions}, parsed. */
export type AsaOptions = z.infer<typeof asaOptions>;

const parsed = new WeakMap<JsonObject, AsaOptions>();

/**
 * Checks the options of a lab file; understood once for all the devices that share them.
 * @throws Error naming the field and what would be right
 */
export function parseOptions(raw: JsonObject): AsaOptions {
  const known = parsed.get(raw);
  if (known) return known;
  const read = asaOptions.safeParse(raw);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new Error(`${issue?.path.join('.') || 'options'}: ${issue?.message ?? 'not understood'}`);
  }
  parsed.set(raw, read.data);
  return read.data;
}

/** {@link parseOptions} as plain data, for the lab. */
export function checkOptions(raw: JsonObject): JsonObject {
  const options: { readonly [key: string]: Json | undefined } = parseOptions(raw);
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(options)) if (value !== undefined) kept[key] = value;
  return kept;
}
