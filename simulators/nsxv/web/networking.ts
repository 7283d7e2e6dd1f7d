import { managedObject } from './managed-object.ts';
import type { Operation } from './operation.ts';

/** Features of the network fabric, by the ids that clients know. @source documented: NSX API guide, network fabric */
const fabric = [
  ['com.vmware.vshield.vsm.vxlan', '5.5'],
  ['com.vmware.vshield.vsm.messagingInfra', '1.0'],
  ['com.vmware.vshield.firewall', '5.5'],
] as const;

/** What clients look at when they connect. @source NSX-v reference 6.3 */
export const networking: readonly Operation[] = [
  {
    route: 'GET /api/2.0/nwfabric/features',
    name: 'nwfabricFeaturesRead',
    feature: 'any',
    answer: () => ({
      document: {
        root: 'featureInfos',
        value: { featureInfo: fabric.map(([featureId, version]) => ({ name: featureId, featureId, version })) },
      },
    }),
  },
  {
    route: 'GET /api/2.0/vdn/controller',
    name: 'nsxControllersRead',
    feature: 'inventory.networks',
    answer: () => ({ document: { root: 'controllers', value: {} } }),
  },
  {
    route: 'GET /api/2.0/vdn/scopes',
    name: 'vdnScopesRead',
    feature: 'inventory.networks',
    answer: ({ device }) => ({
      document: {
        root: 'vdnScopes',
        value: {
          vdnScope: [
            {
              ...managedObject(device, { id: 'vdnscope-1', type: 'VdnScope', name: 'TZ-1', revision: 0 }),
              id: 'vdnscope-1',
              clusters: {},
              virtualWireCount: 0,
              controlPlaneMode: 'UNICAST_MODE',
            },
          ],
        },
      },
    }),
  },
  {
    route: 'GET /api/2.0/vdn/switches',
    name: 'vdnSwitchesRead',
    feature: 'inventory.networks',
    answer: () => ({ document: { root: 'vdsContexts', value: {} } }),
  },
  {
    route: 'GET /api/2.0/universalsync/configuration/role',
    name: 'universalSyncRoleRead',
    feature: 'any',
    answer: () => ({ document: { root: 'universalSyncRole', value: { role: 'STANDALONE' } } }),
  },
];
