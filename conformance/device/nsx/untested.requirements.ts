import { cite, register } from '../../requirement.ts';
import { api, bindings, guide, repository } from './sources.ts';

/** What is required of the cluster and no case asks, each with its reason. */
export const untestedRequirements = register([
  {
    id: 'NSX-AUTH-0101',
    statement: 'A client with more than 40 requests outstanding is answered 503.',
    evidence: 'documented',
    source: guide('API service configuration: client_api_concurrency_limit'),
    untested:
      'no operation of a manager lasts long enough for 41 to be outstanding for sure, and the body of the 503 was never captured',
  },
  {
    id: 'NSX-AUTH-0102',
    statement: 'A user of a directory is let in by Basic as `user@domain`.',
    evidence: 'documented',
    source: cite('Broadcom KB 423054', 'Basic authentication of directory users'),
    untested: 'needs a directory, which neither the simulator nor the suite has',
  },
  {
    id: 'NSX-AUTH-0103',
    statement: 'A bearer token of the identity service lets its owner in.',
    evidence: 'client',
    source: repository('vmware/terraform-provider-nsxt', 'nsxt/provider.go, vmc_token'),
    untested: 'needs an identity service that issues such tokens; the simulator takes none',
  },
  {
    id: 'NSX-IMP-0101',
    statement: 'A revocation list of up to 40 MB or 500,000 entries is imported.',
    evidence: 'documented',
    source: api('Trust management: revocation lists'),
    untested:
      'making and sending one takes longer than a case may; a small list is imported by the simulator’s own tests',
  },
  {
    id: 'NSX-APP-0101',
    statement: 'A listener that gets another certificate is away for about a minute at most.',
    evidence: 'documented',
    source: guide('Replace certificates'),
    untested:
      'a minute is no bound that a device could be held to; cases wait for the new certificate, as long as `--patience` says',
  },
  {
    id: 'NSX-APP-0102',
    statement:
      'Certificates of the appliance that expire within 31 days are renewed by the manager itself, once a day.',
    evidence: 'documented',
    source: bindings('SecurityGlobalConfig, automatic_appliance_certificate_replacement_enabled'),
    versions: '>=4.2',
    untested: 'not simulated, and on a real cluster it would have to be waited for by the day',
  },
  {
    id: 'NSX-VIP-0101',
    statement: 'A node that takes over the virtual IP announces it by gratuitous ARP.',
    evidence: 'documented',
    source: guide('Configure a virtual IP address for a cluster'),
    untested: 'lies below IP: no client of the API can see it, and the simulator has no Ethernet',
  },
  {
    id: 'NSX-NODE-0101',
    statement: 'A certificate that has expired, or is about to, raises an alarm of the feature `certificates`.',
    evidence: 'documented',
    source: guide('Certificate events'),
    untested: 'alarms are not simulated, and nobody has a cluster with a certificate that has just expired at hand',
  },
]);
