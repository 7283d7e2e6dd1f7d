import { register } from '../../requirement.ts';
import { assumed, repository, walkthrough } from './sources.ts';

/** Directories, copies and listings on bootflash. */
export const files = register([
  {
    id: 'NX-FILE-0001',
    statement: '`mkdir bootflash:nxapi` creates that directory on the active supervisor.',
    evidence: 'documented',
    source: walkthrough('Copy the Files, 1'),
  },
  {
    id: 'NX-FILE-0002',
    statement: '`copy scp://…/FILE bootflash://sup-1/nxapi/` stores the file in that directory under its own name.',
    evidence: 'documented',
    source: walkthrough('Copy the Files, 1'),
  },
  {
    id: 'NX-FILE-0003',
    statement: 'A file copied to flash has exactly the bytes of its source.',
    evidence: 'client',
    source: repository('ktbyers/netmiko', 'cisco_nxos file transfer: compares `show file … md5sum` with the source'),
  },
  {
    id: 'NX-FILE-0004',
    statement: '`copy scp:` without a VRF on the line asks for one.',
    evidence: 'recorded',
    source: repository('CiscoTestAutomation/unicon.plugins', 'NX-OS mock data, copy dialogue'),
  },
  {
    id: 'NX-FILE-0005',
    statement: 'At the first contact with a host, `copy scp:` shows its key and asks whether to continue.',
    evidence: 'recorded',
    source: repository('CiscoTestAutomation/unicon.plugins', 'NX-OS mock data, copy dialogue'),
  },
  {
    id: 'NX-FILE-0006',
    statement: '`copy scp:` asks for the password of the named user at the named host.',
    evidence: 'recorded',
    source: repository('CiscoTestAutomation/genielibs', 'NX-OS file transfer tests'),
  },
  {
    id: 'NX-FILE-0007',
    statement: 'A successful copy ends with `Copy complete`.',
    evidence: 'client',
    source: repository('ansible-collections/cisco.nxos', 'plugins/modules/nxos_file_copy.py'),
  },
  {
    id: 'NX-FILE-0008',
    statement:
      '`mkdir bootflash:sup-2/nxapi` creates the directory on the standby supervisor, and nothing on the active.',
    evidence: 'documented',
    source: walkthrough('Copy the Files, 2'),
  },
  {
    id: 'NX-FILE-0009',
    statement: '`copy bootflash://sup-1/nxapi/FILE bootflash://sup-2/nxapi/` stores the same bytes on the standby.',
    evidence: 'documented',
    source: walkthrough('Copy the Files, 2'),
  },
  {
    id: 'NX-FILE-0010',
    statement: 'Where there is no second supervisor, nothing can be copied to sup-2.',
    evidence: 'documented',
    source: walkthrough('Copy the Files, 2 ("if it exists")'),
  },
  {
    id: 'NX-FILE-0011',
    statement:
      '`bootflash:x`, `bootflash:/x`, `bootflash:///x`, `bootflash://sup-local/x` and `bootflash://sup-1/x` are one file.',
    evidence: 'recorded',
    source: repository(
      'greenpau/go-cisco-nx-api',
      '`bootflash:///` in show version; ntc-templates: `bootflash://sup-local` in dir',
    ),
  },
  {
    id: 'NX-FILE-0012',
    statement: '`bootflash://sup-active/x` and `bootflash://module-27/x` are the same file on the active supervisor.',
    evidence: 'inferred',
    source: assumed('spellings of a bootflash path'),
  },
  {
    id: 'NX-FILE-0013',
    statement:
      '`bootflash://sup-standby/x` and `bootflash://sup-remote/x` name the standby supervisor, like `bootflash://sup-2/x`.',
    evidence: 'inferred',
    source: assumed('spellings of a bootflash path'),
  },
  {
    id: 'NX-FILE-0014',
    statement: '`dir` ends with `Usage for bootflash:` and the bytes used, free and in total.',
    evidence: 'recorded',
    source: repository('networktocode/ntc-templates', 'cisco_nxos_dir fixtures'),
  },
  {
    id: 'NX-FILE-0015',
    statement: 'A line of `dir` is size (11 wide), date, two blanks and name; a directory has a slash and 4096 bytes.',
    evidence: 'recorded',
    source: repository('networktocode/ntc-templates', 'cisco_nxos_dir fixtures'),
  },
  {
    id: 'NX-FILE-0016',
    statement: '`dir` of a file that is not there says `No such file or directory`.',
    evidence: 'client',
    source: repository('ktbyers/netmiko', 'cisco_nxos file transfer, check_file_exists'),
  },
  {
    id: 'NX-FILE-0017',
    statement: '`show file F md5sum` and `sha256sum` print the bare digest of the file.',
    evidence: 'client',
    source: repository('ansible-collections/cisco.nxos', 'plugins/modules/nxos_file_copy.py'),
  },
  {
    id: 'NX-FILE-0018',
    statement: 'Copying over an existing file asks first, naming a `file existing with this name`.',
    evidence: 'client',
    source: repository('ansible-collections/cisco.nxos', 'plugins/modules/nxos_file_copy.py'),
  },
  {
    id: 'NX-FILE-0019',
    statement: '`delete` asks `Do you want to delete "/x" ? (yes/no/abort)   [y] ` first.',
    evidence: 'recorded',
    source: repository('CiscoTestAutomation/genielibs', 'NX-OS file system tests'),
  },
  {
    id: 'NX-FILE-0020',
    statement: '`mkdir` prints nothing when it succeeds.',
    evidence: 'inferred',
    source: assumed('silence of mkdir'),
  },
  {
    id: 'NX-FILE-0021',
    statement: 'Successful copies print none of the words error, invalid, failed, aborted or denied.',
    evidence: 'client',
    source: repository('networktocode/pyntc', 'pyntc/devices/nxos_device.py, remote file copy'),
  },
]);
