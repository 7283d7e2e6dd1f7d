import type { Lab } from '../../lab/index.ts';
import type { Given, GivenDevice, Place } from './evidence.ts';
import type { Files } from './files.ts';
import { hostKey, otherHostKey } from './host-key.ts';
import { taskPair, trustedRoot } from './materials.ts';
import type { Adversity, Playbook } from './playbook.ts';

/** Where what is given is written. */
export interface Places {
  readonly files: Files;
  /** What is handled in the work itself; the same as `files` for an automation. */
  readonly desk: Files;
  /** Certificates that are not given, but made. */
  readonly makes: readonly string[];
}

/** Writes all that an automation or a person is given in the lab of a playbook, and says where it lies. */
export async function givenOf(
  playbook: Playbook,
  adversity: Adversity | undefined,
  lab: Lab,
  { files, desk, makes }: Places,
): Promise<Given> {
  if (desk !== files) desk.clear();
  const certificates: Record<string, Given['certificates'][string]> = {};
  for (const [index, [name, names]] of Object.entries(playbook.certificates).entries()) {
    const pair = await taskPair(names, index);
    const written = makes.includes(name) ? desk.pathsOf(name) : desk.pair(name, pair);
    certificates[name] = { ...written, fingerprint: pair.fingerprint };
  }
  const devices: GivenDevice[] = [];
  const known: string[] = [];
  for (const device of lab.devices) {
    const hostKeys: Record<string, string> = {};
    for (const [endpoint, url] of Object.entries(device.endpoints)) {
      if (!url.startsWith('ssh:')) continue;
      const at = new URL(url);
      const { fingerprint, knownHost } = await (adversity?.otherHostKeys ? otherHostKey : hostKey)(at);
      hostKeys[endpoint] = fingerprint;
      known.push(knownHost);
    }
    const ports: Record<string, Place> = {};
    for (const port of playbook.ports[device.name] ?? []) ports[port] = await device.at(port);
    const { name, kind, release, username, password, enablePassword, endpoints } = device;
    devices.push({
      name,
      kind,
      release,
      username,
      passwordFile: files.write(`${name}.password`, `${password}\n`),
      ...(enablePassword !== undefined && {
        enablePasswordFile: files.write(`${name}.enable-password`, `${enablePassword}\n`),
      }),
      endpoints,
      ports,
      hostKeys,
    });
  }
  const values = Object.entries(playbook.values).map(([name, value]) => [
    name,
    name.endsWith('File') ? desk.write(`value-${name}`, `${value}\n`) : value,
  ]);
  return {
    playbook: playbook.id,
    run: adversity?.name ?? 'control',
    folder: desk.folder,
    caFile: desk.write('ca.pem', await trustedRoot()),
    knownHostsFile: files.write('known_hosts', known.map((line) => `${line}\n`).join('')),
    devices,
    certificates,
    values: Object.fromEntries(values),
  };
}
