import type { CaseContext } from '../../context.ts';
import { equal, matches } from '../../judgement.ts';
import { own } from './agent.ts';
import { at, each, indexOf, namesAt } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { goClient, napalm, recorded } from './sources.ts';

const vlan = '/api/interfaces/vlan';

async function drive(t: CaseContext) {
  const { get, post, remove, run } = await own(t);
  const listed = await get('/api/interfaces/physical');
  const free = String(each(listed, 'objectId')[indexOf(listed, 'name', '')] ?? 'none');
  const hardware = free.replaceAll('_API_SLASH_', '/');
  const made = await post(`${vlan}/`, {
    kind: 'object#VlanGigInterface',
    hardwareID: `${hardware}.20`,
    name: 'guests',
    securityLevel: 10,
    vlanID: 20,
    shutdown: false,
    ipAddress: 'NoneSelected',
  });
  const sub = await get(`${vlan}/${free}.20`);
  const subShown = await run(`show running-config interface ${hardware}.20`);
  return {
    made,
    sub,
    subShown,
    removed: await remove(`${vlan}/${free}.20`),
    gone: await get(`${vlan}/${free}.20`),
  };
}

const rule = rulesOver<typeof drive>();

/** Interfaces of VLANs, on top of physical ones. */
export const vlans = topic({
  id: 'ASA-IF-VLAN',
  title: 'VLAN interfaces are made and deleted',
  touches: 'config',
  drive,
  rules: [
    rule(
      'ASA-IF-0012',
      'vlan',
      'A POST to the collection of VLAN interfaces, its slash at the end, is answered 201.',
      goClient('VLAN interfaces'),
      ({ made }) => equal(201, made.status),
    ),
    rule(
      'ASA-IF-0013',
      'vlan-members',
      'A VLAN interface has vlanID and has no channel group, duplex, speed, flow control or LACP priority.',
      napalm('interfaces_vlan.json'),
      ({ sub }) =>
        equal(
          [20, []],
          [
            at(sub, 'vlanID'),
            namesAt(sub).filter((name) => /^(channelGroup|duplex|speed|flowcontrol|lacp)/.test(name)),
          ],
        ),
    ),
    rule(
      'ASA-IF-0014',
      'vlan-lines',
      'A VLAN interface stands in the running configuration with its VLAN before its name.',
      recorded('networktocode/ntc-templates', 'tests/cisco_asa, show interface'),
      ({ subShown }) => matches(/\.20\n vlan 20\n nameif guests\n/, subShown, 'vlan 20, nameif guests'),
    ),
    rule(
      'ASA-IF-0015',
      'vlan-removed',
      'A DELETE of a VLAN interface is answered 204.',
      goClient('VLAN interfaces'),
      ({ removed }) => equal(204, removed.status),
    ),
    rule(
      'ASA-IF-0016',
      'vlan-gone',
      'A VLAN interface that was deleted is answered 404.',
      goClient('VLAN interfaces'),
      ({ gone }) => equal(404, gone.status),
    ),
  ],
});
