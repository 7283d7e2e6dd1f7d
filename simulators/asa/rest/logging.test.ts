import { expect, it } from 'vitest';
import { benchBox } from '../testing/box.ts';
import { rest } from '../testing/rest.ts';

const servers = '/api/logging/syslogserver';
const body = {
  ip: { kind: 'IPv4Address', value: '192.0.2.5' },
  interface: { kind: 'objectRef#Interface', name: 'management' },
  port: 514,
  protocol: 'UDP',
};

it('a syslog server is one line of logging, whoever writes it', async () => {
  const box = benchBox('1.3.2', { configured: 'rest' });
  box.configure('logging enable', 'logging host management 192.0.2.6 tcp/1468');
  const { status, location } = await rest(box, 'POST', servers, body);
  expect(status).toBe(201);
  expect(box.text('show running-config logging')).toBe(
    'logging enable\nlogging host management 192.0.2.6 tcp/1468\nlogging host management 192.0.2.5\n',
  );
  const { json } = await rest(box, 'GET', servers);
  expect(json.items).toMatchObject([
    { port: 1468, protocol: 'TCP' },
    { ...body, interface: { name: 'management' } },
  ]);
  expect((await rest(box, 'POST', servers, body)).json.messages[0].code).toBe('DUPLICATE');
  const moved = await rest(box, 'PUT', location, { ...body, port: 1514 });
  expect(moved.location).not.toBe(location);
  expect(box.text('show running-config logging')).toContain('logging host management 192.0.2.5 17/1514\n');
  expect((await rest(box, 'DELETE', moved.location)).status).toBe(204);
  box.configure('no logging host management 192.0.2.6');
  expect((await rest(box, 'GET', servers)).json.rangeInfo.total).toBe(0);
});
