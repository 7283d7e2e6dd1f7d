import { type Row, table } from './draft.ts';
import { api, guide, repository, transcript } from './sources.ts';

const saved = repository('vPackets/DOCKER-Tools', 'nsx_api.yaml: a saved failed login');
const nsxlib = repository('openstack/vmware-nsxlib', 'vmware_nsxlib/v3/client.py, cluster.py');
const sessions = guide('NSX API authentication using a session cookie');
const goSdk = repository('vmware/go-vmware-nsxt', 'api_client.go');
const terraform = repository('vmware/terraform-provider-nsxt', 'nsxt/provider.go');
const lockout = guide('Password management: lockout');
const node41 = transcript('GET /api/v1/node', '4.1.0.2');
const ansible = repository('vmware/ansible-for-nsxt', 'plugins/module_utils/vmware_nsxt.py');
const operator = repository('vmware-tanzu/nsx-operator', 'pkg/nsx/util, pkg/nsx/endpoint');
const cassette = repository('ManageIQ/manageiq-providers-nsxt', 'spec/vcr_cassettes, response headers');

const rows: readonly Row[] = [
  ['NSX-AUTH-0001', 'A request with the right user and password is answered.', 'documented', api('Authentication')],
  ['NSX-AUTH-0002', 'A request without credentials is answered 403.', 'recorded', saved],
  ['NSX-AUTH-0003', 'A wrong password is answered 403.', 'recorded', saved],
  [
    'NSX-AUTH-0004',
    'The body of a failed login is, byte for byte, the one that was saved from an appliance, its code a text.',
    'recorded',
    saved,
  ],
  ['NSX-AUTH-0005', 'A wrong user and a wrong password are answered alike.', 'recorded', saved],
  ['NSX-AUTH-0006', 'No answer to a failed login carries a WWW-Authenticate challenge.', 'recorded', saved],
  ['NSX-AUTH-0007', 'A login by form is answered 200.', 'client', goSdk],
  [
    'NSX-AUTH-0008',
    'A login hands out a JSESSIONID of 32 upper-case hexadecimal digits in the first Set-Cookie.',
    'recorded',
    goSdk,
  ],
  ['NSX-AUTH-0009', 'At least one attribute follows the value of JSESSIONID after a semicolon.', 'client', nsxlib],
  ['NSX-AUTH-0010', 'A login hands out an X-XSRF-TOKEN.', 'documented', sessions],
  ['NSX-AUTH-0011', 'Cookie and token together are a login.', 'documented', sessions],
  ['NSX-AUTH-0012', 'A cookie without its token is refused with 403.', 'documented', sessions],
  ['NSX-AUTH-0013', 'The code of a missing token is 98.', 'client', nsxlib],
  ['NSX-AUTH-0014', 'A Cookie header that ends in a semicolon is understood.', 'client', goSdk],
  ['NSX-AUTH-0015', 'A good session outweighs a wrong password sent beside it.', 'client', terraform],
  ['NSX-AUTH-0016', 'A wrong Basic header beside the right form does not spoil a login.', 'client', terraform],
  ['NSX-AUTH-0017', 'A login with a wrong password is answered 403.', 'documented', sessions],
  ['NSX-AUTH-0018', 'A session that was destroyed is refused with 403.', 'documented', sessions],
  ['NSX-AUTH-0019', 'A session is refused on every node but the one that made it.', 'documented', sessions],
  ['NSX-AUTH-0020', 'A session ends after 1800 seconds without use.', 'documented', sessions],
  ['NSX-AUTH-0021', 'A session that is used lives on.', 'documented', sessions],
  ['NSX-AUTH-0022', 'Destroying a session is answered 200.', 'documented', sessions],
  [
    'NSX-AUTH-0023',
    'Five wrong passwords within 900 seconds lock the account, so that the right one is refused as well.',
    'documented',
    lockout,
  ],
  ['NSX-AUTH-0024', 'A locked account is answered with the same bytes as a wrong password.', 'recorded', saved],
  ['NSX-AUTH-0025', 'A lock holds on its own node only.', 'documented', lockout],
  ['NSX-AUTH-0026', 'A lock ends after 900 seconds.', 'documented', lockout],
  ['NSX-AUTH-0027', 'Failures of the API do not lock the CLI.', 'documented', lockout],
  [
    'NSX-AUTH-0028',
    'A client that asks more often than the limit is answered 429.',
    'documented',
    guide('Update API service configuration'),
  ],
  [
    'NSX-AUTH-0029',
    'The words of a 429 name the client and the limit, with code 102.',
    'recorded',
    repository('Users of the terraform provider', 'published error texts'),
  ],
  ['NSX-AUTH-0030', 'A plain Basic request hands out a JSESSIONID, too.', 'recorded', cassette],

  ['NSX-NODE-0001', 'The version names node_version and product_version.', 'client', terraform],
  ['NSX-NODE-0002', 'A version is of numbers with dots, at least five of them.', 'recorded', node41],
  [
    'NSX-NODE-0003',
    'The node API writes its JSON with two spaces, keys in order, no blank before the colon, no newline at the end.',
    'recorded',
    node41,
  ],
  ['NSX-NODE-0004', 'The node names its UUID, host name, full name and type.', 'recorded', node41],
  ['NSX-NODE-0005', 'The node describes itself as NodeProperties with a link relative to the API.', 'recorded', node41],
  ['NSX-NODE-0006', 'The health of a manager that serves is `healthy: true`.', 'recorded', operator],
  ['NSX-NODE-0007', 'The health names components as `NAME:UP`, joined by a comma and a blank.', 'recorded', operator],
  [
    'NSX-NODE-0008',
    'The manager writes its JSON with two spaces and a blank on both sides of the colon, no newline at the end.',
    'recorded',
    transcript('Trust management by curl', '2.2'),
  ],
  ['NSX-NODE-0009', 'Replies tell caches to keep nothing and name the server NSX.', 'recorded', cassette],
  ['NSX-NODE-0010', 'A deprecated operation carries the warning 299 "Deprecated API".', 'recorded', cassette],
  [
    'NSX-NODE-0011',
    'The password rules are those of a fresh appliance: 5 failures, 900 seconds, 12 characters.',
    'recorded',
    repository('vmware/dod-compliance-and-automation', 'nsx, manager controls'),
  ],
  ['NSX-NODE-0012', 'A node answers for another one under /cluster/<uuid>/node.', 'documented', api('Proxying')],
  [
    'NSX-NODE-0013',
    'The default site of the policy API is there.',
    'client',
    repository('vmware/terraform-provider-nsxt', 'nsxt/resource_nsxt_manager_cluster.go'),
  ],
  ['NSX-NODE-0014', 'No body of a success has a member error_code.', 'client', ansible],

  ['NSX-CLU-0001', 'The cluster names its id.', 'client', terraform],
  [
    'NSX-CLU-0002',
    'Each node of the cluster has a UUID, a full name and the status JOINED.',
    'documented',
    api('ClusterNodeInfo'),
  ],
  ['NSX-CLU-0003', 'Each node has entities with an address and a port.', 'client', terraform],
  [
    'NSX-CLU-0004',
    'The thumbprint in api_listen_addr is that of the certificate which the node presents.',
    'client',
    terraform,
    '>=4.1',
  ],
  [
    'NSX-CLU-0005',
    'The thumbprint of the entity HTTP is that of the certificate which the node presents.',
    'documented',
    api('NodeCertificateInfo'),
  ],
  [
    'NSX-CLU-0006',
    'A row of a manager in the list of nodes has its UUID as id.',
    'recorded',
    repository('openstack/vmware-nsx', 'cluster/nodes fixture'),
  ],
  [
    'NSX-CLU-0007',
    'Managers and controllers are rows of their own.',
    'recorded',
    repository('openstack/vmware-nsx', 'cluster/nodes fixture'),
  ],
  ['NSX-CLU-0008', 'A healthy cluster is STABLE in its detailed status.', 'documented', api('ClusterStatus', '3.1.0')],
  [
    'NSX-CLU-0009',
    'The group HTTPS names the node that leads the service api.',
    'documented',
    guide('Configure a virtual IP address for a cluster'),
  ],
  [
    'NSX-CLU-0010',
    'The cluster manager says STABLE.',
    'client',
    repository('vmware/ansible-for-nsxt', 'plugins/modules/nsxt_manager_status.py'),
  ],
  ['NSX-CLU-0011', 'One node is found by its UUID and by self.', 'documented', api('ClusterNodeInfo')],
  ['NSX-CLU-0012', 'A node that is not there is answered 404.', 'documented', api('Errors')],
  [
    'NSX-CLU-0013',
    'When the leading node goes, another one leads, and the virtual IP answers again.',
    'documented',
    guide('Configure a virtual IP address for a cluster'),
  ],

  [
    'NSX-VIP-0001',
    'A virtual IP that is not set is 0.0.0.0.',
    'recorded',
    repository('vmware/terraform-provider-nsxt', 'nsxt/resource_nsxt_cluster_virtual_ip.go'),
  ],
  [
    'NSX-VIP-0002',
    'A virtual IP that is not set answers nobody.',
    'documented',
    guide('Configure a virtual IP address for a cluster'),
  ],
  ['NSX-VIP-0003', 'Setting it is answered 200 with the address.', 'documented', api('ClusterVirtualIpProperties')],
  [
    'NSX-VIP-0004',
    'A virtual IP that is set answers as the API.',
    'documented',
    guide('Configure a virtual IP address for a cluster'),
  ],
  [
    'NSX-VIP-0005',
    'An address outside the subnet of the managers is answered 409.',
    'documented',
    api('ClusterVirtualIpProperties'),
  ],
  ['NSX-VIP-0006', 'Clearing it gives 0.0.0.0 again.', 'documented', api('ClusterVirtualIpProperties')],
  [
    'NSX-VIP-0007',
    'A virtual IP that was cleared answers nobody.',
    'documented',
    guide('Configure a virtual IP address for a cluster'),
  ],
  [
    'NSX-VIP-0008',
    'An empty text as JSON body is accepted.',
    'client',
    repository('vmware/ansible-for-nsxt', 'plugins/modules/nsxt_virtual_ip.py'),
  ],
  [
    'NSX-VIP-0009',
    'The literals 0.0.0.0 and :: are accepted for "none".',
    'client',
    repository('vmware/terraform-provider-nsxt', 'nsxt/resource_nsxt_cluster_virtual_ip.go'),
    '>=4.1',
  ],
  [
    'NSX-VIP-0010',
    'The IPv6 address that is not set is ::.',
    'recorded',
    repository('vmware/terraform-provider-nsxt', 'nsxt/resource_nsxt_cluster_virtual_ip.go'),
    '>=4.1',
  ],

  [
    'NSX-CFG-0001',
    'The API service has the defaults of the guide: 1800 and 30 seconds, 199 and 40 outstanding.',
    'documented',
    guide('Update API service configuration'),
  ],
  [
    'NSX-CFG-0002',
    'Revocation lists are checked unless somebody says otherwise.',
    'documented',
    guide('Set checks for certificate imports for NSX'),
  ],
  [
    'NSX-CFG-0003',
    'A security configuration is changed by its revision and type alone; what is left out falls back.',
    'client',
    repository('mc1903/NSX-T_Certificate-Enabler', 'SecurityGlobalConfig'),
  ],
  ['NSX-CFG-0004', 'A stale revision is answered 412 with the advice to fetch the latest copy.', 'client', nsxlib],
];

/** Logins, sessions, the node, the cluster and its virtual IP. */
export const access = table(rows);
