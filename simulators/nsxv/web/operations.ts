import { appliance } from './appliance.ts';
import { backups } from './backups.ts';
import { centralCli } from './central-cli.ts';
import { certificates } from './certificates.ts';
import { logs } from './logs.ts';
import { networking } from './networking.ts';
import type { Operation } from './operation.ts';
import { registration } from './registration.ts';
import { tags } from './tags.ts';
import { tokens } from './tokens.ts';
import { usermgmt } from './usermgmt.ts';

/** Everything that the API does. */
export const operations: readonly Operation[] = [
  ...usermgmt,
  ...logs,
  ...tags,
  ...tokens,
  ...registration,
  ...networking,
  ...appliance,
  ...certificates,
  ...backups,
  ...centralCli,
];
