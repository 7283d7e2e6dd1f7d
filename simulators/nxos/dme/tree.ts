import type { NxosDevice } from '../nxos.ts';
import { actions } from './action.ts';
import { bridgeDomains } from './bridge-domains.ts';
import { type ManagedObject, type MoClass, moTime } from './class.ts';
import { features } from './features.ts';
import { interfaces } from './interfaces.ts';
import { below, type Located, locate, namingAttribute } from './name.ts';
import { nxapiInstance } from './nxapi.ts';
import { systemAttributes } from './system.ts';
import { vrfInstances } from './vrfs.ts';

/** The root of the object tree. */
export const root: MoClass = {
  name: 'topSystem',
  rn: 'sys',
  ...systemAttributes,
  children: [interfaces, bridgeDomains, vrfInstances, nxapiInstance, features, actions],
};

function collect(cls: MoClass): MoClass[] {
  return [cls, ...(cls.children ?? []).flatMap(collect)];
}

const classes = new Map(collect(root).map((cls) => [cls.name, cls]));

/** A class by its name. */
export function classNamed(name: string): MoClass | undefined {
  return classes.get(name);
}

/** Where a distinguished name leads. */
export function locateDn(dn: string): Located | undefined {
  return locate(root, dn);
}

/** The object at a place; `undefined` where there is none. */
export function objectAt(device: NxosDevice, { cls, name, dn, rn }: Located): ManagedObject | undefined {
  const own = cls.attributes(device, name);
  if (!own) return undefined;
  const naming = namingAttribute(cls);
  const { lastConfigChange } = device.state.run;
  const changed = cls.configurable.length > 0 && lastConfigChange > 0;
  const all: Record<string, string> = {
    childAction: '',
    dn,
    modTs: changed ? moTime(lastConfigChange) : 'never',
    status: '',
    ...own,
    ...(naming !== undefined && { [naming]: name }),
  };
  const attributes = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { cls, name, dn, rn, attributes };
}

/** The places right below one, those of one class or of all. */
export function childrenOf(device: NxosDevice, parent: Located): Located[] {
  return (parent.cls.children ?? []).flatMap((cls) =>
    (cls.names?.(device) ?? ['']).map((name) => below(parent, cls, name)),
  );
}

/** A place and all below it, parents first. */
export function subtreeOf(device: NxosDevice, place: Located): Located[] {
  return [place, ...childrenOf(device, place).flatMap((child) => subtreeOf(device, child))];
}

/** The place of the root. */
export const rootPlace: Located = below(undefined, root, '');
