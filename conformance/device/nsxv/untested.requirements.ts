import { register } from '../../requirement.ts';
import { guide, howTo, specification } from './sources.ts';

/** What is required of the manager and no case asks, each with its reason. */
export const untested = register([
  {
    id: 'NV-ROLE-0101',
    statement: 'A user whose role changes loses the sessions that are open in the user interface.',
    evidence: 'documented',
    source: howTo('The warning when a role is changed'),
    untested: 'the user interface is not simulated, and nothing of its sessions shows in the API',
  },
  {
    id: 'NV-CONN-0101',
    statement: 'A system event is sent as a line to the syslog server that is configured.',
    evidence: 'documented',
    source: guide('System events: format of a syslog line', '6.4'),
    untested: 'the suite has no syslog server that a manager could reach, and no case makes an event for it alone',
  },
  {
    id: 'NV-CONN-0102',
    statement: '`POST backuprestore/backup` stores a backup on the FTP or SFTP server that is configured.',
    evidence: 'documented',
    source: specification('Backup and restore'),
    untested: 'not simulated; on a real manager it would write to somebody’s server',
  },
  {
    id: 'NV-CONN-0103',
    statement: '`POST backuprestore/restore` brings the manager back to what the backup holds.',
    evidence: 'documented',
    source: specification('Backup and restore'),
    untested: 'not simulated; nobody would let a suite replace the state of a manager in use',
  },
  {
    id: 'NV-EVENT-0101',
    statement: 'Events are sent as SNMP traps to the receivers that are configured.',
    evidence: 'documented',
    source: specification('SNMP'),
    untested: 'SNMP is not simulated, and the suite has no receiver of traps',
  },
  {
    id: 'NV-AUTH-0101',
    statement: 'A group of the directory that has a role gives it to its members.',
    evidence: 'documented',
    source: specification('usermgmt role: isGroup'),
    untested: 'needs a directory with groups behind vCenter; the simulated vCenter has users alone',
  },
]);
