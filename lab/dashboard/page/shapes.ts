import type { z } from 'zod';
import type { certificateShape } from '../../control/certificate-facts.ts';

export type { JournalEntry } from '../../../simulators/chassis/journal.ts';
export type { HostReport } from '../../report.ts';
export type { SnapshotNote } from '../../snapshots.ts';
export type { AttemptView, CheckView, CommandsView, StepView } from '../attempt-view.ts';
export type { Step } from '../history.ts';
export type { StateChange } from '../state-changes.ts';

/** A certificate chain that an endpoint serves. */
export type Certificate = z.output<typeof certificateShape>;

/** An account on a device. */
export interface User {
  readonly name: string;
  readonly roles: readonly string[];
  /** The node that has it, where a device has several. */
  readonly at?: string;
}

/** A user of an NSX-v Manager, as the vSphere client shows it. */
export interface NsxvUser {
  readonly user: string;
  readonly origin: string;
  readonly label: string;
  readonly scope: readonly string[];
  readonly status: string;
  readonly sessions: number;
}

/** A rule of what goes wrong, with what it did so far. */
export interface StandingFault {
  readonly id: string;
  readonly rule: Readonly<Record<string, unknown>>;
  readonly matched: number;
  readonly hits: number;
}

/** What was asked for and is not known. */
export interface Missing {
  readonly operation: string;
  readonly nearest?: string;
  readonly count: number;
  readonly devices: readonly string[];
}

/** The lab's clock. */
export interface Clock {
  readonly now: string;
  readonly frozen: boolean;
}
