/**
 * The target did not let a case observe what it wanted to observe: it refused, hung, lacks something the case
 * needs, or is not what it was declared to be. Never the fault of the device's *behaviour*, so it is neither a pass
 * nor a failure: the checks concerned become `could-not-run`.
 */
export class CouldNotRun extends Error {
  override readonly name: string = 'CouldNotRun';
}

/**
 * The case needs what only a simulator has, such as a device of its own, and the target is one given device. Such a case
 * is never chosen for that target, however much its owner allows.
 */
export class OnlySimulated extends CouldNotRun {}

/** The question itself was wrong (arguments, files named in them): exit status 64, and nothing was sent. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The text of anything thrown, without its stack: only this may reach a report. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
