import { type Citation, cite } from '../../requirement.ts';

/** The guide that the walkthrough of 9.0 repeats. */
export const replacing = (place: string): Citation => cite('Replace NSX Certificates Using API', place, 'VCF 9.0');

/** The guide for a cluster certificate on 2.4. */
export const pks = (place: string): Citation =>
  cite('Generating and Registering the NSX Manager Cluster Certificate (NSX-T v2.4)', place, 'PKS 1.4');

/** NSX administration guide. */
export const guide = (place: string, edition = 'VCF 9.0'): Citation => cite('NSX Administration Guide', place, edition);

/** The vendor's own description of the API. */
export const api = (place: string, edition = '2.5.1 and 3.1.0'): Citation =>
  cite('NSX-T Data Center REST API', place, edition);

/** The vendor's bindings, whose comments say more than the description. */
export const bindings = (place: string): Citation => cite('NSX Python SDK', place, '4.2.0');

/** A public repository that holds a captured answer, or a client that works only if the device behaves so. */
export const repository = (name: string, place: string): Citation => cite(name, place);

/** A transcript that somebody published. */
export const transcript = (place: string, edition: string): Citation =>
  cite('Published transcript of an NSX Manager', place, edition);

export const ansible = repository('vmware/ansible-for-nsxt', 'plugins/modules/nsxt_certificates.py');
export const ansibleTransport = repository('vmware/ansible-for-nsxt', 'plugins/module_utils/vmware_nsxt.py');
export const cassette = repository('ManageIQ/manageiq-providers-nsxt', 'spec/vcr_cassettes, response headers');
export const goSdk = repository('vmware/go-vmware-nsxt', 'api_client.go');
export const importing = guide('Import a self-signed or CA-signed certificate for NSX');
export const labs = repository('Broadcom/HOLFY27-MGR-HOLUSER', 'Tools/cert-replacement.py');
export const lockout = guide('Password management: lockout');
export const node41 = transcript('GET /api/v1/node', '4.1.0.2');
export const nsxlib = repository('openstack/vmware-nsxlib', 'vmware_nsxlib/v3/trust_management.py');
export const nsxlibClient = repository('openstack/vmware-nsxlib', 'vmware_nsxlib/v3/client.py, cluster.py');
export const operator = repository('vmware-tanzu/nsx-operator', 'pkg/nsx/util, pkg/nsx/endpoint');
export const rec22 = transcript('Trust management by curl', '2.2');
export const rec41 = transcript('Replacing the certificate of a manager', '4.1.0.2');
export const samples = repository('vmware-samples/nsx-t', 'API/Authentication');
export const saved = repository('vPackets/DOCKER-Tools', 'nsx_api.yaml: a saved failed login');
export const sessions = guide('NSX API authentication using a session cookie');
export const terraform = repository('vmware/terraform-provider-nsxt', 'nsxt/data_source_nsxt_certificate.go');
export const terraformProvider = repository('vmware/terraform-provider-nsxt', 'nsxt/provider.go');
export const trust = api('Trust management');
export const types = guide('Types of certificates in NSX');
export const vmca = repository('laraibkazi92/VMwareScripts', 'nsxtVmcaCert.py');
