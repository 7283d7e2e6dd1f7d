import type { HostReport } from '../lab/report.ts';

/** What an inventory tells of a running lab. */
export interface InventoryLab {
  /** URL of the control API. */
  readonly control: string;
  /** Absent where the control API needs none. */
  readonly controlTokenFile?: string | undefined;
  /** File with the certificates by which the devices' TLS endpoints can be verified, where one was written. */
  readonly caFile?: string | undefined;
  readonly devices: readonly HostReport[];
}

/** The shapes of an inventory. */
export const inventoryFormats = ['env', 'ansible', 'json'] as const;
export type InventoryFormat = (typeof inventoryFormats)[number];

/** A lab's inventory as text: variables for a shell, an inventory for Ansible, or JSON. */
export async function inventory(lab: InventoryLab, format: InventoryFormat): Promise<string> {
  switch (format) {
    case 'env':
      return Object.entries(variables(lab))
        .map(([name, value]) => `export ${name}=${quoted(value)}\n`)
        .join('');
    case 'ansible': {
      const { stringify } = await import('yaml');
      return stringify(ansible(lab), { lineWidth: 0 });
    }
    case 'json':
      return `${JSON.stringify(lab, null, 2)}\n`;
  }
}

/**
 * Variables as `rackless judge` gives them, too: `RACKLESS_<DEVICE>_USERNAME`, `…_PASSWORD`, `…_<ENDPOINT>_URL`, `…_HOST`
 * and `…_PORT`; without a device's name they speak of the first device.
 */
export function variables({ control, controlTokenFile, caFile, devices }: InventoryLab): Record<string, string> {
  const found: Record<string, string> = { RACKLESS_CONTROL: control };
  if (controlTokenFile !== undefined) found.RACKLESS_CONTROL_TOKEN_FILE = controlTokenFile;
  if (caFile !== undefined) found.RACKLESS_CA_FILE = caFile;
  for (const [index, device] of devices.entries()) {
    for (const [name, value] of Object.entries(variablesOf(device))) {
      found[`RACKLESS_${word(device.name)}_${name}`] = value;
      if (index === 0) found[`RACKLESS_${name}`] = value;
    }
  }
  return found;
}

function variablesOf({ username, password, enablePassword, endpoints }: HostReport): Record<string, string> {
  const found: Record<string, string> = { USERNAME: username, PASSWORD: password };
  if (enablePassword !== undefined) found.ENABLE_PASSWORD = enablePassword;
  for (const [endpoint, url] of Object.entries(endpoints)) {
    const { host, port } = placeOf(url);
    Object.assign(found, {
      [`${word(endpoint)}_URL`]: url,
      [`${word(endpoint)}_HOST`]: host,
      [`${word(endpoint)}_PORT`]: port,
    });
  }
  return found;
}

/** What Ansible calls the kinds that it has a network OS for. */
const networkOs: Readonly<Record<string, string>> = { nxos: 'cisco.nxos.nxos', asa: 'cisco.asa.asa' };

/** One group a kind. A switch with NX-API is reached by `httpapi`, other network devices by `network_cli`. */
function ansible({ control, controlTokenFile, caFile, devices }: InventoryLab): object {
  const groups: Record<string, { hosts: Record<string, object> }> = {};
  for (const device of devices) {
    groups[device.kind] ??= { hosts: {} };
    const group = groups[device.kind];
    if (group) group.hosts[device.name] = ansibleHost(device, caFile);
  }
  const vars = {
    rackless_control: control,
    ...(controlTokenFile !== undefined && { rackless_control_token_file: controlTokenFile }),
  };
  return { all: { vars, children: groups } };
}

function ansibleHost({ kind, username, password, enablePassword, endpoints }: HostReport, caFile?: string): object {
  const ssh = Object.entries(endpoints).find(([, url]) => url.startsWith('ssh:'))?.[1];
  const api = endpoints['nxapi-https'];
  const os = networkOs[kind];
  const { host = '127.0.0.1' } = placeOf(ssh ?? api ?? Object.values(endpoints)[0] ?? '');
  return {
    ansible_host: host,
    ...(ssh !== undefined && { ansible_port: Number(placeOf(ssh).port) }),
    ansible_user: username,
    ansible_password: password,
    ...(enablePassword !== undefined && {
      ansible_become: true,
      ansible_become_method: 'enable',
      ansible_become_password: enablePassword,
    }),
    ...(os === undefined
      ? { ansible_connection: 'local' }
      : {
          ansible_network_os: os,
          ansible_connection: `ansible.netcommon.${api === undefined ? 'network_cli' : 'httpapi'}`,
        }),
    ...(api !== undefined && {
      ansible_httpapi_port: Number(placeOf(api).port),
      ansible_httpapi_use_ssl: true,
      // The certificate from the factory names the switch, not the address of the lab.
      ansible_httpapi_validate_certs: false,
      ...(caFile !== undefined && { ansible_httpapi_ca_path: caFile }),
    }),
    rackless_endpoints: endpoints,
  };
}

function placeOf(url: string): { host: string; port: string } {
  const { hostname, port } = URL.canParse(url) ? new URL(url) : { hostname: '', port: '' };
  return { host: hostname.replace(/^\[|\]$/g, ''), port };
}

/** `n9k-1` → `N9K_1`. */
function word(name: string): string {
  return name.replace(/[^A-Za-z0-9]+/g, '_').toUpperCase();
}

/** A value as a POSIX shell takes it back. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
