import { basename } from 'node:path';
import type { Given } from '../conformance/automation/evidence.ts';
import { authority } from '../lab/addresses.ts';
import { type Lab, LabError, type LabHost } from '../lab/index.ts';

/** What placeholders are filled from. */
export interface Known {
  readonly lab: Lab;
  readonly given: Given;
}

/** A name in braces that nothing is known by. */
export class UnknownPlaceholder extends LabError {}

const placeholder = /(?<!\$)\{([a-z][\w-]*(?:\.[\w-]+)*)\}/g;

/**
 * Puts what is known of an attempt in the place of names in braces:
 *
 * - `{desk}`, `{ca}` (the file of the authority), `{value.NAME}` of the playbook
 * - `{CERTIFICATE.cert}`, `{CERTIFICATE.key}` (names of files on the desk)
 * - `{DEVICE.username}`, `{DEVICE.password}`, `{DEVICE.enable}`
 * - `{DEVICE.ENDPOINT}` (a URL), `{DEVICE.ENDPOINT.host}`, `{DEVICE.ENDPOINT.port}`
 * - `{DEVICE.8443}`: host and port that stand for a port of the device's own, also while it is closed
 *
 * What a shell has behind `$` is left alone.
 * @throws UnknownPlaceholder for any other
 */
export async function fill(text: string, known: Known): Promise<string> {
  const names = new Set([...text.matchAll(placeholder)].map(([, name = '']) => name));
  const found = new Map<string, string>();
  for (const name of names) found.set(name, await meaningOf(name, known));
  return text.replace(placeholder, (whole, name: string) => found.get(name) ?? whole);
}

async function meaningOf(name: string, known: Known): Promise<string> {
  const { given, lab } = known;
  if (name === 'desk') return given.folder;
  if (name === 'ca') return basename(given.caFile);
  const [first = '', ...others] = name.split('.');
  const rest = others.join('.');
  const host = lab.hosts.find((one) => one.name === first);
  const found =
    first === 'value'
      ? given.values[rest]
      : host
        ? await ofHost(host, rest, known)
        : ofCertificate(given.certificates[first], rest);
  if (found === undefined) {
    const there = [...lab.hosts.map((one) => one.name), ...Object.keys(given.certificates)].join(', ');
    const message = `{${name}} stands for nothing; there is desk, ca, value, ${there}`;
    throw new UnknownPlaceholder([{ path: '', message }]);
  }
  // A value whose name ends in File lies on the desk; the others are texts.
  return first === 'value' && rest.endsWith('File') ? basename(found) : found;
}

function ofCertificate(certificate: Given['certificates'][string] | undefined, rest: string): string | undefined {
  if (!certificate) return undefined;
  if (rest === 'cert') return basename(certificate.certFile);
  return rest === 'key' ? basename(certificate.keyFile) : undefined;
}

async function ofHost(host: LabHost, rest: string, { lab }: Known): Promise<string | undefined> {
  if (rest === 'username') return host.username;
  if (rest === 'password') return host.password;
  if (rest === 'enable') return host.enablePassword;
  const [, own] = /^(\d+)$/.exec(rest) ?? [];
  if (own !== undefined) {
    const place = await lab.device(host.name).at(Number(own));
    return authority(place.host, place.port);
  }
  const [, endpoint = rest, part] = /^(.*)\.(host|port)$/.exec(rest) ?? [];
  const url = host.endpoints[endpoint];
  if (url === undefined || part === undefined) return url;
  const { hostname, port } = new URL(url.replace(/^\w+:/, 'http:'));
  return part === 'host' ? hostname : port || '80';
}
