import { findAll, textOf, type XmlElement } from './xml.ts';

/** One line of the audit log. */
export interface AuditEntry {
  readonly id: number;
  /** Who did it; `System` for logins, where `resource` names the person. */
  readonly userName: string;
  readonly module: string;
  readonly operation: string;
  readonly resource: string;
  readonly resourceId: string;
  /** `SUCCESS` or `FAILURE`. */
  readonly status: string;
  readonly time: Date;
  /** Absent on logins. */
  readonly oldValue: string | undefined;
  readonly newValue: string | undefined;
}

/** Which part of the log is read. */
export interface AuditQuery {
  /** How many entries are skipped from the beginning of the order. Default 0. */
  readonly from?: number;
  /** Entries of one request, 1 to 1024. Default 256. */
  readonly pageSize?: number;
  /** The newest entry first. Default false. */
  readonly newestFirst?: boolean;
}

/** One page, and how many entries there are in all. */
export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  readonly total: number;
}

/** The path of a page. */
export function auditPath(from: number, { pageSize = 256, newestFirst = false }: AuditQuery): string {
  return `/api/2.0/auditlog?startIndex=${from}&pageSize=${pageSize}&sortBy=id&sortOrderAscending=${!newestFirst}`;
}

/** Reads a page. */
export function readAuditPage(root: XmlElement): AuditPage {
  const total = Number(textOf(findAll(root, 'pagingInfo')[0], 'totalCount') ?? Number.NaN);
  return { entries: findAll(root, 'auditLog').map(readEntry), total };
}

function readEntry(element: XmlElement): AuditEntry {
  const text = (name: string): string => textOf(element, name) ?? '';
  return {
    id: Number(text('id')),
    userName: text('userName'),
    module: text('module'),
    operation: text('operation'),
    resource: text('resource'),
    resourceId: text('resourceId'),
    status: text('status'),
    time: new Date(Number(text('timestamp'))),
    oldValue: textOf(element, 'oldValue'),
    newValue: textOf(element, 'newValue'),
  };
}
