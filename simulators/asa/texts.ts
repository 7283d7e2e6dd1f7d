/**
 * What the box says where no recording says how it says it. One table, so that a better source changes one line; the
 * mark behind each says where the words come from. No conformance case may ask for an inferred one.
 */
export const texts = {
  /** recorded: reference 2.3 */
  invalid: "ERROR: % Invalid input detected at '^' marker.",
  /** recorded */
  incomplete: 'ERROR: % Incomplete command',
  /** client: the first words; rest inferred */
  ambiguous: (text: string) => `ERROR: % Ambiguous command:  "${text}"`,
  /** recorded */
  denied: 'Command authorization failed',
  /** documented */
  wrongEnable: 'Invalid password',
  /** documented */
  enableRefused: 'Access denied.',
  /** inferred */
  noSuchFile: (path: string) => `%Error opening ${path} (No such file or directory)`,
  /** inferred */
  fileError: (path: string, why: string) => `%Error opening ${path} (${why})`,
  /** inferred */
  badPackage: {
    format: 'ERROR: The file is not a valid REST API image',
    truncated: 'ERROR: REST API image verification failed: the image is incomplete',
    digest: 'ERROR: REST API image verification failed: the signature does not match',
  },
  /** inferred */
  incompatibleAsa: (version: string, asa: string, least: string) =>
    `ERROR: REST API image ${version} is not compatible with ASA ${asa}: it needs ${least} or later`,
  /** inferred */
  incompatiblePlatform: (version: string, platform: string) =>
    `ERROR: REST API image ${version} is not supported on ${platform}`,
  /** inferred */
  noImage: 'ERROR: REST API image is not installed',
  /** inferred */
  stopFirst: "ERROR: REST API agent is enabled. Use 'no rest-api agent' first",
  /** recorded */
  agentOn: 'REST API agent is currently enabled.\n',
  /** inferred */
  agentOff: 'REST API agent is currently disabled.\n',
  /** recorded: reference 2.12 */
  noContext: (name: string) => `ERROR: '${name}' is not valid`,
  /** inferred */
  adminStays: 'ERROR: the admin context cannot be removed while there are others',
  /** inferred */
  adminFirst: "ERROR: an admin context is needed first. Use 'admin-context'",
  /** inferred */
  noUrl: (name: string) => `ERROR: context ${name} has no place on this device to be saved to`,
  /** inferred */
  noTrustpoint: (name: string) => `ERROR: Trustpoint ${name} does not exist`,
  /** inferred */
  trustpointUsed: (name: string) => `ERROR: Trustpoint ${name} is in use by ssl trust-point`,
  /** inferred */
  userUsed: (name: string) => `ERROR: unable to delete username (${name}). user is being used.`,
  /** documented */
  noHardware: 'ERROR: % Invalid Hardware Identifier',
  /** documented */
  noStartup: 'No Configuration',
} as const;
