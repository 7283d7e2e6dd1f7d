import { ApiError } from './api/error.ts';
import type { Release } from './release.ts';

const framework = { module: 'internal-framework' };

/**
 * Every refusal in one table, so that a captured text can take a placeholder's place. Known to the letter: `forbidden`,
 * `badToken`, `untrustedClient`, `tooMany`, `notFound`, `foreign`, `badKey`, `chain`, `exists`; all else is inferred.
 * @source NSX reference 3.5, 4.3
 */
export const refusals = {
  forbidden: () =>
    new ApiError(403, 403, 'The credentials were incorrect or the account specified has been locked.', {
      backEnd: 'proxy',
    }),
  badToken: () => new ApiError(403, 98, 'Bad or missing XSRF token.'),
  untrustedClient: () => new ApiError(500, 99, 'The client certificate is not trusted.'),
  tooMany: (user: string, limit: number) =>
    new ApiError(429, 102, `Client '${user}' exceeded request rate of ${limit} per second.`),
  overloaded: () => new ApiError(503, 503, 'Too many outstanding requests.', { backEnd: 'proxy' }),
  unavailable: () => new ApiError(503, 503, 'The service is restarting.', { backEnd: 'proxy' }),
  notAllowed: () =>
    new ApiError(
      403,
      401,
      'User is not authorized to perform this operation on the application. Please contact the system administrator to get access.',
    ),
  unknownUri: (path: string) => new ApiError(404, 404, `The requested URI ${path} could not be found.`),
  badMethod: (method: string) => new ApiError(405, 405, `The method ${method} is not supported by this URI.`),
  notFound: (release: Release, type: string, id: string) =>
    new ApiError(
      404,
      600,
      release.missingObject === 'requested'
        ? `The requested object : ${id} could not be found. Object identifiers are case sensitive.`
        : `The operation failed because object identifier ${type}/${id} is missing: Object identifiers are case sensitive..`,
    ),
  field: (text: string) => {
    const message = `Field level validation errors: {${text}}`;
    return new ApiError(400, 255, message, { details: message });
  },
  badJson: () => new ApiError(400, 258, 'The JSON message is malformed and cannot be read.'),
  stale: (id: string) =>
    new ApiError(
      412,
      604,
      `The object ${id} was modified by somebody else. Fetch the latest copy of the object and retry.`,
    ),
  foreign: (user: string, roles: readonly string[], type: string) =>
    new ApiError(
      400,
      289,
      `Principal '${user}' with role '[${roles.join(', ')}]' attempts to delete or modify an object of type ${type} it doesn't own. (createUser=nsx_policy, allowOverwrite=null)`,
    ),
  badKey: () => new ApiError(400, 2004, 'Invalid PEM data received for private key.', framework),
  badCertificate: () => new ApiError(400, 2002, 'Invalid PEM data received for certificate.', framework),
  keyMismatch: () => new ApiError(400, 2005, 'Private key does not match the certificate.', framework),
  badPassphrase: () =>
    new ApiError(400, 2006, 'Private key could not be decrypted with the given passphrase.', framework),
  chain: () =>
    new ApiError(
      400,
      2076,
      'Certificate chain validation failed. Make sure a valid chain is provided in order leaf,intermediate,root certificate.',
      framework,
    ),
  exists: () => new ApiError(400, 2010, 'Certificate already exists.', framework),
  inUse: (id: string) => new ApiError(400, 2012, `Certificate ${id} is in use and cannot be deleted.`, framework),
  identityInUse: (id: string) =>
    new ApiError(400, 2012, `Certificate ${id} is used by a principal identity and cannot be deleted.`, framework),
  noKey: (id: string, service: string) =>
    new ApiError(
      400,
      2016,
      `Certificate ${id} has no private key and cannot be applied to service ${service}.`,
      framework,
    ),
  caWithKey: () =>
    new ApiError(
      400,
      2077,
      'A private key is accepted with a CA certificate only for the purpose signing-ca.',
      framework,
    ),
  rejected: (id: string, why: string) => new ApiError(400, 2078, `Certificate ${id} was rejected: ${why}`, framework),
  serviceType: (type: string) => refusals.field(`service_type value '${type}' is not supported`),
  nodeNeeded: (service: string) =>
    new ApiError(400, 2080, `node_id is required for service type ${service}.`, framework),
  busy: () => new ApiError(400, 2081, 'Another certificate replacement operation is in progress.', framework),
  names: (id: string, wanted: string) =>
    new ApiError(400, 2082, `CN or SAN of certificate ${id} does not match ${wanted}.`, framework),
  vipNeeded: () =>
    new ApiError(
      400,
      2083,
      'Cluster virtual IP must be configured before applying a CA-signed certificate.',
      framework,
    ),
  otherClass: (id: string, category: string, service: string) =>
    new ApiError(
      400,
      2084,
      `Certificate ${id} belongs to category ${category} and cannot be used for service type ${service}.`,
      framework,
    ),
  usedElsewhere: (id: string, service: string) =>
    new ApiError(
      400,
      2086,
      `Certificate ${id} is used elsewhere and service type ${service} wants one of its own.`,
      framework,
    ),
  subnet: (ip: string) =>
    new ApiError(409, 36_501, `Virtual IP ${ip} is not in the same subnet as manager nodes.`, {
      module: 'node-services',
      backEnd: 'node',
    }),
  nodeField: (text: string) => new ApiError(400, 36_000, text, { module: 'node-services', backEnd: 'node' }),
  nodeMissing: (path: string) =>
    new ApiError(404, 36_001, `${path} was not found.`, { module: 'node-services', backEnd: 'node' }),
} as const;
