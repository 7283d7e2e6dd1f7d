import { cite, register } from '../../requirement.ts';
import { guide, repository, restGuide } from './sources.ts';

const limits = guide('NX-API CLI: guidelines and limitations');
const collection = repository('ansible-collections/cisco.nxos', 'plugins/modules/nxos_nxapi.py');

/** What is required of the switch and no case asks, each with its reason. */
export const untested = register([
  {
    id: 'NX-INS-0101',
    statement: 'A command that runs for more than 300 seconds is ended, and its code is 500.',
    evidence: 'documented',
    source: limits,
    untested: 'a case would take five minutes, and no command of a simulator lasts that long',
  },
  {
    id: 'NX-INS-0102',
    statement: 'Where `/volatile` is full, NX-API answers no command.',
    evidence: 'documented',
    source: cite('Cisco Nexus 9000 Series NX-OS Troubleshooting Guide', 'NX-API and /volatile'),
    untested:
      'filling it harms whatever else runs on somebody’s switch, and the simulator has no `/volatile` that fills',
  },
  {
    id: 'NX-INS-0103',
    statement: 'NX-API takes 2,147,483,648 bytes of memory at most.',
    evidence: 'documented',
    source: limits,
    untested: 'nothing on the wire shows how much memory the switch gives it',
  },
  {
    id: 'NX-INS-0104',
    statement: 'Clients that open a session for each request come to the limit of sessions and are refused.',
    evidence: 'recorded',
    source: repository('greenpau/go-cisco-nx-api', 'pull request 21'),
    untested: 'the limit is told nowhere; reaching for it would lock people out of a switch that is somebody’s',
  },
  {
    id: 'NX-TLS-0101',
    statement: 'After `nxapi ssl ciphers weak` the HTTPS endpoint takes 3DES and RC4.',
    evidence: 'client',
    source: collection,
    versions: '>=9.2(1)',
    untested: 'the TLS library that asks has neither of them',
  },
  {
    id: 'NX-REST-0101',
    statement: 'NX-API REST gives XML where a path ends in `.xml`.',
    evidence: 'documented',
    source: restGuide('Formats of requests and replies'),
    untested: 'the simulator has JSON alone, and no captured reply tells the exact XML',
  },
  {
    id: 'NX-REST-0102',
    statement:
      'A query with `subscription=yes` is answered with a `subscriptionId`, and changes come over a WebSocket.',
    evidence: 'documented',
    source: restGuide('Subscribing to query results'),
    untested: 'not simulated: no WebSocket for subscriptions is modelled, and no capture of one is known',
  },
  {
    id: 'NX-BASH-0101',
    statement: 'A message of the type `bash` takes pipes, redirections and variables as the shell of the switch does.',
    evidence: 'documented',
    source: guide('NX-API: message formats, bash'),
    untested:
      'the simulator’s bash is a small one without them; on a switch that is somebody’s a shell is too much to ask',
  },
]);
