import { describe, expect, it } from 'vitest';
import { slice } from '../../.ci/slice.ts';
import { appended, emptyLedger, rowsOf } from './ledger.ts';
import type { AuditRow } from './state.ts';

const rounds = slice().rounds(1_000_000);

describe('an audit log of a million rows', () => {
  it('packs a row into few bytes and opens one or two blocks for a page, the first or the last', () => {
    function* rows(): Generator<AuditRow> {
      for (let n = 1; n <= rounds; n++) {
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
    const ledger = appended(emptyLedger(), rows(), rounds);
    let bytes = 0;
    for (const block of ledger.packed.values()) bytes += block.length;
    expect(bytes / rounds).toBeLessThan(40);
    expect(rowsOf<AuditRow>(ledger, 1, 256)[255]?.row.resource).toBe('TAG-256');
    expect(rowsOf<AuditRow>(ledger, rounds - 255, rounds).at(-1)?.row.resource).toBe(`TAG-${rounds}`);
  }, 600_000);
});
