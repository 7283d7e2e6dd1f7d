import type { FastifyRequest } from 'fastify';
import { answering, type Mutants, restating, rewording } from './mutant.ts';

const services = '/api/2.0/services/';
const at =
  (path: string) =>
  ({ url }: FastifyRequest): boolean =>
    url.endsWith(path);

/** Lies to who connects. */
export const connect: Mutants = {
  'nsxv.features-gone': restating('nwfabric/features is not there', 404, at('/nwfabric/features')),
  'nsxv.predecessor-lives': restating(
    'paths of the predecessor are there',
    200,
    (request) => at('/global/heartbeat')(request) || at('/usermgmt/securityprofile')(request),
  ),
  'nsxv.vcenter-by-name': rewording('vcconfig tells hostName in place of ipAddress', 'ipAddress>', 'hostName>'),
  'nsxv.vcenter-always-there': rewording(
    'a manager that is not registered tells an address all the same',
    '<vcInfo/>',
    '<vcInfo><ipAddress></ipAddress></vcInfo>',
  ),
  'nsxv.connection-in-words': rewording('vcconfig/status tells CONNECTED', '<connected>true', '<connected>CONNECTED'),
  'nsxv.thumbprint-kept-secret': rewording(
    'the refusal does not tell the thumbprint presented',
    /([0-9A-F]{2}:)+[0-9A-F]{2} is/g,
    'That is',
  ),
  'nsxv.sso-without-name': rewording(
    'ssoconfig has no vsmSolutionName',
    /<vsmSolutionName>[^<]*<\/vsmSolutionName>/g,
    '',
  ),
  'nsxv.sso-status-named': answering('ssoconfig/status has the root ssoStatus', (answer, { url }) => {
    if (url === `${services}ssoconfig/status`) answer.body = answer.body.replaceAll('boolean>', 'ssoStatus>');
  }),
  'nsxv.version-untold': answering('vsmconfig does not tell the version', (answer, { url }) => {
    if (url === `${services}vsmconfig`) answer.body = answer.body.replace('"version"', '"release"');
  }),
  'nsxv.uptime-in-seconds': answering('the uptime is a number', (answer, request) => {
    if (at('/system/uptime')(request)) answer.body = '86400';
  }),
  'nsxv.status-without-result': rewording(
    'the status of a component is told without the inner result',
    /<result class="status">(\w+)<\/result>/g,
    '$1',
  ),
};
