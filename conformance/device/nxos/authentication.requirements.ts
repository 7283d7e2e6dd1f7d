import { register } from '../../requirement.ts';
import { assumed, cliReference, guide, repository, rfc } from './sources.ts';

const greenpau401 = repository('greenpau/go-cisco-nx-api', 'assets/requests/resp.error.401.unauthorized.txt');

/** Basic authentication and the `nxapi_auth` cookie. */
export const authentication = register([
  {
    id: 'NX-AUTH-0001',
    statement: 'A request with the right user and password is answered.',
    evidence: 'documented',
    source: guide('NX-API CLI: security, HTTP basic authentication'),
  },
  {
    id: 'NX-AUTH-0002',
    statement: 'A request without credentials is answered 401.',
    evidence: 'recorded',
    source: greenpau401,
  },
  {
    id: 'NX-AUTH-0003',
    statement: 'The body of a 401 is the HTML page `401 Authorization Required`, line for line.',
    evidence: 'recorded',
    source: greenpau401,
  },
  {
    id: 'NX-AUTH-0004',
    statement: 'A 401 carries a `WWW-Authenticate` challenge of scheme Basic.',
    origin: 'protocol',
    evidence: 'documented',
    source: rfc(9110, 'section 15.5.2, 401 Unauthorized'),
  },
  {
    id: 'NX-AUTH-0005',
    statement: 'A 401 has the content type text/html.',
    evidence: 'recorded',
    source: greenpau401,
  },
  {
    id: 'NX-AUTH-0006',
    statement: 'A wrong password is answered 401.',
    evidence: 'recorded',
    source: greenpau401,
  },
  {
    id: 'NX-AUTH-0007',
    statement: 'An unknown user is answered 401.',
    evidence: 'documented',
    source: guide('NX-API CLI: security ("users must have appropriate accounts")'),
  },
  {
    id: 'NX-AUTH-0008',
    statement: 'The first authenticated reply sets the cookie `nxapi_auth`.',
    evidence: 'documented',
    source: guide('NX-API CLI: security, nxapi_auth'),
  },
  {
    id: 'NX-AUTH-0009',
    statement: 'On 7.x and 9.x the value of the cookie is the user name, a colon and a token.',
    evidence: 'documented',
    source: cliReference('NX-API CLI security'),
    versions: '<10',
  },
  {
    id: 'NX-AUTH-0010',
    statement: 'On 7.x and 9.x the token of the cookie is 20 bytes in base64.',
    evidence: 'documented',
    source: guide('NX-API CLI: security, sample', '9.x'),
    versions: '<10',
  },
  {
    id: 'NX-AUTH-0011',
    statement: 'A request with the cookie alone is answered.',
    evidence: 'client',
    source: repository('datacenter/nexus9000', 'nx-os/nxapi/json_chunking.py'),
  },
  {
    id: 'NX-AUTH-0012',
    statement: 'While a valid cookie is presented, no new one is set.',
    evidence: 'client',
    source: repository('allenrobel/nxapi-netbox', 'nxapi_json.py, reconcile_cookies'),
  },
  {
    id: 'NX-AUTH-0013',
    statement: 'A garbage cookie beside the right password is answered.',
    evidence: 'client',
    source: repository('datacenter/nexus9000', 'nx-os/nxapi/utils/nxapi_utils.py (`Cookie: no-cookie`)'),
  },
  {
    id: 'NX-AUTH-0014',
    statement: 'A garbage cookie beside the right password is answered with a new cookie.',
    evidence: 'client',
    source: repository('datacenter/nexus9000', 'nx-os/nxapi/utils/nxapi_utils.py'),
  },
  {
    id: 'NX-AUTH-0015',
    statement: 'The whole `Set-Cookie` value, attributes included, is accepted as `Cookie` without a password.',
    evidence: 'client',
    source: repository('ansible-collections/ansible.netcommon', 'plugins/plugin_utils/httpapi_base.py, update_auth'),
  },
  {
    id: 'NX-AUTH-0016',
    statement: 'A garbage cookie alone is answered 401.',
    evidence: 'client',
    source: repository(
      'ansible-collections/ansible.netcommon',
      'plugins/plugin_utils/httpapi_base.py, handle_httperror',
    ),
  },
  {
    id: 'NX-AUTH-0017',
    statement: 'A cookie that was not used for more than 600 seconds is answered 401.',
    evidence: 'documented',
    source: guide('NX-API CLI: security, cookie lifetime'),
  },
  {
    id: 'NX-AUTH-0018',
    statement: 'A cookie of less than 600 seconds is accepted.',
    evidence: 'documented',
    source: guide('NX-API CLI: security, cookie lifetime'),
  },
  {
    id: 'NX-AUTH-0019',
    statement: 'An expired cookie beside the right password is answered with a new cookie.',
    evidence: 'client',
    source: repository('allenrobel/nxapi-netbox', 'nxapi_json.py, reconcile_cookies'),
  },
  {
    id: 'NX-AUTH-0020',
    statement: 'A valid cookie beside a wrong password is answered: the cookie counts.',
    evidence: 'inferred',
    source: assumed('precedence of cookie and password'),
  },
  {
    id: 'NX-AUTH-0021',
    statement: 'GET `/ins` with the right password hands out the cookie.',
    evidence: 'client',
    source: repository('datacenter/nexus9000', 'nx-os/nxapi/json_chunking.py'),
  },
  {
    id: 'NX-AUTH-0022',
    statement: 'The cookie is set with the attributes Secure, HttpOnly and Path=/.',
    evidence: 'inferred',
    source: assumed('attributes of Set-Cookie'),
  },
]);
