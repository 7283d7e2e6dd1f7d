import { afterEach, describe, expect, it } from 'vitest';
import type { Birth, Endpoint, Kind } from '../simulators/chassis/kind.ts';
import { type DeviceSpec, type Lab, startLab } from './index.ts';
import { kinds } from './kinds.ts';
import { greeting } from './testing/greeting.ts';
import { toy } from './testing/toy.ts';

const running: Lab[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((lab) => lab.stop()));
});

/** A lab of toys, and the names of those that have been made so far. */
async function toys(devices: DeviceSpec[], birthOf = toy.factory): Promise<{ lab: Lab; made: string[] }> {
  const made: string[] = [];
  const factory = (birth: Birth) => {
    made.push(birth.name);
    return birthOf(birth);
  };
  const kind = { ...toy, factory };
  const lab = await startLab({ devices, kinds: { toy: { load: async () => kind } } });
  running.push(lab);
  return { lab, made };
}

const three = { kind: 'toy', count: 3 };
const https = (lab: Lab, name: string) => lab.device(name).endpoints.https ?? '';

describe('of devices that are alike', () => {
  it('the first is made, the others when somebody connects', async () => {
    const { lab, made } = await toys([three]);
    expect(lab.devices.map(({ endpoints }) => Object.keys(endpoints))).toEqual([['https'], ['https'], ['https']]);
    expect(made).toEqual(['toy-1']);
    const second = await greeting(https(lab, 'toy-2'));
    const third = await greeting(https(lab, 'toy-3'));
    expect(made).toEqual(['toy-1', 'toy-2', 'toy-3']);
    expect([second.body, third.body]).toEqual(['hello', 'hello']);
    expect(second.sha256).not.toBe(third.sha256);
    expect(lab.device('toy-3').certificates).toEqual({ https: third.sha256 });
    expect(await lab.journal({ kind: 'endpoint' })).toEqual([]);
  });

  it('each is as old as the lab, whenever it is made', async () => {
    const { lab } = await toys([three]);
    const [first, second] = lab.devices.map(({ device }) => device.birth.now);
    lab.clock.advance(3_600_000);
    expect(lab.device('toy-2').device.state.store).toMatchObject({ unpackedAt: second });
    expect((second ?? 0) - (first ?? 0)).toBeLessThan(60_000);
  });

  it.each<[string, (lab: Lab) => Promise<void> | void]>([
    ['is changed', (lab) => lab.device('toy-2').device.change(({ run }) => void Object.assign(run, { bootedAt: 1 }))],
    ['is restarted', (lab) => lab.device('toy-2').reboot()],
    ['is unpacked again', (lab) => lab.device('toy-2').reset()],
    ['is kept in a snapshot', (lab) => void lab.snapshots.take('now', ['toy-2'])],
    ['is to have its certificates', (lab) => lab.device('toy-2').makeCertificates()],
  ])('one is made when it %s, and no other', async (_how, ask) => {
    const { lab, made } = await toys([three]);
    await ask(lab);
    await lab.device('toy-2').device.settled();
    expect([...new Set(made)]).toEqual(['toy-1', 'toy-2']);
    expect((await greeting(https(lab, 'toy-2'))).body).toBe('hello');
  });

  it('those of other options or another release are made for themselves', async () => {
    const { made } = await toys([
      three,
      { kind: 'toy', name: 'side-{n}', count: 2, options: { side: true } },
      { kind: 'toy', name: 'old-{n}', count: 2, release: '1.0' },
    ]);
    expect(made).toEqual(['toy-1', 'side-1', 'old-1']);
  });

  it('entries that say the same are one', async () => {
    const options = () => ({ greeting: 'good morning' });
    const { made } = await toys([
      { kind: 'toy', options: options() },
      { kind: 'toy', options: options() },
    ]);
    expect(made).toEqual(['toy-1']);
  });

  it('all are made where something happens to them by itself', async () => {
    const { made } = await toys([three], (birth) => {
      const born = toy.factory(birth);
      return { ...born, run: { ...born.run, pending: [{ due: birth.now + 1e9, what: 'rust' }] } };
    });
    expect(made).toEqual(['toy-1', 'toy-2', 'toy-3']);
  });
});

/** What tells two endpoints of two devices apart for a client that has not connected yet. */
const outside = ({ tls, admits, ...rest }: Endpoint) => ({
  ...rest,
  admits: admits !== undefined,
  ...(tls && { tls: { ...tls, identity: typeof tls.identity } }),
});

const sorts: DeviceSpec[] = [
  { kind: 'nxos', options: { configured: 'factory' } },
  { kind: 'nxos', options: { configured: 'nxapi' } },
  { kind: 'nxos', options: { supervisors: 2, addresses: { mgmt0: '192.0.2.1/24', 'Ethernet1/1': '192.0.2.129/25' } } },
  { kind: 'nsx' },
  { kind: 'nsx', release: '3.1', options: { managers: 1, spares: 2, vip: false } },
  { kind: 'nsx', options: { edgeCli: true } },
  {
    kind: 'nsx',
    options: {
      federation: [
        { name: 'global', role: 'gm-active', managers: 3 },
        { name: 'paris', role: 'lm' },
      ],
    },
  },
  { kind: 'nsxv' },
  { kind: 'asa', options: { configured: 'factory' } },
  { kind: 'asa', options: { configured: 'rest' } },
  {
    kind: 'asa',
    options: {
      configured: 'rest',
      addresses: { management: '192.0.2.40/24', inside: '198.51.100.1/24' },
      contexts: [{ name: 'blue', addresses: { outside: '203.0.113.1/24' } }],
    },
  },
];

describe('where a new device listens follows from kind, release and options', () => {
  it('and each kind of this house is among them', () => {
    expect(new Set(sorts.map(({ kind }) => kind))).toEqual(new Set(Object.keys(kinds)));
  });

  it.each(sorts.map((sort) => [`${sort.kind} ${sort.release ?? ''} ${JSON.stringify(sort.options ?? {})}`, sort]))(
    '%s',
    async (_title, sort) => {
      const lab = await startLab({
        devices: [
          { ...sort, name: 'one' },
          { ...sort, name: 'another-{n}', count: 2 },
        ],
      });
      running.push(lab);
      const shown = lab.devices.map(({ device: { listeners } }) => listeners.open.map(({ endpoint }) => endpoint));
      const own = lab.devices.map(({ device }) => {
        const kind: Kind = device.kind;
        return kind.endpoints(device.state, device);
      });
      expect(shown.map((all) => all.map(outside))).not.toEqual([[], [], []]);
      const wanted = own.map((all) => all.map(outside));
      expect(shown.map((all) => all.map(outside))).toEqual(wanted);
      expect(new Set(wanted.map((all) => JSON.stringify(all))).size).toBe(1);
      // Made now, each shows its own.
      expect(lab.devices.map(({ device: { listeners } }) => listeners.open.map(({ endpoint }) => endpoint))).toEqual(
        own,
      );
    },
  );
});
