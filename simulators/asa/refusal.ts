/** Why a change of the configuration is refused, in the device's words; each face says it its own way. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** The agent's code: `INVALID-INPUT`, `DUPLICATE`. */
  readonly code: string;
  /** The attribute that is wrong, by REST's name for it. */
  readonly attribute: string | undefined;

  constructor(words: string, code = 'INVALID-INPUT', attribute?: string) {
    super(words);
    this.code = code;
    this.attribute = attribute;
  }
}
