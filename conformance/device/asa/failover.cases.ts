import type { CaseContext } from '../../context.ts';
import { equal, holds, matches } from '../../judgement.ts';
import { own } from './agent.ts';
import { at, each, indexOf, message } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { commands, goClient, terraform } from './sources.ts';

const setup = '/api/failover/setup';
const watched = '/api/failover/interfaces';

/** The times, which are texts. */
const times = ['unitPollTime', 'unitHoldTime', 'monitoredPollTime', 'interfaceHoldTime'];

async function drive(t: CaseContext) {
  const { get, put, run } = await own(t);
  const ports = await get('/api/interfaces/physical');
  const free = String(each(ports, 'objectId')[indexOf(ports, 'name', '')] ?? 'none');
  const management = String(each(ports, 'objectId')[indexOf(ports, 'name', 'management')] ?? 'none');
  const address = (value: string, kind = 'IPv4Address') => ({ kind, value });
  const pair = {
    enableFOCheck: true,
    secretKey: 'hush',
    lanFoInterface: { kind: 'objectRef#Interface', objectId: free },
    lanIFCName: 'fo',
    lanActiveIP: address('10.9.9.1'),
    lanSubnet: address('255.255.255.0', 'IPv4NetMask'),
    lanStandby: address('10.9.9.2'),
    isLANInterfacePreferredPrimary: true,
    replicateRate: -1,
    failedInterfacesUnit: 'Number',
    failedInterfacesTriggeringFailover: '1',
    unitPollTime: '2',
    unitPollTimeUnit: 'seconds',
    unitHoldTime: '10',
    unitHoldTimeUnit: 'seconds',
  };
  return {
    free,
    before: await get(setup),
    set: await put(setup, pair),
    after: await get(setup),
    lines: await run('show running-config failover'),
    listed: await get(watched),
    port: await put(`${watched}/${management}`, { isMonitored: false, standbyIPAddress: address('192.0.2.41') }),
    portAfter: await get(`${watched}/${management}`),
    flushed: await put(setup, { enableFOCheck: false }),
    flushedAgain: await put(setup, { enableFOCheck: false }),
    flushedAfter: await get(setup),
  };
}

const rule = rulesOver<typeof drive>();
const model = goClient('FailoverSetup');
const ports = goClient('FailoverInterface');
const reset = terraform('failover setup, delete');

/** Failover as one box is set up for it. */
export const failover = topic({
  id: 'ASA-FO-SETUP',
  title: 'Failover is set up, read and flushed; interfaces are watched',
  touches: 'config',
  drive,
  rules: [
    rule('ASA-FO-0001', 'times', 'The times of failover are texts.', model, ({ before }) =>
      equal(
        times.map(() => 'string'),
        times.map((name) => typeof at(before, name)),
      ),
    ),
    rule('ASA-FO-0002', 'usual', 'The times of a box without failover are 1, 15, 5 and 25.', reset, ({ before }) =>
      equal(
        ['1', '15', '5', '25'],
        times.map((name) => at(before, name)),
      ),
    ),
    rule('ASA-FO-0003', 'rate', 'The rate of replication is the number -1 unless set.', reset, ({ before }) =>
      equal(-1, at(before, 'replicateRate')),
    ),
    rule('ASA-FO-0004', 'policy', 'One failed interface triggers failover, as a text.', reset, ({ before }) =>
      equal(['Number', '1'], [at(before, 'failedInterfacesUnit'), at(before, 'failedInterfacesTriggeringFailover')]),
    ),
    rule('ASA-FO-0005', 'set', 'A PUT of the setup of failover is answered 204.', model, ({ set }) =>
      equal(204, set.status),
    ),
    rule('ASA-FO-0006', 'link', 'The failover link comes back with its interface, name and addresses.', model, (o) =>
      equal(
        [o.free, 'fo', '10.9.9.1', '255.255.255.0', '10.9.9.2'],
        [
          at(o.after, 'lanFoInterface', 'objectId'),
          at(o.after, 'lanIFCName'),
          at(o.after, 'lanActiveIP', 'value'),
          at(o.after, 'lanSubnet', 'value'),
          at(o.after, 'lanStandby', 'value'),
        ],
      ),
    ),
    rule('ASA-FO-0007', 'set-times', 'The times that were given come back.', model, ({ after }) =>
      equal(['2', '10', true], [at(after, 'unitPollTime'), at(after, 'unitHoldTime'), at(after, 'enableFOCheck')]),
    ),
    rule(
      'ASA-FO-0008',
      'lines',
      'The failover link stands in the running configuration.',
      commands('failover lan interface'),
      ({ lines }) =>
        equal(
          [true, true],
          [
            /^failover ?$/m.test(lines),
            /^failover lan interface fo \S+\d$/m.test(lines) &&
              /^failover interface ip fo 10\.9\.9\.1 255\.255\.255\.0 standby 10\.9\.9\.2$/m.test(lines),
          ],
        ),
    ),
    rule(
      'ASA-FO-0009',
      'in-use',
      'A PUT that flushes failover while it is on fails with Interface is in use by failover.',
      reset,
      ({ flushed }) =>
        holds(
          flushed.status >= 400 && String(message(flushed).details).includes('Interface is in use by failover.'),
          'an error with these details',
          flushed,
        ),
    ),
    rule(
      'ASA-FO-0010',
      'flushed',
      'The same PUT a second time succeeds, and failover is off.',
      reset,
      ({ flushedAgain, flushedAfter }) => equal([204, false], [flushedAgain.status, at(flushedAfter, 'enableFOCheck')]),
    ),
    rule(
      'ASA-FO-0011',
      'ports',
      'An interface that failover may watch tells interfaceName, name, activeIPAddress, subnetMask and isMonitored.',
      ports,
      ({ listed }) => {
        const port = indexOf(listed, 'name', 'management');
        return equal(
          ['string', 'management', 'object', 'object', 'boolean'],
          [
            typeof at(listed, 'items', port, 'interfaceName'),
            at(listed, 'items', port, 'name'),
            typeof at(listed, 'items', port, 'activeIPAddress'),
            typeof at(listed, 'items', port, 'subnetMask'),
            typeof at(listed, 'items', port, 'isMonitored'),
          ],
        );
      },
    ),
    rule(
      'ASA-FO-0012',
      'port-set',
      'A PUT of such an interface sets its standby address and whether it is watched.',
      ports,
      ({ port, portAfter }) =>
        equal(
          [204, '192.0.2.41', false],
          [port.status, at(portAfter, 'standbyIPAddress', 'value'), at(portAfter, 'isMonitored')],
        ),
    ),
    rule(
      'ASA-FO-0013',
      'unit',
      'The unit that is preferred as primary stands in the running configuration.',
      commands('failover lan unit'),
      ({ lines }) => matches(/^failover lan unit primary$/m, lines, 'failover lan unit primary'),
    ),
  ],
});
