import type { JsonObject } from '../../chassis/json.ts';
import { Refusal } from '../refusal.ts';
import type { AsaConfig } from '../state.ts';
import { pageOf } from './paging.ts';
import {
  type Answer,
  type Call,
  changed,
  created,
  done,
  type Item,
  json,
  missing,
  objectBody,
  type Route,
} from './wire.ts';
/** A collection whose entries lie in a plain record by id. */
export interface Listed<T> {
  readonly path: string;
  readonly category: string;
  readonly evidence: Route['evidence'];
  entries(config: AsaConfig): readonly (readonly [id: string, entry: T])[];
  item(id: string, entry: T, config: AsaConfig, base: string): Item;
  /** @returns the id that the body names, and what to do to the configuration */
  write(call: Call, body: JsonObject, before?: readonly [id: string, entry: T]): string;
  remove(call: Call, id: string, entry: T): void;
}

export function listed<T>({ path, category, evidence, entries, item, write, remove }: Listed<T>): Route[] {
  const at = ({ device, params: [id = ''] }: Call): readonly [string, T] => {
    const found = entries(device.state.config).find(([key]) => key === id);
    if (!found) throw missing(id);
    return found;
  };
  const put = (call: Call, body: JsonObject): Answer => {
    const id = write(call, body, at(call));
    return changed(call, `${path}/${encodeURIComponent(id)}`);
  };
  return [
    {
      path,
      category,
      evidence,
      methods: {
        GET: (call) => {
          const { config } = call.device.state;
          return pageOf(
            call,
            entries(config).map(([id, entry]) => item(id, entry, config, call.base)),
          );
        },
        POST: (call) => created(call, `${path}/${encodeURIComponent(write(call, objectBody(call.body)))}`),
      },
    },
    {
      path: `${path}/{id}`,
      category,
      evidence,
      methods: {
        GET: (call) => json(item(...at(call), call.device.state.config, call.base)),
        PUT: (call) => put(call, objectBody(call.body)),
        PATCH: (call) =>
          put(call, {
            ...JSON.parse(JSON.stringify(item(...at(call), call.device.state.config, call.base))),
            ...objectBody(call.body),
          }),
        DELETE: (call) => {
          remove(call, ...at(call));
          return done;
        },
      },
    },
  ];
}

export function duplicate(name: string): Refusal {
  return new Refusal(`${name} already exists`, 'DUPLICATE');
}

/** One thing that is read and written whole. */
export function single(
  path: string,
  category: string,
  evidence: Route['evidence'],
  get: (call: Call) => object,
  put?: (call: Call, body: JsonObject) => void,
): Route {
  return {
    path,
    category,
    evidence,
    methods: {
      GET: (call) => json(get(call)),
      ...(put && {
        PUT: (call: Call) => {
          put(call, objectBody(call.body));
          return done;
        },
      }),
    },
  };
}
