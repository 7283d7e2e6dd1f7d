import type { MoClass } from './class.ts';
import { refusals } from './error.ts';

/** `sys/inst-[default]`: a VRF. @source documented: reference 8.4 */
export const vrfInstances: MoClass = {
  name: 'l3Inst',
  rn: 'inst-[{name}]',
  configurable: ['adminState', 'descr'],
  names: ({ state }) => Object.keys(state.config.vrfs),
  attributes({ state }, name) {
    const vrf = Object.hasOwn(state.config.vrfs, name) ? state.config.vrfs[name] : undefined;
    if (!vrf) return undefined;
    return { adminState: vrf.shutdown ? 'shutdown' : 'admin-up', descr: vrf.description ?? '', encap: 'unknown' };
  },
  create: (name) => [`vrf context ${name}`],
  write({ name, wanted: { adminState, descr } }) {
    const lines = [`vrf context ${name}`];
    if (descr !== undefined) lines.push(descr === '' ? 'no description' : `description ${descr}`);
    if (adminState === 'admin-up') lines.push('no shutdown');
    else if (adminState === 'shutdown') lines.push('shutdown');
    else if (adminState !== undefined) throw refusals.badValue('adminState', adminState, 'l3Inst');
    return lines;
  },
  remove: (name) => [`no vrf context ${name}`],
};
