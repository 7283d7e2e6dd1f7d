import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Lab } from '../lab.ts';

const registries = new WeakMap<Lab, Registry>();

/** A lab's figures in the text format of Prometheus. What is counted by kind counts from the first time it is asked for. */
export function metricsOf(lab: Lab): Promise<string> {
  let registry = registries.get(lab);
  if (!registry) {
    registry = registryOf(lab);
    registries.set(lab, registry);
  }
  return registry.metrics();
}

function registryOf(lab: Lab): Registry {
  const registers = [new Registry()];
  const [registry = new Registry()] = registers;
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'rackless_devices',
    help: 'Devices and file servers',
    labelNames: ['kind'],
    registers,
    collect() {
      this.reset();
      for (const { kind } of lab.hosts) this.inc({ kind });
    },
  });
  new Gauge({
    name: 'rackless_listeners',
    help: 'Sockets that devices listen on',
    registers,
    collect() {
      this.set(lab.devices.reduce((sum, { device }) => sum + device.listeners.open.length, 0));
    },
  });
  new Gauge({
    name: 'rackless_connections',
    help: 'Open connections to devices',
    registers,
    collect() {
      const open = lab.devices.flatMap(({ device }) => device.listeners.open);
      this.set(open.reduce((sum, { connections }) => sum + (connections?.size ?? 0), 0));
    },
  });
  new Gauge({
    name: 'rackless_clock_seconds',
    help: 'Lab time, seconds since 1970',
    registers,
    collect() {
      this.set(lab.clock.now() / 1_000);
    },
  });
  const rising = (name: string, help: string, value: () => number): void => {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(value());
      },
    });
  };
  rising('rackless_journal_entries_total', 'Journal entries since the lab began', () => lab.journalCount.written);
  rising('rackless_journal_dropped_total', 'Journal entries no longer held', () => lab.journalCount.dropped);
  rising('rackless_near_misses_total', 'Commands and routes that were asked for and are not known', () =>
    lab.missing.reduce((sum, { count }) => sum + count, 0),
  );
  new Counter({
    name: 'rackless_fault_hits_total',
    help: 'How often each fault rule acted',
    labelNames: ['id'],
    registers,
    collect() {
      this.reset();
      for (const { id, hits } of lab.faults.list()) this.inc({ id }, hits);
    },
  });
  const events = new Counter({
    name: 'rackless_events_total',
    help: 'Journal entries by kind and by the kind of device, since these figures were first asked for',
    labelNames: ['device_kind', 'kind'],
    registers,
  });
  const kinds = new Map<string, string>();
  lab.watch(({ device, kind }) => {
    let device_kind = kinds.get(device);
    if (device_kind === undefined) {
      device_kind = lab.hosts.find(({ name }) => name === device)?.kind ?? '';
      kinds.set(device, device_kind);
    }
    events.inc({ device_kind, kind });
  });
  return registry;
}
