import { type Command, command } from '../../../chassis/cli/command.ts';
import type { NsxvState } from '../../state.ts';

/** The appliance as a machine: the network around it, and its own end. */
export const system: readonly Command<NsxvState>[] = [
  command<NsxvState>(
    'ping <host:word>',
    { mode: ['basic', 'enabled'], help: { ping: 'Send echo messages' }, evidence: 'inferred' },
    ({ device }, args) => {
      const host = args.text('host');
      const found = device.surroundings.reach.find(host, 'mgmt');
      if (!found) return `ping: unknown host ${host}\n`;
      return `PING ${host} (${found.address}) 56(84) bytes of data.\n64 bytes from ${found.address}: icmp_seq=1 ttl=64 time=0.1 ms\n`;
    },
  ),
  command<NsxvState>(
    'reboot',
    { mode: 'enabled', help: { reboot: 'Reboot the system' }, interactive: true, evidence: 'inferred' },
    async ({ ask, change, device, close }) => {
      const sure = await ask('Are you sure you want to reboot (y/n): ', { default: 'n' });
      if (!/^y/i.test(sure)) return;
      change((draft) => {
        draft.run.pending.push({ due: device.now() + 1_000, what: 'restart' });
      });
      close();
    },
  ),
  command<NsxvState>(
    'ssh {start|stop}',
    { mode: 'enabled', help: { ssh: 'SSH service', start: 'Start it', stop: 'Stop it' }, evidence: 'inferred' },
    ({ change }, args) => {
      change((draft) => {
        draft.run.sshRunning = args.has('start');
        draft.run.lock = undefined;
      });
    },
  ),
];
