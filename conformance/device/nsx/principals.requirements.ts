import { table } from './draft.ts';
import { api, guide, pks, rec22, repository, samples, transcript, vmca } from './sources.ts';

/** Principals, signing requests, and the command line. */
export const principalsRequirements = table([
  ['NSX-PID-0001', 'A principal identity with a certificate is made with 201.', 'recorded', rec22],
  ['NSX-PID-0002', 'It names the certificate by id, and not its PEM.', 'documented', api('PrincipalIdentity')],
  ['NSX-PID-0003', 'Unless given its name is name@node_id.', 'recorded', rec22],
  ['NSX-PID-0004', 'A boolean as text is accepted.', 'client', samples],
  ['NSX-PID-0005', 'Its certificate is used, and counts one revision more.', 'recorded', rec22],
  [
    'NSX-PID-0006',
    'Its certificate is not deleted before it.',
    'documented',
    repository('Broadcom knowledge base', '386744'),
  ],
  [
    'NSX-PID-0007',
    'Deleting it leaves its certificate, which can be deleted then.',
    'client',
    repository('vmware/terraform-provider-nsxt', 'nsxt/resource_nsxt_principal_identity.go'),
  ],
  [
    'NSX-PID-0008',
    'Roles for paths come back as they were sent.',
    'client',
    repository('vmware/terraform-provider-nsxt', 'nsxt/resource_nsxt_principal_identity.go'),
  ],
  ['NSX-PID-0009', 'The same name and node id twice is refused.', 'documented', api('PrincipalIdentity')],

  ['NSX-CSR-0001', 'A request is made with 201 and carries its PEM.', 'documented', api('Csr')],
  ['NSX-CSR-0002', 'The file of a request is its PEM as plain text.', 'documented', api('Csr')],
  ['NSX-CSR-0003', 'A key size as text is accepted.', 'client', vmca],
  [
    'NSX-CSR-0004',
    'A request signs itself without days and with an empty body.',
    'client',
    repository('sparameswaran/nsx-t-gen', 'nsx_t_gen.py'),
  ],
  [
    'NSX-CSR-0005',
    'A certificate made by a request has its private key and can be applied.',
    'documented',
    guide('Create a self-signed certificate'),
  ],
  ['NSX-CSR-0006', 'A request can be deleted.', 'documented', api('Csr')],
  [
    'NSX-CSR-0007',
    'An empty list of requests has result_count 0.',
    'client',
    repository('sparameswaran/nsx-t-gen', 'nsx_t_gen.py'),
  ],
  ['NSX-CSR-0008', 'csrs-extended puts names into the request.', 'recorded', vmca, '>=4.1'],
  ['NSX-CSR-0009', 'The subject of a request is as wished.', 'documented', api('Csr')],

  ['NSX-CLI-0001', 'The prompt is the host name, >, and a blank.', 'recorded', transcript('NSX CLI', '2.2 and 9.0.1')],
  [
    'NSX-CLI-0002',
    'The banner names the release and asks for ? or help.',
    'recorded',
    transcript('NSX CLI', '2.2 and 9.0.1'),
  ],
  [
    'NSX-CLI-0003',
    'A thumbprint is 64 lower-case hexadecimal digits, of what TLS presents on that node.',
    'documented',
    guide('get certificate api thumbprint'),
  ],
  [
    'NSX-CLI-0004',
    '"get certificate api" is the certificate that TLS presents on that node.',
    'documented',
    pks('To further verify'),
  ],
  [
    'NSX-CLI-0005',
    'An unknown command is answered "% Command not found:" and the line.',
    'recorded',
    transcript('NSX CLI', '2.2'),
  ],
  ['NSX-CLI-0006', 'Every output begins with the time.', 'documented', guide('Manage local users'), '>=4.1'],
  [
    'NSX-CLI-0007',
    '"get cluster config" names cluster, number of nodes, and the entities of each.',
    'documented',
    guide('View the configuration and status of the NSX management cluster'),
  ],
  [
    'NSX-CLI-0008',
    '"get cluster status" lists the groups in their order with the UUIDs of the nodes.',
    'documented',
    guide('View the configuration and status of the NSX management cluster'),
  ],
  [
    'NSX-CLI-0009',
    '"get cluster vip" names the virtual IP and who has it.',
    'recorded',
    transcript('NSX CLI', '9.0.1'),
  ],
  ['NSX-CLI-0010', '"| find" leaves the lines with a text.', 'documented', guide('NSX CLI output modifiers')],
  [
    'NSX-CLI-0011',
    '"get auth-policy api lockout-period" is 900 seconds.',
    'documented',
    guide('Password management: lockout'),
  ],
  [
    'NSX-CLI-0012',
    '"set user audit password" asks twice, and then lets the user in.',
    'documented',
    guide('Manage local users'),
  ],
  [
    'NSX-CLI-0013',
    'The verbose status names the leader of api.',
    'documented',
    guide('Configure a virtual IP address for a cluster'),
  ],
]);
