/**
 * What the switch says where no recording says how it says it. One table, so that a better source changes one line; the
 * mark behind each says where the words come from. No conformance case may ask for an inferred one.
 */
export const texts = {
  /** documented, unverified; a vendor's controller script waits for these words (reference 5.8) */
  uploadDone: 'Upload done. Please enable. Note cert and key must match.',
  /** documented, unverified on newer trains; inferred on older ones */
  cannotLoadKey: 'ERROR: Unable to load private key!',
  /** documented, unverified; newer trains only */
  keyMayBeEncrypted:
    "Check keyfile or provide pwd if key is encrypted, using 'nxapi certificate httpskey keyfile <keyfile> password <passphrase>'.",
  /** inferred */
  cannotLoadCertificate: 'ERROR: Unable to load certificate!',
  /** inferred */
  cannotOpenFile: (path: string) => `ERROR: Unable to open file ${path}`,
  /** inferred */
  pairMismatch: 'ERROR: Certificate and key do not match',
  /** inferred */
  nothingToEnable: 'ERROR: Certificate and key are not uploaded',
  /** inferred */
  portInUse: (port: number) => `ERROR: Port ${port} is already in use`,
  /** inferred */
  noSuchVrf: (name: string) => `ERROR: VRF ${name} does not exist`,
  /** inferred */
  noRoute: 'ssh: connect to host: Network is unreachable',
  /** recorded */
  noSuchFile: 'No such file or directory',
  /** recorded */
  denied: '% Permission denied for the role',
  /** inferred */
  fileExists: (path: string) => `mkdir: cannot create directory '${path}': File exists`,
  /** inferred */
  notEmpty: (path: string) => `rmdir: failed to remove '${path}': Directory not empty`,
  /** inferred */
  isDirectory: (path: string) => `${path} is a directory`,
  /** recorded */
  noSpace: 'No space left on device',
  /** inferred */
  outside: 'Invalid path',
  /** recorded */
  cannotOverwrite: 'Permission denied. Cannot overwrite existing file.',
} as const;
