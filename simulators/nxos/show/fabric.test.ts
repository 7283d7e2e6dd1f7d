import { describe, expect, it } from 'vitest';
import { fabric } from '../../../fixtures/inventory/fabric.ts';
import type { JsonObject } from '../../chassis/json.ts';
import { benchSwitch } from '../testing/switch.ts';

describe('neighbours in a fabric', () => {
  const switches = new Map(
    fabric({ seed: 11, leaves: 3 }).map(({ name, options }) => {
      const plain: JsonObject = JSON.parse(JSON.stringify(options));
      return [name, benchSwitch('9.3(5)', plain, name)] as const;
    }),
  );

  it('see each other as each tells of itself', () => {
    const leaf = switches.get('leaf-101');
    const spine = switches.get('spine-1');
    expect(leaf?.text('show cdp neighbors interface e1/49')).toContain(
      `spine-1(${spine?.device.state.store.hardware.serial})`,
    );
    expect(spine?.text('show cdp neighbors')).toContain('leaf-102(');
    const mac = (text: string | undefined, side: string): string | undefined =>
      new RegExp(`${side} Interface MAC: (\\S+)`).exec(text ?? '')?.[1];
    const here = leaf?.text('show cdp neighbors interface e1/49 detail');
    const there = spine?.text('show cdp neighbors interface e1/1 detail');
    expect(mac(here, 'Local')).toBeDefined();
    expect(mac(here, 'Local')).toBe(mac(there, 'Remote'));
    expect(mac(there, 'Local')).toBe(mac(here, 'Remote'));
  });

  it('stand in the descriptions of the ports', () => {
    expect(switches.get('leaf-103')?.text('show interface e1/50 status')).toContain(
      'Eth1/50       to spine-2 Etherne connected',
    );
  });
});
