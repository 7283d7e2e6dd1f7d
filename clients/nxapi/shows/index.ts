/** The typed shows of the NX-API client. */
export * from './dir.ts';
export * from './feature.ts';
export * from './interface.ts';
export * from './inventory.ts';
export * from './ip-interface.ts';
export * from './mac-address-table.ts';
export * from './neighbors.ts';
export * from './nxapi.ts';
export type { TypedShow } from './typed-show.ts';
export * from './user-account.ts';
export * from './version.ts';
export * from './vlan.ts';
