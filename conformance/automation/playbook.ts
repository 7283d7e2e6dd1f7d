import type { Judgement } from '../judgement.ts';
import { type Citation, type Requirement, type RequirementDraft, register } from '../requirement.ts';
import type { Evidence, Expectation } from './evidence.ts';

/** Good practice that a house may ask for or not; vendor rules belong to none. */
export const packs = ['tls', 'host-keys', 'https-only', 'bounded-logins', 'save', 'logout', 'truthful'] as const;
export type Pack = (typeof packs)[number];

/**
 * One rule of a playbook. Its judge is pure: it sees the journal and the end state of one run as plain data. `arises` is
 * the guard against saying yes to silence: a rule whose situation arose in no run could not be judged.
 */
export interface Rule {
  /** `saves-at-the-end`; the check's id is `<playbook>.<name>`. */
  readonly name: string;
  readonly requirement: Requirement;
  readonly pack?: Pack;
  /** Whether it is judged in runs with decoy certificates or host keys, too; else the automation is right to do nothing there. */
  readonly inDecoys?: true;
  /** Whether it needs an exit status or a run in which things go wrong, so that people at a keyboard cannot be judged by it. */
  readonly ofAutomation?: true;
  /** Whether a break is final at once, or the situation may still be mended until the end. */
  readonly settles: 'at-once' | 'at-end';
  readonly arises: (evidence: Evidence) => boolean;
  readonly judge: (evidence: Evidence) => Judgement;
}

/** A rule as it is written down. */
export interface RuleDraft extends Omit<Rule, 'requirement' | 'settles'> {
  /** Permanent id of the requirement. */
  readonly id: string;
  /** The requirement, one sentence. */
  readonly says: string;
  readonly source: Citation;
  /** What it rests on; `documented` unless told. */
  readonly evidence?: RequirementDraft['evidence'];
  readonly level?: RequirementDraft['level'];
  /** `policy` for a rule of a pack, else `vendor`, unless told. */
  readonly origin?: RequirementDraft['origin'];
  /** `at-once` unless told. */
  readonly settles?: Rule['settles'];
}

/** Makes a rule. @throws Error for an id or sentence that no register takes */
export function rule({ id, says, source, evidence = 'documented', level, origin, ...rest }: RuleDraft): Rule {
  const [requirement] = register([
    {
      id,
      statement: says,
      source,
      evidence,
      origin: origin ?? (rest.pack === undefined ? 'vendor' : 'policy'),
      ...(level !== undefined && { level }),
    },
  ]);
  if (!requirement) throw new Error(`rule ${rest.name} has no requirement`);
  return { settles: 'at-once', ...rest, requirement };
}

/** Plain data, as a lab file has it. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

/** A device of a playbook's lab, as a lab file has it; certificates are the playbook's own business. */
export interface LabDevice {
  readonly name: string;
  readonly kind: string;
  readonly release?: string;
  readonly address?: string;
  readonly options?: { readonly [name: string]: Plain };
}

/** Something that happens while the automation is at work, just before the nth request of this kind is handled. */
export interface Meanwhile {
  readonly before: { readonly method: string; readonly path: string; readonly nth?: number };
  readonly act: { readonly swapCertificates: true } | { readonly advanceSeconds: number } | Request;
}

/** A request of the lab's own administrator. */
export interface Request {
  readonly device: string;
  /** `https` unless told. */
  readonly endpoint?: string;
  readonly method: string;
  readonly path: string;
  readonly body?: Plain;
}

/** How things go wrong in one run: scheduled, never by chance. */
export interface Adversity {
  /** `lost-reply` */
  readonly name: string;
  readonly title: string;
  readonly expect: Expectation;
  /** Fault rules as a lab file has them. */
  readonly faults?: readonly { readonly [name: string]: Plain }[];
  /** Other options of a device, by its name. */
  readonly options?: Readonly<Record<string, { readonly [name: string]: Plain }>>;
  /** A certificate that must be refused, in the place of the good one. */
  readonly decoy?: 'untrusted-ca' | 'wrong-name' | 'expired';
  /** Every device presents another SSH host key than the automation is told of: each must be refused. */
  readonly otherHostKeys?: true;
  readonly meanwhile?: readonly Meanwhile[];
}

/** A question about the end state, asked from outside when the automation has ended. */
export interface Question {
  readonly name: string;
  readonly device: string;
  /** A command over SSH, or a request; its answer is the status, a line end, and the body. */
  readonly ask: { readonly command: string; readonly endpoint?: string } | Omit<Request, 'device'>;
  /** Who asks; the administrator unless told. The names of two values of the playbook: user, and file with the password. */
  readonly as?: { readonly user: string; readonly passwordFile: string };
}

/** A task, the lab to do it in, what goes wrong meanwhile, and the rules by which it is judged. */
export interface Playbook {
  readonly id: string;
  readonly title: string;
  /** For whoever has to do it, person or author of an automation: goal and circumstances, not the steps. */
  readonly task: string;
  /** What a report calls the kind: that of the first device. */
  readonly kind: string;
  readonly release: string;
  readonly devices: readonly LabDevice[];
  /** What the administrator has done before the automation begins. */
  readonly setup: readonly Request[];
  /** Seconds of lab time that go by at once when a device has restarted, so that nobody waits for its services in real time. */
  readonly afterBootSeconds?: number;
  /** Agent packages in the folder `served`, for the lab's file servers: file name → version. */
  readonly packages: Readonly<Record<string, string>>;
  /** Certificates to install: name → names that they are for; made anew for each run. */
  readonly certificates: Readonly<Record<string, readonly string[]>>;
  /** Texts that the task names. One whose name ends in `File` is written to a file, and the path is given. */
  readonly values: Readonly<Record<string, string>>;
  /** Ports of devices whose end is looked at: device → its own port numbers. */
  readonly ports: Readonly<Record<string, readonly number[]>>;
  readonly questions: readonly Question[];
  readonly adversities: readonly Adversity[];
  readonly rules: readonly Rule[];
}

/** A playbook as it is written down; what is left out is empty. */
export type PlaybookDraft = Pick<Playbook, 'id' | 'title' | 'task' | 'devices' | 'rules' | 'release'> &
  Partial<Omit<Playbook, 'kind'>>;

/** Puts a playbook together. @throws Error for a name given twice, or a lab without devices: mistakes of the author */
export function definePlaybook(draft: PlaybookDraft): Playbook {
  const [first] = draft.devices;
  if (!first) throw new Error(`playbook ${draft.id} has no device`);
  const made: Playbook = {
    setup: [],
    packages: {},
    certificates: {},
    values: {},
    ports: {},
    questions: [],
    adversities: [],
    ...draft,
    kind: first.kind,
  };
  const names = [...made.rules, ...made.adversities].map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`playbook ${draft.id} has two things named ${twice}`);
  return made;
}

/** The id of a rule in a report. */
export const checkId = (playbook: Pick<Playbook, 'id'>, { name }: Rule): string => `${playbook.id}.${name}`;
