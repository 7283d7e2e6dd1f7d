import { type MoClass, moTime } from './class.ts';

/** `sys`: the switch itself. @source recorded: reference 8.4, file `dme/topSystem.json` */
export const systemAttributes: Pick<MoClass, 'configurable' | 'attributes' | 'write'> = {
  configurable: ['name'],
  attributes: (device) => ({
    currentTime: moTime(device.now()),
    name: device.state.config.hostname,
    serial: device.state.store.hardware.serial,
    systemUpTime: upTime(Math.max(0, device.now() - device.state.run.bootedAt)),
  }),
  write: ({ wanted: { name } }) => (name === '' ? ['no hostname'] : [`hostname ${name}`]),
};

/** `00:00:03:44.000`: days, hours, minutes, seconds. */
function upTime(ms: number): string {
  const days = String(Math.floor(ms / 86_400_000)).padStart(2, '0');
  return `${days}:${new Date(ms % 86_400_000).toISOString().slice(11, 23)}`;
}
