import { type Citation, cite } from '../../requirement.ts';

/** The how-to whose steps the walkthrough repeats; its code blocks were captured from a manager at 6.2. */
export const howTo = (place: string): Citation =>
  cite('sneaku.com, How to create a NSX-v API Only User Account (github.com/dcoghlan/sneaku.com)', place);

/** The same author on the lock of the configuration. */
export const vty = (place: string): Citation =>
  cite('sneaku.com, NSX Manager: VTY configuration is locked by other VTY (github.com/dcoghlan/sneaku.com)', place);

/** The API specification that VMware published. */
export const specification = (place: string, edition?: string): Citation =>
  cite('NSX for vSphere API guide and vmware-archive/nsxraml', place, edition);

/** The administration guide. */
export const guide = (place: string, edition: string): Citation => cite('NSX Administration Guide', place, edition);

/** VMware's knowledge base. */
export const kb = (number: number, place: string): Citation => cite(`VMware KB ${number}`, place);

/** A public repository that holds a captured answer, or a client that works only if the device behaves so. */
export const repository = (name: string, place: string): Citation => cite(name, place);
