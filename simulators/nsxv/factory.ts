import { createHash } from 'node:crypto';
import type { Birth } from '../chassis/kind.ts';
import { Table } from '../chassis/table.ts';
import { appended, emptyLedger } from './ledger.ts';
import { parseOptions } from './options.ts';
import type { EventRow, NsxvState, Tag } from './state.ts';

/** The account that a lab gives a manager; privileged mode has a password of its own. */
export const administrator = { username: 'admin', password: 'Rackless.1', enablePassword: 'Rackless.2' } as const;

/** SHA-256-crypt of the two passwords above, which would take a noticeable part of a lab's start to make. A test holds them together. */
const administratorHashes = {
  admin: '$5$RACKLESS$Er5mLlaBAlYzBMutZoK5b/AC/FVKPt3P.d1m.gzthxC',
  enable: '$5$RACKLESS$mCYYzMcvX0viTMCmnaBaHy99xudtAJqB3AkLbUnzZI.',
} as const;

const DAY = 86_400_000;

/** A manager as it is deployed: registered with its vCenter where the lab file has one. */
export function factory(birth: Birth): NsxvState {
  const options = parseOptions(birth.options);
  const digest = createHash('sha256').update(birth.seed).digest('hex');
  const bootedAt = birth.now - DAY;
  const config = {
    hostname: options.hostname,
    users: { [administrator.username]: { hash: administratorHashes.admin, web: true } },
    enableHash: administratorHashes.enable,
    ntp: options.ntp,
    nameServers: options.nameServers,
    address: options.address,
    routes: { '0.0.0.0/0': options.gateway },
    webManager: true,
    sshAllowed: true,
  };
  const events: EventRow[] = [
    {
      timestamp: bootedAt,
      severity: 'High',
      eventSource: 'NSX Manager',
      eventCode: 340004,
      message: 'The scale for the parameter Controllers is not equal to recommended value 3.',
      module: 'NSX Manager',
    },
  ];
  return {
    config,
    store: {
      flash: {},
      startup: config,
      entries: {
        admin: {
          id: 'userinfo-3',
          login: 'admin',
          origin: 'cli',
          group: false,
          enabled: true,
          role: 'super_user',
          scope: [],
          revision: 1,
        },
      },
      nextUser: 4,
      audit: emptyLedger(),
      events: appended(emptyLedger(), events, events.length),
      tags: Table.from<Tag>(),
      nextTag: 10,
      settings: {
        syslog: [],
        locale: { language: 'en', country: 'US' },
        timezone: 'UTC',
        domainName: 'corp.local',
        serverProtocols: ['TLSv1', 'TLSv1.1', 'TLSv1.2'],
        clientProtocols: ['TLSv1', 'TLSv1.1', 'TLSv1.2'],
      },
      ...(options.vcenter && {
        vcenter: {
          ipAddress: options.vcenter.host,
          userName: 'administrator@vsphere.local',
          certificateThumbprint: thumbprint(options.vcenter.host),
          assignRoleToUser: true,
          at: bootedAt,
        },
        sso: {
          lookupServiceUrl: `https://${options.vcenter.host}:443/lookupservice/sdk`,
          adminUsername: 'administrator@vsphere.local',
        },
      }),
      tokenMinutes: 90,
      basicDisabled: false,
      backups: [],
      selfSignedAt: bootedAt,
      vsmUuid: uuid(digest.slice(0, 32)).toUpperCase(),
      nodeId: uuid(digest.slice(32)),
    },
    run: { bootedAt, pending: [], sessions: {}, tokens: {}, lock: undefined, sshRunning: true },
  };
}

/** The SHA-1 thumbprint that a vCenter of the lab presents, `D2:75:…`; the same for the same host name. */
export function thumbprint(host: string): string {
  const hex = createHash('sha1').update(`vcenter ${host}`).digest('hex').toUpperCase();
  return hex.match(/../g)?.join(':') ?? '';
}

function uuid(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
