import { maskLength } from '../address.ts';
import { addAccess, removeAccess } from '../commands/management-access.ts';
import { editConfig } from '../edit.ts';
import { hash32 } from '../rule.ts';
import type { AccessLine } from '../state.ts';
import { duplicate, listed } from './listed.ts';
import { readInterface, shownInterface } from './operands.ts';
import { invalid, isObject, text } from './wire.ts';

function accessLine({ type, network, mask, interface: nameif }: AccessLine): string {
  return `${type} ${network} ${mask} ${nameif}`;
}

export const hosts = listed<AccessLine>({
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
