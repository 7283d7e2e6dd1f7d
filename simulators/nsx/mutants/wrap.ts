import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Endpoint, Kind } from '../../chassis/kind.ts';
import { administrator } from '../factory.ts';
import type { NsxState, Site } from '../state.ts';

/** A cluster with one small lie in it. */
export interface NsxMutant {
  readonly title: string;
  apply(kind: Kind<NsxState>): Kind<NsxState>;
}

/** Mutants by name. */
export type Mutants = Readonly<Record<string, NsxMutant>>;

/** The same cluster with answers changed on their way out. */
export function replying(
  kind: Kind<NsxState>,
  change: (text: string, request: FastifyRequest, reply: FastifyReply) => string,
): Kind<NsxState> {
  return hooked(kind, (app) => {
    app.addHook('onSend', async (request, reply, payload) => {
      if (!Buffer.isBuffer(payload)) return payload;
      const changed = Buffer.from(change(payload.toString('utf8'), request, reply));
      reply.header('content-length', changed.length);
      return changed;
    });
  });
}

/** The same cluster with requests changed on their way in. */
export function hearing(
  kind: Kind<NsxState>,
  change: (request: FastifyRequest, reply: FastifyReply) => void,
): Kind<NsxState> {
  return hooked(kind, (app) => {
    app.addHook('onRequest', async (request, reply) => change(request, reply));
  });
}

type App = Parameters<Awaited<ReturnType<NonNullable<Kind['web']>>>['routes']>[0];

export function hooked(kind: Kind<NsxState>, add: (app: App) => void): Kind<NsxState> {
  return {
    ...kind,
    web: async () => {
      const face = await kind.web?.();
      if (!face) throw new Error('a manager has a web face');
      return {
        ...face,
        async routes(app, options) {
          add(app);
          await face.routes(app, options);
        },
      };
    },
  };
}

/** Endpoints changed after they were derived; `seen` lasts as long as the device. */
export function listening(
  kind: Kind<NsxState>,
  change: (endpoints: readonly Endpoint[], seen: Map<string, Endpoint>, state: NsxState) => readonly Endpoint[],
): Kind<NsxState> {
  const seen = new WeakMap<object, Map<string, Endpoint>>();
  return {
    ...kind,
    endpoints(state, device) {
      const mine = seen.get(device) ?? new Map<string, Endpoint>();
      seen.set(device, mine);
      return change(kind.endpoints(state, device), mine, state);
    },
  };
}

/** Each site changed after each change. */
export function settling(
  kind: Kind<NsxState>,
  change: (after: Site, before: Site | undefined) => Site,
): Kind<NsxState> {
  return {
    ...kind,
    derive(before, after) {
      if (before.store.sites === after.store.sites) return after;
      const sites = Object.fromEntries(
        Object.entries(after.store.sites).map(([name, site]) => [name, change(site, before.store.sites[name])]),
      );
      return { ...after, store: { ...after.store, sites } };
    },
  };
}

/** A cluster that was unpacked with other settings. */
export function born(kind: Kind<NsxState>, change: (site: Site) => Site): Kind<NsxState> {
  return {
    ...kind,
    factory(birth) {
      const state = kind.factory(birth);
      const sites = Object.entries(state.store.sites).map(([name, site]) => [name, change(site)] as const);
      return { ...state, store: { ...state.store, sites: Object.fromEntries(sites) } };
    },
  };
}

/** The same cluster with other statuses on some answers; the body stays. */
export function answering(
  kind: Kind<NsxState>,
  change: (status: number, request: FastifyRequest) => number,
): Kind<NsxState> {
  return hooked(kind, (app) => {
    app.addHook('onSend', async (request, reply, payload) => {
      reply.code(change(reply.statusCode, request));
      return payload;
    });
  });
}

/** The same cluster with header lines changed. */
export function heading(
  kind: Kind<NsxState>,
  change: (reply: FastifyReply, request: FastifyRequest) => void,
): Kind<NsxState> {
  return hooked(kind, (app) => {
    app.addHook('onSend', async (request, reply, payload) => {
      change(reply, request);
      return payload;
    });
  });
}

/** Sends answers with a text changed, to requests of one method whose URL fits. */
export function rewording(
  kind: Kind<NsxState>,
  method: string,
  url: RegExp,
  change: (text: string) => string,
): Kind<NsxState> {
  return replying(kind, (text, request) => (request.method === method && url.test(request.url) ? change(text) : text));
}

/** The header of somebody who has logged in rightly. */
export const basic = `Basic ${Buffer.from(`${administrator.username}:${administrator.password}`).toString('base64')}`;
