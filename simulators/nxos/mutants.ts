import { command } from '../chassis/cli/command.ts';
import type { Endpoint, Identity, Kind } from '../chassis/kind.ts';
import { type Alteration, alterCommands } from './language.ts';
import { save } from './startup.ts';
import type { NxosState } from './state.ts';

/** A switch with one small lie in it. */
interface NxosMutant {
  readonly title: string;
  apply(kind: Kind<NxosState>): Kind<NxosState>;
}

/** The same switch with other commands. */
function speaking(kind: Kind<NxosState>, alter: Alteration): Kind<NxosState> {
  const broken = { ...kind };
  alterCommands(broken, alter);
  return broken;
}

/** The same switch with replies of NX-API changed on their way out. */
function replying(
  kind: Kind<NxosState>,
  change: (body: string, reply: { code(status: number): unknown }) => string,
): Kind<NxosState> {
  return {
    ...kind,
    web: async () => {
      const face = await kind.web?.();
      if (!face) throw new Error('a switch has a web face');
      return {
        ...face,
        async routes(app, options) {
          app.addHook('onSend', async (_request, reply, payload) => {
            if (!Buffer.isBuffer(payload)) return payload;
            const changed = Buffer.from(change(payload.toString('utf8'), reply));
            reply.header('content-length', changed.length);
            return changed;
          });
          await face.routes(app, options);
        },
      };
    },
  };
}

/** Endpoints changed after they were derived; `seen` lasts as long as the device. */
function listening(
  kind: Kind<NxosState>,
  change: (endpoints: readonly Endpoint[], seen: Map<string, Endpoint>) => readonly Endpoint[],
): Kind<NxosState> {
  const seen = new WeakMap<object, Map<string, Endpoint>>();
  return {
    ...kind,
    endpoints(state, device) {
      const mine = seen.get(device) ?? new Map<string, Endpoint>();
      seen.set(device, mine);
      return change(kind.endpoints(state, device), mine);
    },
  };
}

function replacing(grammar: string, replace: Alteration): Alteration {
  return (one) => (one.grammar === grammar ? replace(one) : one);
}

