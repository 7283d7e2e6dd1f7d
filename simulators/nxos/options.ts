import { z } from 'zod';
import type { Json, JsonObject } from '../chassis/json.ts';

/** The other end of a cable. */
const cable = z.strictObject({
  device: z.string().min(1),
  port: z.string().min(1),
  platform: z.string().exactOptional(),
  serial: z.string().exactOptional(),
  address: z.string().exactOptional(),
  version: z.string().exactOptional(),
  mac: z
    .string()
    .regex(/^[0-9a-f]{12}$/, 'twelve hexadecimal digits: 02005e000102')
    .exactOptional(),
  kind: z.enum(['switch', 'host']).exactOptional(),
});

/** What a lab file may say of a Nexus. */
export const nxosOptions = z.strictObject({
  /** Host name; `switch` on a factory-fresh box, the device's name on a configured one. */
  hostname: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/, 'a host name of 1 to 63 letters, digits, dots and dashes')
    .optional(),
  /** One supervisor (a fixed switch) or two (a modular chassis with sup-1 and sup-2). */
  supervisors: z.union([z.literal(1), z.literal(2)]).default(1),
  /** `factory`: as unpacked, NX-API off. `nxapi`: where the walkthrough ends, NX-API by HTTPS on 8443 only. */
  configured: z.enum(['factory', 'nxapi']).default('factory'),
  /** Addresses on interfaces; mgmt0 has one unless told. */
  addresses: z
    .record(z.string(), z.string().regex(/^\d+\.\d+\.\d+\.\d+\/\d+$/, 'an address with a prefix length: 192.0.2.10/24'))
    .default({ mgmt0: '192.0.2.10/24' }),
  /** Interfaces that are members of a VRF other than default; the VRF is made. */
  vrfs: z.record(z.string(), z.string()).default({}),
  /** Serial number of the chassis; made from the seed unless told. */
  serial: z
    .string()
    .regex(/^[A-Z0-9]{11}$/, 'eleven capital letters and digits')
    .optional(),
  /** First MAC address; made from the seed unless told. */
  mac: z
    .string()
    .regex(/^[0-9a-f]{12}$/, 'twelve hexadecimal digits: 02005e000100')
    .optional(),
  /**
   * What is plugged in beside `cables`. `none`: nothing; `small`: a few servers and switches, made from the seed.
   * A factory-fresh box has nothing plugged in, a configured one the small inventory.
   */
  inventory: z.enum(['none', 'small']).optional(),
  /** Cables by interface: what the neighbour protocols tell of the other end. */
  cables: z.record(z.string(), cable).default({}),
  /** Descriptions by interface. */
  descriptions: z.record(z.string(), z.string().min(1)).default({}),
  /** Folder of files that add show commands of the operator's own. */
  commands: z.string().optional(),
});

/** {@link nxosOptions}, parsed. */
export type NxosOptions = z.infer<typeof nxosOptions>;

/**
 * Checks the options of a lab file.
 * @throws Error naming the field and what would be right
 */
export function parseOptions(raw: JsonObject): NxosOptions {
  const parsed = nxosOptions.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`${issue?.path.join('.') || 'options'}: ${issue?.message ?? 'not understood'}`);
}

/** {@link parseOptions} as plain data, for the lab. */
export function checkOptions(raw: JsonObject): JsonObject {
  const parsed: { readonly [key: string]: Json | undefined } = parseOptions(raw);
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(parsed)) if (value !== undefined) kept[key] = value;
  return kept;
}
