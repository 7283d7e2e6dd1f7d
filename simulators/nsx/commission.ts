import { createHash, type KeyObject } from 'node:crypto';
import { changeSite } from './change.ts';
import { presentedServices } from './factory-certificates.ts';
import type { NsxDevice } from './nsx.ts';
import { certificateOf, clusterCertificate } from './site.ts';
import type { Certificate, FactoryCertificate, NsxState, Site } from './state.ts';

type Sites = NsxState['store']['sites'];

/** A certificate that is there by name alone. */
interface Blank {
  readonly site: string;
  readonly id: string;
  readonly factory: FactoryCertificate;
}

type Content = Pick<Certificate, 'pem' | 'key' | 'thumbprint'>;

/** What the subject of each begins with. @source NSX reference 5.1 */
const vendor = Object.entries({ C: 'US', ST: 'CA', L: 'Palo Alto', O: 'VMware Inc.', OU: 'NSX' }).map(
  ([type, value]) => [{ type, value }],
);

/** What the last look found nothing blank in: requests ask each time. */
const whole = new WeakMap<NsxDevice, Sites>();

/** Whether the certificates of the factory have been made, all of them. */
export function isCommissioned(device: NsxDevice): boolean {
  const { sites } = device.state.store;
  if (whole.get(device) === sites) return true;
  if (Object.values(sites).some(hasBlank)) return false;
  whole.set(device, sites);
  return true;
}

function hasBlank({ certificates, unlisted }: Site): boolean {
  for (const { factory, pem } of certificates.values()) {
    // The factory's came first and keep their places: behind the first other one there is none of them.
    if (!factory) break;
    if (pem === '') return true;
  }
  return Object.values(unlisted).some(({ pem }) => pem === '');
}

/** What is done to a device, one after the other: two that made the same certificate would both write it. */
const queues = new WeakMap<NsxDevice, Promise<void>>();

/**
 * Makes the certificates that the factory left blank, at the first connection: signing costs too much for a device that
 * nobody asks anything. Made again from the same state they come out the same, byte for byte.
 * @param which those that a listener presents, which is all that a handshake shows, or every one, before anything tells
 *   of them
 */
export function commission(device: NsxDevice, which: 'presented' | 'all' = 'all'): Promise<void> {
  const task = (): Promise<void> => make(device, which);
  const queue = (queues.get(device) ?? Promise.resolve()).then(task, task);
  queues.set(device, queue);
  return queue;
}

async function make(device: NsxDevice, which: 'presented' | 'all'): Promise<void> {
  const blanks = Object.values(device.state.store.sites).flatMap((site) => blanksOf(site, which));
  if (blanks.length === 0) return;
  const { makeCertificate } = await import('../../certs/make.ts');
  const made = new Map<FactoryCertificate, Content>();
  const signed = blanks.map(async ({ site, id, factory }) => {
    const { key, pem: keyPem } = await keyOf(device, site, factory);
    const { commonName, names, notBefore, days, modern } = factory;
    const { pem, der } = makeCertificate({
      subject: [...vendor, [{ type: 'CN', value: commonName }]],
      key,
      san: names.map((name) => `dns:${name}` as const),
      notBefore: new Date(notBefore),
      days,
      serial: id.replaceAll('-', '').replace(/^./, '4'),
      ...(modern
        ? { purposes: ['serverAuth', 'clientAuth'] }
        : { basicConstraints: false, keyUsage: false, purposes: false }),
    });
    made.set(factory, { pem, key: keyPem, thumbprint: createHash('sha256').update(der).digest('hex') });
  });
  await Promise.all(signed);
  device.batch(() => {
    const names = Object.keys(device.state.store.sites);
    for (const name of names) changeSite(device, name, (site) => filled(site, made));
    for (const name of names) changeSite(device, name, (site) => introduced(site, device.state.store.sites));
  });
}

/** Keys as they came from the pool, which has few, and what became of them: reading one takes as long as signing. */
const keys = new Map<string, { readonly key: KeyObject; readonly pem: string }>();

/** A key of the pool's that no SSH host has. */
async function keyOf(device: NsxDevice, site: string, { nthKey }: FactoryCertificate) {
  const { birth, surroundings } = device;
  const text = await surroundings.identities.hostKey('nsx-tls', `${birth.seed}/${site}`, nthKey);
  let known = keys.get(text);
  if (!known) {
    const { readPrivateKey } = await import('../../certs/read.ts');
    const { exportKey } = await import('../../certs/key.ts');
    const { key } = readPrivateKey(text);
    known = { key, pem: exportKey(key) };
    keys.set(text, known);
  }
  return known;
}

function filled(site: Site, made: ReadonlyMap<FactoryCertificate, Content>): Site {
  let { certificates, thumbprints } = site;
  const unlisted: Record<string, Certificate> = { ...site.unlisted };
  for (const { id, factory } of blanksOf(site, 'all')) {
    const known = certificateOf(site, id);
    const content = made.get(factory);
    if (!known || !content) continue;
    const complete: Certificate = { ...known, ...content };
    if (certificates.has(id)) {
      certificates = certificates.put(id, complete);
      thumbprints = thumbprints.put(complete.thumbprint, id);
    } else unlisted[id] = complete;
  }
  return { ...site, certificates, thumbprints, unlisted };
}

/** A Global Manager learned at onboarding what its Local Managers present. */
function introduced(site: Site, sites: Sites): Site {
  if (site.locations.every(({ thumbprint }) => thumbprint !== '')) return site;
  const locations = site.locations.map((location) => {
    const lm = sites[location.site];
    const [node] = lm?.nodes ?? [];
    const shown = lm && node && clusterCertificate(lm, node.uuid)?.thumbprint;
    return { ...location, thumbprint: location.thumbprint || (shown ?? '') };
  });
  return { ...site, locations };
}

function blanksOf({ name, certificates, unlisted, bindings }: Site, which: 'presented' | 'all'): Blank[] {
  const presented = new Set(presentedServices.flatMap((service) => Object.values(bindings[service] ?? {})));
  return [...certificates.values(), ...Object.values(unlisted)].flatMap(({ id, factory, pem }) =>
    factory && pem === '' && (which === 'all' || presented.has(id)) ? [{ site: name, id, factory }] : [],
  );
}
