import { castDraft, current, type Draft, isDraft } from 'immer';
import { appended, isLedger, type Ledger } from './ledger.ts';
import type { NsxvDevice } from './nsxv.ts';
import { releaseOf } from './release.ts';
import type { AuditRow, EventRow, NsxvState } from './state.ts';

/** What an audited operation tells; the rest is the same for all. */
export type Audited = Omit<AuditRow, 'timestamp' | 'status' | 'oldValue' | 'newValue'> &
  Partial<Pick<AuditRow, 'status' | 'oldValue' | 'newValue'>>;

/** Writes a line of the audit log within a change. Old and new value are empty unless told; logins have none. */
export function audit(device: NsxvDevice, draft: Draft<NsxvState>, what: Audited): void {
  const { userName, module, operation, resource, resourceId, status = 'SUCCESS', oldValue = '', newValue = '' } = what;
  const row: AuditRow = {
    userName,
    module,
    operation,
    resource,
    resourceId,
    status,
    timestamp: device.now(),
    ...(operation !== 'LOGIN' && { oldValue, newValue }),
  };
  const { auditRows } = releaseOf(device.release);
  draft.store.audit = castDraft(appended(plain(draft.store.audit), [row], auditRows));
}

/** System events that are kept. */
export const eventRows = 100_000;

/** Writes a system event within a change. */
export function systemEvent(device: NsxvDevice, draft: Draft<NsxvState>, row: Omit<EventRow, 'timestamp'>): void {
  draft.store.events = castDraft(appended(plain(draft.store.events), [{ ...row, timestamp: device.now() }], eventRows));
}

/** A ledger as the change has it so far: one change may write several lines. */
function plain(ledger: Draft<Ledger>): Ledger {
  const now: unknown = isDraft(ledger) ? current(ledger) : ledger;
  if (!isLedger(now)) throw new Error('a log of this manager is no ledger');
  return now;
}
