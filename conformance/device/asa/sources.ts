import { type Citation, cite, type Evidence } from '../../requirement.ts';

/** What a statement rests on, and where that stands. */
export interface Told {
  readonly evidence: Evidence;
  readonly source: Citation;
}

const documented =
  (document: string) =>
  (place: string): Told => ({ evidence: 'documented', source: cite(document, place) });

/** Cisco, About the ASA REST API. */
export const about = documented('About the Cisco ASA REST API');

/** Cisco ASA REST API Quick Start Guide. */
export const quickStart = documented('Cisco ASA REST API Quick Start Guide');

/** The walkthrough that the lab repeats. */
export const walkthrough = documented('networkdirection.net, ASA REST API');

/** The vendor's lessons on the API. */
export const lesson = documented('DevNet learning lab, ASA REST API');

/** Cisco ASA Series Command Reference. */
export const commands = documented('Cisco ASA Series Command Reference');

/** The advisory that brought the list of user agents. */
export const advisory = documented('Cisco Security Advisory cisco-sa-20190501-asa-csrf');

/** A public repository that holds what a device said. */
export const recorded = (repository: string, place: string): Told => ({
  evidence: 'recorded',
  source: cite(repository, place),
});

/** A client that works only if the device behaves so. */
export const client = (repository: string, place: string): Told => ({
  evidence: 'client',
  source: cite(repository, place),
});

/** What the tests of napalm's driver were taken from: an ASAv 9.4(1)205. */
export const napalm = (file: string): Told => recorded('napalm-automation-community/napalm-asa', `mock_data, ${file}`);

/** Scripts and a Postman collection with the answers of an ASAv 9.9(2). */
export const postman = (place: string): Told => recorded('adidonatocda/ciscoasarestapi', place);

/** The client behind Terraform's provider. */
export const goClient = (place: string): Told => client('CiscoDevNet/go-ciscoasa', place);

/** Terraform's provider, whose acceptance tests ran against devices. */
export const terraform = (place: string): Told => client('CiscoDevNet/terraform-provider-ciscoasa', place);

/** A schema made from the answers of a device. */
export const schema = (place: string): Told => recorded('Cisco-Kosha/cisco-asa-virtual', `openapi.json, ${place}`);

/** A script that lists, makes, changes and removes NTP servers, with what was answered. */
export const asarest = (place: string): Told => recorded('sockduct/ASA-API', place);

/** The log of a Python client, 11 Apr 2018, ASA 9.6(4)3 with agent 1.3.2.200. */
export const debugLog = (place: string): Told =>
  recorded('Public Python client of the ASA REST API', `debug log of 2018-04-11, ${place}`);

/** The printed reply of an ASAv 9.5(2)207, 14 Jul 2016. */
export const printed = (place: string): Told =>
  recorded('Public script with a printed POST response', `2016-07-14, ${place}`);

/** Configurations that Cisco's Ansible collection is tested with. */
export const collection = (place: string): Told =>
  recorded('ansible-collections/cisco.asa', `tests/unit/modules/network/asa/fixtures, ${place}`);

/** Bodies of requests and answers that people have published with their scripts. */
export const payloads = (place: string): Told => recorded('Published payloads of the ASA REST API', place);

/** A configuration backup tool, whose model of an ASA was tested with recorded sessions. */
export const oxidized = (place: string): Told => recorded('ytti/oxidized', place);

/** Terminal sessions that a test framework of the vendor replays. */
export const unicon = (place: string): Told => recorded('CiscoTestAutomation/unicon.plugins', place);

/** An orchestrator of certificates, which works with devices through these resources. */
export const keyfactor = (place: string): Told => client('Keyfactor/cisco-asa-orchestrator', place);

/** Cisco ASA REST API Release Notes. */
export const releaseNotes = documented('Cisco ASA REST API Release Notes');
