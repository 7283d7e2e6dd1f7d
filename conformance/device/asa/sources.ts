import { type Citation, cite } from '../../requirement.ts';

/** Cisco, About the ASA REST API. */
export const about = (place: string): Citation => cite('About the Cisco ASA REST API', place);

/** Cisco ASA REST API Quick Start Guide. */
export const quickStart = (place: string): Citation => cite('Cisco ASA REST API Quick Start Guide', place);

/** The walkthrough that the lab repeats. */
export const walkthrough = (place: string): Citation => cite('networkdirection.net, ASA REST API', place);

/** A public repository that holds a captured reply, or a client that works only if the device behaves so. */
export const repository = (name: string, place: string): Citation => cite(name, place);
