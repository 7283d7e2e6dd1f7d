import { z } from 'zod';
import type { JsonObject } from '../chassis/json.ts';

const address = z.string().regex(/^\d+\.\d+\.\d+\.\d+\/\d+$/, 'an address with a prefix length: 192.0.2.31/24');
const siteName = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'small letters, digits and dashes');
const managers = z.union([z.literal(1), z.literal(2), z.literal(3)]);

/**
 * Points on which sources contradict each other or are silent, so that a lab can have them as its own appliances do.
 * @source NSX reference 15
 */
const uncertain = z.strictObject({
  /** The code of a 403: `"403"`, as it was saved once, or `403`. */
  loginErrorCode: z.enum(['text', 'number']).optional(),
  /** Status of what is answered without a body. */
  voidStatus: z.union([z.literal(200), z.literal(204)]).optional(),
  /** Whether one certificate is told in detail without being asked. */
  singleDetails: z.boolean().optional(),
  /** Whether applying to API may leave out `node_id` in a cluster of one. */
  nodeIdOptional: z.boolean().optional(),
  /** Whether server certificates must say `CA:FALSE`. */
  basicConstraints: z.boolean().optional(),
  /** Whose keyUsage must allow key encipherment. */
  encipherment: z.enum(['rsa', 'all']).optional(),
  /** Whether extended key usage is looked at. */
  ekuChecking: z.boolean().optional(),
  /** What is answered to an unknown client certificate alone: 500 with code 99, or 403. */
  unknownClientCertificate: z.enum(['server-error', 'forbidden']).optional(),
  /** How a 404 is worded. */
  missingObject: z.enum(['requested', 'operation']).optional(),
  /** Whose the certificate of the virtual IP is out of the box. */
  clusterCertificate: z.enum(['shared', 'one', 'each-node']).optional(),
});

/** What a lab file may say of an NSX Manager cluster. */
export const nsxOptions = z.strictObject({
  /** Nodes of the management cluster. */
  managers: managers.default(3),
  /** Managers beside the cluster that may join it: `manager-2` beside a cluster of one. */
  spares: z.int().min(0).max(2).default(0),
  /** Whether a virtual IP is set from the start; without it the VIP listens when the API sets it. */
  vip: z.boolean().default(true),
  /** Name by which the virtual IP is known. */
  vipFqdn: z.string().min(1).optional(),
  /** DNS domain of the nodes. */
  domain: z.string().min(1).default('lab.local'),
  /** Addresses of the nodes and the VIP, as the cluster knows them: `manager-1`, …, `vip`. */
  addresses: z.record(z.string(), address).default({}),
  /** Edges and hosts that are prepared. */
  edges: z.int().min(0).max(100).default(1),
  hosts: z.int().min(0).max(1000).default(2),
  /** Whether edges have a command line of their own over SSH, at `edge-1.ssh`. */
  edgeCli: z.boolean().default(false),
  /** Sites of a federation; their endpoints are named `<site>.manager-1.https`. None: a lone Local Manager. */
  federation: z
    .array(
      z.strictObject({
        name: siteName,
        role: z.enum(['gm-active', 'gm-standby', 'lm']),
        managers: managers.default(1),
        vip: z.boolean().default(true),
      }),
    )
    .default([]),
  /** Seconds of lab time that applying a certificate takes before its answer. */
  applySeconds: z.number().min(0).max(3600).default(0),
  /** Seconds of lab time that each step of a batch takes. */
  batchStepSeconds: z.number().min(0).max(3600).default(0.2),
  /** Seconds of lab time for which a node's HTTP service is away after its certificate was replaced. */
  restartSeconds: z.number().min(0).max(3600).default(0),
  /** Seconds of lab time for which `used_by` tells nothing of a certificate that was applied. */
  usedByLagSeconds: z.number().min(0).max(3600).default(0),
  /** Nodes that go down, in lab time since the device was unpacked. A restart of the whole device forgets them. */
  outages: z
    .array(
      z.strictObject({
        /** `manager-2`, `paris.manager-1`. */
        node: z.string().min(1),
        /** Seconds until it goes down; at once unless told. */
        after: z.number().min(0).max(31_536_000).default(0),
        /** Seconds that it is away; 0: for good. */
        lasts: z.number().min(0).max(31_536_000).default(0),
      }),
    )
    .default([]),
  /** What no source settles, where a lab wants it otherwise than its release has it here. */
  uncertain: uncertain.default({}),
  /** Requests a second and client before 429; 0 lifts the limit. */
  rateLimit: z.int().min(0).max(1_000_000).default(100),
  /** Requests that a client may have outstanding before 503; 0 lifts the limit. */
  concurrencyLimit: z.int().min(0).max(1_000_000).default(40),
});

/** {@link nsxOptions}, parsed. */
export type NsxOptions = z.infer<typeof nsxOptions>;

/**
 * Checks the options of a lab file.
 * @throws Error naming the field and what would be right
 */
export function parseOptions(raw: JsonObject): NsxOptions {
  const parsed = nsxOptions.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`${issue?.path.join('.') || 'options'}: ${issue?.message ?? 'not understood'}`);
  }
  const { federation, spares, managers: members, outages } = parsed.data;
  if (members + spares > 3) throw new Error('spares: a cluster has three managers at most');
  if (spares > 0 && federation.length > 0) throw new Error('spares: only beside a lone cluster');
  if (federation.length > 0) {
    const names = new Set(federation.map(({ name }) => name));
    if (names.size < federation.length) throw new Error('federation: two sites have the same name');
    if (!federation.some(({ role }) => role === 'gm-active')) throw new Error('federation: one site must be gm-active');
  }
  const nodes = nodeNames(parsed.data);
  for (const { node } of outages) {
    if (!nodes.includes(node)) throw new Error(`outages: there is no node '${node}'; there are ${nodes.join(', ')}`);
  }
  return parsed.data;
}

/** Names of all manager nodes: `manager-1`, in a federation `paris.manager-1`. */
export function nodeNames({ federation, managers, spares }: NsxOptions): string[] {
  const counted = (prefix: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${prefix}manager-${index + 1}`);
  if (federation.length === 0) return counted('', managers + spares);
  return federation.flatMap((site) => counted(`${site.name}.`, site.managers));
}

const parsed = new WeakMap<JsonObject, NsxOptions>();

/** The options of a lab file, understood once for all the devices that share them. */
export function optionsOf(raw: JsonObject): NsxOptions {
  const known = parsed.get(raw);
  if (known) return known;
  const options = parseOptions(raw);
  parsed.set(raw, options);
  return options;
}

/** {@link parseOptions} as plain data, for the lab. */
export function checkOptions(raw: JsonObject): JsonObject {
  const options = parseOptions(raw);
  const told = plain(options);
  parsed.set(told, options);
  return told;
}

/** An object without the members that are not there. */
function plain(object: object): JsonObject {
  const told: JsonObject = JSON.parse(JSON.stringify(object));
  return told;
}
