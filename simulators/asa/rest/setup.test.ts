import { expect, it } from 'vitest';
import { benchBox } from '../testing/box.ts';
import { rest } from '../testing/rest.ts';

it('command authorization is one on both faces, with LOCAL alone over REST', async () => {
  const box = benchBox('1.3.2', { configured: 'rest' });
  const path = '/api/aaa/authorization';
  const body = {
    enableCommandAccess: true,
    commandAccessServerGroup: 'LOCAL',
    enableShellAccess: 'Local',
    autoenableExecMode: true,
  };
  expect((await rest(box, 'PUT', path, body)).status).toBe(204);
  expect(box.text('show running-config aaa')).toContain(
    'aaa authorization command LOCAL \naaa authorization exec LOCAL auto-enable\n',
  );
  box.configure('no aaa authorization command');
  expect((await rest(box, 'GET', path)).json).toEqual({ ...body, enableCommandAccess: false });
  const { json } = await rest(box, 'PUT', path, { ...body, commandAccessServerGroup: 'TAC' });
  expect(json.messages[0].code).toBe('AAA-UNSUPPORTED-SERVER-GROUP');
});

it('levels of commands are listed', async () => {
  const box = benchBox('1.3.2', { configured: 'rest' });
  box.configure('privilege show level 5 mode exec command version');
  const { json } = await rest(box, 'GET', '/api/aaa/commandprivileges');
  expect(json.items).toMatchObject([{ command: 'version', type: 'show', mode: 'exec', level: 5 }]);
});

it('the server behind HTTPS moves with either face', async () => {
  const box = benchBox('1.3.2', { configured: 'rest' });
  const { json } = await rest(box, 'GET', '/api/mgmtaccess');
  expect((await rest(box, 'PUT', '/api/mgmtaccess', { ...json, httpPort: 8443, httpIdleTimeout: 30 })).status).toBe(
    204,
  );
  expect(box.text('show running-config http')).toContain('http server enable 8443\nhttp server idle-timeout 30\n');
  box.configure('http server enable 9443');
  expect((await rest(box, 'GET', '/api/mgmtaccess')).json).toMatchObject({ httpPort: 9443, httpIdleTimeout: 30 });
});

it('a DHCP server keeps all that REST writes of it', async () => {
  const box = benchBox('1.3.2', { configured: 'rest' });
  const path = '/api/dhcp/servers/management';
  const body = {
    enabled: true,
    poolStartIP: '192.0.2.100',
    poolEndIP: '192.0.2.150',
    dnsIP1: '192.0.2.3',
    leaseLengthInSec: '7200',
    pingTimeoutInMilliSec: '20',
    options: [{ type: 'ip', code: 13, value1: '1.1.1.2', value2: '1.1.2.1' }],
    ddns: { updateDNSClient: true, updateBothRecords: true, overrideClientSettings: false },
  };
  expect(await rest(box, 'PUT', path, body)).toMatchObject({ status: 204, location: path });
  expect((await rest(box, 'GET', path)).json).toMatchObject(body);
  expect(box.text('show running-config dhcpd')).toContain('dhcpd option 13 ip 1.1.1.2 1.1.2.1 interface management\n');
  box.configure('dhcpd lease 600 interface management');
  expect((await rest(box, 'GET', path)).json.leaseLengthInSec).toBe('600');
  expect((await rest(box, 'PUT', path, {})).status).toBe(204);
  expect(box.text('show running-config dhcpd')).toBe('');
});

it('a DHCP relay is on its interface on both faces', async () => {
  const box = benchBox('1.3.2', { configured: 'rest' });
  const path = '/api/dhcp/relay/servers/local';
  const body = { kind: 'object#DHCPRelayInterfaceServer', servers: ['192.0.2.9'], interface: 'management' };
  expect(await rest(box, 'POST', path, body)).toMatchObject({ status: 201, location: `${path}/management` });
  expect(box.text('show running-config interface')).toContain(' dhcprelay server 192.0.2.9\n');
  expect((await rest(box, 'GET', `${path}/management`)).json).toMatchObject(body);
  const global = '/api/dhcp/relay/servers/globalsettings';
  expect(
    (await rest(box, 'PUT', global, { ipv4Timeout: 90, ipv6Timeout: 60, trustedOnAllInterfaces: true })).status,
  ).toBe(204);
  expect(box.text('show running-config dhcprelay')).toBe('dhcprelay timeout 90\ndhcprelay information trust-all\n');
  expect((await rest(box, 'DELETE', `${path}/management`)).status).toBe(204);
  expect((await rest(box, 'GET', path)).json.rangeInfo.total).toBe(0);
});

it('predefined services are listed by name, and nobody writes them', async () => {
  const box = benchBox('1.3.2', { configured: 'rest' });
  const path = '/api/objects/predefinednetworkservices';
  const { json } = await rest(box, 'GET', path);
  expect(json.items).toContainEqual(expect.objectContaining({ name: 'tcp/https', value: 'tcp/https' }));
  expect((await rest(box, 'POST', path, {})).status).toBe(405);
});
