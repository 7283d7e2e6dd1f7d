import type { Draft } from 'immer';
import { type Audited, audit } from '../audit.ts';
import type { NsxvDevice } from '../nsxv.ts';
import { type Access, type Feature, permits } from '../permissions.ts';
import type { Release } from '../release.ts';
import type { Role } from '../roles.ts';
import type { Entry, NsxvState } from '../state.ts';
import type { Element } from './body.ts';
import type { Document } from './document.ts';
import { failures } from './failure.ts';

/** Who asks. */
export interface Caller {
  /** The login name: what the audit log names. */
  readonly login: string;
  /** One, or those of several groups. */
  readonly roles: readonly Role[];
  readonly origin: Entry['origin'];
}

/** One request that was let in. */
export interface Call {
  readonly device: NsxvDevice;
  readonly release: Release;
  readonly caller: Caller;
  /** Parts of the path by name, percent signs resolved. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The body's root element; `undefined` where the operation takes none. */
  readonly body: Element | undefined;
  /** Uploaded files, by the name of their part. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** Changes the state, and tells the audit log in the caller's name. */
  change(recipe: (draft: Draft<NsxvState>) => void, ...audited: readonly Omit<Audited, 'userName'>[]): void;
  /** @throws ApiError 403, code 254 */
  demand(feature: Feature, access: Access): void;
}

/** What an operation answers. */
export interface Answer {
  /** 200 with a document or text, 204 without, unless told. */
  readonly status?: number;
  readonly document?: Document;
  /** Plain text; XML and JSON clients get it alike. */
  readonly text?: string;
  readonly location?: string;
}

/** A method of a path: what it asks for and what it does. */
export interface Operation {
  /** `GET /api/2.0/services/usermgmt/role/:userId` */
  readonly route: string;
  /** The specification's name for it. */
  readonly name: string;
  /** The right that it takes; `any` is any role, `nobody` lets everybody in. */
  readonly feature: Feature | 'any' | 'nobody';
  /** By the method unless told. */
  readonly access?: Access;
  /** The root element of the body that it takes, or a file; none unless told. */
  readonly takes?: { readonly root: string; readonly optional?: true } | 'file';
  /** Plain text only, 406 for others. */
  readonly plain?: true;
  readonly exists?: (release: Release) => boolean;
  answer(call: Call): Answer | Promise<Answer>;
}

/** The method of an operation. */
export function methodOf({ route }: Operation): string {
  return route.slice(0, route.indexOf(' '));
}

/** The path of an operation, parameters as `:name`. */
export function pathOf({ route }: Operation): string {
  return route.slice(route.indexOf(' ') + 1);
}

/** What an operation does to what it is about. */
export function accessOf(operation: Operation): Access {
  return operation.access ?? (methodOf(operation) === 'GET' ? 'read' : 'write');
}

/** Whether somebody may use an operation. */
export function mayUse(release: Release, roles: readonly Role[], operation: Operation): boolean {
  const { feature } = operation;
  if (feature === 'any' || feature === 'nobody') return true;
  return roles.some((role) => permits(release.matrix, role, feature, accessOf(operation)));
}

/** Makes what operations work with. */
export function makeCall(parts: Omit<Call, 'change' | 'demand'>): Call {
  const { device, caller, release } = parts;
  return {
    ...parts,
    change(recipe, ...audited) {
      device.change((draft) => {
        recipe(draft);
        for (const what of audited) audit(device, draft, { userName: caller.login, ...what });
      });
    },
    demand(feature, access) {
      if (!caller.roles.some((role) => permits(release.matrix, role, feature, access))) {
        throw failures.notAuthorized(feature);
      }
    },
  };
}

/** A query parameter that is true or false, in any case, as Python clients write it; `fallback` for anything else. */
export function flag(query: URLSearchParams, name: string, fallback = false): boolean {
  const text = query.get(name)?.trim().toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : fallback;
}

/** Whether a path is one of a pattern: `:name` is one segment. */
export function fits(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  return wanted.length === given.length && wanted.every((part, at) => /^[:{]/.test(part) || part === given[at]);
}
