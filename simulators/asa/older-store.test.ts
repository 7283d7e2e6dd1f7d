import { describe, expect, it } from 'vitest';
import { LabClock } from '../chassis/clock.ts';
import { Device } from '../chassis/device.ts';
import { decode, encode } from '../chassis/saved/encoding.ts';
import { asa } from './index.ts';
import { presentStore } from './older-store.ts';
import { releaseOf } from './release.ts';
import type { AsaStore } from './state.ts';
import { benchBox } from './testing/box.ts';

const contexts = [{ name: 'c1', addresses: { inside: '10.1.1.1/24' } }];

/** A store as it lies on disk, with something done to each saved configuration. */
function onDisk(store: AsaStore, change: (config: Record<string, unknown>) => void): AsaStore {
  const read = JSON.parse(JSON.stringify(encode(store)));
  for (const { config } of [read.startup, ...Object.values<{ config: object }>(read.contexts ?? {})]) change(config);
  return decode(read) as AsaStore;
}

/** A box that wakes with a store that an earlier process left. */
function woken(store: AsaStore, options = {}) {
  const box = benchBox('1.3.2', { configured: 'rest', ...options });
  const { birth, surroundings } = box.device;
  return new Device(asa, birth, { ...surroundings, clock: new LabClock() }, store);
}

const saved = (options = {}) => benchBox('1.3.2', { configured: 'rest', ...options }).device.state.store;

/** Subjects that state directories of the first days do not have. */
const later = ['dhcpRelay', 'trustpoints', 'ssl', 'ikev1', 'groupPolicies', 'userGroups', 'securityGroups'];

describe('a store of an earlier version', () => {
  it('starts a box that works, with nothing configured in what came later', () => {
    const old = onDisk(saved(), (config) => {
      for (const name of later) delete config[name];
      config.hostname = 'old-1';
    });
    const { state } = woken(old);
    expect(state.config).toMatchObject({ hostname: 'old-1', userGroups: {}, ssl: [], ikev1: {} });
    // What runs is what was saved: a reload has nothing to ask.
    expect(state.store.startup?.config).toBe(state.config);
    const box = benchBox('1.3.2', { configured: 'rest' });
    box.device.become(state);
    expect(box.text('show startup-config')).toContain('hostname old-1');
    box.configure('object-group user g1', 'user LOCAL\\bob');
    expect(box.text('show running-config object-group')).toContain('object-group user g1');
  });

  it('starts the contexts of a box, too', () => {
    const old = onDisk(saved({ contexts }), (config) => {
      for (const name of later) delete config[name];
    });
    const { state } = woken(old, { contexts });
    expect(Object.keys(state.contexts ?? {})).toEqual(['admin', 'c1']);
    for (const { config } of Object.values(state.contexts ?? {})) expect(config).toMatchObject({ securityGroups: {} });
    expect(state.contexts?.c1?.config.isContext).toBe(true);
  });

  it('is taken as it is where nothing is missing', () => {
    const store = saved({ contexts });
    expect(presentStore(store, releaseOf('1.3.2'))).toBe(store);
  });

  it('is refused with its place where it can be read in no way', () => {
    const strange = onDisk(saved(), (config) => {
      config.accessGroups = {};
    });
    expect(() => woken(strange)).toThrow(
      'startup.config.accessGroups: the saved configuration has a record where a list belongs',
    );
  });
});
