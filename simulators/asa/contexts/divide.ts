import { bareConfig } from '../factory.ts';
import type { Release } from '../release.ts';
import type { ContextEntry } from '../state/contexts.ts';
import type { Interface } from '../state/interfaces.ts';
import type { AsaConfig } from '../state.ts';

/** Where the first context's configuration lies. @source documented: reference 10 */
export const adminFile = 'admin.cfg';

/** The two parts that a configuration in single mode falls into. */
export interface Parts {
  readonly system: AsaConfig;
  readonly admin: AsaConfig;
}

/** What an interface is as hardware. */
function physical({ shutdown, vlan, speed, duplex, managementOnly, description }: Interface): Interface {
  return {
    shutdown,
    ...(description !== undefined && { description }),
    ...(vlan !== undefined && { vlan }),
    ...(speed !== undefined && { speed }),
    ...(duplex !== undefined && { duplex }),
    ...(managementOnly && { managementOnly }),
  };
}

/** What an interface is to those who use it. */
function logical({ vlan: _, speed: __, duplex: ___, managementOnly: ____, ...rest }: Interface): Interface {
  return { ...rest, shutdown: false };
}

/**
 * A configuration as the system execution space and the context `admin`, which gets each interface that is on or named.
 * Agent and hardware stay with the system.
 */
export function divided(config: AsaConfig, release: Release): Parts {
  const { restApi, contexts: _, lines, license, ...rest } = config;
  // Two boxes fail over as a whole.
  const { failover, ...contextLines } = lines;
  const used = Object.entries(config.interfaces).filter(([, one]) => !one.shutdown || one.nameif !== undefined);
  const entry: ContextEntry = {
    interfaces: used.map(([hardware]) => ({ hardware })),
    url: `disk0:/${adminFile}`,
  };
  const interfaces = Object.fromEntries(Object.entries(config.interfaces).map(([name, one]) => [name, physical(one)]));
  const { enableHash } = config;
  const system: AsaConfig = {
    ...bareConfig(release),
    hostname: config.hostname,
    ...(enableHash !== undefined && { enableHash }),
    interfaces,
    restApi,
    ...(license && { license }),
    pager: config.pager,
    lines: failover ? { failover } : {},
    contexts: { admin: 'admin', entries: { admin: entry } },
  };
  const admin: AsaConfig = {
    ...rest,
    lines: contextLines,
    restApi: {},
    isContext: true,
    interfaces: Object.fromEntries(used.map(([name, one]) => [name, logical(one)])),
  };
  return { system, admin };
}
