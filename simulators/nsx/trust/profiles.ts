import type { JsonObject } from '../../chassis/json.ts';
import type { Release } from '../release.ts';

/** What a service demands of its certificate. */
export interface Profile {
  readonly service: string;
  /** One for the whole cluster, or one a node. */
  readonly cluster: boolean;
  readonly class: 'REST' | 'RPC' | 'CBM' | 'FEDERATION';
  readonly usage: readonly ('SERVER' | 'CLIENT')[];
  readonly unique: boolean;
  /** Place in a batch. */
  readonly order: number;
  readonly affects: string;
}

const both = ['SERVER', 'CLIENT'] as const;

function profile(
  service: string,
  cluster: boolean,
  of: Profile['class'],
  usage: Profile['usage'],
  order: number,
  affects = '',
): Profile {
  return { service, cluster, class: of, usage, unique: false, order, affects };
}

/**
 * Services that have a profile, and so may have their certificate applied. MGMT_CLUSTER and API are recorded as far as
 * their `cluster_certificate` goes; the rest is inferred from texts. @source NSX reference 5.10
 */
const all: readonly Profile[] = [
  profile('API', false, 'REST', ['SERVER'], 10, 'The HTTP service of the node restarts.'),
  profile('MGMT_CLUSTER', true, 'REST', ['SERVER'], 20, 'Connections to the virtual IP are interrupted.'),
  profile('LOCAL_MANAGER', true, 'FEDERATION', both, 30),
  profile('GLOBAL_MANAGER', true, 'FEDERATION', both, 31),
  profile('APH', false, 'RPC', both, 40, 'Transport nodes reconnect.'),
  profile('APH_TN', false, 'RPC', both, 41, 'Transport nodes reconnect.'),
  profile('CCP', false, 'RPC', both, 42, 'Transport nodes reconnect.'),
  profile('CBM_CLUSTER_MANAGER', false, 'CBM', both, 50),
  profile('CBM_CORFU', false, 'CBM', both, 51),
  profile('K8S_MSG_CLIENT', true, 'RPC', ['CLIENT'], 60),
  profile('WEB_PROXY', true, 'REST', ['CLIENT'], 61),
];

/** The profiles of a release, by service type. */
export function profilesOf({ serviceTypes }: Release): readonly Profile[] {
  return all.filter(({ service }) => serviceTypes.includes(service));
}

/** The profile of a service, where the release has one. */
export function profileOf(release: Release, service: string): Profile | undefined {
  return profilesOf(release).find((one) => one.service === service);
}

/** A profile as the API has it. */
export function profileView(one: Profile, { shared }: Release): JsonObject {
  return {
    service_type: one.service,
    profile_name: one.service,
    cluster_certificate: one.cluster,
    unique_use: one.unique,
    node_type: ['MANAGER'],
    extended_key_usage: one.usage,
    ...(shared && {
      certificate_class: one.class,
      processing_order: one.order,
      replacement_duration: 20,
      affected_services: one.affects,
      abort_on_error: false,
      requires_private_key: true,
    }),
  };
}
