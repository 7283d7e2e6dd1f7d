/** A refusal of NX-API REST: an HTTP status, and the code and text of the `error` object in `imdata`. */
export class RestError extends Error {
  readonly status: number;
  readonly code: string;

  /** @param text what the switch says */
  constructor(status: number, code: string, text: string) {
    super(text);
    this.name = 'RestError';
    this.status = status;
    this.code = code;
  }
}

/**
 * What NX-API REST says when it refuses. The HTTP statuses are inferred where the line says nothing else.
 * @source NX-API reference 8.3; the others from public threads of a Terraform provider, by number
 */
export const refusals = {
  /** recorded, status too */
  noToken: () =>
    new RestError(
      403,
      '403',
      'Need a valid webtoken cookie (named APIC-Cookie) or a signed request with signature in the cookie APIC-Request-Signature for all REST API requests',
    ),
  /** recorded, status too */
  badToken: () => new RestError(403, '403', 'Token was invalid (Error: Token timeout)'),
  /** inferred */
  badLogin: () => new RestError(401, '401', 'AAA Server authentication is DENIED'),
  /** recorded: CiscoDevNet/terraform-provider-nxos, issue 460 */
  unknownClass: (name: string) => new RestError(400, '17', `Unknown class ${name}`),
  /** recorded: issue 460; the code is inferred */
  unknownAttribute: (attribute: string, cls: string) =>
    new RestError(400, '400', `unknown attribute '${attribute}' in element '${cls}'`),
  /** recorded: issue 460; the code is inferred */
  unknownChild: () => new RestError(400, '400', 'Cannot contain mo class children; unknown mo class'),
  /** recorded: issue 287, on 7.0(3)I7(10) */
  notFound: (dn: string) => new RestError(400, '102', `configured object ((Dn0)) not found Dn0=${dn}, `),
  /** inferred */
  exists: (dn: string) => new RestError(400, '103', `can't create; object ((Dn0)) already exists Dn0=${dn}, `),
  /** recorded: issue 92; the words are those of the CLI */
  refused: (words: string, dn: string) => new RestError(400, '1', `${words}\nfaulty_dn=${dn}`),
  /** inferred */
  readOnly: (attribute: string, dn: string) =>
    new RestError(400, '1', `property '${attribute}' cannot be configured\nfaulty_dn=${dn}`),
  /** inferred */
  badValue: (attribute: string, value: string, cls: string) =>
    new RestError(400, '107', `unknown property value ${value}, name ${attribute}, class ${cls}`),
  /** inferred */
  noDelete: (dn: string) => new RestError(400, '1', `object cannot be deleted\nfaulty_dn=${dn}`),
  /** inferred */
  malformed: (what: string) => new RestError(400, '400', what),
  /** inferred */
  denied: (dn: string) => new RestError(403, '403', `Access denied to ${dn}`),
} as const;
