import { register } from '../../requirement.ts';
import { assumed, repository, walkthrough } from './sources.ts';

const transcript = repository('ansible/ansible', 'issue transcripts; cisco.nxos plugins/terminal/nxos.py');
const lab9300v = repository('Public lab transcript', '9300v at 9.3(12), role network-operator');

/** The command line over SSH, as far as the walkthrough and its tools need it. */
export const shell = register([
  {
    id: 'NX-CLI-0001',
    statement: 'The exec prompt is the host name, `#` and a blank.',
    evidence: 'recorded',
    source: repository('scrapli', 'cisco_nxos prompt patterns'),
  },
  {
    id: 'NX-CLI-0002',
    statement: 'The prompt of configuration mode is the host name, `(config)#` and a blank.',
    evidence: 'recorded',
    source: repository('scrapli', 'cisco_nxos prompt patterns'),
  },
  {
    id: 'NX-CLI-0003',
    statement: '`configure terminal` prints `Enter configuration commands, one per line. End with CNTL/Z.`.',
    evidence: 'recorded',
    source: repository('Public session transcripts', 'configure terminal'),
  },
  {
    id: 'NX-CLI-0004',
    statement: '`hostname X` changes the prompt at once.',
    evidence: 'client',
    source: repository('ktbyers/netmiko', 'cisco_nxos, prompt detection after configuration'),
  },
  {
    id: 'NX-CLI-0005',
    statement: "An unknown command prints a line with a caret and `% Invalid command at '^' marker.`.",
    evidence: 'recorded',
    source: transcript,
  },
  {
    id: 'NX-CLI-0006',
    statement: 'Keywords may be shortened as long as they are unique: `conf t`, `copy run start`.',
    evidence: 'documented',
    source: walkthrough('Configure the Switch, 4'),
  },
  {
    id: 'NX-CLI-0007',
    statement: 'While the feature is off there are no `nxapi` configuration commands.',
    evidence: 'inferred',
    source: assumed('nxapi lines without feature nxapi'),
  },
  {
    id: 'NX-CLI-0008',
    statement:
      'A user of role network-operator is refused `show running-config` with `% Permission denied for the role`.',
    evidence: 'recorded',
    source: lab9300v,
  },
  {
    id: 'NX-CLI-0009',
    statement:
      'On an exec channel, an unknown command prints `Syntax error while parsing` with the line, and ends with status 16.',
    evidence: 'recorded',
    source: lab9300v,
  },
  {
    id: 'NX-CLI-0010',
    statement: 'On an exec channel, a command that the role forbids ends with status 30.',
    evidence: 'recorded',
    source: lab9300v,
  },
  {
    id: 'NX-CLI-0011',
    statement:
      'After the login the shell prints `Cisco Nexus Operating System (NX-OS) Software` and the line of the TAC.',
    evidence: 'recorded',
    source: repository('CiscoTestAutomation/unicon.plugins', 'NX-OS mock data, login'),
  },
  {
    id: 'NX-CLI-0012',
    statement: '`terminal length 0` and `terminal width 511` print nothing.',
    evidence: 'client',
    source: repository('scrapli', 'cisco_nxos, on open'),
  },
  {
    id: 'NX-CLI-0013',
    statement: 'Exec commands are accepted in configuration mode without `do`.',
    evidence: 'documented',
    source: walkthrough('Configure the Switch, 4'),
  },
  {
    id: 'NX-CLI-0014',
    statement: '`| include` keeps the lines that match and no others.',
    evidence: 'recorded',
    source: repository('ansible/ansible', 'issue 57484'),
  },
  {
    id: 'NX-CLI-0015',
    statement: 'SSH refuses a wrong password.',
    evidence: 'documented',
    source: repository('CiscoTestAutomation/unicon.plugins', 'NX-OS mock data, login incorrect'),
  },
  {
    id: 'NX-CLI-0016',
    statement: "An incomplete command prints `% Incomplete command at '^' marker.`.",
    evidence: 'recorded',
    source: transcript,
  },
  {
    id: 'NX-CLI-0017',
    statement: "An abbreviation that fits several commands prints `% Ambiguous command at '^' marker.`.",
    evidence: 'recorded',
    source: transcript,
  },
]);
