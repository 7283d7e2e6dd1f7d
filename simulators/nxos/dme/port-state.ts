import { interfaceMac } from '../addresses.ts';
import { traffic } from '../counters.ts';
import { interfaceIndex } from '../interface-name.ts';
import { carries, type Link, speedWord } from '../link.ts';
import { coloned } from '../mac.ts';
import type { NxosDevice } from '../nxos.ts';
import { compactRange } from '../vlan-range.ts';
import { type Attributes, moTime } from './class.ts';

/** What the model does not tell of a port. @source recorded: file `dme/ethpmPhysIf.json` */
const still: Attributes = {
  bundleBupId: '1',
  bundleIndex: 'unspecified',
  cachedUserCfgdFlags: '',
  currErrIndex: '4294967295',
  diags: 'none',
  dynamicVlan: 'no',
  encap: '3',
  errDisTimerRunning: 'no',
  errVlans: '',
  intfT: 'phy',
  lastErrors: '0,0,0,0',
  media: '2',
  numOfSI: '0',
  operAutoNeg: 'on',
  operBitset: '',
  operDceMode: 'edge',
  operDescr: '',
  operEEERxWkTime: '0',
  operEEEState: 'not-applicable',
  operEEETxWkTime: '0',
  operErrDisQual: 'up',
  operFECMode: 'auto',
  operFlowCtrl: '',
  operLinkDebounce: '100',
  operMdix: 'auto',
  operPhyEnSt: 'unknown',
  operStQualCode: '0',
  portCfgWaitFlags: '0',
  primaryVlan: 'vlan-1',
  resetCtr: '0',
  shareState: 'dedicated',
  siList: '',
  txT: 'unknown',
  usage: '',
  userCfgdFlags: '',
  vdcId: '1',
};

/** DME's word for why a link is down, by the word of `show interface status`. Only `admin-down` is recorded. */
const qualifiers: Readonly<Record<string, string>> = {
  connected: 'none',
  disabled: 'admin-down',
  notconnect: 'link-not-connected',
  xcvrAbsent: 'sfp-missing',
};

/** How a port stands. @source recorded: reference 8.4 */
export function operationalPort(device: NxosDevice, link: Link): Attributes {
  const { state } = device;
  const { name, port, up, speed } = link;
  const { switchport } = port;
  const access = `vlan-${switchport?.accessVlan ?? 1}`;
  const native = `vlan-${switchport?.nativeVlan ?? 1}`;
  const carried = switchport
    ? Object.keys(state.config.vlans)
        .map(Number)
        .filter((vlan) => carries(switchport, vlan))
    : [];
  const mac = coloned(interfaceMac(state, name)).toUpperCase();
  const trunking = up && switchport?.mode === 'trunk';
  const number = Number(name.split('/')[1] ?? 0);
  return {
    ...still,
    accessVlan: access,
    adminSt: port.shutdown ? 'down' : 'up',
    allowedVlans: switchport?.mode === 'trunk' ? (switchport.allowedVlans ?? '1-4094') : compactRange(carried),
    backplaneMac: mac,
    cfgAccessVlan: access,
    cfgNativeVlan: native,
    gport: String(0x8000000 + number * 8),
    ifIndex: String(interfaceIndex(name)),
    iod: String(4 + number),
    lastLinkStChg: moTime(up ? state.run.bootedAt : 0),
    nativeVlan: native,
    operDuplex: up ? 'full' : 'auto',
    operMode: switchport?.mode ?? 'routed',
    operMtu: String(port.mtu ?? 1500),
    operRouterMac: coloned(state.store.hardware.mac).toUpperCase(),
    operSpeed: up ? speedWord(speed) : 'auto',
    operSt: up ? 'up' : 'down',
    operStQual: qualifiers[link.word] ?? 'none',
    operTrunkStatus: trunking ? 'trunking' : 'not-trunking',
    operVlans: up ? compactRange(carried) : '',
  };
}

/** Counters that nothing here counts. @source recorded: wilhembk/cisco-nxapi-wrapper, class/rmonEtherStats.json */
const uncounted: Attributes = Object.fromEntries(
  [
    'cRCAlignErrors',
    'collisions',
    'dropEvents',
    'fragments',
    'giantPkts',
    'ifdowndrop',
    'ignored',
    'jabbers',
    'overrun',
    'oversizePkts',
    ...['', 'rx', 'tx'].flatMap((way) =>
      ['1024to1518', '128to255', '1519to1548', '256to511', '512to1023', '64', '65to127'].map(
        (range) => `${way === '' ? 'pkts' : `${way}Pkts`}${range}Octets`,
      ),
    ),
    'rxOversizePkts',
    'stormSupressedPkts',
    'txOversizePkts',
    'underrun',
    'undersizePkts',
    'watchdog',
  ].map((name) => [name, '0']),
);

/** What went through a port, as `show interface` counts it. */
export function etherStats(device: NxosDevice, link: Link): Attributes {
  const cleared = device.state.run.countersCleared?.[link.name];
  const received = traffic(device, link, 'in');
  const sent = traffic(device, link, 'out');
  return {
    ...uncounted,
    broadcastPkts: String(received.broadcast + sent.broadcast),
    clearTs: cleared === undefined ? 'never' : moTime(cleared),
    multicastPkts: String(received.multicast + sent.multicast),
    octets: String(received.bytes + sent.bytes),
    pkts: String(received.total + sent.total),
    rXNoErrors: String(received.total),
    tXNoErrors: String(sent.total),
  };
}
