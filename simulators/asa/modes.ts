import type { Mode } from '../chassis/cli/dialect.ts';

const below = [
  'config-if',
  'config-network-object',
  'config-service-object',
  'config-network-object-group',
  'config-service-object-group',
  'config-aaa-server-group',
  'config-aaa-server-host',
  'config-time-range',
  'config-dns-server-group',
  'config-username',
  'config-ctx',
  'config-user-object-group',
  'config-security-object-group',
  'config-smart-lic',
  'config-ikev1-policy',
  'config-group-policy',
  'config-ca-trustpoint',
  'config-cert-chain',
  'config-pubkey',
] as const;

/** All modes. Exec commands run in configuration mode too. @source recorded: reference 2.1, 2.2 */
export const modes: Readonly<Record<string, Mode>> = {
  user: {},
  exec: { also: ['user'] },
  config: { also: ['exec', 'user'] },
  ...Object.fromEntries(below.map((name) => [name, { parent: 'config' }])),
};

/** The modes in which configuration is written. */
export const configModes: readonly string[] = ['config', ...below];
