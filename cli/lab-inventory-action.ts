import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LabError, reason } from '../lab/errors.ts';
import type { HostReport } from '../lab/report.ts';
import { ask, type LabAddress, labAt } from './control.ts';
import { type InventoryFormat, inventory } from './inventory.ts';

/** How an inventory is written, as the command line gives it. */
export interface InventoryOptions {
  readonly format: InventoryFormat;
  /** A file in place of standard output. */
  readonly output?: string;
  /** A file for the certificates by which TLS endpoints can be verified. */
  readonly ca?: string;
}

/** Writes a running lab's inventory; what holds passwords is for its owner alone. */
export async function writeInventory(options: LabAddress & InventoryOptions): Promise<void> {
  const { format, output, ca } = options;
  const { devices } = await ask<{ devices: readonly HostReport[] }>(options, 'GET', '/devices');
  const caFile = ca === undefined ? undefined : resolve(ca);
  if (caFile !== undefined) save(caFile, await anchors(devices, options));
  const { url, tokenFile } = await labAt(options);
  const text = await inventory({ control: url, controlTokenFile: tokenFile, caFile, devices }, format);
  if (output === undefined) process.stdout.write(text);
  else save(output, text);
}

/** The last certificate of each chain that is presented: its root, or the self-signed leaf. Each once. */
async function anchors(devices: readonly HostReport[], options: LabAddress): Promise<string> {
  const found = new Set<string>();
  for (const { name, kind } of devices) {
    if (kind === 'files') continue;
    const { certificates } = await ask<{ certificates: Readonly<Record<string, { chain: string }>> }>(
      options,
      'GET',
      `/devices/${encodeURIComponent(name)}/certificates`,
    );
    for (const { chain } of Object.values(certificates)) {
      const last = chain.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)?.at(-1);
      if (last !== undefined) found.add(`${last}\n`);
    }
  }
  return [...found].join('');
}

function save(path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: 0o600 });
  } catch (error) {
    throw new LabError([{ path, message: `cannot be written: ${reason(error)}` }]);
  }
}
