import type { JsonObject } from '../../chassis/json.ts';
import { maskLength } from '../address.ts';
import { addAccess, removeAccess } from '../commands/management-access.ts';
import { editConfig } from '../edit.ts';
import { hash32 } from '../rule.ts';
import type { AccessLine } from '../state/aaa.ts';
import { duplicate, listed, single } from './listed.ts';
import { readInterface, shownInterface } from './operands.ts';
import { flag, invalid, isObject, type Route, text, whole } from './wire.ts';

function accessLine({ type, network, mask, interface: nameif }: AccessLine): string {
  return `${type} ${network} ${mask} ${nameif}`;
}

const hosts = listed<AccessLine>({
  path: '/api/mgmtaccess/hosts',
  category: 'Management Access',
  evidence: 'recorded',
  entries: (config) => config.access.map((line) => [String(hash32(accessLine(line))), line] as const),
  item: (id, { type, network, mask, interface: nameif }, config, base) => ({
    kind: 'object#DevMgmtTraffic',
    selfLink: `${base}/api/mgmtaccess/hosts/${id}`,
    type,
    ip: mask === '0.0.0.0' ? { kind: 'AnyIPAddress', value: 'any' } : { kind: 'IPv4Address', value: network },
    netmask: { kind: 'IPv4NetMask', value: mask },
    interface: shownInterface(nameif, config, base),
    objectId: id,
  }),
  write(call, body, before) {
    const type = text(body.type) ?? '';
    if (type !== 'http' && type !== 'ssh' && type !== 'telnet')
      throw invalid('type', "type must be 'http', 'ssh' or 'telnet'");
    const given = isObject(body.ip) ? (text(body.ip.value) ?? '') : '';
    const mask = isObject(body.netmask) ? (text(body.netmask.value) ?? '') : '255.255.255.255';
    if (maskLength(mask) === undefined) throw invalid('netmask', `netmask: '${mask.slice(0, 40)}' is not a mask`);
    const network = given === 'any' || given === 'any4' ? '0.0.0.0' : (given.split('/')[0] ?? '');
    const line: AccessLine = {
      type,
      network,
      mask,
      interface: readInterface(body.interface, 'interface', call.device.state.config),
    };
    const id = String(hash32(accessLine(line)));
    if (!before && call.device.state.config.access.some((other) => accessLine(other) === accessLine(line)))
      throw duplicate(accessLine(line));
    editConfig(call.device, call.user, (config) => {
      if (before) removeAccess(config, before[1]);
      addAccess(config, line);
    });
    return id;
  },
  remove: (call, _id, line) => editConfig(call.device, call.user, (config) => removeAccess(config, line)),
});

function minutes(body: JsonObject, name: string): number | undefined {
  const given = whole(body[name]);
  if (given !== undefined && given !== -1 && (given < 1 || given > 1_440))
    throw invalid(name, `${name} must be 1 to 1440`);
  return given === -1 ? undefined : given;
}

/** The server behind HTTPS. @source documented: that there is such a resource (reference 6.13); its members inferred */
const settings = single(
  '/api/mgmtaccess',
  'Management Access',
  'inferred',
  ({ device, base }) => {
    const { enabled, port, idleTimeout, sessionTimeout } = device.state.config.http;
    return {
      kind: 'object#MgmtAccess',
      selfLink: `${base}/api/mgmtaccess`,
      httpServerEnabled: enabled,
      httpPort: port,
      httpIdleTimeout: idleTimeout ?? -1,
      httpSessionTimeout: sessionTimeout ?? -1,
    };
  },
  (call, body) => {
    const port = whole(body.httpPort) ?? 443;
    if (port < 1 || port > 65_535) throw invalid('httpPort', 'httpPort must be 1 to 65535');
    const [idle, session] = [minutes(body, 'httpIdleTimeout'), minutes(body, 'httpSessionTimeout')];
    editConfig(call.device, call.user, ({ http }) => {
      http.enabled = flag(body.httpServerEnabled) ?? http.enabled;
      http.port = port;
      delete http.idleTimeout;
      delete http.sessionTimeout;
      if (idle !== undefined) http.idleTimeout = idle;
      if (session !== undefined) http.sessionTimeout = session;
    });
  },
);

/** Who may connect, and where the server is. @source reference 6.13 */
export const managementAccess: readonly Route[] = [settings, ...hosts];
