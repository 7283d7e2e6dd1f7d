import type { NsxvDevice } from '../nsxv.ts';
import type { Document, Fields } from './document.ts';
import { failures } from './failure.ts';
import type { Answer, Call } from './operation.ts';

/** A service of the appliance. */
export interface Component {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly group: 'COMMON' | 'NSXGRP' | 'SYSTEM';
  readonly uses: readonly string[];
  readonly usedBy: readonly string[];
  readonly status: 'RUNNING' | 'STOPPED';
}

/** @source documented: NSX API guide, appliance manager components */
const known: readonly Omit<Component, 'status'>[] = [
  {
    id: 'VPOSTGRES',
    name: 'vPostgres',
    description: 'vPostgres - Database service',
    group: 'COMMON',
    uses: [],
    usedBy: ['NSX'],
  },
  {
    id: 'RABBITMQ',
    name: 'RabbitMQ',
    description: 'RabbitMQ - Messaging service',
    group: 'COMMON',
    uses: [],
    usedBy: ['NSX'],
  },
  {
    id: 'NSX',
    name: 'NSX Manager',
    description: 'NSX Manager',
    group: 'NSXGRP',
    uses: ['VPOSTGRES', 'RABBITMQ'],
    usedBy: ['NSXREPLICATOR'],
  },
  {
    id: 'NSXREPLICATOR',
    name: 'NSX Replicator',
    description: 'NSX Replicator',
    group: 'NSXGRP',
    uses: ['NSX'],
    usedBy: [],
  },
  { id: 'SSH', name: 'SSH Service', description: 'Secure Shell', group: 'SYSTEM', uses: [], usedBy: [] },
];

function all({ state }: NsxvDevice): readonly Component[] {
  return known.map((one) => ({ ...one, status: one.id === 'SSH' && !state.run.sshRunning ? 'STOPPED' : 'RUNNING' }));
}

/** The component of a path. @throws ApiError 404 */
export function component({ device, parameters: { id = '' } }: Call): Component {
  const found = all(device).find((one) => one.id === id);
  if (!found) throw failures.notFound(id);
  return found;
}

function fields({ id, name, description, group, uses, usedBy, status }: Component): Fields {
  return {
    componentId: id,
    name,
    description,
    status,
    enabled: true,
    showTechSupportLogs: id === 'NSX',
    ...(uses.length > 0 && { uses: { string: uses } }),
    usedBy: { string: usedBy },
    componentGroup: group,
  };
}

/** All components. */
export function components(device: NsxvDevice): readonly Fields[] {
  return all(device).map(fields);
}

/** One component. @throws ApiError 404 */
export function componentDocument(call: Call): Document {
  return { root: 'component', value: fields(component(call)) };
}

/** The components by group, as a Java map is written. @source documented: NSX API guide, summary of components */
export function summaryOfComponents({ device }: Call): Answer {
  const groups = ['COMMON', 'NSXGRP', 'SYSTEM'].map((group) => ({
    group,
    members: all(device)
      .filter((one) => one.group === group)
      .map(fields),
  }));
  const entry = groups.map(({ group, members }) => ({ string: group, components: { component: members } }));
  const byGroup = Object.fromEntries(groups.map(({ group, members }) => [group, members]));
  return {
    document: {
      root: 'componentsSummary',
      value: { componentsByGroup: { '@class': 'tree-map', entry } },
      json: { componentsByGroup: byGroup },
    },
  };
}
