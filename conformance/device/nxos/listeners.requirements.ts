import { register } from '../../requirement.ts';
import { assumed, guide, repository, walkthrough } from './sources.ts';

/** Which ports NX-API listens on, and from where. */
export const listeners = register([
  {
    id: 'NX-LSN-0001',
    statement: 'Before 9.2(1), `feature nxapi` alone opens HTTP on port 80.',
    evidence: 'documented',
    source: guide('NX-API CLI: using NX-API', '7.x'),
    versions: '<9.2(1)',
  },
  {
    id: 'NX-LSN-0002',
    statement: 'From 9.2(1) on, `feature nxapi` alone opens HTTPS on port 443.',
    evidence: 'documented',
    source: guide('NX-API CLI: using NX-API', '9.x'),
    versions: '>=9.2(1)',
  },
  {
    id: 'NX-LSN-0003',
    statement: 'From 9.2(1) on, `feature nxapi` alone leaves HTTP closed.',
    evidence: 'documented',
    source: guide('NX-API CLI: using NX-API', '9.x'),
    versions: '>=9.2(1)',
  },
  {
    id: 'NX-LSN-0004',
    statement: 'On 7.0(3)I5 to I7, `feature nxapi` alone opens HTTPS on port 443 as well.',
    evidence: 'inferred',
    source: assumed('default listeners of 7.0(3)I7, after those recorded on I2, I4 and F1'),
    versions: '<9.2(1)',
  },
  {
    id: 'NX-LSN-0005',
    statement: 'While the feature is off, ports 80, 443 and 8443 refuse connections.',
    evidence: 'recorded',
    source: repository('cisco/cisco-network-node-utils', 'tests/test_nxapi.rb, test_connection_refused'),
  },
  {
    id: 'NX-LSN-0006',
    statement: 'After `no nxapi http`, the HTTP port refuses connections.',
    evidence: 'documented',
    source: walkthrough('Configure the Switch, 2'),
  },
  {
    id: 'NX-LSN-0007',
    statement: '`no nxapi http` succeeds silently, also where HTTP is closed already.',
    evidence: 'inferred',
    source: assumed('no nxapi http without effect'),
  },
  {
    id: 'NX-LSN-0008',
    statement: 'After `nxapi https port N`, port N completes a TLS handshake.',
    evidence: 'documented',
    source: walkthrough('Configure the Switch, 2'),
  },
  {
    id: 'NX-LSN-0009',
    statement: 'After `nxapi https port N`, the HTTPS port of before refuses connections.',
    evidence: 'documented',
    source: walkthrough('Configure the Switch, 2 ("define HTTPS port")'),
  },
  {
    id: 'NX-LSN-0010',
    statement: 'With `nxapi use-vrf management`, NX-API answers on the management address.',
    evidence: 'documented',
    source: walkthrough('Configure the Switch, 2'),
  },
  {
    id: 'NX-LSN-0011',
    statement: 'With `nxapi use-vrf management`, connections that arrive through another VRF are refused.',
    evidence: 'documented',
    source: guide('NX-API CLI: nxapi use-vrf'),
  },
  {
    id: 'NX-LSN-0012',
    statement: 'After `no feature nxapi`, every NX-API port refuses connections.',
    evidence: 'recorded',
    source: repository('cisco/cisco-network-node-utils', 'tests/test_nxapi.rb, test_connection_refused'),
  },
  {
    id: 'NX-LSN-0013',
    statement: 'After `nxapi http port N`, `/ins` answers on port N in the clear.',
    evidence: 'documented',
    source: guide('NX-API CLI: transport'),
  },
  {
    id: 'NX-LSN-0014',
    statement: 'After `no nxapi https`, the HTTPS port refuses connections.',
    evidence: 'documented',
    source: guide('NX-API CLI: nxapi https port'),
  },
  {
    id: 'NX-LSN-0015',
    statement: 'A port beyond 65535 is refused and changes nothing.',
    evidence: 'documented',
    source: guide('NX-API CLI: nxapi https port (1 to 65535)'),
  },
  {
    id: 'NX-LSN-0016',
    statement: '`feature nxapi` prints nothing.',
    evidence: 'documented',
    source: guide('NX-API CLI: enabling NX-API'),
  },
  {
    id: 'NX-LSN-0017',
    statement: 'Without `nxapi use-vrf`, NX-API answers on addresses of other VRFs too.',
    evidence: 'inferred',
    source: assumed('listeners of NX-API before it is bound to a VRF'),
  },
  {
    id: 'NX-LSN-0018',
    statement: '`nxapi https port` and `nxapi use-vrf` print nothing.',
    evidence: 'inferred',
    source: assumed('silence of nxapi configuration lines'),
  },
  {
    id: 'NX-LSN-0019',
    statement: 'HTTP does not redirect to HTTPS: a request in the clear is answered in the clear.',
    evidence: 'inferred',
    source: assumed('independence of the two listeners'),
  },
]);
