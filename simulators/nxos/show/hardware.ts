import type { Shown } from '../../chassis/cli/printed.ts';
import { moduleSerial, partSerial, productOf } from '../hardware.ts';
import { linksOf } from '../link.ts';
import { dashed, macAfter } from '../mac.ts';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import { scalars, table } from '../structured.ts';
import { row, text } from './columns.ts';

interface Part {
  readonly name: string;
  readonly description: string;
  readonly product: string;
  readonly vendor: string;
  readonly serial: string;
}

function parts(device: NxosDevice, all: boolean): Part[] {
  const { hardware } = device.state.store;
  const { description, modules, supplies, fans } = productOf(hardware, device.state.run.active);
  const chassis = description.trim();
  return [
    { name: 'Chassis', description, product: hardware.productId, vendor: 'V01', serial: hardware.serial },
    ...modules.map((module) => ({
      name: `Slot ${module.slot}`,
      description: module.type,
      product: module.model,
      vendor: 'V01',
      serial: moduleSerial(hardware, module),
    })),
    ...supplies.map(({ model, vendor }, index) => ({
      name: `Power Supply ${index + 1}`,
      description: `${chassis} Power Supply`,
      product: model,
      vendor,
      serial: partSerial(hardware, 'LIT', `supply ${index + 1}`),
    })),
    ...fans.map((model, index) => ({
      name: `Fan ${index + 1}`,
      description: `${chassis} Fan Module`,
      product: model,
      vendor: 'V01',
      serial: 'N/A',
    })),
    ...(all ? transceivers(device) : []),
  ];
}

function transceivers(device: NxosDevice): Part[] {
  return linksOf(device.state).flatMap(({ name, transceiver }) =>
    transceiver
      ? [
          {
            name,
            description: `CISCO-RACKLESS ${transceiver.type}`,
            product: transceiver.product,
            vendor: 'V01',
            serial: transceiver.serial,
          },
        ]
      : [],
  );
}

/** `show inventory [all]`; on some trains names stand in quotes of their own. @source recorded: files `show_inventory.*` */
export function showInventory(device: NxosDevice, all: boolean): Shown {
  const release = releaseOf(device.release);
  const found = parts(device, all);
  const quoted = (value: string): string => (release.quotedInventory ? `"${value}"` : value);
  return {
    tree: () =>
      scalars(
        release,
        table(
          'inv',
          found.map(({ name, description, product, vendor, serial }) => ({
            name: quoted(name),
            desc: quoted(description),
            productid: product,
            vendorid: vendor,
            serialnum: serial,
          })),
        ),
      ),
    text: () =>
      text(
        found.flatMap(({ name, description, product, vendor, serial }) => [
          `NAME: "${name}",  DESCR: "${description}"`.padEnd(65),
          `PID: ${product.padEnd(20)},  VID: ${vendor.padEnd(4)},  SN: ${serial.padEnd(21)}`,
          '',
        ]),
      ),
  };
}

/** `show module`. @source recorded: files `show_module.*` */
export function showModule(device: NxosDevice): Shown {
  const release = releaseOf(device.release);
  const { hardware } = device.state.store;
  let next = 0;
  const found = productOf(hardware, device.state.run.active).modules.map((module) => {
    const first = next;
    next += module.addresses === 0 ? 0 : 256;
    const range =
      module.addresses === 0
        ? 'NA'
        : `${dashed(macAfter(hardware.mac, first))} to ${dashed(macAfter(hardware.mac, first + module.addresses - 1))}`;
    return { module, range, serial: moduleSerial(hardware, module) };
  });
  return {
    tree: () =>
      scalars(release, {
        ...table(
          'modinfo',
          found.map(({ module }) => ({
            modinf: String(module.slot),
            ports: String(module.ports),
            modtype: module.type,
            model: module.model,
            status: module.status,
          })),
        ),
        ...table(
          'modwwninfo',
          found.map(({ module }) => ({
            modwwn: String(module.slot),
            sw: release.version,
            hw: module.hw,
            slottype: module.slotType,
          })),
        ),
        ...table(
          'modmacinfo',
          found.map(({ module, range, serial }) => ({ modmac: String(module.slot), mac: range, serialnum: serial })),
        ),
        ...table(
          'moddiaginfo',
          found.map(({ module }) => ({ mod: String(module.slot), diagstatus: 'Pass' })),
        ),
      }),
    text: () =>
      text(
        'Mod Ports             Module-Type                      Model          Status',
        '--- ----- ------------------------------------- --------------------- ---------',
        found.map(({ module }) =>
          row([5, 5, 38, 22, 10], module.slot, module.ports, module.type, module.model, module.status),
        ),
        '',
        'Mod  Sw                       Hw    Slot',
        '---  ----------------------- ------ ----',
        found.map(({ module }) => row([5, 25, 7, 4], module.slot, release.version, module.hw, module.slotType)),
        '',
        '',
        'Mod  MAC-Address(es)                         Serial-Num',
        '---  --------------------------------------  ----------',
        found.map(({ module, range, serial }) => row([5, 40], module.slot, range, serial)),
        '',
        'Mod  Online Diag Status',
        '---  ------------------',
        found.map(({ module }) => row([5], module.slot, 'Pass')),
        '',
        '* this terminal session ',
      ),
  };
}
