import { register } from '../../requirement.ts';
import { repository, restGuide } from './sources.ts';

const login = repository('CiscoTestAutomation/rest', 'tests: reply of aaaLogin');
const goClient = (place: string) => repository('netascode/go-nxos', `client.go, ${place}`);
const wrapper = (file: string) => repository('wilhembk/cisco-nxapi-wrapper', `demo_json/10.10.10.1/${file}`);
const terraform = (place: string) => repository('CiscoDevNet/terraform-provider-nxos', place);

/** NX-API REST: the session, reading and writing of the object tree. */
export const rest = register([
  {
    id: 'NX-REST-0001',
    statement:
      '`POST /api/aaaLogin.json` with the right password gives a token in `imdata[0].aaaLogin.attributes.token`.',
    evidence: 'recorded',
    source: login,
  },
  {
    id: 'NX-REST-0002',
    statement: '`/api/mo/aaaLogin.json` is answered like `/api/aaaLogin.json`.',
    evidence: 'documented',
    source: restGuide('Authentication'),
  },
  {
    id: 'NX-REST-0003',
    statement: 'The login sets the cookie `APIC-cookie` to the token.',
    evidence: 'recorded',
    source: login,
  },
  {
    id: 'NX-REST-0004',
    statement: 'The login says that the token lives for 600 seconds.',
    evidence: 'recorded',
    source: login,
  },
  {
    id: 'NX-REST-0005',
    statement: 'Replies of NX-API REST have the content type application/json.',
    evidence: 'client',
    source: repository('openstack/networking-cisco', 'nexus_restapi_client.py and its test'),
  },
  {
    id: 'NX-REST-0006',
    statement:
      'A login with a wrong password has the status 401 or 403 and a text in `imdata[0].error.attributes.text`.',
    evidence: 'client',
    source: goClient('Login'),
  },
  {
    id: 'NX-REST-0007',
    statement: 'A request without the cookie has the status 403.',
    evidence: 'recorded',
    source: terraform('issue 230'),
  },
  {
    id: 'NX-REST-0008',
    statement: 'The error of a request without the cookie is `Need a valid webtoken cookie (named APIC-Cookie) or …`.',
    evidence: 'recorded',
    source: terraform('issue 230'),
  },
  {
    id: 'NX-REST-0009',
    statement:
      'A token that is older than its life is refused with 403 and `Token was invalid (Error: Token timeout)`.',
    evidence: 'recorded',
    source: repository('openstack/networking-cisco', 'nexus_restapi_client.py'),
  },
  {
    id: 'NX-REST-0010',
    statement: '`GET /api/aaaRefresh.json` gives another token in `imdata[0].aaaRefresh.attributes.token`.',
    evidence: 'client',
    source: goClient('Refresh'),
  },
  {
    id: 'NX-REST-0011',
    statement: '`POST /api/aaaLogout.json` is answered with status 200.',
    evidence: 'client',
    source: repository('datacenter/nexus9000', 'nx-os/nxapi/configure_certificate.py'),
  },
  {
    id: 'NX-REST-0012',
    statement: 'Every value of an attribute is a string, numbers included.',
    evidence: 'recorded',
    source: wrapper('class/ethpmPhysIf.json'),
  },
  {
    id: 'NX-REST-0013',
    statement: 'A read of one object gives `totalCount` "1" and the object under the name of its class in `imdata`.',
    evidence: 'recorded',
    source: wrapper('mo/sys.json'),
  },
  {
    id: 'NX-REST-0014',
    statement: '`sys` is a topSystem with childAction, currentTime, dn, modTs, name, serial, status and systemUpTime.',
    evidence: 'recorded',
    source: wrapper('mo/sys.json'),
  },
  {
    id: 'NX-REST-0015',
    statement: 'A read of an object that is not there has status 200, `totalCount` "0" and an empty `imdata`.',
    evidence: 'client',
    source: terraform('the read of every resource: an empty imdata is a resource that has gone'),
  },
  {
    id: 'NX-REST-0016',
    statement: 'A read of a class gives all its objects, and their number as `totalCount`.',
    evidence: 'recorded',
    source: wrapper('class/rmonEtherStats.json'),
  },
  {
    id: 'NX-REST-0017',
    statement: 'A write that succeeds is answered with status 200 and `{"imdata":[]}`.',
    evidence: 'documented',
    source: restGuide('Configuring VLANs'),
  },
  {
    id: 'NX-REST-0018',
    statement: 'A VLAN made as an l2BD below `sys/bd` is a VLAN of the command line, with its name.',
    evidence: 'documented',
    source: restGuide('Configuring VLANs'),
  },
  {
    id: 'NX-REST-0019',
    statement: 'A VLAN made on the command line is an l2BD `sys/bd/bd-[vlan-N]` with its name.',
    evidence: 'documented',
    source: terraform('gen/definitions/bridge_domain.yaml'),
  },
  {
    id: 'NX-REST-0020',
    statement: 'HTTP DELETE takes an object away.',
    evidence: 'client',
    source: goClient('DeleteDn'),
  },
  {
    id: 'NX-REST-0021',
    statement: 'A write with the attribute `status` "deleted" takes an object away.',
    evidence: 'documented',
    source: restGuide('Deleting an object'),
  },
  {
    id: 'NX-REST-0022',
    statement: '`rsp-subtree=full` gives what lies below an object as its `children`.',
    evidence: 'client',
    source: terraform('the read of nxos_feature'),
  },
  {
    id: 'NX-REST-0023',
    statement: '`rsp-prop-include=config-only` leaves out what cannot be configured.',
    evidence: 'client',
    source: terraform('the read of nxos_feature'),
  },
  {
    id: 'NX-REST-0024',
    statement: '`query-target-filter=eq(class.attribute,"value")` gives only objects with that value.',
    evidence: 'documented',
    source: restGuide('Applying query scoping filters'),
  },
  {
    id: 'NX-REST-0025',
    statement: 'A feature enabled as `adminSt` below `sys/fm` is a `feature` line of the running configuration.',
    evidence: 'documented',
    source: terraform('gen/definitions/feature.yaml'),
  },
  {
    id: 'NX-REST-0026',
    statement: 'The port of a listener that is closed is "-1" in `sys/nxapi`.',
    evidence: 'documented',
    source: terraform('gen/definitions/system.yaml, range of httpPort'),
  },
  {
    id: 'NX-REST-0027',
    statement: 'A class that the switch does not know is refused with code 17 and `Unknown class NAME`.',
    evidence: 'recorded',
    source: terraform('issue 460'),
  },
  {
    id: 'NX-REST-0028',
    statement: "An attribute that a class has not is refused with `unknown attribute 'A' in element 'CLASS'`.",
    evidence: 'recorded',
    source: terraform('issue 460'),
  },
  {
    id: 'NX-REST-0029',
    statement: 'The error of a write that is refused ends in a line `faulty_dn=` with the name of the object.',
    evidence: 'recorded',
    source: terraform('issue 92'),
  },
  {
    id: 'NX-REST-0030',
    statement: 'A topSystemCreateCheckpointLTask with adminSt "start" makes a checkpoint of that name.',
    evidence: 'documented',
    source: restGuide('Creating Checkpoints'),
  },
]);
