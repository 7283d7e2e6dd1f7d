import { childrenOf, type DerNode, expectTag, readDer, readOid, tags } from './der.ts';
import { extensionOids, type KeyUsage, keyUsages, nameOf, purposeOids } from './oid.ts';

/** What the extensions of a certificate or a request say; `undefined` where an extension is absent. */
export interface ExtensionFacts {
  /** `dns:…`, `ip:…`, `uri:…`, `email:…` in their order; `other:TAG` for types without a text. Empty without SAN. */
  readonly san: readonly string[];
  readonly basicConstraints: { readonly ca: boolean; readonly pathLen: number | undefined } | undefined;
  readonly keyUsage: readonly KeyUsage[] | undefined;
  /** Names of extended key usages, or their OIDs. */
  readonly purposes: readonly string[] | undefined;
  /** Lower-case hexadecimal. */
  readonly subjectKeyIdentifier: string | undefined;
  readonly authorityKeyIdentifier: string | undefined;
  /** OIDs of all extensions, in order. */
  readonly all: readonly string[];
}

function ipText(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return `0x${bytes.toString('hex')}`;
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(i * 2).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

function generalName({ tag, content }: DerNode): string {
  if (tag === 0x81) return `email:${content.toString('latin1')}`;
  if (tag === 0x82) return `dns:${content.toString('latin1')}`;
  if (tag === 0x86) return `uri:${content.toString('latin1')}`;
  if (tag === 0x87) return `ip:${ipText(content)}`;
  return `other:${tag & 0x1f}`;
}

function basicConstraints(node: DerNode): { ca: boolean; pathLen: number | undefined } {
  const parts = childrenOf(expectTag(node, tags.sequence, 'basicConstraints'));
  const flag = parts.find((part) => part.tag === tags.boolean);
  const length = parts.find((part) => part.tag === tags.integer);
  const ca = flag !== undefined && flag.content[0] !== 0;
  return { ca, pathLen: length && Number.parseInt(length.content.toString('hex') || '0', 16) };
}

function keyUsage(node: DerNode): KeyUsage[] {
  const bytes = expectTag(node, tags.bitString, 'keyUsage').content.subarray(1);
  return keyUsages.filter((_, bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0);
}

/**
 * Reads a SEQUENCE of Extension.
 *
 * @throws DerError for a broken structure.
 */
export function readExtensions(list: DerNode | undefined): ExtensionFacts {
  const values = new Map<string, DerNode>();
  for (const entry of list ? childrenOf(list) : []) {
    const parts = childrenOf(entry);
    values.set(readOid(parts[0]), readDer(expectTag(parts.at(-1), tags.octetString, 'an extension value').content));
  }
  const look = <T>(oid: string, read: (node: DerNode) => T): T | undefined => {
    const node = values.get(oid);
    return node && read(node);
  };
  return {
    all: [...values.keys()],
    san: look(extensionOids.subjectAltName, (node) => childrenOf(node).map(generalName)) ?? [],
    basicConstraints: look(extensionOids.basicConstraints, basicConstraints),
    keyUsage: look(extensionOids.keyUsage, keyUsage),
    purposes: look(extensionOids.extKeyUsage, (node) =>
      childrenOf(node).map((purpose) => nameOf(purposeOids, readOid(purpose)) ?? readOid(purpose)),
    ),
    subjectKeyIdentifier: look(extensionOids.subjectKeyIdentifier, (node) => node.content.toString('hex')),
    authorityKeyIdentifier: look(extensionOids.authorityKeyIdentifier, (node) =>
      childrenOf(node)
        .find((part) => part.tag === 0x80)
        ?.content.toString('hex'),
    ),
  };
}
