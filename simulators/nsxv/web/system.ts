import type { NsxvDevice } from '../nsxv.ts';
import { type Release, releaseOf } from '../release.ts';
import type { Document, Fields } from './document.ts';

/** Version parts are strings, in JSON too. @source recorded: Nivola/beehive-resource, 6.2.1 */
export function versionInfo({ version, build }: Release): Fields {
  const [majorVersion = '', minorVersion = '', patchVersion = ''] = version.split('.');
  return { majorVersion, minorVersion, patchVersion, buildNumber: build };
}

/** Figures of an appliance that idles. @source recorded (shapes): Nivola/beehive-resource */
export const cpu: Fields = {
  totalNoOfCPUs: 4,
  capacity: '2799 MHZ',
  usedCapacity: '28 MHZ',
  freeCapacity: '2771 MHZ',
  usedPercentage: 1,
};

export const memory: Fields = {
  totalMemory: '16025 MB',
  usedMemory: '6633 MB',
  freeMemory: '9392 MB',
  usedPercentage: 41,
};

export const storage: Fields = { totalStorage: '86G', usedStorage: '22G', freeStorage: '64G', usedPercentage: 25 };

export const cpuDocument: Document = { root: 'cpuInfo', value: { ...cpu, cpuUsageIndicator: 'NORMAL' } };

/** The first page of the appliance's own interface. @source documented: NSX API guide; recorded: Nivola/beehive-resource */
export function summary(device: NsxvDevice): Fields {
  const { config, store } = device.state;
  return {
    ipv4Address: config.address?.split('/')[0] ?? '',
    dnsName: config.hostname,
    hostName: config.hostname,
    domainName: store.settings.domainName,
    applianceName: 'vShield Virtual Appliance Management',
    versionInfo: versionInfo(releaseOf(device.release)),
    uptime: uptimeText(device),
    cpuInfoDto: releaseOf(device.release).matrix === '6.4' ? { ...cpu, cpuUsageIndicator: 'NORMAL' } : cpu,
    memInfoDto: memory,
    storageInfoDto: storage,
    currentSystemDate: longDate(device.now()),
    ipv6Address: null,
  };
}

/** `25 days, 21 hours, 51 minutes`. */
export function uptimeText(device: NsxvDevice): string {
  const minutes = Math.floor((device.now() - device.state.run.bootedAt) / 60_000);
  return `${Math.floor(minutes / 1440)} days, ${Math.floor(minutes / 60) % 24} hours, ${minutes % 60} minutes`;
}

/** `Wednesday, 19 April 2017 06:02:32 AM UTC`. */
function longDate(now: number): string {
  const date = new Date(now);
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' }).format(date);
  const two = (value: number) => String(value).padStart(2, '0');
  const hour = date.getUTCHours() % 12 || 12;
  const time = [hour, date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  const half = date.getUTCHours() < 12 ? 'AM' : 'PM';
  return `${part({ weekday: 'long' })}, ${two(date.getUTCDate())} ${part({ month: 'long' })} ${date.getUTCFullYear()} ${time} ${half} UTC`;
}
