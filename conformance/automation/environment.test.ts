import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { testFolder } from '../../lab/testing/folder.ts';
import { environmentOf, inventoryNamed, writeInventory } from './environment.ts';
import type { Given } from './evidence.ts';

const folder = testFolder();

const given = (): Given => ({
  playbook: 'a-playbook',
  run: 'control',
  folder: folder.path,
  caFile: '/f/ca.pem',
  knownHostsFile: '/f/known_hosts',
  devices: [
    {
      name: 'nsx-1',
      kind: 'nsx',
      release: '9.0',
      username: 'admin',
      passwordFile: '/f/nsx-1.password',
      endpoints: { 'vip.https': 'https://127.0.0.1:4001', 'manager-1.ssh': 'ssh://127.0.0.1:4002' },
      ports: { 443: { host: '127.0.0.1', port: 4001 } },
      hostKeys: { 'manager-1.ssh': 'SHA256:abc' },
    },
    {
      name: 'asa-1',
      kind: 'asa',
      release: '1.3.2',
      username: 'root',
      passwordFile: '/f/asa-1.password',
      enablePasswordFile: '/f/asa-1.enable',
      endpoints: {},
      ports: {},
      hostKeys: {},
    },
  ],
  certificates: { cluster: { certFile: '/f/c.pem', keyFile: '/f/k.pem', fingerprint: 'ff' } },
  values: { userPasswordFile: '/f/value' },
});

describe('what an automation is told', () => {
  it('speaks of the first device without its name, and of all by name', () => {
    expect(environmentOf(given())).toEqual({
      RACKLESS_PLAYBOOK: 'a-playbook',
      RACKLESS_FOLDER: folder.path,
      RACKLESS_CA_FILE: '/f/ca.pem',
      RACKLESS_KNOWN_HOSTS_FILE: '/f/known_hosts',
      ...both('NSX_1', {
        USERNAME: 'admin',
        PASSWORD_FILE: '/f/nsx-1.password',
        URL: 'https://127.0.0.1:4001',
        SSH_HOST: '127.0.0.1',
        SSH_PORT: '4002',
        SSH_HOST_KEY: 'SHA256:abc',
        VIP_HTTPS_URL: 'https://127.0.0.1:4001',
        MANAGER_1_SSH_URL: 'ssh://127.0.0.1:4002',
        PORT_443: '4001',
      }),
      RACKLESS_ASA_1_USERNAME: 'root',
      RACKLESS_ASA_1_PASSWORD_FILE: '/f/asa-1.password',
      RACKLESS_ASA_1_ENABLE_PASSWORD_FILE: '/f/asa-1.enable',
      RACKLESS_CLUSTER_CERT_FILE: '/f/c.pem',
      RACKLESS_CLUSTER_KEY_FILE: '/f/k.pem',
      RACKLESS_CLUSTER_FINGERPRINT: 'ff',
      RACKLESS_USER_PASSWORD_FILE: '/f/value',
    });
  });

  it('is written as an inventory of Ansible, with passwords looked up in their files', () => {
    const { ANSIBLE_INVENTORY: file = '' } = writeInventory(given(), 'ansible');
    const { all } = parse(readFileSync(file, 'utf8'));
    expect(all.vars.rackless_cluster_cert_file).toBe('/f/c.pem');
    expect(all.children.nsx.hosts['nsx-1']).toMatchObject({
      ansible_host: '127.0.0.1',
      ansible_port: 4002,
      ansible_user: 'admin',
      ansible_password: "{{ lookup('file', '/f/nsx-1.password') }}",
      rackless_port_443: '4001',
    });
  });

  it('is written as JSON and for a shell', () => {
    const json = writeInventory(given(), 'json').RACKLESS_INVENTORY ?? '';
    expect(JSON.parse(readFileSync(json, 'utf8'))).toEqual(JSON.parse(JSON.stringify(given())));
    const shell = readFileSync(writeInventory(given(), 'env').RACKLESS_INVENTORY ?? '', 'utf8');
    expect(shell).toContain("RACKLESS_NSX_1_URL='https://127.0.0.1:4001'\n");
  });

  it('has no other shape', () => {
    expect(() => inventoryNamed('toml')).toThrow('--inventory toml: one of env, json, ansible');
  });
});

const both = (device: string, variables: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => [
      [`RACKLESS_${name}`, value],
      [`RACKLESS_${device}_${name}`, value],
    ]),
  );
