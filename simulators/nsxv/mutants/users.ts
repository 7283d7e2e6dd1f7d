import type { FastifyRequest } from 'fastify';
import { answering, deriving, type Mutants, restating, rewording } from './mutant.ts';

const usermgmt = '/api/2.0/services/usermgmt/';
const isRole = ({ url }: FastifyRequest): boolean => url.startsWith(`${usermgmt}role/`);

/** Lies of the user management, and of what roles may do. */
export const users: Mutants = {
  'nsxv.assigning-is-201': answering('POST role answers 201 with the entry', (answer, request) => {
    if (request.method !== 'POST' || !isRole(request) || answer.status !== 204) return;
    answer.status = 201;
    answer.type = 'application/xml';
    answer.body = '<accessControlEntry/>';
  }),
  'nsxv.assigning-twice': restating('a role is given to who has one already', 204, (_request, { body }) =>
    body.includes('User already present.'),
  ),
  'nsxv.changing-is-silent': answering('PUT role answers 204 without the entry', (answer, request) => {
    if (request.method !== 'PUT' || !isRole(request) || answer.status !== 200) return;
    answer.status = 204;
    answer.body = '';
  }),
  'nsxv.deleting-is-200': restating(
    'what deletes a user or a role answers 200',
    200,
    ({ method, url }, { status }) => method === 'DELETE' && url.startsWith(usermgmt) && status === 204,
  ),
  'nsxv.switching-is-200': restating(
    'enablestate answers 200',
    200,
    ({ url }, { status }) => url.includes('/enablestate/') && status === 204,
  ),
  'nsxv.switched-off-goes-on': deriving('a disabled user may go on', (_before, after) => {
    const entries = Object.values(after.store.entries);
    if (entries.every(({ enabled }) => enabled)) return after;
    const enabled = Object.fromEntries(entries.map((entry) => [entry.login, { ...entry, enabled: true }]));
    return { ...after, store: { ...after.store, entries: enabled } };
  }),
  'nsxv.resource-id-echoed': rewording(
    "answers repeat the request's resourceId",
    '<resource><objectId>',
    '<resource><resourceId>globalroot-0</resourceId><objectId>',
  ),
  'nsxv.missing-role-is-404': restating(
    'GET role of a user without one answers 404',
    404,
    (request, { status }) => request.method === 'GET' && isRole(request) && status === 400,
  ),
  'nsxv.admin-is-unknown': restating('GET user/admin answers 404', 404, ({ url }) => url === `${usermgmt}user/admin`),
  'nsxv.admin-is-no-super-user': answering('the role of admin is enterprise_admin', (answer, { url }) => {
    if (url === `${usermgmt}role/admin`) answer.body = answer.body.replace('super_user', 'enterprise_admin');
  }),
  'nsxv.admin-can-go': restating('what is done to admin is answered as success', 200, (_request, { body }) =>
    body.includes('This operations is not permitted.'),
  ),
  'nsxv.roles-by-alphabet': answering('GET roles is sorted', (answer, { url }) => {
    if (url !== `${usermgmt}roles`) return;
    const roles = answer.body.match(/<string>[^<]*<\/string>/g) ?? [];
    answer.body = `<list>${[...roles].sort().join('')}</list>`;
  }),
  'nsxv.any-role-for-cli': restating(
    'the refusal of roles that CLI users may not have is answered as success',
    200,
    (_request, { body }) => /Role \w+ cannot be assigned to a CLI user/.test(body),
  ),
  'nsxv.no-global-scope': answering('the global object is no scope to choose', (answer, { url }) => {
    if (url === `${usermgmt}scopingobjects`) answer.body = answer.body.replace('globalroot-0', 'globalroot-1');
  }),
  'nsxv.cli-users-look-like-others': rewording('no user is told to be one of the CLI', '<isCli>true', '<isCli>false'),
  'nsxv.accounts-are-listed': answering('accounts of the CLI without a role are listed', (answer, { url }) => {
    if (url === `${usermgmt}users/vsm`)
      answer.body = answer.body.replace('<users>', '<users><userInfo><name>api</name></userInfo>');
  }),
  'nsxv.users-by-upn': rewording(
    'users of vCenter are named user@domain',
    /<name>([^<\\]+)\\([^<]+)<\/name>/g,
    '<name>$2@$1</name>',
  ),
  'nsxv.auditor-reads-roles': answering('an auditor may read roles', (answer) => {
    if (!answer.body.includes('urm.object_access_control')) return;
    answer.status = 200;
    answer.body =
      '<?xml version="1.0" encoding="UTF-8"?>\n<accessControlEntry><role>auditor</role></accessControlEntry>';
  }),
  'nsxv.permissions-ignored': answering('nobody lacks a permission', (answer) => {
    if (!answer.body.includes('<errorCode>254')) return;
    answer.status = 200;
    answer.body = '<list/>';
  }),
  'nsxv.only-admin-may': restating(
    'whoever is not admin is refused',
    403,
    ({ account }, { status }) => account.user !== undefined && account.user !== 'admin' && status < 400,
  ),
};
