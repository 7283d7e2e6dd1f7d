import { expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { script } from './testing/script.ts';
import { startSwitches } from './testing/switch.ts';

interface Seen<Answer> {
  hostname: Answer;
  raw: string;
  several: readonly unknown[];
  configured: Answer;
  back: Answer;
  refusal: readonly [string, string] | null;
}

it.skipIf(!has('python3'))('nxapi-plumbing shows, configures and is refused, by XML and by JSON-RPC', async () => {
  const { folder, switches } = await startSwitches({ name: 'n9k-plumbing' });
  for (const device of switches) {
    const seen = await script<{ xml: Seen<string>; jsonrpc: Seen<{ hostname: string }> }>(
      'nxapi_plumbing_client.py',
      device,
      folder,
    );
    expect(seen.jsonrpc.hostname).toEqual({ hostname: 'n9k-plumbing' });
    expect(seen.jsonrpc.configured).toEqual({ hostname: 'by-jsonrpc' });
    expect(seen.jsonrpc.back).toEqual({ hostname: 'n9k-plumbing' });
    expect(seen.xml.hostname).toContain('<hostname>n9k-plumbing</hostname>');
    expect(seen.xml.configured).toContain('<hostname>by-xml</hostname>');
    expect(seen.xml.back).toContain('<hostname>n9k-plumbing</hostname>');
    for (const { raw, several } of [seen.xml, seen.jsonrpc]) {
      expect(raw).toContain('n9k-plumbing');
      expect(several).toHaveLength(2);
    }
    // The client raises one error for a JSON-RPC status of 500, and another for a clierror in XML.
    expect(seen.xml.refusal?.[0]).toBe('NXAPICommandError');
    expect(seen.jsonrpc.refusal?.[0]).toBe('NXAPIPostError');
  }
});
