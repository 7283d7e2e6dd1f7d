import { register } from '../../requirement.ts';
import { assumed, guide, repository } from './sources.ts';

const salt = repository('saltstack/salt', 'tests/unit/utils/test_nxos.py, captured on 9.3(5)');
const greenpau = (file: string) => repository('greenpau/go-cisco-nx-api', `assets/requests/${file}`);
const certInfo = repository('datacenter/nexus9000', 'nx-os/nxapi/get_cert_info_remotely.py, reply of a 9.2 device');
const nodeUtils = repository('cisco/cisco-network-node-utils', 'tests/test_nxapi.rb, test_cli_set_invalid');
const napalm1461 = repository('napalm-automation/napalm', 'pull request 1461');

/** The `ins_api` JSON messages: shapes, codes, HTTP status. */
export const messages = register([
  {
    id: 'NX-INS-0001',
    statement: 'A JSON reply of `/ins` has the content type text/json.',
    evidence: 'recorded',
    source: repository('openstack/networking-cisco', 'nexus_restapi_client.py and its test'),
  },
  {
    id: 'NX-INS-0002',
    statement: 'One command gives one `output` object.',
    evidence: 'recorded',
    source: salt,
  },
  {
    id: 'NX-INS-0003',
    statement: 'Several commands give an array of outputs in the order of the commands.',
    evidence: 'recorded',
    source: salt,
  },
  {
    id: 'NX-INS-0004',
    statement: 'A `cli_show` reply has the members type, version, sid, outputs in this order.',
    evidence: 'recorded',
    source: salt,
  },
  {
    id: 'NX-INS-0005',
    statement: 'An output of `cli_show` has the members input, msg, code, body in this order.',
    evidence: 'recorded',
    source: greenpau('resp.show.interface.status.json'),
  },
  {
    id: 'NX-INS-0006',
    statement: 'A `cli_show_ascii` reply has the members sid, type, version, outputs in this order.',
    evidence: 'recorded',
    source: greenpau('resp.show.running.config.1.json'),
  },
  {
    id: 'NX-INS-0007',
    statement: 'An output of `cli_show_ascii` has the members body, code, msg, input in this order.',
    evidence: 'recorded',
    source: greenpau('resp.show.running.config.1.json'),
  },
  {
    id: 'NX-INS-0008',
    statement: 'A `cli_conf` reply has the members sid, type, version, outputs in this order.',
    evidence: 'recorded',
    source: certInfo,
  },
  {
    id: 'NX-INS-0009',
    statement: 'An output of `cli_conf` has the members body, code, msg in this order, and no input.',
    evidence: 'recorded',
    source: certInfo,
  },
  {
    id: 'NX-INS-0010',
    statement: 'A failed output of `cli_show` has the members clierror, input, msg, code in this order.',
    evidence: 'recorded',
    source: salt,
  },
  {
    id: 'NX-INS-0011',
    statement: 'A failed output of `cli_show_ascii` has the members code, msg, clierror, input in this order.',
    evidence: 'recorded',
    source: salt,
  },
  {
    id: 'NX-INS-0012',
    statement: 'A failed output of `cli_conf` has the members clierror, code, msg in this order.',
    evidence: 'recorded',
    source: napalm1461,
  },
  {
    id: 'NX-INS-0013',
    statement: 'The `code` of an output is a string.',
    evidence: 'client',
    source: repository('ansible-collections/cisco.nxos', 'plugins/httpapi/nxos.py, handle_response'),
  },
  {
    id: 'NX-INS-0014',
    statement: 'The `sid` of a reply that is not chunked is `eoc`.',
    evidence: 'recorded',
    source: salt,
  },
  {
    id: 'NX-INS-0015',
    statement: 'The `msg` of a successful output is `Success`, without a full stop.',
    evidence: 'recorded',
    source: salt,
  },
  {
    id: 'NX-INS-0016',
    statement: 'A failed output has no `body`.',
    evidence: 'recorded',
    source: salt,
  },
  {
    id: 'NX-INS-0017',
    statement: 'The `body` of a configuration line that prints nothing is `{}`.',
    evidence: 'recorded',
    source: repository('ansible/ansible', 'issue 27142'),
  },
  {
    id: 'NX-INS-0018',
    statement: 'From 9.2(1) on, `cli_conf` accepts `show nxapi` and gives its text as a string body.',
    evidence: 'recorded',
    source: certInfo,
    versions: '>=9.2(1)',
  },
  {
    id: 'NX-INS-0019',
    statement: 'With `a ; b` the echo of the second command keeps its leading blank.',
    evidence: 'recorded',
    source: salt,
  },
  {
    id: 'NX-INS-0020',
    statement: 'With `a ;b` two commands are run.',
    evidence: 'client',
    source: repository('ansible-collections/cisco.nxos', 'plugins/httpapi/nxos.py'),
  },
  {
    id: 'NX-INS-0021',
    statement: 'When a line of several fails, the outputs are those before it and its own, and none after it.',
    evidence: 'recorded',
    source: nodeUtils,
  },
  {
    id: 'NX-INS-0022',
    statement: 'Lines after a failed one are not executed (stop-on-error is the default).',
    evidence: 'documented',
    source: guide('NX-API CLI: rollback'),
  },
  {
    id: 'NX-INS-0023',
    statement: 'Lines before a failed one stay applied.',
    evidence: 'documented',
    source: guide('NX-API CLI: rollback, stop-on-error'),
  },
  {
    id: 'NX-INS-0024',
    statement: 'A command that fails is still answered with HTTP status 200.',
    evidence: 'recorded',
    source: napalm1461,
  },
  {
    id: 'NX-INS-0025',
    statement: 'A failed configuration line has the code 400 and the message `CLI execution error`.',
    evidence: 'recorded',
    source: nodeUtils,
  },
  {
    id: 'NX-INS-0026',
    statement: 'A failed `cli_show` command has the code 400 and the message `Input CLI command error`.',
    evidence: 'recorded',
    source: salt,
  },
  {
    id: 'NX-INS-0027',
    statement: 'A reply is indented with tabs, with a tab after each colon and arrays of objects as `[{ … }, { … }]`.',
    evidence: 'recorded',
    source: greenpau('resp.show.interface.status.json'),
  },
  {
    id: 'NX-INS-0028',
    statement: 'A body that cannot be parsed is answered with HTTP status 400.',
    evidence: 'recorded',
    source: greenpau('resp.error.400.bad.request.txt'),
  },
  {
    id: 'NX-INS-0029',
    statement: 'The reply to a body that cannot be parsed is the XML document `Server internal error.`, also for JSON.',
    evidence: 'recorded',
    source: greenpau('resp.error.400.bad.request.txt'),
  },
  {
    id: 'NX-INS-0030',
    statement: 'Another method than POST is answered with the HTML page `405 Not Allowed`, line for line.',
    evidence: 'recorded',
    source: greenpau('resp.error.405.not.allowed.txt'),
  },
  {
    id: 'NX-INS-0031',
    statement: 'A pipe in `cli_show` gives the code 501 and `Pipe is not allowed for this message type`.',
    evidence: 'recorded',
    source: salt,
  },
  {
    id: 'NX-INS-0032',
    statement: 'An unknown command gives `% Invalid command` and a newline as `clierror`, on 9.x and later.',
    evidence: 'recorded',
    source: salt,
    versions: '>=9.2(1)',
  },
  {
    id: 'NX-INS-0033',
    statement: '`/ins/` is answered like `/ins`.',
    evidence: 'client',
    source: repository('datacenter/nexus9000', 'nx-os/nxapi/getting_started/nxapi_basics.py'),
  },
  {
    id: 'NX-INS-0034',
    statement: '`/ins.json` is answered like `/ins`.',
    evidence: 'client',
    source: repository('netascode/go-nxos', 'client.go, NewReq'),
  },
  {
    id: 'NX-INS-0035',
    statement: 'A `sid` of null is accepted.',
    evidence: 'client',
    source: repository('ansible-collections/cisco.nxos', 'plugins/httpapi/nxos.py'),
  },
  {
    id: 'NX-INS-0036',
    statement: '`cli_conf` runs `copy running-config startup-config` and gives its text as body.',
    evidence: 'client',
    source: repository('datacenter/nexus9000', 'nx-os/nxapi/copying_a_file_to_a_device.py'),
  },
  {
    id: 'NX-INS-0037',
    statement: '`cli_conf` accepts a leading `configure terminal`.',
    evidence: 'client',
    source: repository('networktocode/pynxos', 'configuration calls'),
  },
  {
    id: 'NX-INS-0038',
    statement: 'Newlines separate the lines of a `cli_conf` input.',
    evidence: 'client',
    source: repository('aio-nxapi (package aionxapi)', 'aionxapi/device.py, configure'),
  },
  {
    id: 'NX-INS-0039',
    statement: 'The body of `cli_show_ascii` is the text of the command as a string.',
    evidence: 'recorded',
    source: greenpau('resp.show.running.config.1.json'),
  },
  {
    id: 'NX-INS-0040',
    statement: '`show hostname` gives `{"hostname": …}`.',
    evidence: 'recorded',
    source: repository('ktbyers/nxapi-plumbing', 'test/mocked_data/jsonrpc_show_hostname'),
  },
  {
    id: 'NX-INS-0041',
    statement: 'A connection is kept open for further requests.',
    evidence: 'recorded',
    source: repository('greenpau/go-cisco-nx-api', 'pull request 21 (`Connection: keep-alive`)'),
  },
  {
    id: 'NX-INS-0042',
    statement: 'A table of several rows is an array of objects, and the members of a row are named as on the device.',
    evidence: 'recorded',
    source: greenpau('resp.show.vrf.json'),
  },
  {
    id: 'NX-INS-0043',
    statement: 'The member order of the request does not matter.',
    evidence: 'inferred',
    source: assumed('order of members in a request'),
  },
]);
