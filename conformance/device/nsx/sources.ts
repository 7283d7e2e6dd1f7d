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
