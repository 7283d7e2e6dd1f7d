import { answering, asking, type Mutants, rewording } from './mutant.ts';

/** The same query without, or with another, parameter. */
const query = (title: string, change: (query: string) => string) =>
  asking(title, (request) => {
    const [path = '', rest = ''] = (request.url ?? '').split('?');
    if (path === '/api/2.0/auditlog') request.url = `${path}?${change(rest)}`;
  });

/** Lies of the audit log and the system events. */
export const logs: Mutants = {
  'nsxv.login-under-own-name': rewording(
    'the audit log tells a login under the name of who logged in',
    /<userName>System<\/userName>(<module>ACCESS_CONTROL<\/module><operation>LOGIN<\/operation><resource>)([^<]*)/g,
    '<userName>$2</userName>$1$2',
  ),
  'nsxv.only-admin-logs-in': rewording(
    'the audit log tells no login but those of admin',
    /<auditLog>(?:(?!<\/auditLog>).)*<operation>LOGIN<\/operation><resource>(?!admin<).*?<\/auditLog>/g,
    '',
  ),
  'nsxv.logins-have-values': rewording(
    'a login has an old and a new value',
    /(<operation>LOGIN<\/operation>.*?<\/timestamp>)(<isResourceUniversal>)/g,
    '$1<oldValue></oldValue><newValue></newValue>$2',
  ),
  'nsxv.admin-is-another-object': rewording('admin is the object userinfo-1', 'userinfo-3<', 'userinfo-1<'),
  'nsxv.everybody-is-admin': rewording(
    'the audit log names admin whoever acted',
    /<userName>(?!System)[^<]*/g,
    '<userName>admin',
  ),
  'nsxv.modules-unknown': rewording('the module of a tag is UNKNOWN', '<module>SECURITY_TAG', '<module>UNKNOWN'),
  'nsxv.objects-unnamed': rewording(
    'the audit log tells no id of a tag',
    /<resourceId>securitytag-\d+/g,
    '<resourceId>',
  ),
  'nsxv.status-before-object': rewording(
    'the status of an entry stands before its object',
    /(<resource>[^<]*<\/resource><resourceId>[^<]*<\/resourceId>)(<status>[^<]*<\/status>)/g,
    '$2$1',
  ),
  'nsxv.roles-not-audited': rewording(
    'changes of roles are not in the audit log',
    /<auditLog>(?:(?!<\/auditLog>).)*<module>ACCESS_CONTROL<\/module><operation>(?!LOGIN).*?<\/auditLog>/g,
    '',
  ),
  'nsxv.seconds': rewording('times are seconds', /<timestamp>(\d{10})\d{3}</g, '<timestamp>$1<'),
  'nsxv.page-size-is-count': answering('pageSize tells how many entries came', (answer) => {
    const count = answer.body.split('<auditLog>').length - 1;
    answer.body = answer.body.replace(/<pageSize>\d+/, `<pageSize>${count}`);
  }),
  'nsxv.start-index-ignored': query('every page is the first one', (text) => text.replace(/startIndex=\d+/, '')),
  'nsxv.order-ignored': query('the order that is asked for is not heard', (text) =>
    text.replace(/sortOrderAscending=\w+/i, ''),
  ),
  'nsxv.newest-first': query('the log begins with the newest entry', (text) =>
    text.includes('sortOrder') ? text : `${text}&sortOrderAscending=false`,
  ),
  'nsxv.lower-case-booleans': query('only true and false in lower case are heard', (text) =>
    text.replace(/=(True|False)/, '='),
  ),
  'nsxv.events-are-a-log': rewording('the root of the system events is eventLog', 'pagedSystemEventList>', 'eventLog>'),
  'nsxv.the-other-source-info': answering(
    'system events have eventSourceInfo where they should not, and not where they should',
    (answer) => {
      answer.body = answer.body.includes('<eventSourceInfo>')
        ? answer.body.replace(/<eventSourceInfo>.*?<\/eventSourceInfo>/g, '')
        : answer.body.replaceAll('</systemEvent>', '<eventSourceInfo/></systemEvent>');
    },
  ),
};
