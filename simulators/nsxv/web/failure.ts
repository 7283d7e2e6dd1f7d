import type { Document } from './document.ts';

/** A request that the API refuses in its own words: an error object. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly errorCode: number | undefined;
  readonly module: string;

  /** @param details what a reader sees */
  constructor(status: number, errorCode: number | undefined, details: string, module = 'core-services') {
    super(details);
    this.status = status;
    this.errorCode = errorCode;
    this.module = module;
  }

  /**
   * Order of members as recorded.
   * @source XML: PowerNSX-DFW2Excel issue 23; JSON: cloudfoundry/bosh-vsphere-cpi-release issue 224
   */
  document(): Document {
    const { message: details, errorCode = null, module: moduleName } = this;
    return {
      root: 'error',
      value: { details, errorCode, moduleName },
      json: { errorCode, details, rootCauseString: null, moduleName, errorData: null },
    };
  }
}

/** A request that the container refuses with one of its pages. */
export class PageError extends Error {
  override readonly name = 'PageError';
  readonly status: number;

  /** @param message the page's message; most have none */
  constructor(status: number, message = '') {
    super(message);
    this.status = status;
  }
}

/** The errors of which words or codes were seen. */
export const failures = {
  /** @source recorded: PowerNSX-DFW2Excel issue 23 */
  notAuthorized: (feature: string, object = 'globalroot-0') =>
    new ApiError(
      403,
      254,
      `User is not authorized to access object ${object} and feature ${feature}, please check object access scope and feature permissions for the user.`,
    ),
  /** @source recorded: PowerNSX-DFW2Excel issue 17 */
  notPermitted: () => new ApiError(400, 204, 'This operations is not permitted.'),
  /** @source recorded: cloudfoundry/bosh-vsphere-cpi-release; the status is inferred */
  notFound: (id: string) =>
    new ApiError(404, 202, `The requested object : ${id} could not be found. Object identifiers are case sensitive.`),
  /** The status of `GET role` for a name without one. @source recorded: PowerNSX issues 531 and 570; the words are inferred */
  noSuchRole: (id: string) =>
    new ApiError(400, 202, `The requested object : ${id} could not be found. Object identifiers are case sensitive.`),
  /** @source documented: vShield API Programming Guide, role management */
  alreadyPresent: () => new ApiError(400, undefined, 'User already present.'),
  /** @source recorded: cloudfoundry/bosh-vsphere-cpi-release issue 224 */
  sameName: (name: string) =>
    new ApiError(
      400,
      210,
      `Another object with same name : ${name} already exists in the current scope : globalroot-0.`,
    ),
  /** A body or parameter that cannot be right (words inferred). */
  invalid: (details: string) => new ApiError(400, 100, details),
};
