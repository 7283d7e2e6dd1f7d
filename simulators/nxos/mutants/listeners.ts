import { listening, type Mutants, restating } from './mutant.ts';

const isNxapi = (name: string): boolean => name.startsWith('nxapi-');

/** Lies about who listens where. */
export const listeners: Mutants = {
  'nxos.http-stays-open': listening('a plain HTTP listener that was open once stays open', (endpoints, seen) => {
    for (const endpoint of endpoints)
      if (endpoint.name.startsWith('nxapi-http@') || endpoint.name === 'nxapi-http') seen.set(endpoint.name, endpoint);
    const missing = [...seen.values()].filter(({ name }) => !endpoints.some((one) => one.name === name));
    return [...endpoints, ...missing];
  }),
  'nxos.old-port-stays-open': listening(
    'a TLS listener that was open once stays open on its old port',
    (endpoints, seen) => {
      const kept = [...endpoints];
      for (const endpoint of endpoints) {
        if (!endpoint.tls) continue;
        const name = `${endpoint.name}:${endpoint.port}`;
        seen.set(name, { ...endpoint, name });
      }
      for (const old of seen.values()) {
        if (!endpoints.some(({ port, address }) => port === old.port && address === old.address)) kept.push(old);
      }
      return kept;
    },
  ),
  'nxos.vrf-ignored': {
    title: 'NX-API listens in every VRF whatever use-vrf says',
    apply: (kind) => ({
      ...kind,
      endpoints(state, device) {
        const { vrf: _, ...nxapi } = state.config.nxapi;
        return kind.endpoints({ ...state, config: { ...state.config, nxapi } }, device);
      },
    }),
  },
  'nxos.management-alone': listening('NX-API listens on the management interface alone', (endpoints) =>
    endpoints.filter(({ name, address }) => !isNxapi(name) || address === 'mgmt0'),
  ),
  'nxos.default-ports-closed': listening('nothing listens on the ports 80 and 443', (endpoints) =>
    endpoints.filter(({ name, port }) => !isNxapi(name) || (port !== 80 && port !== 443)),
  ),
  'nxos.http-always': {
    title: 'plain HTTP is always open while NX-API is on, on port 80 unless told',
    apply: (kind) => ({
      ...kind,
      endpoints(state, device) {
        const { nxapi } = state.config;
        const open = { ...nxapi, http: nxapi.http ?? 80 };
        return kind.endpoints({ ...state, config: { ...state.config, nxapi: open } }, device);
      },
    }),
  },
  'nxos.on-from-the-start': {
    title: 'NX-API is on although nobody has switched it on',
    apply: (kind) => ({
      ...kind,
      endpoints(state, device) {
        if (state.config.features.nxapi) return kind.endpoints(state, device);
        const config = {
          ...state.config,
          features: { ...state.config.features, nxapi: true } as const,
          nxapi: { ...state.config.nxapi, http: 80, https: 443 },
        };
        return kind.endpoints(
          { ...state, config, store: { ...state.store, selfSignedAt: state.store.selfSignedAt ?? 0 } },
          device,
        );
      },
    }),
  },
  'nxos.http-redirects': restating('plain HTTP leads to HTTPS', 301, ({ endpoint }) =>
    /^nxapi-http(@|$)/.test(endpoint.name),
  ),
};
