import { register } from '../../requirement.ts';
import { guide, howTo, kb, vty } from './sources.ts';

/** The appliance's CLI. */
export const cli = register([
  {
    id: 'NV-CLI-0001',
    statement: 'After login the prompt is the host name, `>` and a blank.',
    evidence: 'recorded',
    source: howTo('SSH to the NSX Manager'),
  },
  {
    id: 'NV-CLI-0002',
    statement: 'The unique start of a command stands for it: `ena` is `enable`.',
    evidence: 'recorded',
    source: howTo('SSH to the NSX Manager'),
  },
  {
    id: 'NV-CLI-0003',
    statement: '`enable` asks for a password with `Password:`.',
    evidence: 'recorded',
    source: howTo('SSH to the NSX Manager'),
  },
  {
    id: 'NV-CLI-0004',
    statement: 'In privileged mode the prompt ends in `#` and a blank.',
    evidence: 'recorded',
    source: howTo('configuration terminal'),
  },
  {
    id: 'NV-CLI-0005',
    statement: 'In configuration mode the prompt ends in `(config)#` and a blank.',
    evidence: 'recorded',
    source: howTo('configuration terminal'),
  },
  {
    id: 'NV-CLI-0006',
    statement: '`user NAME password plaintext PASSWORD` prints nothing when it succeeds.',
    evidence: 'recorded',
    source: howTo('create a new user account'),
  },
  {
    id: 'NV-CLI-0007',
    statement: '`user NAME privilege web-interface` prints nothing when it succeeds.',
    evidence: 'recorded',
    source: howTo('assign it web-interface privileges'),
  },
  {
    id: 'NV-CLI-0008',
    statement: '`exit` in configuration mode prints nothing and leads to privileged mode.',
    evidence: 'recorded',
    source: howTo('save the configuration'),
  },
  {
    id: 'NV-CLI-0009',
    statement: '`write memory` prints `Building Configuration...`, `Configuration saved.` and `[OK]`.',
    evidence: 'recorded',
    source: howTo('save the configuration'),
  },
  {
    id: 'NV-CLI-0010',
    statement:
      '`show running-config` begins with `Building configuration...`, an empty line and `Current configuration:`.',
    evidence: 'recorded',
    source: howTo('the running configuration'),
  },
  {
    id: 'NV-CLI-0011',
    statement: 'A CLI user stands in the running configuration as a line `user NAME` and no more.',
    evidence: 'recorded',
    source: howTo('the running configuration'),
  },
  {
    id: 'NV-CLI-0012',
    statement: 'The running configuration shows neither a password nor its hash.',
    evidence: 'recorded',
    source: howTo('the running configuration'),
  },
  {
    id: 'NV-CLI-0013',
    statement: 'The running configuration does not show the web-interface privilege.',
    evidence: 'recorded',
    source: howTo('the running configuration'),
  },
  {
    id: 'NV-CLI-0014',
    statement: 'The startup configuration does not show the web-interface privilege.',
    evidence: 'documented',
    source: howTo('the running configuration'),
  },
  {
    id: 'NV-CLI-0015',
    statement: 'The running configuration does not name the account `admin`.',
    evidence: 'recorded',
    source: howTo('the running configuration'),
  },
  {
    id: 'NV-CLI-0016',
    statement:
      'The running configuration has users, time, name servers, host name, interface, routes and `web-manager` in this order.',
    evidence: 'recorded',
    source: howTo('the running configuration'),
  },
  {
    id: 'NV-CLI-0017',
    statement: 'The line of the name servers ends in a blank.',
    evidence: 'recorded',
    source: howTo('the running configuration'),
  },
  {
    id: 'NV-CLI-0018',
    statement: 'The running configuration ends with `web-manager`, without an `end`.',
    evidence: 'recorded',
    source: howTo('the running configuration'),
  },
  {
    id: 'NV-CLI-0019',
    statement:
      'A user name with a capital letter is refused with the two lines that begin with `Failed to add user.` and `ERROR: could not add user:`.',
    evidence: 'recorded',
    source: howTo('cryptic error'),
  },
  {
    id: 'NV-CLI-0020',
    statement: 'A user name that was refused does not appear in the running configuration.',
    evidence: 'documented',
    source: howTo('cryptic error'),
  },
  {
    id: 'NV-CLI-0021',
    statement: '`write memory` works in configuration mode too.',
    evidence: 'documented',
    source: kb(330320, 'securing CLI user accounts'),
  },
  {
    id: 'NV-CLI-0022',
    statement: 'Users of vCenter cannot log in by SSH.',
    evidence: 'documented',
    source: vty('local accounts'),
  },
  {
    id: 'NV-CLI-0023',
    statement: 'A second `configure terminal` is refused with `VTY configuration is locked by other VTY`.',
    evidence: 'recorded',
    source: vty('the message'),
  },
  {
    id: 'NV-CLI-0024',
    statement: 'After the refusal the session stays in privileged mode.',
    evidence: 'recorded',
    source: vty('the message'),
  },
  {
    id: 'NV-CLI-0025',
    statement: 'While the configuration is locked, the line that says so stands before the first prompt of a login.',
    evidence: 'recorded',
    source: vty('the message'),
  },
  {
    id: 'NV-CLI-0026',
    statement: 'The lock outlives the connection of the session that holds it.',
    evidence: 'recorded',
    source: vty('cause'),
  },
  {
    id: 'NV-CLI-0027',
    statement: 'Stopping and starting SSH frees the lock.',
    evidence: 'recorded',
    source: vty('solution'),
  },
  {
    id: 'NV-CLI-0028',
    statement: 'A session that leaves configuration mode gives the lock back.',
    evidence: 'recorded',
    source: vty('cause'),
  },
  {
    id: 'NV-CLI-0029',
    statement: 'A password such as `abcd1234` is taken.',
    evidence: 'documented',
    source: guide('Add a user account by CLI', '6.4'),
  },
]);
