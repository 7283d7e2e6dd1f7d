import type { FastifyRequest } from 'fastify';
import type { Kind, WebFace } from '../chassis/kind.ts';
import { type AsaMutant, replying } from './mutant-replies.ts';
import type { AsaState } from './state.ts';

/** The same box with its web face changed. */
function facing(kind: Kind<AsaState>, change: (face: WebFace) => Partial<WebFace>): Kind<AsaState> {
  return {
    ...kind,
    web: async () => {
      const face = await kind.web?.();
      if (!face) throw new Error('an ASA has a web face');
      return { ...face, ...change(face) };
    },
  };
}

/** The same box with requests changed before it reads them. */
function hearing(kind: Kind<AsaState>, change: (request: FastifyRequest) => void): Kind<AsaState> {
  return facing(kind, (face) => ({
    // What is answered past the framework would not be heard.
    repeats: false,
    async routes(app, options) {
      app.addHook('onRequest', async (request) => change(request));
      await face.routes(app, options);
    },
  }));
}

/** The names of headers as the box writes them, changed. */
function headers(title: string, change: (names: readonly string[]) => readonly string[]): AsaMutant {
  return {
    title,
    apply: (kind) =>
      facing(kind, ({ headers: names }) => ({ headers: typeof names === 'function' ? names : change(names) })),
  };
}

/** Boxes that take a request for another one, or write the heads of their answers wrongly. */
export const requestMutants: Readonly<Record<string, AsaMutant>> = {
  'asa.header-names-small': headers('names of headers are written in small letters', (names) =>
    names.map((name) => name.toLowerCase()),
  ),
  'asa.date-missing': headers('no answer has a Date', (names) => names.filter((name) => name !== 'Date')),
  'asa.context-ignored': {
    title: 'the context that a request names is not looked at',
    apply: (kind) =>
      hearing(kind, ({ raw }) => {
        raw.url = raw.url?.replace(/[?&]context=[^&]*/, '') ?? '';
      }),
  },
  'asa.patch-as-put': {
    title: 'a PATCH is done as a PUT: what it does not name is lost',
    apply: (kind) =>
      hearing(kind, ({ raw }) => {
        if (raw.method === 'PATCH') raw.method = 'PUT';
      }),
  },
  'asa.delete-pretended': {
    title: 'every DELETE of an object is answered 204, and nothing is deleted',
    apply(kind) {
      const pretending = new WeakSet<FastifyRequest>();
      const heard = hearing(kind, (request) => {
        if (request.raw.method !== 'DELETE' || !request.url.startsWith('/api/objects/')) return;
        pretending.add(request);
        request.raw.method = 'GET';
      });
      return replying(heard, (body, reply) => {
        if (!pretending.has(reply.request) || reply.statusCode !== 200) return body;
        reply.code(204);
        return '';
      });
    },
  },
};
