import { expect, it } from 'vitest';
import { benchBox } from '../testing/box.ts';
import { rest } from '../testing/rest.ts';

const setup = '/api/failover/setup';

const lines = [
  'failover',
  'failover lan unit primary',
  'failover lan interface fo GigabitEthernet1/8',
  'failover polltime unit msec 500 holdtime 5',
  'failover key hush',
  'failover replication http',
  'failover link fo GigabitEthernet1/8',
  'failover interface ip fo 10.9.9.1 255.255.255.0 standby 10.9.9.2',
];

it('failover that the command line sets up reads over REST with times as texts, and keys hidden', async () => {
  const box = benchBox('1.3.2', { configured: 'rest' });
  box.configure(...lines);
  const { json } = await rest(box, 'GET', setup);
  expect(json).toMatchObject({
    enableFOCheck: true,
    secretKey: '*****',
    hexKey: false,
    lanFoInterface: { objectId: 'GigabitEthernet1_API_SLASH_8' },
    lanActiveIP: { kind: 'IPv4Address', value: '10.9.9.1' },
    lanIFCName: 'fo',
    isLANInterfacePreferredPrimary: true,
    httpReplicate: true,
    replicateRate: -1,
    failedInterfacesUnit: 'Number',
    unitPollTime: '500',
    unitPollTimeUnit: 'milliseconds',
    unitHoldTime: '5',
    monitoredPollTime: '5',
    interfaceHoldTime: '25',
  });
  expect((await rest(box, 'PUT', setup, json)).status).toBe(204);
  const kept = box.text('show running-config failover').trimEnd().split('\n');
  expect(kept.toSorted()).toEqual(lines.toSorted());
});

it('failover that is on keeps its link at the first try to take it away, and lets go at the second', async () => {
  const box = benchBox('1.3.2', { configured: 'rest' });
  box.configure(...lines);
  const { status, json } = await rest(box, 'PUT', setup, { enableFOCheck: false });
  expect([status, json.messages[0].details]).toEqual([500, 'Interface is in use by failover.']);
  expect((await rest(box, 'PUT', setup, { enableFOCheck: false })).status).toBe(204);
  expect(box.text('show running-config failover')).toBe('');
});

it('watched interfaces are the same ones on both faces', async () => {
  const box = benchBox('1.3.2', { configured: 'rest' });
  const item = '/api/failover/interfaces/Management1_API_SLASH_1';
  expect((await rest(box, 'GET', item)).json).toMatchObject({ name: 'management', isMonitored: true });
  const standbyIPAddress = { kind: 'IPv4Address', value: '192.0.2.41' };
  expect((await rest(box, 'PUT', item, { isMonitored: false, standbyIPAddress })).status).toBe(204);
  const text = box.text('show running-config');
  expect(text).toContain('no monitor-interface management\n');
  expect(text).toContain('ip address 192.0.2.40 255.255.255.0 standby 192.0.2.41 \n');
  box.configure('monitor-interface management');
  expect((await rest(box, 'GET', '/api/failover/interfaces')).json.items[0].isMonitored).toBe(true);
});
