import { z } from 'zod';
import type { Json, JsonObject } from '../chassis/json.ts';

/** `name@domain`, the form in which the API's paths name vCenter principals. */
const principal = z.string().regex(/^[^\s@/\\:]+@[A-Za-z0-9][A-Za-z0-9.-]*$/, 'a vCenter principal: ops@corp.local');

const ipv4 = z.string().regex(/^\d{1,3}(\.\d{1,3}){3}$/, 'an IPv4 address: 192.0.2.1');

/** What a lab file may say of an NSX-v Manager. */
export const nsxvOptions = z.strictObject({
  /** Host name; `nsxmgr` unless told. */
  hostname: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/, 'a host name of 1 to 63 letters, digits and dashes')
    .default('nsxmgr'),
  /** Address of the management interface. */
  address: z
    .string()
    .regex(/^\d+\.\d+\.\d+\.\d+\/\d+$/, 'an address with a prefix length: 192.0.2.30/24')
    .default('192.0.2.30/24'),
  gateway: ipv4.default('192.0.2.1'),
  ntp: z.array(z.string().min(1)).default(['192.0.2.1']),
  nameServers: z.array(ipv4).default(['192.0.2.1']),
  /** The vCenter that the manager is registered with, and who may log in there. `null`: not registered. */
  vcenter: z
    .strictObject({
      host: z.string().min(1).default('vcsa-1.corp.local'),
      users: z
        .array(
          z.strictObject({
            name: principal,
            password: z.string().min(1),
            groups: z.array(principal).default([]),
          }),
        )
        .default([]),
      /** Objects that a scope may name, beside the global one. */
      objects: z
        .array(
          z.strictObject({
            id: z.string().regex(/^[a-z]+-[0-9a-f-]+$/i, 'an object id: datacenter-2'),
            type: z.string().min(1),
            name: z.string().min(1),
          }),
        )
        .default([
          { id: 'datacenter-2', type: 'Datacenter', name: 'DC1' },
          { id: 'edge-1', type: 'Edge', name: 'edge-1' },
          { id: 'virtualwire-1', type: 'VirtualWire', name: 'web-tier' },
        ]),
    })
    .nullable()
    .default({
      host: 'vcsa-1.corp.local',
      users: [],
      objects: [{ id: 'datacenter-2', type: 'Datacenter', name: 'DC1' }],
    }),
});

/** {@link nsxvOptions}, parsed. */
export type NsxvOptions = z.infer<typeof nsxvOptions>;

/**
 * Checks the options of a lab file.
 * @throws Error naming the field and what would be right
 */
export function parseOptions(raw: JsonObject): NsxvOptions {
  const known = parsed.get(raw);
  if (known) return known;
  const read = nsxvOptions.safeParse(raw);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new Error(`${issue?.path.join('.') || 'options'}: ${issue?.message ?? 'not understood'}`);
  }
  parsed.set(raw, read.data);
  return read.data;
}

const parsed = new WeakMap<JsonObject, NsxvOptions>();

/** {@link parseOptions} as plain data, for the lab. */
export function checkOptions(raw: JsonObject): JsonObject {
  const read: { readonly [key: string]: Json } = parseOptions(raw);
  return read;
}
