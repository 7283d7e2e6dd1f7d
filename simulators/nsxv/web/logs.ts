import { eventRows } from '../audit.ts';
import type { NsxvDevice } from '../nsxv.ts';
import type { AuditRow, EventRow } from '../state.ts';
import type { Operation } from './operation.ts';
import { type LogShape, logPage, pagingOf } from './paging.ts';

/** @source recorded: sneaku.com and Nivola/beehive-resource (members and order) */
const auditLog: LogShape<AuditRow> = {
  root: 'pagedAuditLogList',
  item: 'auditLog',
  fields: (id, { userName, module, operation, resource, resourceId, status, timestamp, oldValue, newValue }) => ({
    id,
    userName,
    module,
    operation,
    resource,
    resourceId,
    status,
    timestamp,
    ...(oldValue !== undefined && { oldValue }),
    ...(newValue !== undefined && { newValue }),
    isResourceUniversal: false,
  }),
};

/** @source documented: NSX API guide 6.4, system events; recorded on 6.2.1: Nivola/beehive-resource */
function systemEvent(device: NsxvDevice, info: boolean): LogShape<EventRow> {
  const address = device.state.config.address?.split('/')[0] ?? '';
  return {
    root: 'pagedSystemEventList',
    item: 'systemEvent',
    fields: (eventId, { timestamp, severity, eventSource, eventCode, message, module }) => ({
      eventId,
      timestamp,
      severity,
      eventSource,
      eventCode,
      message,
      module,
      objectId: '',
      reporterName: 'vShield Manager',
      reporterType: 1,
      sourceType: 1,
      ...(info && { displayName: 'NSX Manager UUID' }),
      isResourceUniversal: false,
      ...(info && {
        eventSourceInfo: { eventSourceId: '', eventSourceType: eventSource, eventSourceIP: address },
      }),
      eventMetadata: {},
    }),
  };
}

/** The audit log and the system events. @source NSX-v reference 5 */
export const logs: readonly Operation[] = [
  {
    route: 'GET /api/2.0/auditlog',
    name: 'auditLogsRead',
    feature: 'administration.audit_logs',
    answer({ device, release, query }) {
      const paging = pagingOf(query, ['id', 'timestamp']);
      return { document: logPage(device.state.store.audit, release.auditRows, paging, auditLog) };
    },
  },
  {
    route: 'GET /api/2.0/systemevent',
    name: 'systemEventsRead',
    feature: 'administration.system_events',
    answer({ device, release, query }) {
      const paging = pagingOf(query, ['eventId', 'timestamp']);
      const shape = systemEvent(device, release.eventSourceInfo);
      return { document: logPage(device.state.store.events, eventRows, paging, shape) };
    },
  },
];
