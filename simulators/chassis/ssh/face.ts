import type { Language } from '../cli/compile.ts';
import type { Session, Terminal } from '../cli/session.ts';
import type { Device } from '../device.ts';
import type { DeviceState, Login } from '../kind.ts';
import type { FileSystemView } from '../transfer/view.ts';

/** A login that succeeded. */
export type LoggedIn = Extract<Login, { ok: true }>;

/** The SSH side of a kind. */
export interface ShellFace<S extends DeviceState> {
  /** What follows `SSH-2.0-` in the identification. */
  identification(device: Device<S>): string;
  /** Text shown before authentication, if any. */
  banner?(device: Device<S>): string | undefined;
  /** How `keyboard-interactive` asks. */
  readonly question: { readonly title: string; readonly prompt: string };
  /** Commands and dialect of a device; one object for all devices of a kind and release. */
  language(device: Device<S>): Language<S>;
  /** Terminal of a session without a pty. */
  terminal?(device: Device<S>): Partial<Terminal>;
  /** Privilege level at login, where the vendor has levels. */
  level?(device: Device<S>, login: LoggedIn): number;
  /** Told of each session that begins. */
  opened?(session: Session<S>): void;
  /** Files for SCP (`scp`) and SFTP (`sftp`), or the reason why not, as the device says it. */
  files?(device: Device<S>, login: LoggedIn, service: 'scp' | 'sftp'): FileSystemView | string;
  /** Milliseconds for a login. */
  readonly loginTimeout: number;
  /** Wrong passwords on one connection before it is cut. */
  readonly attempts: number;
}
