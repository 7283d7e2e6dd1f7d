import { register } from '../../requirement.ts';
import { assumed, cliReference, guide, repository, walkthrough } from './sources.ts';

/** What the HTTPS endpoint presents, and which pairs may be installed. */
export const certificates = register([
  {
    id: 'NX-TLS-0001',
    statement:
      'The default certificate is self-signed for C=US, ST=CA, L=San Jose, O=Cisco Systems Inc., OU=dcnxos, CN=nxos.',
    evidence: 'documented',
    source: cliReference('show nxapi, sample'),
  },
  {
    id: 'NX-TLS-0002',
    statement: 'The default certificate is valid for 24 hours.',
    evidence: 'documented',
    source: guide('NX-API CLI: certificates'),
  },
  {
    id: 'NX-TLS-0003',
    statement: 'After `nxapi certificate enable`, the HTTPS endpoint presents the installed certificate.',
    evidence: 'documented',
    source: walkthrough('Configure the Switch, 3'),
  },
  {
    id: 'NX-TLS-0004',
    statement: 'The default certificate has an RSA key of 2048 bits.',
    evidence: 'documented',
    source: guide('NX-API CLI: certificates'),
  },
  {
    id: 'NX-TLS-0005',
    statement: 'Both uploads are acknowledged with `Upload done. Please enable. Note cert and key must match.`.',
    level: 'should',
    evidence: 'documented',
    source: guide('NX-API CLI: installing an NX-API SSL certificate (text not re-read)'),
  },
  {
    id: 'NX-TLS-0006',
    statement: '`nxapi certificate enable` prints nothing when it succeeds.',
    evidence: 'documented',
    source: guide('NX-API CLI: installing an NX-API SSL certificate'),
  },
  {
    id: 'NX-TLS-0007',
    statement:
      'A pair with a 4096-bit RSA key and a validity of 100 years, as `openssl req -days 36500` makes it, is served.',
    evidence: 'documented',
    source: walkthrough('Generate a Certificate, 1'),
  },
  {
    id: 'NX-TLS-0008',
    statement: 'A client that trusts the installed certificate, and nothing else, verifies the endpoint.',
    evidence: 'documented',
    source: walkthrough('Configure the Switch, 3'),
  },
  {
    id: 'NX-TLS-0009',
    statement: 'An upload changes nothing that is served until `nxapi certificate enable`.',
    evidence: 'inferred',
    source: assumed('what an upload does before it is enabled'),
  },
  {
    id: 'NX-TLS-0010',
    statement: 'Up to 7.0(3)I7(4), a passphrase-protected key file is not imported.',
    evidence: 'documented',
    source: walkthrough('Generate a Certificate, 1 (CSCva75989)'),
    versions: '<=7.0(3)I7(4)',
  },
  {
    id: 'NX-TLS-0011',
    statement: 'A passphrase-protected key file is not imported without its passphrase.',
    level: 'should',
    evidence: 'documented',
    source: guide('NX-API CLI: httpskey keyfile … password (text not re-read)'),
    versions: '>7.0(3)I7(4)',
  },
  {
    id: 'NX-TLS-0012',
    statement:
      'A certificate and a key that do not match are not enabled: the device complains and does not serve them.',
    evidence: 'documented',
    source: guide('NX-API CLI: installing an NX-API SSL certificate ("cert and key must match")'),
  },
  {
    id: 'NX-TLS-0013',
    statement: 'After a refusal, the certificate of before is still served.',
    evidence: 'inferred',
    source: assumed('what is served after a refusal'),
  },
  {
    id: 'NX-TLS-0014',
    statement: 'A key in traditional PEM form with `Proc-Type: 4,ENCRYPTED` counts as passphrase-protected.',
    evidence: 'inferred',
    source: assumed('both PEM forms of an encrypted key'),
    versions: '<=7.0(3)I7(4)',
  },
  {
    id: 'NX-TLS-0015',
    statement: 'A certificate file that is missing, or no certificate, is refused.',
    evidence: 'inferred',
    source: assumed('unreadable certificate files'),
  },
  {
    id: 'NX-TLS-0016',
    statement: 'TLS 1.2 is offered.',
    evidence: 'documented',
    source: guide('NX-API CLI: TLS protocols'),
  },
  {
    id: 'NX-TLS-0017',
    statement: 'From 9.2(1) on, TLS 1.0 is not offered unless it is configured.',
    evidence: 'documented',
    source: guide('NX-API CLI: nxapi ssl protocols', '9.2'),
    versions: '>=9.2(1)',
  },
  {
    id: 'NX-TLS-0018',
    statement: 'Before 9.2(1), TLS 1.0 is offered.',
    evidence: 'documented',
    source: guide('NX-API CLI: TLS protocols', '7.x'),
    versions: '<9.2(1)',
  },
  {
    id: 'NX-TLS-0019',
    statement: '`nxapi ssl protocols TLSv1 TLSv1.1 TLSv1.2` makes TLS 1.0 available.',
    evidence: 'documented',
    source: guide('NX-API CLI: nxapi ssl protocols', '9.2'),
    versions: '>=9.2(1)',
  },
  {
    id: 'NX-TLS-0020',
    statement: '`nxapi ssl protocols` replaces the whole set: what is not named is no longer offered.',
    evidence: 'client',
    source: repository('ansible-collections/cisco.nxos', 'plugins/modules/nxos_nxapi.py'),
    versions: '>=9.2(1)',
  },
  {
    id: 'NX-TLS-0021',
    statement: 'Before 9.2(1) there is no `nxapi ssl` command.',
    evidence: 'client',
    source: repository('ansible-collections/cisco.nxos', 'plugins/modules/nxos_nxapi.py'),
    versions: '<9.2(1)',
  },
  {
    id: 'NX-TLS-0022',
    statement: 'The unencrypted key of the walkthrough (`-nodes`, PKCS#8) is imported on every release.',
    evidence: 'documented',
    source: walkthrough('Generate a Certificate, 1'),
  },
]);
