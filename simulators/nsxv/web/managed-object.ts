import type { NsxvDevice } from '../nsxv.ts';
import type { Fields } from './document.ts';

/** What is peculiar to an object; the rest of its header is the same for all. */
export interface ObjectFacts {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly revision?: number;
}

/**
 * The header that every object of the manager has, in its order.
 * @source recorded: sneaku.com, answer of `PUT usermgmt/role` with a scoped role
 */
export function managedObject(device: NsxvDevice, { id, type, name, revision = 15 }: ObjectFacts): Fields {
  const { vsmUuid, nodeId } = device.state.store;
  return {
    objectId: id,
    objectTypeName: type,
    vsmUuid,
    nodeId,
    revision,
    type: { typeName: type },
    name,
    clientHandle: '',
    extendedAttributes: {},
    isUniversal: false,
    universalRevision: 0,
  };
}
