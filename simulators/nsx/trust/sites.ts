import { attribute } from '../../../certs/name.ts';
import { changeSite } from '../change.ts';
import { newId } from '../ids.ts';
import type { NsxDevice } from '../nsx.ts';
import type { Certificate } from '../state.ts';
import type { Doer } from './bind.ts';
import { removed, stored } from './import.ts';
import { factsOf } from './x509.ts';

const prefix = 'Site certificate ';

/**
 * The site manager tells all other sites of a new LOCAL_MANAGER or GLOBAL_MANAGER certificate, so that nothing has to be
 * done there: it appears in their lists without its key. @source documented: NSX reference 8.3
 */
export function announce(
  device: NsxDevice,
  from: string,
  service: string,
  certificateId: string,
  { user, now }: Doer,
): void {
  const { sites } = device.state.store;
  const origin = sites[from];
  const certificate = origin?.certificates.get(certificateId);
  if (!origin || !certificate) return;
  const mark = { scope: 'site', tag: `${origin.siteId}/${service}` };
  const [leaf] = factsOf(certificate.pem);
  const displayName = `${prefix}${(leaf && attribute(leaf.subject, 'CN')) ?? certificate.displayName}`;
  for (const name of Object.keys(sites)) {
    if (name === from) continue;
    changeSite(device, name, (site) => {
      let next = site;
      for (const old of site.certificates.values()) {
        if (old.category === 'SITE_CERTIFICATE' && old.tags.some(({ tag }) => tag === mark.tag))
          next = removed(next, old);
      }
      if (next.thumbprints.has(certificate.thumbprint)) return next;
      const { key: _key, certificateClass: _class, factory: _factory, ...rest } = certificate;
      const copy: Certificate = {
        ...rest,
        id: newId(),
        displayName,
        tags: [mark],
        category: 'SITE_CERTIFICATE',
        createdBy: user,
        createdAt: now,
        modifiedBy: user,
        modifiedAt: now,
        revision: 0,
      };
      return stored(next, [copy]);
    });
  }
}
