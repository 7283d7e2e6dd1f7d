import type { FastifyReply } from 'fastify';
import { type AsaMutant, lie } from './mutant-replies.ts';

/** Requests to some places are answered with another status, and with nothing that an answer would say. */
function refuses(title: string, where: (request: FastifyReply['request']) => boolean, status: number): AsaMutant {
  return lie(title, (body, reply) => {
    if (!where(reply.request) || reply.statusCode >= 400) return body;
    reply.code(status);
    return '';
  });
}

/** Whether a request names a context. */
const isElsewhere = ({ url }: FastifyReply['request']): boolean => /[?&]context=/.test(url);

/** Boxes that are wrong about one resource, or about contexts. */
export const resourceMutants: Readonly<Record<string, AsaMutant>> = {
  'asa.restore-refused': refuses('no backup can be restored', ({ url }) => url.startsWith('/api/restore'), 400),
  'asa.license-refused': refuses(
    'a license is neither registered nor renewed',
    ({ url }) => url.startsWith('/api/licensing/smart/asav/'),
    400,
  ),
  'asa.token-of-one-context': refuses(
    'a token is good for no context but its own',
    (request) => isElsewhere(request) && request.headers['x-auth-token'] !== undefined,
    401,
  ),
  'asa.monitoring-of-one-context': refuses(
    'a context that is named cannot be monitored',
    (request) => isElsewhere(request) && request.url.startsWith('/api/monitoring/'),
    404,
  ),
  'asa.context-errors-unsaid': lie('what a context does not know is passed over in silence', (body, reply) =>
    isElsewhere(reply.request) && body.includes('Invalid input') ? '{"response":[]}' : body,
  ),
  'asa.headers-before-their-time': lie('an old agent has the headers of newer ones', (body, reply) => {
    if (!reply.hasHeader('x-frame-options') && reply.hasHeader('server'))
      reply.headers({ 'x-frame-options': 'DENY', 'strict-transport-security': 'max-age=63072000' });
    return body;
  }),
  'asa.commands-echoed': lie('the answer of /api/cli tells the commands as well', (body) =>
    body.startsWith('{"response":') ? body.replace(/\}$/, ',"commands":[]}') : body,
  ),
  'asa.absent-null': lie('an NTP server without an interface has null for it', (body) =>
    body.replace(/("ipAddress":"[^"]+"),"(?=key|isPreferred)/g, '$1,"interface":null,"'),
  ),
  'asa.one-period': lie('a time range has its first period only', (body) =>
    body.replace(/("periodic":\[\{[^}]*\})[^\]]*\]/g, '$1]'),
  ),
  'asa.validity-in-iso': lie('the end of validity is written as machines do', (body) =>
    body.replace(/("validityEndDate":")[^"]+/g, '$12030-01-01T00:00:00Z'),
  ),
  'asa.backslashes-kept': lie('the backslash in the id of a user stands as it is', (body) =>
    body.replaceAll('_API_BACK_SLASH_', '\\\\'),
  ),
  'asa.failover-numbers': lie('times of failover are numbers', (body) =>
    body.replace(/("(?:unit|monitored|interface)(?:Poll|Hold)Time":)"(\d+)"/g, '$1$2'),
  ),
  'asa.clash-unexplained': lie('the name of an authority is refused without saying why', (body) =>
    body.replace(/"details":"TrustPoint [^"]*"/, '"details":"Bad request"'),
  ),
};
