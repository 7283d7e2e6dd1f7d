import { register } from '../../requirement.ts';
import { assumed, cliReference, guide, repository } from './sources.ts';

/** What `show` commands and the configuration text tell of NX-API. */
export const shows = register([
  {
    id: 'NX-SHOW-0001',
    statement:
      'From 9.2(1) on, `show nxapi` prints the listeners and the certificate’s issuer and expiry in the recorded layout.',
    evidence: 'recorded',
    source: repository('datacenter/nexus9000', 'nx-os/nxapi/get_cert_info_remotely.py'),
    versions: '>=9.2(1)',
  },
  {
    id: 'NX-SHOW-0002',
    statement: 'Before 9.2(1), `show nxapi` prints the listeners and nothing of a certificate.',
    evidence: 'documented',
    source: cliReference('show nxapi, 7.x'),
    versions: '<9.2(1)',
  },
  {
    id: 'NX-SHOW-0003',
    statement: '`show nxapi` has no line for a closed listener.',
    evidence: 'recorded',
    source: repository('ansible/ansible-modules-core', 'issue 4968'),
  },
  {
    id: 'NX-SHOW-0004',
    statement:
      'From 9.2(1) on, structured `show nxapi` gives nxapi_status `nxapi enabled`, the open ports, ssl_issuer and ssl_enddate.',
    evidence: 'documented',
    source: cliReference('show nxapi, 9.2x and 9.3x'),
    versions: '>=9.2(1)',
  },
  {
    id: 'NX-SHOW-0005',
    statement: 'Before 9.2(1), structured `show nxapi` gives operation_status.o_status and TABLE_listen_on_port.',
    evidence: 'documented',
    source: cliReference('show nxapi, 7.x'),
    versions: '<9.2(1)',
  },
  {
    id: 'NX-SHOW-0006',
    statement: 'Before 9.2(1), one open listener makes ROW_listen_on_port one object.',
    evidence: 'recorded',
    source: repository('ansible/ansible', 'issue 28897'),
    versions: '<9.2(1)',
  },
  {
    id: 'NX-SHOW-0007',
    statement: 'From 9.2(1) on, `show nxapi` names the issuer of the installed certificate.',
    evidence: 'inferred',
    source: assumed('show nxapi after a certificate was installed'),
    versions: '>=9.2(1)',
  },
  {
    id: 'NX-SHOW-0008',
    statement:
      'Before 9.2(1), the running configuration holds `feature nxapi`, `no nxapi http`, `nxapi https port N` in this order.',
    evidence: 'recorded',
    source: repository('ansible/ansible', 'issue 27330'),
    versions: '<9.2(1)',
  },
  {
    id: 'NX-SHOW-0009',
    statement: 'The running configuration holds `nxapi https port N` while N is not the default.',
    evidence: 'client',
    source: repository('ansible-collections/cisco.nxos', 'plugins/modules/nxos_nxapi.py'),
  },
  {
    id: 'NX-SHOW-0010',
    statement: 'While the feature is off, `show nxapi` contains the word `disabled`.',
    evidence: 'recorded',
    source: repository('ansible/ansible-modules-core', 'issue 4955'),
  },
  {
    id: 'NX-SHOW-0011',
    statement: 'The running configuration holds `nxapi use-vrf management` once it is configured.',
    evidence: 'documented',
    source: guide('NX-API CLI: nxapi use-vrf'),
  },
  {
    id: 'NX-SHOW-0012',
    statement: 'The text of `show version` has a line `NXOS: version RELEASE` with leading blanks.',
    evidence: 'client',
    source: repository('ansible-collections/cisco.nxos', 'plugins/httpapi/nxos.py, get_device_info'),
  },
  {
    id: 'NX-SHOW-0013',
    statement: 'The text of `show version` has the line `Hardware` directly followed by `cisco MODEL`.',
    evidence: 'client',
    source: repository('ansible-collections/cisco.nxos', 'plugins/httpapi/nxos.py, get_device_info'),
  },
  {
    id: 'NX-SHOW-0014',
    statement: 'Structured `show version` gives the release as kickstart_ver_str.',
    evidence: 'recorded',
    source: repository('greenpau/go-cisco-nx-api', 'assets/requests/resp.show.version.3.json'),
  },
  {
    id: 'NX-SHOW-0015',
    statement: 'On 7.0(3) and 9.3(5) the uptime fields of structured `show version` are numbers.',
    evidence: 'recorded',
    source: repository('saltstack/salt', 'tests/unit/utils/test_nxos.py, captured on 9.3(5)'),
    versions: '<10',
  },
  {
    id: 'NX-SHOW-0016',
    statement: '`show running-config` begins with `!Command: show running-config` and has a line `version RELEASE`.',
    evidence: 'recorded',
    source: repository('napalm-automation/napalm', 'nxos get_config fixtures'),
  },
  {
    id: 'NX-SHOW-0017',
    statement: '`show startup-config` begins with `!Command: show startup-config` and says when it was saved.',
    evidence: 'client',
    source: repository('napalm-automation/napalm', 'napalm/nxos/nxos.py, filters of get_config'),
  },
  {
    id: 'NX-SHOW-0018',
    statement: '`show run all | inc nxapi` right after enabling has the line `feature nxapi`.',
    evidence: 'recorded',
    source: repository('ansible-collections/cisco.nxos', 'fixture nxos_nxapi/n3k/show_run_all'),
  },
  {
    id: 'NX-SHOW-0019',
    statement: 'From 9.2(1) on, `show nxapi` tells the expiry of the certificate that is served.',
    evidence: 'recorded',
    source: repository('datacenter/nexus9000', 'nx-os/nxapi/get_cert_info_remotely.py'),
    versions: '>=9.2(1)',
  },
]);
