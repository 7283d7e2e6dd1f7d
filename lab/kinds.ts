import type { Kind } from '../simulators/chassis/kind.ts';

/** A device broken on purpose: one small lie, by which a conformance suite shows that it would notice. */
export interface Mutant {
  /** What is wrong with it, in one sentence. */
  readonly title: string;
  /** The kind with that lie in it. */
  apply(kind: Kind): Kind;
}

/** Where a kind of device comes from. Nothing of it is loaded before a lab has such a device. */
export interface KindSource {
  load(): Promise<Kind>;
  /** Its mutants, by name: `nxos.old-certificate-still-served`. */
  mutants?(): Promise<Readonly<Record<string, Mutant>>>;
  /** A request that shows a user at once that the device lives. */
  readonly trial?: Trial;
}

/** One request to try by hand. */
export interface Trial {
  /** Name of the endpoint that is asked. */
  readonly endpoint: string;
  /** Path and query. */
  readonly path: string;
  /** Sent as JSON, by POST; a GET where absent. */
  readonly body?: object;
}

/** The kinds of this house, by name. */
export const kinds: Readonly<Record<string, KindSource>> = {
  nxos: {
    load: () => import('../simulators/nxos/index.ts').then(({ nxos }) => nxos),
    mutants: () => import('../simulators/nxos/mutants.ts').then(({ mutants }) => mutants),
    trial: {
      endpoint: 'nxapi-https',
      path: '/ins',
      body: {
        ins_api: {
          version: '1.0',
          type: 'cli_show',
          chunk: '0',
          sid: '1',
          input: 'show version',
          output_format: 'json',
        },
      },
    },
  },
  nsx: {
    load: () => import('../simulators/nsx/index.ts').then(({ nsx }) => nsx),
    mutants: () => import('../simulators/nsx/mutants.ts').then(({ mutants }) => mutants),
    trial: { endpoint: 'vip.https', path: '/api/v1/cluster/status' },
  },
  nsxv: {
    load: () => import('../simulators/nsxv/index.ts').then(({ nsxv }) => nsxv),
    mutants: () => import('../simulators/nsxv/mutants.ts').then(({ mutants }) => mutants),
    trial: { endpoint: 'https', path: '/api/2.0/services/usermgmt/user/admin' },
  },
  asa: {
    load: () => import('../simulators/asa/index.ts').then(({ asa }) => asa),
    mutants: () => import('../simulators/asa/mutants.ts').then(({ mutants }) => mutants),
    trial: { endpoint: 'https', path: '/api/objects/networkobjects' },
  },
};

/** The name by which a lab file asks for a file server, which is a host of the lab and no device. */
export const filesKind = 'files';

/**
 * A kind as a mutant has it.
 * @param name `nxos.old-certificate-still-served`
 * @throws RangeError naming the mutants that there are
 */
export async function mutate(kind: Kind, source: KindSource, name: string): Promise<Kind> {
  const mutants = (await source.mutants?.()) ?? {};
  const mutant = Object.hasOwn(mutants, name) ? mutants[name] : undefined;
  if (!mutant) {
    const known = Object.keys(mutants);
    throw new RangeError(
      `'${name}' is not a mutant of ${kind.name}; ${known.length > 0 ? `one of ${known.join(', ')}` : 'it has none'}`,
    );
  }
  const made = mutated.get(mutant) ?? mutant.apply(kind);
  mutated.set(mutant, made);
  return made;
}

/** One kind for all devices with the same lie: they share what a kind has one of, such as its web server. */
const mutated = new WeakMap<Mutant, Kind>();
