/** How `show nxapi` prints, by train. */
export type NxapiLayout = 'listen-table' | 'status';

/** What differs from one NX-OS train to the next. Data only: code asks, it does not compare versions. */
export interface Release {
  readonly version: string;
  /** Image file on bootflash. */
  readonly image: string;
  readonly bios: { readonly version: string; readonly compiled: string };
  readonly compiled: { readonly time: string; readonly stamp: string };
  /** Text after the version in `show version` of newer trains. */
  readonly releaseType?: string;
  /** Listeners right after `feature nxapi`; `undefined` is closed. */
  readonly nxapiDefaults: { readonly http: number | undefined; readonly https: number | undefined };
  readonly showNxapi: NxapiLayout;
  /** Numbers stay JSON numbers in structured output, or become strings. */
  readonly numbers: 'number' | 'string';
  /** What an empty leaf is in NX-API's structured output. */
  readonly empty: 'object' | 'string';
  /** `nxos_ver_str` and its sisters beside the `kick*` keys. */
  readonly nxosKeys: boolean;
  /** Literal double quotes around inventory names. */
  readonly quotedInventory: boolean;
  /** `nxapi ssl protocols|ciphers`. */
  readonly nxapiSsl: boolean;
  /** `nxapi certificate httpskey keyfile F password P`; without it an encrypted key cannot be imported (CSCva75989). */
  readonly keyPassword: boolean;
  /** Keys other than RSA can be imported (inferred: newer trains take them). */
  readonly ecKeys: boolean;
  /** `nxapi idle-timeout`, and the cookie's life slides with use. */
  readonly idleTimeout: boolean;
  /** `nxapi client certificate authentication`. */
  readonly clientCertificate: boolean;
  /** TLS 1.3 among `nxapi ssl protocols`. */
  readonly tls13: boolean;
  /** TLS versions served when nothing is configured. */
  readonly tls: { readonly min: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2'; readonly max: 'TLSv1.2' | 'TLSv1.3' };
  /** `cli_show_array` and `cli_array`. */
  readonly showArray: boolean;
  /** A failing show names the pipe that the device runs it through. */
  readonly oldShowError: boolean;
  /** Version string in nginx's own pages. */
  readonly nginx: string;
  /** OpenSSH version in the SSH identification. */
  readonly openssh: string;
  /** `!Running configuration last done at:` in the configuration's head, and the words before `Copy complete.` */
  readonly savingWords: boolean;
  /** `vrf-name-out` inside the rows of interface tables rather than in a parallel table. */
  readonly vrfInRow: boolean;
  /** `configure replace`. @source client: 9.2 and later */
  readonly configureReplace: boolean;
  /** `show lldp neighbors` without any is an empty listing rather than an error. */
  readonly emptyLldp: boolean;
}

/**
 * The trains that are modelled, oldest first. Sources: the release table of the NX-API reference (section 9) with the
 * rows of 1.2, 1.6, 4.2 and 5.8 that it sums up; image and compile dates from `show version` samples.
 */
export const releases: Readonly<Record<string, Release>> = {
  '7.0(3)I7(4)': {
    version: '7.0(3)I7(4)',
    image: 'nxos.7.0.3.I7.4.bin',
    bios: { version: '07.64', compiled: '05/17/2018' },
    compiled: { time: '6/14/2018 2:00:00', stamp: '06/14/2018 09:49:04' },
    nxapiDefaults: { http: 80, https: 443 },
    showNxapi: 'listen-table',
    numbers: 'number',
    empty: 'object',
    nxosKeys: false,
    quotedInventory: false,
    nxapiSsl: false,
    keyPassword: false,
    ecKeys: false,
    idleTimeout: false,
    clientCertificate: false,
    tls13: false,
    tls: { min: 'TLSv1', max: 'TLSv1.2' },
    showArray: false,
    oldShowError: true,
    nginx: 'nginx/1.7.10',
    openssh: 'OpenSSH_7.3',
    savingWords: false,
    vrfInRow: false,
    configureReplace: false,
    emptyLldp: false,
  },
  '9.3(5)': {
    version: '9.3(5)',
    image: 'nxos.9.3.5.bin',
    bios: { version: '07.67', compiled: '01/29/2020' },
    compiled: { time: '7/20/2020 20:00:00', stamp: '07/21/2020 06:30:11' },
    nxapiDefaults: { http: undefined, https: 443 },
    showNxapi: 'status',
    numbers: 'number',
    empty: 'string',
    nxosKeys: true,
    quotedInventory: true,
    nxapiSsl: true,
    keyPassword: true,
    ecKeys: true,
    idleTimeout: true,
    clientCertificate: false,
    tls13: false,
    tls: { min: 'TLSv1.1', max: 'TLSv1.2' },
    showArray: true,
    oldShowError: false,
    nginx: 'nginx/1.7.10',
    openssh: 'OpenSSH_8.3',
    savingWords: true,
    vrfInRow: true,
    configureReplace: true,
    emptyLldp: false,
  },
  '10.2(3)': {
    version: '10.2(3)',
    image: 'nxos64-cs.10.2.3.F.bin',
    bios: { version: '07.69', compiled: '04/07/2021' },
    compiled: { time: '4/24/2022 3:00:00', stamp: '04/24/2022 14:54:51' },
    releaseType: 'Feature Release',
    nxapiDefaults: { http: undefined, https: 443 },
    showNxapi: 'status',
    numbers: 'string',
    empty: 'string',
    nxosKeys: true,
    quotedInventory: false,
    nxapiSsl: true,
    keyPassword: true,
    ecKeys: true,
    idleTimeout: true,
    clientCertificate: true,
    tls13: true,
    tls: { min: 'TLSv1.1', max: 'TLSv1.3' },
    showArray: true,
    oldShowError: false,
    nginx: 'nginx',
    openssh: 'OpenSSH_8.3',
    savingWords: true,
    vrfInRow: true,
    configureReplace: true,
    emptyLldp: true,
  },
};

/**
 * The profile of a release.
 * @throws Error naming the releases there are
 */
export function releaseOf(version: string): Release {
  const release = releases[version];
  if (!release) throw new Error(`no NX-OS release '${version}'; one of ${Object.keys(releases).join(', ')}`);
  return release;
}
