import type { Hardware } from './state.ts';

/** A slot of the chassis with what is in it. */
export interface Module {
  readonly slot: number;
  readonly ports: number;
  readonly type: string;
  readonly model: string;
  readonly hw: string;
  /** `SUP1`, `LC1`; `NA` on a fixed switch. */
  readonly slotType: string;
  readonly status: string;
  /** Fabric modules and system controllers have no addresses. */
  readonly addresses: number;
}

/** A power supply. */
export interface Supply {
  readonly model: string;
  readonly watts: number;
  readonly vendor: string;
}

/** What a product consists of. */
export interface Product {
  /** As inventories name the chassis. */
  readonly description: string;
  readonly modules: readonly Module[];
  readonly supplies: readonly Supply[];
  readonly fans: readonly string[];
  /** Nominal speed of a port in Mb/s. */
  readonly speed: (port: number) => number;
}

const fixed: Product = {
  description: 'Nexus9000 C93180YC-EX chassis',
  modules: [
    {
      slot: 1,
      ports: 54,
      type: '48x10/25G + 6x40/100G Ethernet Module',
      model: 'N9K-C93180YC-EX',
      hw: '1.0',
      slotType: 'NA',
      status: 'active *',
      addresses: 80,
    },
  ],
  supplies: [
    { model: 'NXA-PAC-650W-PI', watts: 650, vendor: 'V02' },
    { model: 'NXA-PAC-650W-PI', watts: 650, vendor: 'V02' },
  ],
  fans: Array.from({ length: 4 }, () => 'NXA-FAN-30CFM-B'),
  speed: (port) => (port > 48 ? 100_000 : 10_000),
};

const supervisor = (slot: 27 | 28, status: string): Module => ({
  slot,
  ports: 0,
  type: 'Supervisor Module',
  model: 'N9K-SUP-A',
  hw: '1.1',
  slotType: `SUP${slot - 26}`,
  status,
  addresses: 18,
});

const controller = (slot: number, status: string): Module => ({
  slot,
  ports: 0,
  type: 'System Controller',
  model: 'N9K-SC-A',
  hw: '1.4',
  slotType: `SC${slot - 28}`,
  status,
  addresses: 0,
});

const modular = (active: 1 | 2): Product => ({
  description: 'Nexus9000 C9508 (8 Slot) Chassis ',
  modules: [
    {
      slot: 1,
      ports: 36,
      type: '36p 40G Ethernet Module',
      model: 'N9K-X9636PQ',
      hw: '1.0',
      slotType: 'LC1',
      status: 'ok',
      addresses: 80,
    },
    {
      slot: 22,
      ports: 0,
      type: 'Fabric Module',
      model: 'N9K-C9508-FM',
      hw: '1.0',
      slotType: 'FM2',
      status: 'ok',
      addresses: 0,
    },
    supervisor(27, active === 1 ? 'active *' : 'ha-standby'),
    supervisor(28, active === 2 ? 'active *' : 'ha-standby'),
    controller(29, 'active'),
    controller(30, 'standby'),
  ],
  supplies: Array.from({ length: 3 }, () => ({ model: 'N9K-PAC-3000W-B', watts: 3000, vendor: 'V01' })),
  fans: Array.from({ length: 3 }, () => 'N9K-C9508-FAN'),
  speed: () => 40_000,
});

/** What this box consists of. @source product names and slots: reference, files `show_module.*`, `show_inventory.*` */
export function productOf(hardware: Hardware, active: 1 | 2): Product {
  return hardware.supervisors === 1 ? fixed : modular(active);
}

/** A whole number below `range` that belongs to this box and this purpose: the same each time. */
export function derived({ serial }: Hardware, purpose: string, range: number): number {
  return mixed(`${serial} ${purpose}`) % range;
}

/** FNV-1a with a final mix. Shows ask for hundreds of numbers, so a cryptographic hash would be most of their time. */
function mixed(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const letters = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** A serial number of a part: three letters of the maker, the year and week, four characters. */
export function partSerial(hardware: Hardware, maker: string, part: string): string {
  const year = 18 + derived(hardware, `${part} year`, 6);
  const week = String(1 + derived(hardware, `${part} week`, 52)).padStart(2, '0');
  const rest = [0, 1, 2, 3].map((at) => letters[derived(hardware, `${part} ${at}`, letters.length)]).join('');
  return `${maker}${year}${week}${rest}`;
}

/** Serial number of a module; a fixed switch is its own module. */
export function moduleSerial(hardware: Hardware, { slot }: Module): string {
  return hardware.supervisors === 1 ? hardware.serial : partSerial(hardware, 'FDO', `module ${slot}`);
}
