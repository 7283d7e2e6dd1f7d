import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay } from './replay.ts';
import type { Session } from './session.ts';
import { type ToyState, toyDevice, toyLanguage, toySession } from './testing/toy.ts';

const language = toyLanguage();

function configuring(): Session<ToyState> {
  const session = toySession({ language, who: { transport: 'file' } });
  session.enter('config');
  return session;
}

function textOf(session: Session<ToyState>): string {
  const outcome = toySession({ language, device: session.device }).execute('show running-config');
  return outcome instanceof Promise ? '' : outcome.text;
}

describe('replay', () => {
  it('goes into modes and out of them by indentation', () => {
    const session = configuring();
    const text =
      'hostname box\ninterface port1\n  description one\n  no shutdown\nvlan 7\ninterface port2\nhostname crate\n';
    expect(replay(session, text)).toEqual([]);
    const { config } = session.device.state;
    expect(config).toMatchObject({ hostname: 'crate', vlans: [1, 7] });
    expect(config.ports).toEqual({ port1: { description: 'one', up: true }, port2: { description: '', up: false } });
    expect(session.frames.map((frame) => frame.name)).toEqual(['exec', 'config']);
  });

  it('runs a line where it stands, even if the mode above it knows it too', () => {
    for (const [text, banner] of [
      ['vlan 7\n  note a\nnote b\n', 'config: b'],
      ['vlan 7\nvlan 8\n  note a\n', 'config-vlan: a'],
      ['vlan 7\nnote a\ninterface port1\n  no shutdown\n', 'config: a'],
      ['vlan 7\nnote a\n', 'config-vlan: a'],
    ] as const) {
      const session = configuring();
      expect(replay(session, text)).toEqual([]);
      expect(session.device.state.config.banner).toBe(banner);
    }
  });

  it('understands text without indentation, with exit and without', () => {
    const session = configuring();
    expect(replay(session, 'interface port1\nno shutdown\nexit\ninterface port2\r\nno shutdown\r\nvlan 9')).toEqual([]);
    expect(Object.values(session.device.state.config.ports).map((port) => port.up)).toEqual([true, true]);
  });

  it('says which lines were refused, and passes over what lies below them', () => {
    const session = configuring();
    const text =
      '! a comment\nhostname\nintrface port1\n  description lost\nvlan 5000\n\ninterface port2\n  speed 10\n  no shutdown\n';
    expect(replay(session, text).map(({ line, text: typed }) => [line, typed])).toEqual([
      [2, 'hostname'],
      [3, 'intrface port1'],
      [5, 'vlan 5000'],
      [8, 'speed 10'],
    ]);
    expect(session.device.state.config.ports).toEqual({ port2: { description: '', up: true } });
  });

  it('leaves out lines that the device writes itself', () => {
    const skip = (line: string) => line.startsWith('version');
    expect(replay(configuring(), 'version 1\nhostname box\n', { skip })).toEqual([]);
    expect(replay(configuring(), 'version 1\n')).toHaveLength(1);
  });

  it('takes multi-line values whole', () => {
    const session = configuring();
    expect(replay(session, 'banner @first\n\n! no comment\n  last@\nhostname box\n')).toEqual([]);
    expect(session.device.state.config).toMatchObject({ banner: 'first\n\n! no comment\n  last', hostname: 'box' });
    expect(replay(session, 'banner @never\nended')).toEqual([{ line: 1, text: 'banner @never', error: 'unfinished' }]);
  });

  it('refuses commands that take time', () => {
    expect(replay(configuring(), 'ask\nhostname box\n')).toMatchObject([{ line: 1, text: 'ask' }]);
  });

  it('gives the state back that a text was rendered from', () => {
    const names = fc.stringMatching(/^[a-z][a-z0-9]{0,7}$/);
    const config: fc.Arbitrary<ToyState['config']> = fc.record({
      hostname: names,
      banner: fc.stringMatching(/^([a-z! ]{0,5}\n){0,3}[a-z]{0,5}$/),
      api: fc.constant(true),
      port: fc.integer({ min: 1024, max: 65_535 }),
      // The toy keeps VLANs from 4000 on for itself.
      vlans: fc.uniqueArray(fc.integer({ min: 2, max: 3999 }), { maxLength: 5 }).map((vlans) => [1, ...vlans]),
      users: fc
        .dictionary(names, fc.stringMatching(/^[A-Za-z0-9!$]{0,9}$/), { maxKeys: 3 })
        .map((users) => ({ ...users })),
      ports: fc
        .uniqueArray(fc.nat(20), { maxLength: 4 })
        .chain((ports) =>
          fc.tuple(
            ...ports.map((port) =>
              fc
                .record({ description: fc.stringMatching(/^([a-z]{1,5}( [a-z|!]{1,5}){0,2})?$/), up: fc.boolean() })
                .map((settings) => [`port${port}`, settings] as const),
            ),
          ),
        )
        .map((ports) => Object.fromEntries(ports)),
    });
    fc.assert(
      fc.property(config, (wanted) => {
        const source = configuring();
        source.device.become({ ...source.device.state, config: wanted });
        const target = configuring();
        expect(replay(target, textOf(source))).toEqual([]);
        expect(target.device.state.config).toEqual(wanted);
      }),
      { numRuns: 50 },
    );
  });

  it('follows once, at the end, inside a batch', () => {
    const device = toyDevice();
    const session = toySession({ language, device, who: { transport: 'file' } });
    session.enter('config');
    const lines = Array.from({ length: 500 }, (_, index) => `interface port${index}\n  no shutdown\n`).join('');
    expect(device.batch(() => replay(session, lines))).toEqual([]);
    expect(Object.keys(device.state.config.ports)).toHaveLength(500);
  });
});
