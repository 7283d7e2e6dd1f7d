import type { CaseContext } from '../../context.ts';
import type { Device } from '../../device.ts';
import type { Asked, Exchange } from '../../oracle/http.ts';
import { header } from '../../oracle/http.ts';
import type { Credentials } from '../../oracle/ssh.ts';
import type { DeviceOptions } from '../../target.ts';

/** The API's endpoint. */
export const api = 'https';

/** People of vCenter in the suite's own lab: one for each role, and one without. */
export const people = ['auditor', 'security_admin', 'vshield_admin', 'enterprise_admin', 'nobody'] as const;
export type Person = (typeof people)[number];
const personal = 'Suite.Person.1';

export const loginOf = (person: Person): string => `${person}@suite.local`;
export const person = (name: Person): Credentials => ({ username: loginOf(name), password: personal });

/** A manager of a case's own, with these people in its vCenter. */
export const withPeople: DeviceOptions = {
  vcenter: { users: people.map((name) => ({ name: loginOf(name), password: personal })) },
};

/** What is kept of an answer: all that judges look at. */
export interface Seen {
  readonly status: number;
  readonly reason: string;
  readonly type: string;
  readonly body: string;
  readonly location: string;
}

export function seen(exchange: Exchange): Seen {
  const { status, reason, body } = exchange;
  return {
    status,
    reason,
    body,
    type: header(exchange, 'content-type') ?? '',
    location: header(exchange, 'location') ?? '',
  };
}

/** What a request has beside method and path. */
export interface Request {
  readonly as?: Credentials;
  readonly body?: string;
  /** `application/xml` unless told; empty: none. */
  readonly type?: string;
  readonly accept?: string;
  readonly authorization?: string;
}

/** Asks the API as somebody; the device's own user unless told. */
export async function ask(device: Device, method: string, path: string, request: Request = {}): Promise<Seen> {
  const { as = device, body, type, accept, authorization } = request;
  const basic = `Basic ${Buffer.from(`${as.username}:${as.password}`).toString('base64')}`;
  const headers: [string, string][] = [['Authorization', authorization ?? basic]];
  if (type !== '' && (type !== undefined || body !== undefined))
    headers.push(['Content-Type', type ?? 'application/xml']);
  if (accept !== undefined) headers.push(['Accept', accept]);
  const asked: Asked = { method, path, headers, ...(body !== undefined && { body }) };
  return seen(await device.request(api, asked));
}

export const usermgmt = '/api/2.0/services/usermgmt';
export const auditlog = '/api/2.0/auditlog';
export const tags = '/api/2.0/services/securitytags/tag';
export const info = '/api/1.0/appliance-management/global/info';

/** The body of a role assignment, as the how-to has it. */
export const assignment = (role: string): string =>
  `<accessControlEntry>\n  <role>${role}</role>\n  <resource>\n    <resourceId>globalroot-0</resourceId>\n  </resource>\n</accessControlEntry>`;

/** Gives a role for the first time. */
export const give = (device: Device, login: string, role: string, query = ''): Promise<Seen> =>
  ask(device, 'POST', `${usermgmt}/role/${login}${query}`, { body: assignment(role) });

/** Changes a role. */
export const change = (device: Device, login: string, role: string): Promise<Seen> =>
  ask(device, 'PUT', `${usermgmt}/role/${login}`, { body: assignment(role) });

/** The user that the how-to makes. */
export const apiUser: Credentials = { username: 'api', password: 'Password123' };

/** The text of the first element of that name; empty where there is none. */
export const element = (body: string, name: string): string =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] ?? '';

/** The body of a new security tag. */
export const tag = (name: string): string =>
  `<securityTag><objectTypeName>SecurityTag</objectTypeName><type><typeName>SecurityTag</typeName></type><name>${name}</name><description>of the suite</description><extendedAttributes></extendedAttributes></securityTag>`;

/** Makes a security tag; the body of the answer is its id. */
export const createTag = (device: Device, name: string, as?: Credentials): Promise<Seen> =>
  ask(device, 'POST', tags, { body: tag(name), accept: 'application/xml', ...(as && { as }) });

/** Notes, before a security tag is made, how it is removed again. */
export const undoTag = (t: CaseContext, device: Device, name: string): Promise<void> =>
  t.undoBy(device, `the security tag ${name}`, [
    {
      door: api,
      method: 'DELETE',
      path: `${tags}/{}`,
      headers: [['Accept', 'application/json']],
      each: { path: `${tags}?pageSize=1024`, list: 'securityTag', named: ['name', name], id: 'objectId' },
    },
  ]);

/** The same for one whose id is known: no list has to be understood. */
export const undoTagId = (t: CaseContext, device: Device, id: string): Promise<void> =>
  t.undoBy(device, `the security tag ${id}`, [{ door: api, method: 'DELETE', path: `${tags}/${id}` }]);

/** The id in the answer to a creation, however it is written; empty where there is none. */
export const tagIdIn = ({ body }: Seen): string => /securitytag-\d+/.exec(body)?.[0] ?? '';

/** Makes a security tag that goes with the case. */
export async function createTagFor(t: CaseContext, device: Device, name: string, request: Request = {}): Promise<Seen> {
  await undoTag(t, device, name);
  const created = await ask(device, 'POST', tags, { body: tag(name), accept: 'application/xml', ...request });
  const id = tagIdIn(created);
  if (id !== '') await undoTagId(t, device, id);
  return created;
}
