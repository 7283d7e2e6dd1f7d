import { type Citation, cite } from '../../requirement.ts';

/** The how-to whose steps the walkthrough repeats. */
export const walkthrough = (place: string): Citation =>
  cite('Secure NX-API calls using HTTPS with a self-signed certificate', place);

/** Cisco Nexus 9000 Series NX-OS Programmability Guide. */
export const guide = (place: string, edition?: string): Citation =>
  cite('Cisco Nexus 9000 Series NX-OS Programmability Guide', place, edition);

/** Cisco Nexus 9000 Series NX-API CLI Reference. */
export const cliReference = (place: string): Citation =>
  cite('Cisco Nexus 9000 Series NX-API CLI Reference, developer.cisco.com', place);

/** Cisco Nexus 3000 and 9000 Series NX-API REST SDK User Guide and API Reference. */
export const restGuide = (place: string): Citation =>
  cite('Cisco Nexus 3000 and 9000 Series NX-API REST SDK User Guide and API Reference, developer.cisco.com', place);

/** Cisco Nexus 9000 Series NX-OS Fundamentals Configuration Guide. */
export const fundamentals = (place: string): Citation =>
  cite('Cisco Nexus 9000 Series NX-OS Fundamentals Configuration Guide', place);

/** A public repository that holds a captured reply, or a client that works only if the device behaves so. */
export const repository = (name: string, place: string): Citation => cite(name, place);

/** An RFC. */
export const rfc = (number: number, place: string): Citation => cite(`RFC ${number}`, place);

/** What nobody has seen or written down: a reasoned assumption, which fails no device. */
export const assumed = (place: string): Citation => cite('Rackless, assumption to be verified on hardware', place);
