import type { Given } from '../evidence.ts';
import { deviceOf } from './automation.ts';
import { privilegedShell } from './shell.ts';
import { withSsh } from './terminal.ts';

/** Runs a command on each of the four devices, over SSH. */
export async function lookAtAll(given: Given, flaw: string | undefined): Promise<void> {
  const believing = flaw === 'believes-every-host';
  try {
    await withSsh(deviceOf(given, 'n9k-1'), ({ run }) => run('show version'), { believing });
    const manager = { endpoint: 'manager-1.ssh', believing };
    await withSsh(deviceOf(given, 'nsx-1'), ({ run }) => run('get version'), manager);
    for (const name of ['nsxv-1', 'asa-1']) {
      const shell = await privilegedShell(deviceOf(given, name), { believing });
      // An ASA shows a page at a time otherwise, and waits for a key after each.
      if (name === 'asa-1') await shell.say('terminal pager 0');
      await shell.say('show version');
      shell.close();
    }
  } catch (error) {
    if (flaw !== 'swallows-refusals') throw error;
  }
}
