import { type AgentPackage, readAgentPackage } from '../../fixtures/asa/agent-package.ts';
import { CliError } from '../chassis/cli/command.ts';
import type { AsaDevice } from './asa.ts';
import { wholeOf } from './contexts/view.ts';
import type { OpenConfig } from './edit.ts';
import { isFactoryFile } from './factory.ts';
import { fileAt, locate, readAt } from './filesystem.ts';
import { parseOptions } from './options.ts';
import { type AgentProfile, agentProfile, compareVersions, releaseOf } from './release.ts';
import type { AsaConfig, AsaState } from './state.ts';
import { texts } from './texts.ts';

/** What {@link AsaState} has pending when the agent is on its way up. */
export const agentStarts = 'rest-api agent';

/**
 * Verifies the package at a path: that it is one, whole and as it was signed, and runs on this box.
 * @throws CliError in the box's words
 * @source documented: validation and compatibility checks; words inferred (reference 2.5)
 */
export function verifyPackage(device: AsaDevice, path: string): string {
  const { state, surroundings } = device;
  const release = releaseOf(device.release);
  const place = locate(path, state);
  const file = place && fileAt(state, place);
  if (!place || file?.digest === undefined) throw new CliError(texts.noSuchFile(path));
  if (isFactoryFile(file.digest) && file.name === release.image) return release.agent;
  const found = readAgentPackage(readAt(state, place, surroundings.blobs));
  if (typeof found === 'string') throw new CliError(texts.badPackage[found]);
  checkCompatible(found, release);
  return found.version;
}

function checkCompatible(
  { version, minimumAsa, platforms }: AgentPackage,
  release: ReturnType<typeof releaseOf>,
): void {
  if (compareVersions(release.asa, minimumAsa) < 0)
    throw new CliError(texts.incompatibleAsa(version, release.asa, minimumAsa));
  if (!platforms.some((start) => release.platform.startsWith(start))) {
    throw new CliError(texts.incompatiblePlatform(version, release.platform));
  }
}

const versions = new Map<string, string | undefined>();

/** The version of the installed agent; `undefined` when none is installed or its file has gone. */
export function installedAgent(given: AsaDevice): string | undefined {
  const device = wholeOf(given);
  const { image } = device.state.config.restApi;
  if (image === undefined) return undefined;
  const place = locate(image, device.state);
  const file = place && fileAt(device.state, place);
  if (file?.digest === undefined) return undefined;
  // What the bytes say does not change; the box does not verify again what it has installed.
  const key = `${device.release} ${file.name} ${file.digest}`;
  if (!versions.has(key))
    versions.set(
      key,
      attempt(() => verifyPackage(device, image)),
    );
  return versions.get(key);
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
}

/** The profile of the installed agent; that of the box's own one when none is. */
export function profileOf(device: AsaDevice): AgentProfile {
  return agentProfile(installedAgent(device) ?? releaseOf(device.release).agent);
}

/** Turns the agent on: it answers after a while. */
export function startAgent(
  config: OpenConfig,
  run: { agent: string; pending: { due: number; what: string }[] },
  device: AsaDevice,
): void {
  config.restApi.agent = true;
  if (run.agent !== 'off') return;
  run.agent = 'starting';
  run.pending.push({ due: device.now() + parseOptions(device.birth.options).agentStart * 1_000, what: agentStarts });
}

/**
 * Whether the agent can read the configuration: with command authorization it needs the user `enable_1`, who may do
 * everything.
 * @source documented: reference 3.10; the level of the account is the walkthrough's
 */
export function agentReads({ aaa, users }: AsaConfig): boolean {
  return aaa.command === undefined || users.enable_1?.privilege === 15;
}
