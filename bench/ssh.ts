import { exportKey, keptKey } from '../certs/key.ts';
import { startChild } from './child.ts';
import { interleaved } from './measure.ts';
import { logins } from './ssh-load.ts';
import type { Row, ServedLab } from './table.ts';

/** SSH logins to a device that has met the password before, and first ones to many devices, beside a bare `ssh2` server. */
export async function sshLogins(rounds: number): Promise<Row[]> {
  const perRound = 40;
  const lab = await startChild<ServedLab>('lab-server', {
    devices: [{ name: 'n9k-{n}', kind: 'nxos', count: 1 + perRound * rounds, options: { configured: 'factory' } }],
  });
  const ports = lab.told.devices.map(({ endpoints }) => Number(new URL(endpoints.ssh ?? '').port));
  const { username = '', password = '' } = lab.told.devices[0] ?? {};
  const hostKey = exportKey(await keptKey('rsa-2048'), { form: 'traditional' });
  const bare = await startChild<{ port: number }>('bare-ssh', { hostKey, password });
  const atBare = () => logins({ ports: [bare.told.port], username, password, count: perRound });
  const [known = 0, ...fresh] = ports;
  await logins({ ports: [known], username, password, count: 5 });
  await atBare();
  const repeat = await interleaved(
    rounds,
    () => logins({ ports: [known], username, password, count: perRound }),
    atBare,
  );
  const first = await interleaved(
    rounds,
    () => logins({ ports: fresh.splice(0, perRound), username, password, count: perRound }),
    atBare,
  );
  lab.stop();
  bare.stop();
  return [
    { what: 'SSH, first login to a device, logins/s', ...first, wanted: 0.5 },
    { what: 'SSH, repeat login, logins/s', ...repeat, wanted: 0.7 },
  ];
}
