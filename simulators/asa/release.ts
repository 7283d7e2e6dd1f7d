/** What an agent release does its own way. Data only: code asks, it does not compare versions. */
export interface AgentProfile {
  /** First numbers of the versions that this profile stands for: `1.3`. */
  readonly train: string;
  /** The header set of replies. @source recorded: reference 3.3 */
  readonly headers: 'old' | 'new';
  /** Entries that a bulk request may have. @source documented: 1000 since 1.2(2)200; below it inferred */
  readonly bulkLimit: number;
  /** `/api/certificate/…`, since 1.3(1). */
  readonly certificates: boolean;
}

/** The agent trains, oldest first. */
export const agentProfiles: readonly AgentProfile[] = [
  { train: '1.2', headers: 'old', bulkLimit: 1_000, certificates: false },
  { train: '1.3', headers: 'old', bulkLimit: 1_000, certificates: true },
  { train: '7', headers: 'new', bulkLimit: 1_000, certificates: true },
];

/** The profile of an installed agent, by its version (`1.3.2.346`); the newest one for a train that nobody has heard of. */
export function agentProfile(version: string): AgentProfile {
  const found = agentProfiles.findLast(({ train }) => version === train || version.startsWith(`${train}.`));
  const newest = agentProfiles.at(-1);
  if (!found && !newest) throw new Error('there is no agent profile');
  return found ?? (newest as AgentProfile);
}

/** A box with the agent that came with it. The release is named after the agent. */
export interface Release {
  /** The agent's version as the CLI prints it. */
  readonly agent: string;
  /** File name of its package. */
  readonly image: string;
  /** `9.6(4)3` */
  readonly asa: string;
  /** `deviceType` and the head of the hardware line. */
  readonly platform: string;
  /** After the platform in `show version`. */
  readonly hardware: string;
  /** The package lies on the box already, on `boot:`. @source documented: virtual ASAs have it */
  readonly virtual: boolean;
  readonly asdm: string;
  readonly asdmImage: string;
  readonly systemImage: string;
  /** A line between software and device manager. */
  readonly operatingSystem?: string;
  readonly compiled: string;
  /** Passwords as `$sha512$…` rather than as 16 characters. @source recorded: since 9.7 */
  readonly pbkdf2: boolean;
  /** Three lines of login history before the prompt, since 9.8. */
  readonly loginHistory: boolean;
  /** `N file(s) total size` in `dir`. */
  readonly dirTotals: boolean;
  /** kB of flash. */
  readonly flash: number;
  /** Number of data interfaces, GigabitEthernet0/0 or 1/1 on. */
  readonly ports: readonly string[];
  readonly management: string;
}

function gigabit(slot: number, from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `GigabitEthernet${slot}/${from + index}`);
}

/**
 * The boxes that are modelled, oldest agent first.
 * @source reference 1.4 (the middle and the last pair are recorded, the first one's agent number inferred), 2.7
 */
export const releases: Readonly<Record<string, Release>> = {
  '1.2.2': {
    agent: '1.2.2.200',
    image: 'asa-restapi-122200-lfbff-k8.SPA',
    asa: '9.5(2)207',
    platform: 'ASAv',
    hardware: '2048 MB RAM, CPU Xeon E5 series 2000 MHz',
    virtual: true,
    asdm: '7.5(2)',
    asdmImage: 'boot:/asdm-752.bin',
    systemImage: 'boot:/asa952-207-smp-k8.bin',
    compiled: 'Compiled on Thu 28-Jan-16 12:45 PST by builders',
    pbkdf2: false,
    loginHistory: false,
    dirTotals: false,
    flash: 8_388_608,
    ports: gigabit(0, 0, 8),
    management: 'Management0/0',
  },
  '1.3.2': {
    agent: '1.3.2.346',
    image: 'asa-restapi-132346-lfbff-k8.SPA',
    asa: '9.6(4)3',
    platform: 'ASA5516',
    hardware: '8192 MB RAM, CPU Atom C2000 series 2416 MHz, 1 CPU (8 cores)',
    virtual: false,
    asdm: '7.9(1)',
    asdmImage: 'disk0:/asdm-791.bin',
    systemImage: 'disk0:/asa964-3-lfbff-k8.SPA',
    compiled: 'Compiled on Tue 30-Jan-18 16:05 PST by builders',
    pbkdf2: false,
    loginHistory: false,
    dirTotals: true,
    flash: 7_860_000,
    ports: gigabit(1, 1, 8),
    management: 'Management1/1',
  },
  '7.14.1': {
    agent: '7.14.1.46',
    image: 'asa-restapi-7141-lfbff-k8.SPA',
    asa: '9.9(2)',
    platform: 'ASAv',
    hardware: '2048 MB RAM, CPU Xeon E5 series 2000 MHz',
    virtual: true,
    asdm: '7.9(2)',
    asdmImage: 'boot:/asdm-792.bin',
    systemImage: 'boot:/asa992-smp-k8.bin',
    operatingSystem: 'Firepower Extensible Operating System Version 2.3(1.84)',
    compiled: 'Compiled on Sun 25-Mar-18 17:34 PDT by builders',
    pbkdf2: true,
    loginHistory: true,
    dirTotals: true,
    flash: 8_388_608,
    ports: gigabit(0, 0, 8),
    management: 'Management0/0',
  },
};

/**
 * The profile of a release.
 * @throws Error naming the releases there are
 */
export function releaseOf(name: string): Release {
  const release = releases[name];
  if (!release) throw new Error(`no ASA release '${name}'; one of ${Object.keys(releases).join(', ')}`);
  return release;
}

/** Orders ASA versions: `9.3(2)` before `9.12(4)67`. Negative when `a` is the older. */
export function compareVersions(a: string, b: string): number {
  const numbers = (text: string) => (text.match(/\d+/g) ?? []).map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
