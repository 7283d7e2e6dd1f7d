import type { NsxOptions } from './options.ts';
import type { Release } from './release.ts';
import type { Settings } from './state.ts';

/** Password and lockout rules of a node. @source NSX reference 3.4, recorded */
export function authPolicy({ lowerCaseHeaders }: Release): Settings {
  const newer = {
    _retry_prompt: 3,
    digits: -1,
    hash_algorithm: 'sha512',
    lower_chars: -1,
    max_repeats: 0,
    max_sequence: 0,
    maximum_password_length: 128,
    minimum_unique_chars: 0,
    password_remembrance: 0,
    special_chars: -1,
    upper_chars: -1,
  };
  return {
    api_failed_auth_lockout_period: 900,
    api_failed_auth_reset_period: 900,
    api_max_auth_failures: 5,
    cli_failed_auth_lockout_period: 900,
    cli_max_auth_failures: 5,
    minimum_password_length: 12,
    ...(lowerCaseHeaders && newer),
  };
}

const suites = ['ECDHE_RSA', 'RSA'].flatMap((exchange) =>
  [
    'AES_128_CBC_SHA',
    'AES_128_CBC_SHA256',
    'AES_128_GCM_SHA256',
    'AES_256_CBC_SHA',
    'AES_256_CBC_SHA384',
    'AES_256_GCM_SHA384',
  ].map((cipher) => `TLS_${exchange}_WITH_${exchange === 'RSA' ? cipher.replace('CBC_SHA384', 'CBC_SHA256') : cipher}`),
);
const suites13 = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'];

/** The API service of the cluster. @source NSX reference 7.3: the guide's own sample */
export function apiService(
  release: Release,
  { rateLimit, concurrencyLimit }: Pick<NsxOptions, 'rateLimit' | 'concurrencyLimit'>,
): Settings {
  const { tlsProtocols } = release;
  const enabled = (name: string, on = true) => ({ name, enabled: on });
  return {
    session_timeout: 1800,
    connection_timeout: 30,
    protocol_versions: tlsProtocols.map((name) => enabled(name, name !== 'TLSv1.1' || !release.shared)),
    cipher_suites: [
      ...suites,
      ...(release.hostCertificates ? ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'] : []),
      ...(tlsProtocols.includes('TLSv1.3') ? suites13 : []),
    ].map((name) => enabled(name)),
    redirect_host: '',
    client_api_rate_limit: rateLimit,
    global_api_concurrency_limit: 199,
    client_api_concurrency_limit: concurrencyLimit,
    lockout_immune_addresses: [],
    basic_authentication_enabled: true,
    cookie_based_authentication_enabled: true,
    _revision: 0,
  };
}

/** What is checked of certificates. @source NSX reference 6.3 */
export function securityConfig({ ekuChecking }: Release, id: string): Settings {
  return {
    crl_checking_enabled: true,
    ca_signed_only: false,
    eku_checking_enabled: ekuChecking,
    id,
    automatic_appliance_certificate_replacement_enabled: true,
    automatic_appliance_certificate_replacement_lead_time: 31,
    _revision: 0,
  };
}
