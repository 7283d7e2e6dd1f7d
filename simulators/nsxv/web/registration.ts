import { thumbprint } from '../factory.ts';
import type { NsxvDevice } from '../nsxv.ts';
import { parseOptions } from '../options.ts';
import { textOf } from './body.ts';
import { ApiError, failures } from './failure.ts';
import type { Operation } from './operation.ts';

const vc = '/api/2.0/services/vcconfig';
const sso = '/api/2.0/services/ssoconfig';
const feature = 'administration.configuration';

/** Registration with vCenter and single sign-on. @source NSX-v reference 6.2 */
export const registration: readonly Operation[] = [
  {
    route: `GET ${vc}`,
    name: 'vCenterConfigRead',
    feature,
    answer({ device }) {
      const { vcenter } = device.state.store;
      if (!vcenter) return { document: { root: 'vcInfo', value: {} } };
      const { ipAddress, userName, certificateThumbprint, assignRoleToUser, at } = vcenter;
      return {
        document: {
          root: 'vcInfo',
          value: { ipAddress, userName, certificateThumbprint, assignRoleToUser, vcInventoryLastUpdateTime: at },
        },
      };
    },
  },
  {
    route: `PUT ${vc}`,
    name: 'vCenterConfigUpdate',
    feature,
    takes: { root: 'vcInfo' },
    answer({ device, body, change }) {
      const ipAddress = textOf(body, 'ipAddress') ?? '';
      if (ipAddress === '') throw failures.invalid('ipAddress is missing.');
      const presented = presentedBy(device, ipAddress);
      trusted(textOf(body, 'certificateThumbprint'), presented);
      const vcenter = {
        ipAddress,
        userName: textOf(body, 'userName') ?? '',
        certificateThumbprint: presented,
        assignRoleToUser: textOf(body, 'assignRoleToUser')?.toLowerCase() === 'true',
        at: device.now(),
      };
      change(
        (draft) => {
          draft.store.vcenter = vcenter;
        },
        { module: 'SYSTEM', operation: 'UPDATE', resource: ipAddress, resourceId: '' },
      );
      return { status: 200 };
    },
  },
  {
    route: `GET ${vc}/status`,
    name: 'vCenterStatusRead',
    feature,
    answer({ device }) {
      const { vcenter } = device.state.store;
      const value = { connected: vcenter !== undefined, lastInventorySyncTime: vcenter?.at ?? 0 };
      return { document: { root: 'vcConfigStatus', value } };
    },
  },
  {
    route: `GET ${sso}`,
    name: 'ssoConfigRead',
    feature,
    answer({ device }) {
      const { sso: config, vsmUuid } = device.state.store;
      const value = config && {
        vsmSolutionName: `VSM_SOLUTION_${vsmUuid.toLowerCase()}`,
        ssoLookupServiceUrl: config.lookupServiceUrl,
        ssoAdminUsername: config.adminUsername,
      };
      return { document: { root: 'ssoConfig', value: value ?? {} } };
    },
  },
  {
    route: `POST ${sso}`,
    name: 'ssoConfigCreate',
    feature,
    takes: { root: 'ssoConfig' },
    answer({ device, body, change }) {
      const lookupServiceUrl = textOf(body, 'ssoLookupServiceUrl') ?? '';
      const host = URL.canParse(lookupServiceUrl) ? new URL(lookupServiceUrl).hostname : '';
      trusted(textOf(body, 'certificateThumbprint'), presentedBy(device, host));
      change(
        (draft) => {
          draft.store.sso = { lookupServiceUrl, adminUsername: textOf(body, 'ssoAdminUsername') ?? '' };
        },
        { module: 'SSO_CONFIG', operation: 'CREATE', resource: lookupServiceUrl, resourceId: '' },
      );
      return { status: 200 };
    },
  },
  {
    route: `DELETE ${sso}`,
    name: 'ssoConfigDelete',
    feature,
    answer({ change }) {
      change(
        (draft) => {
          delete draft.store.sso;
        },
        { module: 'SSO_CONFIG', operation: 'DELETE', resource: '', resourceId: '' },
      );
      return { status: 200 };
    },
  },
  {
    route: `GET ${sso}/status`,
    name: 'ssoStatusRead',
    feature,
    answer: ({ device }) => ({ document: { root: 'boolean', value: device.state.store.sso !== undefined } }),
  },
  {
    route: 'GET /api/2.0/services/vsmconfig',
    name: 'vsmConfigRead',
    feature: 'any',
    answer({ device, release: { version, build } }) {
      const { vsmUuid } = device.state.store;
      return { document: { root: 'vsmInfo', value: { version, buildNumber: build, vsmUuid } } };
    },
  },
];

/** The thumbprint that the vCenter of the lab presents. @throws ApiError 400: nobody is there */
function presentedBy(device: NsxvDevice, host: string): string {
  const known = parseOptions(device.birth.options).vcenter?.host;
  if (known === undefined || host.toLowerCase() !== known.toLowerCase()) {
    throw new ApiError(400, 226, `Connection to ${host} failed. Host is unreachable.`);
  }
  return thumbprint(known);
}

/**
 * An empty or wrong thumbprint is refused, and the words begin with the one that was presented: clients read it there
 * and ask again.
 * @source client: PowerNSX, Set-NsxManager
 */
function trusted(given: string | undefined, presented: string): void {
  if (given?.toUpperCase() === presented) return;
  throw new ApiError(400, 227, `${presented} is the thumbprint of the certificate presented, and it is not trusted.`);
}
