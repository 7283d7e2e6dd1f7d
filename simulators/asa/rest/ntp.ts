import { editConfig } from '../edit.ts';
import type { NtpServer } from '../state/network-services.ts';
import { duplicate, listed } from './listed.ts';
import { readInterface, shownInterface } from './operands.ts';
import { flag, invalid, isObject, text, whole } from './wire.ts';

export const ntp = listed<NtpServer>({
  path: '/api/devicesetup/ntp/servers',
  category: 'NTP',
  evidence: 'recorded',
  entries: (config) => Object.entries(config.ntp.servers),
  item: (address, { interface: nameif, prefer, key }, config, base) => ({
    kind: 'object#NTPServer',
    selfLink: `${base}/api/devicesetup/ntp/servers/${address}`,
    ipAddress: address,
    ...(nameif !== undefined && { interface: shownInterface(nameif, config, base) }),
    ...(key !== undefined && {
      key: {
        number: String(key),
        value: config.ntp.keys[key] ?? '',
        isTrusted: config.ntp.trusted.includes(String(key)),
      },
    }),
    isPreferred: prefer === true,
    objectId: address,
  }),
  write(call, body, before) {
    const address = text(body.ipAddress) ?? '';
    const { config } = call.device.state;
    if (address === '') throw invalid('ipAddress', 'ipAddress is a mandatory attribute');
    if (address !== before?.[0] && Object.hasOwn(config.ntp.servers, address)) throw duplicate(address);
    const nameif = body.interface === undefined ? undefined : readInterface(body.interface, 'interface', config);
    // An empty number is no key (client: go-ciscoasa always sends the member).
    const key = isObject(body.key) && text(body.key.number) !== '' ? body.key : undefined;
    const number = key && whole(key.number);
    editConfig(call.device, call.user, ({ ntp: { servers, keys, trusted } }) => {
      if (before && before[0] !== address) delete servers[before[0]];
      servers[address] = {
        ...(number !== undefined && { key: number }),
        ...(nameif !== undefined && { interface: nameif }),
        ...(flag(body.isPreferred) && { prefer: true }),
      };
      if (number === undefined) return;
      keys[String(number)] = text(key?.value) ?? '';
      if (flag(key?.isTrusted) && !trusted.includes(String(number))) trusted.push(String(number));
    });
    return address;
  },
  remove: (call, address) =>
    editConfig(call.device, call.user, (config) => {
      delete config.ntp.servers[address];
    }),
});
