import type { JsonObject } from '../../chassis/json.ts';
import { oneLineIssuer, opensslDate } from '../certificate.ts';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import { scalars, table } from '../structured.ts';

/** `show nxapi`, structured: one of three layouts by release (reference 4.4). Closed listeners are left out. */
export function nxapiTree(device: NxosDevice, always = false): JsonObject {
  const release = releaseOf(device.release);
  const { nxapi, features } = device.state.config;
  const status = features.nxapi ? 'nxapi enabled' : 'nxapi disabled';
  const ports = features.nxapi ? [nxapi.http, nxapi.https].filter((port) => port !== undefined) : [];
  if (release.showNxapi === 'listen-table') {
    return scalars(release, {
      operation_status: { o_status: status },
      ...table(
        'listen_on_port',
        ports.map((port) => ({ l_port: port })),
        always,
      ),
    });
  }
  if (!features.nxapi) return { nxapi_status: status };
  return {
    nxapi_status: status,
    ...(nxapi.http !== undefined && { http_port: String(nxapi.http) }),
    ...(nxapi.https !== undefined && { https_port: String(nxapi.https) }),
    ...(nxapi.https !== undefined && { ssl_issuer: oneLineIssuer(device), ssl_enddate: opensslDate(device) }),
  };
}

/** `show nxapi` as text; the certificate block came with 9.2 (reference 5.8). */
export function nxapiText(device: NxosDevice): string {
  const { nxapi, features } = device.state.config;
  if (!features.nxapi) return 'nxapi disabled\n';
  const lines = ['nxapi enabled'];
  if (nxapi.http !== undefined) lines.push(`HTTP Listen on port ${nxapi.http}`);
  if (nxapi.https !== undefined) lines.push(`HTTPS Listen on port ${nxapi.https}`);
  if (releaseOf(device.release).showNxapi === 'status' && nxapi.https !== undefined) {
    lines.push(
      'Certificate Information:',
      `    Issuer:   ${oneLineIssuer(device)}`,
      // The switch leaves the rest of a fixed-width field blank.
      `    Expires:  ${opensslDate(device)}${' '.repeat(41)}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
