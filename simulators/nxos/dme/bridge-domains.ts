import type { MoClass } from './class.ts';
import { refusals } from './error.ts';

/** The number in `vlan-10`; `undefined` for what names no VLAN. */
export function vlanNumber(encap: string): string | undefined {
  const id = /^vlan-([1-9]\d{0,3})$/.exec(encap)?.[1];
  return id !== undefined && Number(id) <= 4094 ? id : undefined;
}

/**
 * A VLAN. Its own state is `BdState` (`state suspend`), whether it is shut down `adminSt` (`shutdown`).
 * @source documented: reference 8.4, file `dme/l2BD.json`; which of the two is which line is inferred
 */
const vlan: MoClass = {
  name: 'l2BD',
  rn: 'bd-[{fabEncap}]',
  configurable: ['BdState', 'adminSt', 'name'],
  names: ({ state }) => Object.keys(state.config.vlans).map((id) => `vlan-${id}`),
  attributes({ state }, encap) {
    const id = vlanNumber(encap);
    const kept = id === undefined ? undefined : state.config.vlans[id];
    if (id === undefined || !kept) return undefined;
    return {
      BdState: kept.suspended ? 'suspend' : 'active',
      accEncap: 'unknown',
      adminSt: kept.shutdown ? 'suspend' : 'active',
      bridgeMode: 'mac',
      ctrl: '',
      fwdCtrl: 'mdst-flood',
      fwdMode: 'bridge,route',
      id,
      longName: 'no',
      mode: 'CE',
      name: kept.name ?? '',
      vrfName: '',
      xConnect: 'disable',
    };
  },
  create: (encap) => [`vlan ${idOf(encap)}`],
  write({ name: encap, wanted: { BdState, adminSt, name } }) {
    const lines = [`vlan ${idOf(encap)}`];
    if (name !== undefined) lines.push(name === '' ? 'no name' : `name ${name}`);
    if (BdState !== undefined) lines.push(`state ${oneOf('BdState', BdState)}`);
    if (adminSt !== undefined) lines.push(oneOf('adminSt', adminSt) === 'suspend' ? 'shutdown' : 'no shutdown');
    return lines;
  },
  remove: (encap) => [`no vlan ${idOf(encap)}`],
};

function idOf(encap: string): string {
  const id = vlanNumber(encap);
  if (id === undefined) throw refusals.badValue('fabEncap', encap, 'l2BD');
  return id;
}

function oneOf(attribute: string, value: string): string {
  if (value !== 'active' && value !== 'suspend') throw refusals.badValue(attribute, value, 'l2BD');
  return value;
}

/** `sys/bd`: all VLANs. */
export const bridgeDomains: MoClass = {
  name: 'bdEntity',
  rn: 'bd',
  configurable: [],
  attributes: () => ({ sysDefaultSVIAutostate: 'enable' }),
  children: [vlan],
};
