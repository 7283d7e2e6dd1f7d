import type { CaseContext } from '../../context.ts';
import type { Device } from '../../device.ts';
import type { Reach } from '../../oracle/probe.ts';
import type { CertificateFacts, Presented } from '../../oracle/tls.ts';
import type { DeviceOptions } from '../../target.ts';
import { type Pair, selfSigned } from './pairs.ts';
import { copyAnswers, fetchFile, logIn, type Step, type Terminal } from './terminal.ts';

/** Ports of the walkthrough: what is open by default, and what is configured. */
export const httpPort = 80;
export const oldHttpsPort = 443;
export const httpsPort = 8443;

/** An interface of another VRF than management. */
const frontPort = 'Ethernet1/1';

/** Options of a factory-fresh switch with an address on each side. */
export function factoryFresh(supervisors: 1 | 2 = 1): DeviceOptions {
  const addresses = { mgmt0: '192.0.2.10/24', [frontPort]: '198.51.100.10/24' };
  return { configured: 'factory', supervisors, addresses };
}

/** The three NX-API ports as they were found at one moment. */
export interface Ports {
  readonly http: Reach;
  readonly oldHttps: Reach;
  readonly https: Reach;
}

/** The files of the walkthrough, and where they end. */
const certificateFile = 'nxapi-cert.pem';
const keyFile = 'nxapi-key.pem';

/** The pair that the first step of the walkthrough makes. */
export function walkthroughPair(t: CaseContext): Promise<Pair> {
  return selfSigned(t, 'nxapi', { bits: 4096, days: 36_500 });
}

/** Knocks at the three ports. */
export async function ports(device: Device): Promise<Ports> {
  const [http, oldHttps, https] = await Promise.all(
    [httpPort, oldHttpsPort, httpsPort].map((port) => device.reach({ port })),
  );
  return { http: http ?? 'silent', oldHttps: oldHttps ?? 'silent', https: https ?? 'silent' };
}

/** What "Copy the Files" gave on the active supervisor. */
export interface Copied {
  readonly mkdir: Step;
  readonly certificate: Step;
  readonly key: Step;
  readonly listing: Step;
  readonly root: Step;
  readonly sha256: Step;
  readonly wantedSha256: string;
}

/** "Copy the Files", step 1: the directory and both files, fetched by the device. */
export async function copyFiles(device: Device, by: Terminal, pair: Pair): Promise<Copied> {
  const { createHash } = await import('node:crypto');
  const mkdir = await by.type('mkdir bootflash:nxapi');
  const certificate = await fetchFile(device, by, certificateFile, pair.certificate, 'bootflash://sup-1/nxapi/');
  const key = await fetchFile(device, by, keyFile, pair.key, 'bootflash://sup-1/nxapi/');
  return {
    mkdir,
    certificate,
    key,
    listing: await by.type('dir bootflash:nxapi'),
    root: await by.type('dir bootflash:'),
    sha256: await by.type(`show file bootflash:nxapi/${certificateFile} sha256sum`),
    wantedSha256: createHash('sha256').update(pair.certificate).digest('hex'),
  };
}

/** What "Copy the Files" gave on the standby supervisor, or on one that is not there. */
export interface StandbyCopied {
  readonly mkdir: Step;
  readonly certificate: Step;
  readonly key: Step;
  readonly standby: Step;
  readonly active: Step;
  readonly sha256: Step;
}

/** "Copy the Files", step 2: the same on the standby, in the spellings of the walkthrough. */
export async function copyToStandby(by: Terminal): Promise<StandbyCopied> {
  const copy = (name: string) =>
    by.type(`copy bootflash://sup-1/nxapi/${name} bootflash://sup-2/nxapi/`, copyAnswers(''));
  return {
    mkdir: await by.type('mkdir bootflash:sup-2/nxapi'),
    certificate: await copy(certificateFile),
    key: await copy(keyFile),
    standby: await by.type('dir bootflash://sup-2/nxapi'),
    active: await by.type('dir bootflash:'),
    sha256: await by.type(`show file bootflash://sup-2/nxapi/${certificateFile} sha256sum`),
  };
}