/** Switches that are broken on purpose, each in one way: a conformance check that stays green on its mutant checks nothing. */
export const mutants: Readonly<Record<string, NxosMutant>> = {
  'nxos.old-certificate-still-served': {
    title: 'HTTPS goes on presenting the certificate that it presented first',
    apply: (kind) =>
      listening(kind, (endpoints, seen) =>
        endpoints.map((endpoint) => {
          if (!endpoint.tls) return endpoint;
          const first = seen.get(endpoint.name) ?? endpoint;
          seen.set(endpoint.name, first);
          return first.tls ? { ...endpoint, tls: { ...endpoint.tls, identity: first.tls.identity } } : endpoint;
        }),
      ),
  },
  'nxos.http-stays-open': {
    title: 'a plain HTTP listener that was open once stays open',
    apply: (kind) =>
      listening(kind, (endpoints, seen) => {
        for (const endpoint of endpoints)
          if (endpoint.name.startsWith('nxapi-http@') || endpoint.name === 'nxapi-http')
            seen.set(endpoint.name, endpoint);
        const missing = [...seen.values()].filter(({ name }) => !endpoints.some((one) => one.name === name));
        return [...endpoints, ...missing];
      }),
  },
  'nxos.old-port-stays-open': {
    title: 'a TLS listener that was open once stays open on its old port',
    apply: (kind) =>
      listening(kind, (endpoints, seen) => {
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
      }),
  },
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
  'nxos.key-mismatch-accepted': {
    title: 'nxapi certificate enable says nothing when certificate and key do not belong together',
    apply: (kind) =>
      speaking(
        kind,
        replacing('nxapi certificate enable', (one) =>
          command<NxosState>(one.grammar, one, (run, args) => {
            try {
              return one.handler(run, args);
            } catch {
              run.change((draft) => {
                draft.config.nxapi.certificateEnabled = true;
              });
              return undefined;
            }
          }),
        ),
      ),
  },
  'nxos.save-forgets': {
    title: 'copy running-config startup-config reports success and keeps nothing',
    apply: (kind) =>
      speaking(
        kind,
        replacing('copy running-config startup-config [vdc-all]', (one) =>
          command<NxosState>(one.grammar, one, (run) => save({ ...run, change: () => undefined })),
        ),
      ),
  },
  'nxos.save-unasked': {
    title: 'every configuration survives a reload, saved or not',
    apply: (kind) => ({
      ...kind,
      boot(state, boot) {
        return kind.boot(
          { ...state, store: { ...state.store, startup: { config: state.config, at: boot.now } } },
          boot,
        );
      },
    }),
  },
  'nxos.cookie-never-expires': {
    title: 'a session cookie is good for ever',
    apply: (kind) => ({
      ...kind,
      factory(birth) {
        const state = kind.factory(birth);
        return { ...state, config: { ...state.config, nxapi: { ...state.config.nxapi, idleTimeout: 1e9 } } };
      },
    }),
  },
  'nxos.any-password': {
    title: 'every password is right',
    apply: (kind) => ({
      ...kind,
      login(device, user) {
        const account = device.state.config.users[user];
        return account ? { ok: true, user, roles: account.roles } : { ok: false, reason: 'unknown' };
      },
    }),
  },
  'nxos.integer-codes': {
    title: 'codes are numbers instead of strings',
    apply: (kind) => replying(kind, (body) => body.replace(/"code":\t"(\d+)"/g, '"code":\t$1')),
  },
  'nxos.error-as-http-500': {
    title: 'a command that fails makes ins_api answer with HTTP status 500',
    apply: (kind) =>
      replying(kind, (body, reply) => {
        if (body.includes('"clierror"')) reply.code(500);
        return body;
      }),
  },
  'nxos.one-output-as-array': {
    title: 'one command gives an array of one output',
    apply: (kind) =>
      replying(kind, (body) => {
        if (!body.startsWith('{\n\t"ins_api"')) return body;
        const parsed: { ins_api: { outputs: { output: unknown } } } = JSON.parse(body);
        const { outputs } = parsed.ins_api;
        if (!Array.isArray(outputs.output)) outputs.output = [outputs.output];
        return JSON.stringify(parsed);
      }),
  },
  'nxos.encrypted-key-served': {
    title: 'an encrypted key is reported as uploaded',
    apply: (kind) =>
      speaking(kind, (one) =>
        one.grammar.startsWith('nxapi certificate httpskey')
          ? command<NxosState>(one.grammar, one, (run, args) => {
              try {
                return one.handler(run, args);
              } catch {
                return 'Upload done. Please enable. Note cert and key must match.\n';
              }
            })
          : one,
      ),
  },
  'nxos.standby-shares-flash': {
    title: 'after a switchover the certificate is served although it was never copied to the standby',
    apply: (kind) => ({
      ...kind,
      derive(before, after, now) {
        const next = kind.derive?.(before, after, now) ?? after;
        const switched = before.run.active !== next.run.active;
        const served: Identity | undefined = before.run.nxapi.served;
        if (!switched || next.run.nxapi.served || !served) return next;
        return { ...next, run: { ...next.run, nxapi: { ...next.run.nxapi, served } } };
      },
    }),
  },
  'nxos.chunk-cut-short': {
    title: 'the first chunk of a long show says that it is the last',
    apply: (kind) =>
      replying(kind, (body) => body.replace(/("sid": "|<sid>)sid-[0-9a-f]+/, (_all, before: string) => `${before}eoc`)),
  },
  'nxos.bash-without-feature': {
    title: 'bash is there although nobody has switched it on',
    apply: (kind) => ({
      ...kind,
      factory(birth) {
        const state = kind.factory(birth);
        const features = { ...state.config.features, 'bash-shell': true } as const;
        return { ...state, config: { ...state.config, features } };
      },
    }),
  },
  'nxos.rest-token-never-expires': {
    title: 'a token of NX-API REST is good for ever',
    apply: (kind) => ({
      ...kind,
      derive(before, after, now) {
        const next = kind.derive?.(before, after, now) ?? after;
        const { tokens } = next.run.nxapi;
        if (!tokens) return next;
        const lasting = Object.entries(tokens).map(([value, token]) => [value, { ...token, issued: Number.MAX_VALUE }]);
        return { ...next, run: { ...next.run, nxapi: { ...next.run.nxapi, tokens: Object.fromEntries(lasting) } } };
      },
    }),
  },
  'nxos.rest-numbers': {
    title: 'NX-API REST gives numbers as numbers',
    apply: (kind) => replying(kind, (body) => body.replace(/"mtu":"(\d+)"/g, '"mtu":$1')),
  },
  'nxos.rest-miss-is-404': {
    title: 'NX-API REST has the status 404 for an object that is not there',
    apply: (kind) =>
      replying(kind, (body, reply) => {
        if (body === '{"totalCount":"0","imdata":[]}') reply.code(404);
        return body;
      }),
  },
  'nxos.rest-delete-keeps': {
    title: 'HTTP DELETE is answered as done, and nothing is deleted',
    apply: (kind) => ({
      ...kind,
      web: async () => {
        const face = await kind.web?.();
        if (!face) throw new Error('a switch has a web face');
        return {
          ...face,
          async routes(app, options) {
            app.addHook('preHandler', async (request, reply) => {
              if (request.method === 'DELETE') reply.send(Buffer.from('{"imdata":[]}'));
            });
            await face.routes(app, options);
          },
        };
      },
    }),
  },
};
