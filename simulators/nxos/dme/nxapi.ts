import { releaseOf } from '../release.ts';
import type { Change, MoClass } from './class.ts';
import { refusals } from './error.ts';

/** `sys/nxapi`: listeners, VRF, certificate. A closed listener is port -1. @source documented: reference 8.4, file `dme/nxapiInst.json` */
export const nxapiInstance: MoClass = {
  name: 'nxapiInst',
  rn: 'nxapi',
  configurable: [
    'certEnable',
    'certFile',
    'clientCertAuth',
    'encrKeyPassphrase',
    'httpPort',
    'httpsPort',
    'idleTimeout',
    'keyFile',
    'sslCiphersWeak',
    'sslProtocols',
    'useVrf',
  ],
  attributes(device) {
    const { features, nxapi } = device.state.config;
    if (!features.nxapi) return undefined;
    return {
      certEnable: nxapi.certificateEnabled ? 'yes' : 'no',
      certFile: nxapi.certfile ?? '',
      clientCertAuth: nxapi.clientCertificate ?? 'off',
      // The passphrase itself is never told.
      encrKeyPassphrase: '',
      httpPort: String(nxapi.http ?? -1),
      httpsPort: String(nxapi.https ?? -1),
      idleTimeout: String(nxapi.idleTimeout),
      keyFile: nxapi.keyfile ?? '',
      sslCiphersWeak: nxapi.weakCiphers ? 'yes' : 'no',
      sslProtocols: nxapi.sslProtocols?.join(' ') ?? releaseOf(device.release).tls.min,
      sudi: 'no',
      trustpoint: '',
      useVrf: nxapi.vrf ?? 'default',
    };
  },
  write: (change) => [...listeners(change), ...transport(change), ...certificate(change)],
};

/** Closing comes first, so that two listeners may change places. */
function listeners({ device, wanted: { httpPort, httpsPort, useVrf, idleTimeout } }: Change): string[] {
  const now = device.state.config.nxapi;
  const ports = [
    { scheme: 'http', wanted: httpPort, open: now.http !== undefined },
    { scheme: 'https', wanted: httpsPort, open: now.https !== undefined },
  ].filter(({ wanted }) => wanted !== undefined);
  const lines = ports.filter(({ open }) => open).map(({ scheme }) => `no nxapi ${scheme}`);
  for (const { scheme, wanted } of ports) if (wanted !== '-1') lines.push(`nxapi ${scheme} port ${wanted}`);
  if (useVrf !== undefined) {
    lines.push(useVrf === '' || useVrf === 'default' ? 'no nxapi use-vrf' : `nxapi use-vrf ${useVrf}`);
  }
  if (idleTimeout !== undefined) lines.push(`nxapi idle-timeout ${idleTimeout}`);
  return lines;
}

function transport({ wanted: { sslProtocols, sslCiphersWeak, clientCertAuth } }: Change): string[] {
  const lines: string[] = [];
  if (sslProtocols !== undefined) {
    lines.push(
      sslProtocols === '' ? 'no nxapi ssl protocols' : `nxapi ssl protocols ${sslProtocols.split(/[ ,]+/).join(' ')}`,
    );
  }
  if (sslCiphersWeak !== undefined)
    lines.push(`${yes('sslCiphersWeak', sslCiphersWeak) ? '' : 'no '}nxapi ssl ciphers weak`);
  if (clientCertAuth === 'off') lines.push('no nxapi client certificate authentication');
  else if (clientCertAuth !== undefined) lines.push(`nxapi client certificate authentication ${clientCertAuth}`);
  return lines;
}

/** In the order in which the CLI wants it: key and certificate, then the switch that serves them. */
function certificate({ wanted: { certFile, keyFile, encrKeyPassphrase, certEnable }, before }: Change): string[] {
  const lines: string[] = [];
  if (certFile !== undefined) {
    lines.push(
      certFile === '' ? 'no nxapi certificate httpscrt certfile' : `nxapi certificate httpscrt certfile ${certFile}`,
    );
  }
  const key = keyFile ?? before.keyFile ?? '';
  const phrase = encrKeyPassphrase === undefined ? '' : ` password ${encrKeyPassphrase}`;
  if (key === '' && keyFile !== undefined) lines.push('no nxapi certificate httpskey keyfile');
  else if (key !== '' && (keyFile !== undefined || phrase !== '')) {
    lines.push(`nxapi certificate httpskey keyfile ${key}${phrase}`);
  }
  if (certEnable !== undefined) lines.push(`${yes('certEnable', certEnable) ? '' : 'no '}nxapi certificate enable`);
  return lines;
}

function yes(attribute: string, value: string): boolean {
  if (value !== 'yes' && value !== 'no') throw refusals.badValue(attribute, value, 'nxapiInst');
  return value === 'yes';
}