/** What "Configure the Switch" gave, step by step. */
export interface Configured {
  readonly configure: Step;
  readonly feature: Step;
  readonly afterFeature: Ports;
  readonly factory: Presented;
  readonly noHttp: Step;
  readonly afterNoHttp: Ports;
  readonly https: Step;
  readonly afterHttps: Ports;
  readonly moved: Presented;
  /** Through another VRF, before and after the binding. */
  readonly otherVrfBefore: Reach;
  readonly useVrf: Step;
  readonly afterUseVrf: Ports;
  readonly otherVrfAfter: Reach;
}

/** "Configure the Switch", steps 1 and 2, over SSH. Leaves the terminal in configuration mode. */
export async function configureListeners(device: Device, by: Terminal): Promise<Configured> {
  const otherVrf = (wanted: Reach) => device.reachBecomes({ port: httpsPort, address: frontPort }, wanted);

  const configure = await by.type('configure terminal');
  const feature = await by.type('feature nxapi');
  await device.reachBecomes({ port: oldHttpsPort }, 'open');
  const afterFeature = await ports(device);
  const factory = await device.presents({ port: oldHttpsPort });
  const noHttp = await by.type('no nxapi http');
  await device.reachBecomes({ port: httpPort }, 'refused');
  const afterNoHttp = await ports(device);
  const https = await by.type(`nxapi https port ${httpsPort}`);
  await device.reachBecomes({ port: httpsPort }, 'open');
  await device.reachBecomes({ port: oldHttpsPort }, 'refused');
  const afterHttps = await ports(device);
  const moved = await device.presents({ port: httpsPort });
  const otherVrfBefore = await otherVrf('open');
  const useVrf = await by.type('nxapi use-vrf management');
  await device.reachBecomes({ port: httpsPort }, 'open');
  const otherVrfAfter = await otherVrf('refused');
  const afterUseVrf = await ports(device);
  return {
    configure,
    feature,
    afterFeature,
    factory,
    noHttp,
    afterNoHttp,
    https,
    afterHttps,
    moved,
    otherVrfBefore,
    useVrf,
    afterUseVrf,
    otherVrfAfter,
  };
}

/** What step 3 gave: both uploads, and what is presented before and after they are enabled. */
export interface Installed {
  readonly certificate: Step;
  readonly key: Step;
  readonly uploaded: Presented;
  readonly enable: Step;
  readonly enabled: Presented;
  readonly installed: CertificateFacts;
}

/** "Configure the Switch", step 3, over SSH in configuration mode. */
export async function installCertificate(device: Device, by: Terminal, pair: Pair): Promise<Installed> {
  const certificate = await by.type(`nxapi certificate httpscrt certfile bootflash:nxapi/${certificateFile}`);
  const key = await by.type(`nxapi certificate httpskey keyfile bootflash:nxapi/${keyFile}`);
  const uploaded = await device.presents({ port: httpsPort });
  const enable = await by.type('nxapi certificate enable');
  const enabled = await device.presentsBecomes({ port: httpsPort }, pair.facts.sha256, pair.certificate);
  return { certificate, key, uploaded, enable, enabled, installed: pair.facts };
}

/** What can be seen of NX-API at one moment, from outside and from the command line. */
export interface Sight {
  readonly ports: Ports;
  readonly presented: Presented;
  readonly showNxapi: Step;
  readonly runningConfig: Step;
  readonly startupConfig: Step;
  readonly listing: Step;
}

/** Looks at everything. */
export async function look(device: Device, by: Terminal): Promise<Sight> {
  return {
    ports: await ports(device),
    presented: await device.presents({ port: httpsPort }),
    showNxapi: await by.type('show nxapi'),
    runningConfig: await by.type('show running-config | include nxapi'),
    startupConfig: await by.type('show startup-config'),
    listing: await by.type('dir bootflash:nxapi'),
  };
}

/** A device at the end of step 2, with the walkthrough's files on flash: where the other cases begin. */
export async function enabled(device: Device): Promise<Terminal> {
  const by = await logIn(device);
  await by.type('configure terminal');
  await by.type('feature nxapi');
  await by.type(`nxapi https port ${httpsPort}`);
  await device.reachBecomes({ port: httpsPort }, 'open');
  return by;
}
