import { aaa } from './aaa.ts';
import { dhcp } from './dhcp.ts';
import { dns } from './dns.ts';
import { managementAccess } from './management-access.ts';
import { ntp } from './ntp.ts';
import { timeRanges } from './time-ranges.ts';
import { users } from './users.ts';
import type { Route } from './wire.ts';

/** Users, time ranges, management access, NTP, AAA, DNS, DHCP. @source reference 6.10 to 6.16 */
export const setupRoutes: readonly Route[] = [
  ...users,
  ...timeRanges,
  ...ntp,
  ...managementAccess,
  ...aaa,
  ...dns,
  ...dhcp,
];
