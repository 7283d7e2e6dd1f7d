import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { UsageError } from '../errors.ts';
import type { Given, GivenDevice } from './evidence.ts';

/** The shapes in which an automation can be told of its lab. */
export const inventories = ['env', 'json', 'ansible'] as const;
export type Inventory = (typeof inventories)[number];

/** @throws UsageError naming those there are */
export function inventoryNamed(name: string): Inventory {
  const found = inventories.find((one) => one === name);
  if (!found) throw new UsageError(`--inventory ${name}: one of ${inventories.join(', ')}`);
  return found;
}

/**
 * What an automation finds in its environment. The variables without a device's name speak of the first device:
 *
 * - `RACKLESS_PLAYBOOK`, `RACKLESS_FOLDER` (its own, for this run), `RACKLESS_CA_FILE`, `RACKLESS_KNOWN_HOSTS_FILE`
 * - `RACKLESS_USERNAME`, `RACKLESS_PASSWORD_FILE`, `RACKLESS_ENABLE_PASSWORD_FILE`
 * - `RACKLESS_URL` (its first https endpoint), `RACKLESS_HTTP_URL`, `RACKLESS_SSH_HOST`, `RACKLESS_SSH_PORT`,
 *   `RACKLESS_SSH_HOST_KEY`
 * - `RACKLESS_PORT_8443`: where the device's own port 8443 is on this machine
 * - the same as `RACKLESS_<DEVICE>_…`, and `RACKLESS_<DEVICE>_<ENDPOINT>_URL` for every endpoint
 * - `RACKLESS_<NAME>_CERT_FILE`, `…_KEY_FILE`, `…_FINGERPRINT` of a certificate to install, and every value of the task
 */
export function environmentOf(given: Given): Readonly<Record<string, string>> {
  const found: Record<string, string> = {
    RACKLESS_PLAYBOOK: given.playbook,
    RACKLESS_FOLDER: given.folder,
    RACKLESS_CA_FILE: given.caFile,
    RACKLESS_KNOWN_HOSTS_FILE: given.knownHostsFile,
  };
  for (const [index, device] of given.devices.entries()) {
    for (const [name, value] of Object.entries(variablesOf(device))) {
      found[`RACKLESS_${word(device.name)}_${name}`] = value;
      if (index === 0) found[`RACKLESS_${name}`] = value;
    }
  }
  for (const [name, { certFile, keyFile, fingerprint }] of Object.entries(given.certificates)) {
    found[`RACKLESS_${word(name)}_CERT_FILE`] = certFile;
    found[`RACKLESS_${word(name)}_KEY_FILE`] = keyFile;
    found[`RACKLESS_${word(name)}_FINGERPRINT`] = fingerprint;
  }
  for (const [name, value] of Object.entries(given.values)) found[`RACKLESS_${word(name)}`] = value;
  return found;
}

function variablesOf(device: GivenDevice): Readonly<Record<string, string>> {
  const { username, passwordFile, enablePasswordFile, endpoints, ports, hostKeys } = device;
  const found: Record<string, string> = { USERNAME: username, PASSWORD_FILE: passwordFile };
  if (enablePasswordFile !== undefined) found.ENABLE_PASSWORD_FILE = enablePasswordFile;
  const first = (scheme: string) => Object.entries(endpoints).find(([, url]) => url.startsWith(`${scheme}:`));
  for (const [name, scheme] of [
    ['URL', 'https'],
    ['HTTP_URL', 'http'],
  ] as const) {
    const [, url] = first(scheme) ?? [];
    if (url !== undefined) found[name] = url;
  }
  const [endpoint = '', ssh] = first('ssh') ?? [];
  if (ssh !== undefined) {
    found.SSH_HOST = new URL(ssh).hostname;
    found.SSH_PORT = new URL(ssh).port;
    found.SSH_HOST_KEY = hostKeys[endpoint] ?? '';
  }
  for (const [name, url] of Object.entries(endpoints)) found[`${word(name)}_URL`] = url;
  for (const [port, place] of Object.entries(ports)) found[`PORT_${port}`] = String(place.port);
  return found;
}

/** `n9k-1` → `N9K_1`, `userName` → `USER_NAME`. */
function word(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
}

/** Writes an inventory into the run's folder. @returns the variables that name it */
export function writeInventory(given: Given, inventory: Inventory): Readonly<Record<string, string>> {
  const write = (name: string, text: string): string => {
    const path = join(given.folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  switch (inventory) {
    case 'env': {
      const lines = Object.entries(environmentOf(given)).map(
        ([name, value]) => `${name}='${value.replaceAll("'", "'\\''")}'\n`,
      );
      return { RACKLESS_INVENTORY: write('inventory.env', lines.join('')) };
    }
    case 'json':
      return { RACKLESS_INVENTORY: write('inventory.json', `${JSON.stringify(given, null, 2)}\n`) };
    case 'ansible': {
      const path = write('inventory.yaml', stringify(ansible(given)));
      return { RACKLESS_INVENTORY: path, ANSIBLE_INVENTORY: path };
    }
  }
}

/** One group a kind; passwords are looked up in their files when Ansible asks for them. */
function ansible(given: Given): object {
  const groups: Record<string, { hosts: Record<string, object> }> = {};
  for (const device of given.devices) {
    const variables = variablesOf(device);
    // Over SSH where there is SSH, as most modules go; a device that listens nowhere yet has a name alone.
    const url = variables.URL === undefined ? undefined : new URL(variables.URL);
    const host = variables.SSH_HOST ?? url?.hostname;
    const port = variables.SSH_PORT ?? url?.port;
    const group = groups[device.kind] ?? { hosts: {} };
    groups[device.kind] = group;
    group.hosts[device.name] = {
      ...(host !== undefined && { ansible_host: host }),
      ...(port !== undefined && { ansible_port: Number(port) }),
      ansible_user: device.username,
      ansible_password: `{{ lookup('file', '${device.passwordFile}') }}`,
      ...Object.fromEntries(
        Object.entries(variables).map(([name, value]) => [`rackless_${name.toLowerCase()}`, value]),
      ),
    };
  }
  const shared = Object.fromEntries(
    Object.entries(environmentOf(given))
      .filter(([name]) => !given.devices.some((device) => name.startsWith(`RACKLESS_${word(device.name)}_`)))
      .map(([name, value]) => [name.toLowerCase(), value]),
  );
  return { all: { vars: shared, children: groups } };
}
