/** `allocate-interface`. */
export interface Allocation {
  readonly hardware: string;
  /** The name that the context sees instead. */
  readonly mapped?: string;
}

/** A block `context NAME` of the system configuration. */
export interface ContextEntry {
  readonly description?: string;
  readonly interfaces: readonly Allocation[];
  /** `config-url`; the context does not run before it is given. */
  readonly url?: string;
}

/** All blocks `context NAME`, and which of them is for administration. */
export interface ContextList {
  readonly admin?: string;
  readonly entries: Readonly<Record<string, ContextEntry>>;
}
