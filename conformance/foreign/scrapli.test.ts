import { expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { script } from './testing/script.ts';
import { startSwitches } from './testing/switch.ts';

interface Seen {
  prompt: string;
  version: readonly Record<string, unknown>[];
  'shows failed': boolean;
  'configuration failed': boolean;
  running: string;
  vlans: string;
  refusals: readonly (readonly [string, boolean, string])[];
  unknown: readonly [boolean, string];
  mode: string;
  deleted: readonly [boolean, string];
  saved: string;
}

it.skipIf(!has('python3'))('scrapli reads, configures, answers questions and tells what was refused', async () => {
  const { folder, switches } = await startSwitches({ name: 'n9k-scrapli', release: '10.2(3)' });
  for (const device of switches) {
    const seen = await script<Seen>('scrapli_client.py', device, folder);
    expect(seen.prompt).toBe('n9k-scrapli#');
    expect(seen.version).toEqual([expect.objectContaining({ hostname: 'n9k-scrapli', platform: 'C93180YC-EX' })]);
    expect(seen['shows failed']).toBe(false);
    expect(seen['configuration failed']).toBe(false);
    expect(seen.running).toContain('\n  description by scrapli');
    expect(seen.vlans).toMatch(/^300 +by-scrapli +active/m);
    expect(seen.refusals).toEqual([['description never', true, expect.stringContaining('% Invalid')]]);
    expect(seen.unknown).toEqual([true, expect.stringContaining("% Invalid command at '^' marker.")]);
    expect(seen.mode).toBe('n9k-scrapli#');
    expect(seen.deleted).toEqual([
      false,
      expect.stringContaining('Do you want to delete "/gone.txt" ? (yes/no/abort)'),
    ]);
    expect(seen.saved).toContain('Copy complete');
  }
});
