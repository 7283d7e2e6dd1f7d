/** A value with a word for what it is, as REST writes it: `{ kind: 'IPv4Address', value: '192.0.2.1' }`. */
export interface Primitive {
  readonly kind: string;
  readonly value: string;
}

/** A named thing that another one refers to: `{ kind: 'objectRef#NetworkObj', objectId: 'web1' }`. */
export interface Reference {
  readonly kind: string;
  readonly objectId: string;
}

export type Operand = Primitive | Reference;

/** Tells what is referred to from what is written out. */
export function isReference(operand: Operand): operand is Reference {
  return 'objectId' in operand;
}
