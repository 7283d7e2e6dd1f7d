import { register } from '../../requirement.ts';
import { about, commands, debugLog, quickStart, unicon } from './sources.ts';

/** What is required of a firewall and no case asks, each with its reason. */
export const untestedRequirements = register([
  {
    id: 'ASA-CTX-0101',
    statement: 'In multiple mode no resources work but tokens, commands, saving, backups and monitoring.',
    ...about('Multiple context mode'),
    untested: 'no source tells with which status the others answer',
  },
  {
    id: 'ASA-CTX-0102',
    statement: 'Each context has 25 tokens of its own.',
    ...about('Token Authentication API'),
    untested: 'no source tells how a token is asked of a context other than the admin one',
  },
  {
    id: 'ASA-AUTH-0101',
    statement: 'A login for which an AAA server asks a challenge is refused with 401.',
    ...about('Authentication and Authorization'),
    untested: 'needs an AAA server that asks challenges',
  },
  {
    id: 'ASA-CLI-0101',
    statement: 'A command that the user may not run has the text Command authorization failed, with a 200.',
    ...debugLog('denied command'),
    untested: 'needs a TACACS+ server that denies a command to a user of level 15',
  },
  {
    id: 'ASA-AGENT-0101',
    statement: 'A configuration that is too large for the agent is answered 500, and the agent restarts.',
    ...quickStart('Supported platforms and limits'),
    untested: 'needs a configuration of half a megabyte on a box of little memory',
  },
  {
    id: 'ASA-AGENT-0102',
    statement: 'After a change on the command line the agent reads the whole configuration before its next answer.',
    ...about('Overview'),
    untested: 'shows in nothing but the time that the answer takes',
  },
  {
    id: 'ASA-LOG-0101',
    statement: 'The making and the end of a token are logged as 605005, a refusal as 605004.',
    ...about('Token Authentication API'),
    untested: 'needs a syslog server that the suite hears',
  },
  {
    id: 'ASA-TOK-0101',
    statement: 'Tokens are not known to the other unit of a failover pair.',
    ...about('Token Authentication API'),
    untested: 'there is no second box',
  },
  {
    id: 'ASA-SAVE-0101',
    statement: 'Who configures the standby unit is warned that the active one does not get it.',
    ...unicon('mock_data/asa, configuration of a standby unit'),
    untested: 'there is no second box',
  },
  {
    id: 'ASA-AGENT-0103',
    statement: 'rest-api image verifies a package before it installs it.',
    ...commands('rest-api image'),
    untested: 'needs a signed package, which the vendor alone can make; the tests of the simulator have a stand-in',
  },
]);
