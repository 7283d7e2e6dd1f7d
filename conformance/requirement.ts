import { parseRange } from './versions.ts';

/** How binding a requirement is. Only a broken `must` makes a run red; the others are reported as warnings. */
export type Level = 'must' | 'should' | 'may';

/** Who says so: the vendor (text or device), a protocol (an RFC), or good practice. Never mixed in one requirement. */
export type Origin = 'vendor' | 'protocol' | 'policy';

/** What the statement rests on. What is `inferred` binds nobody, so such a requirement is never a `must`. */
export type Evidence = 'documented' | 'recorded' | 'client' | 'inferred';

/** Where a statement comes from, precisely enough to look it up. */
export interface Citation {
  /** The printed title, or the public repository. */
  readonly document: string;
  /** Heading, step, page, issue number or file. */
  readonly place: string;
  readonly edition?: string;
}

/** One testable sentence about a device, with its standing and its source. */
export interface Requirement {
  /** Permanent: never renamed, never given to another sentence. */
  readonly id: string;
  readonly statement: string;
  readonly level: Level;
  readonly origin: Origin;
  readonly evidence: Evidence;
  readonly source: Citation;
  /** The releases that it speaks of, as a range of `versions.ts`. */
  readonly versions: string;
  /** Where vendor texts contradict each other: each behaviour that conforms. */
  readonly accepted?: readonly string[];
  /** Why no check covers it, where that is on purpose. */
  readonly untested?: string;
}

/** A requirement as it is written down; what is left out is `must` (`may` where it is inferred), `vendor`, every version. */
export type RequirementDraft = Omit<Requirement, 'level' | 'origin' | 'versions'> &
  Partial<Pick<Requirement, 'level' | 'origin' | 'versions'>>;

/** Makes a citation. */
export function cite(document: string, place: string, edition?: string): Citation {
  return { document, place, ...(edition === undefined ? {} : { edition }) };
}

/** A citation as one line of text. */
export function citationText({ document, place, edition }: Citation): string {
  return edition === undefined ? `${document}: ${place}` : `${document} (${edition}): ${place}`;
}

/**
 * Turns drafts into a register.
 * @throws Error when an id is malformed or given twice, a statement is no sentence, or a range cannot be read:
 *   mistakes of the suite's author, found when the suite is loaded.
 */
export function register(drafts: readonly RequirementDraft[]): readonly Requirement[] {
  const seen = new Set<string>();
  return drafts.map((draft) => {
    const level = draft.evidence === 'inferred' ? 'may' : 'must';
    const requirement: Requirement = { level, origin: 'vendor', versions: '*', ...draft };
    const { id, statement, versions } = requirement;
    if (!/^[A-Z]+(-[A-Z]+)*-\d{4}$/.test(id)) throw new Error(`requirement id "${id}": write it like NX-TLS-0003`);
    if (seen.has(id)) throw new Error(`requirement ${id} is defined twice`);
    if (!statement.endsWith('.'))
      throw new Error(`requirement ${id}: the statement must be one sentence with a full stop`);
    if (requirement.level === 'must' && requirement.evidence === 'inferred') {
      throw new Error(`requirement ${id} is inferred and binds nobody: it may be a should or a may`);
    }
    parseRange(versions);
    seen.add(id);
    return requirement;
  });
}

/** What a deviation from a requirement of this level is called. */
export function deviationOutcome(level: Level): 'fail' | 'warn' {
  return level === 'must' ? 'fail' : 'warn';
}
