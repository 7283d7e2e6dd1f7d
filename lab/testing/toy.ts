import type { FastifyPluginAsync } from 'fastify';
import type { Device } from '../../simulators/chassis/device.ts';
import {
  type DeviceState,
  defineKind,
  type Endpoint,
  type EndpointTls,
  type Identity,
} from '../../simulators/chassis/kind.ts';
import type { KindSource, Mutant } from '../kinds.ts';

/** The state of a toy: a greeting that is saved or not, and a port that moves. */
export interface ToyState extends DeviceState {
  readonly config: { readonly greeting: string; readonly port: number; readonly installed?: Identity };
  readonly store: DeviceState['store'] & { readonly startup: ToyState['config']; readonly unpackedAt: number };
}

/**
 * The smallest kind of device that has everything a lab meets: a web endpoint over TLS that can move (`https`), one
 * without TLS on a second address (`http@side`), options, releases, saved configuration, a mutant.
 */
export const toy = defineKind<ToyState>({
  name: 'toy',
  releases: ['1.0', '2.0'],
  defaultRelease: '2.0',
  addresses: ['mgmt', 'side'],
  administrator: { username: 'admin', password: 'Toy-12345', enablePassword: 'more' },
  options(raw) {
    for (const key of Object.keys(raw)) {
      if (!['greeting', 'addresses', 'side'].includes(key)) throw new Error(`${key}: not an option of a toy`);
    }
    if (raw.greeting !== undefined && typeof raw.greeting !== 'string')
      throw new Error('greeting: a text belongs here');
    return raw;
  },
  factory({ options, now }) {
    const config = { greeting: String(options.greeting ?? 'hello'), port: 443 };
    return { config, store: { flash: {}, startup: config, unpackedAt: now }, run: { bootedAt: now, pending: [] } };
  },
  boot: (state, { now }) => ({ ...state, config: state.store.startup, run: { bootedAt: now, pending: [] } }),
  endpoints: ({ config }, device) => {
    const tls = config.installed ? { identity: config.installed } : tlsOf(device);
    const https: Endpoint = { name: 'https', address: 'mgmt', port: config.port, face: 'web', tls };
    const http: Endpoint = { name: 'http@side', address: 'side', port: 80, face: 'web' };
    return device.birth.options.side ? [https, http] : [https];
  },
  login: (_device, user, password) =>
    user === 'admin' && password === 'Toy-12345' ? { ok: true, user, roles: [] } : { ok: false, reason: 'password' },
  users: () => [{ name: 'admin', roles: ['all'] }],
  web: async () => ({
    routes,
    headers: ['Date', 'Content-Type', 'Content-Length', 'Connection'],
    bodyLimit: 1_000,
    requestTimeout: 2_000,
    keepAliveTimeout: 2_000,
    clientError: () => ({ headers: [], body: '' }),
  }),
});

const routes: FastifyPluginAsync = async (app) => {
  app.get('/', async ({ device }) => (toy.name === device.kind.name ? greeting(device.state.config) : ''));
};

function greeting(config: object): string {
  return 'greeting' in config ? String(config.greeting) : '';
}

const settings = new WeakMap<Device, EndpointTls>();

/** The same TLS settings for the same device, as a kind must give them while nothing has changed. */
function tlsOf(device: Device): EndpointTls {
  let tls = settings.get(device);
  if (!tls) {
    const { identities, clock } = device.surroundings;
    const now = clock.now();
    tls = {
      identity: () =>
        identities.get('toy', [['CN', 'toy']], now - 86_400_000, now + 365 * 86_400_000, device.birth.seed),
    };
    settings.set(device, tls);
  }
  return tls;
}

const mutants: Readonly<Record<string, Mutant>> = {
  'toy.rude': {
    title: 'Greets nobody',
    apply: (kind) => ({ ...kind, factory: (birth) => kind.factory({ ...birth, options: { greeting: 'go away' } }) }),
  },
};

/** The toy as a lab finds kinds. */
export const toyKinds: Readonly<Record<string, KindSource>> = {
  toy: { load: async () => toy, mutants: async () => mutants, trial: { endpoint: 'https', path: '/' } },
};
