import { castDraft } from 'immer';
import { startLab } from '../lab/index.ts';
import { appended, emptyLedger } from '../simulators/nsxv/ledger.ts';
import { isNsxv } from '../simulators/nsxv/nsxv.ts';
import { releaseOf } from '../simulators/nsxv/release.ts';
import type { AuditRow } from '../simulators/nsxv/state.ts';
import { received } from './child.ts';

/** An NSX-v Manager with a long audit log, in a process of its own; tells where it listens and what the log costs of the heap. */
const { release, rows } = await received<{ release: string; rows: number }>();

const lab = await startLab({ devices: [{ name: 'nsxv-1', kind: 'nsxv', release }] });
const { device, endpoints, username, password } = lab.device('nsxv-1');
if (!isNsxv(device)) throw new Error('the lab made another kind of device');

function* written(): Generator<AuditRow> {
  for (let n = 1; n <= rows; n++) {
    yield {
      userName: n % 3 === 0 ? 'api' : 'admin',
      module: 'SECURITY_TAG',
      operation: n % 2 === 0 ? 'CREATE' : 'DELETE',
      resource: `TAG-${n}`,
      resourceId: `securitytag-${n}`,
      status: 'SUCCESS',
      timestamp: 1_453_415_038_938 + n * 977,
      oldValue: '',
      newValue: '',
    };
  }
}

globalThis.gc?.();
const before = process.memoryUsage().heapUsed;
const ledger = appended(emptyLedger(), written(), releaseOf(release).auditRows);
device.change((draft) => {
  draft.store.audit = castDraft(ledger);
});
globalThis.gc?.();
process.send?.({ memory: process.memoryUsage().heapUsed - before, url: endpoints.https, username, password });
