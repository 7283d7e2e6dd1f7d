import type { NxosDevice } from '../nxos.ts';

/** Attributes of a managed object: every value is a text (reference 8.1). */
export type Attributes = Readonly<Record<string, string>>;

/**
 * A class of managed objects: a view of the state tree, and the configuration lines that change it. Nothing is kept
 * here; what the CLI sets is what is read, and what is written goes through the CLI's own commands.
 *
 * @source NX-API reference 8.4
 */
export interface MoClass {
  readonly name: string;
  /** Relative name: `fm`, or with the attribute that names the object, `bd-[{fabEncap}]`. */
  readonly rn: string;
  readonly children?: readonly MoClass[];
  /** Attributes that may be written, those that name the object aside. */
  readonly configurable: readonly string[];
  /** Names of the objects that are there; left out where there is exactly one below its parent. */
  names?(device: NxosDevice): readonly string[];
  /**
   * What an object has, without what every object has.
   * @param name the value of the nearest naming attribute on the way from the root; empty where there is none
   * @returns `undefined` where there is no such object
   */
  attributes(device: NxosDevice, name: string): Attributes | undefined;
  /** Lines that make an object which is not there. Left out where objects of the class cannot be made. */
  create?(name: string): readonly string[];
  /** Lines for attributes that shall be others than they are. */
  write?(change: Change): readonly string[];
  /** Lines that take the object away, or bring it back to its defaults. Left out where that cannot be asked. */
  remove?(name: string): readonly string[];
  /** A task: each write does it again, whatever is there. */
  readonly task?: true;
  /** Writes go in this order, smallest first: a feature must be on before it is configured. 0 unless told. */
  order?(wanted: Attributes): number;
}

/** What is to be written to one object. */
export interface Change {
  readonly device: NxosDevice;
  readonly name: string;
  /** Only what differs from {@link Change.before}. */
  readonly wanted: Attributes;
  readonly before: Attributes;
}

/** A managed object found in the tree. */
export interface ManagedObject {
  readonly cls: MoClass;
  /** Nearest naming value. */
  readonly name: string;
  readonly dn: string;
  readonly rn: string;
  /** All attributes, sorted by name, those that every object has included. */
  readonly attributes: Attributes;
}

/** `2026-07-02T22:59:16.499+00:00`. @param ms lab time */
export function moTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+00:00');
}
