/** An id that was given and is given no more. It stays taken: old reports, waivers and bug trackers still speak of it. */
export interface Retired {
  readonly id: string;
  /** The release of Rackless that has it no more. */
  readonly since: string;
  /** One sentence: what it was, and what stands in its place, if anything does. */
  readonly why: string;
}

/** Every id that is never to be given again: requirements, cases, checks, playbooks and their rules. */
export const retired: readonly Retired[] = [
  {
    id: 'NSX-APP-0004',
    since: '0.1.0',
    why: 'It had every node give the same "get certificate cluster", which one case asked of one node alone; NSX-APP-0005 is what was observed.',
  },
];
