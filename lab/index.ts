/**
 * The embedded lab: simulated devices in the process of a test.
 *
 * @module rackless
 */
export { LabDevice, type LabHost } from './device.ts';
export { LabError, type Problem } from './errors.ts';
export type { LabFiles } from './file-host.ts';
export type { KindSource, Mutant } from './kinds.ts';
export type { Lab } from './lab.ts';
export type { Reloaded } from './reload.ts';
export type { ClockSpec, DeviceSpec, LabSpec } from './schema.ts';
export { type LabOptions, startLab } from './start.ts';
