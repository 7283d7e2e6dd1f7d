import type { DeviceOptions } from '../../target.ts';

/** The switch that stands ready for cases which only read: where the walkthrough ends, HTTPS on 8443. */
export const standingOptions: DeviceOptions = { configured: 'nxapi' };

/** Its NX-API endpoint; at a target given by address, that address. */
export const standingDoor = 'nxapi-https';
