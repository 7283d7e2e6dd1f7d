import type { Shown } from '../../chassis/cli/printed.ts';
import type { JsonObject } from '../../chassis/json.ts';
import { derived, productOf } from '../hardware.ts';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import { scalars, table } from '../structured.ts';
import { row, rule, text } from './columns.ts';

const sensors = [
  { name: 'FRONT', major: 80, minor: 70, usual: 28 },
  { name: 'BACK', major: 70, minor: 42, usual: 24 },
  { name: 'CPU', major: 90, minor: 80, usual: 38 },
] as const;

function fansOf(device: NxosDevice) {
  const { hardware } = device.state.store;
  const { fans, supplies } = productOf(hardware, device.state.run.active);
  return [
    ...fans.map((model, index) => ({ name: `Fan${index + 1}(sys_fan${index + 1})`, model })),
    ...supplies.map((_, index) => ({ name: `Fan_in_PS${index + 1}`, model: '--' })),
  ];
}

function suppliesOf(device: NxosDevice) {
  const { hardware } = device.state.store;
  const { supplies } = productOf(hardware, device.state.run.active);
  return supplies.map(({ model, watts }, index) => {
    const output = 80 + derived(hardware, `draw of supply ${index}`, 60);
    return { number: index + 1, model, watts, output, input: output + 15 };
  });
}

function temperaturesOf(device: NxosDevice) {
  const { hardware } = device.state.store;
  return sensors.map((sensor) => ({ ...sensor, now: sensor.usual + derived(hardware, sensor.name, 6) }));
}

const watts = (value: number): string => `${String(value).padStart(5)} W`;
const exact = (value: number): string => `${value.toFixed(2).padStart(7)} W`;

/** @source recorded keys with their paddings: file `show_environment` */
function fanTree(device: NxosDevice): JsonObject {
  return {
    fandetails: {
      ...table(
        'faninfo',
        fansOf(device).map(({ name, model }) => ({
          fanname: name,
          fanmodel: model === '--' ? '' : model,
          fanhwver: '--',
          fandir: 'back-to-front',
          fanstatus: 'Ok',
          failfanlet: null,
        })),
      ),
      ...table('fan_zone_speed', [{ zone: '1', [releaseOf(device.release).nxosKeys ? 'zonespeed' : 'speed']: '0x80' }]),
      fan_filter_status: 'NotSupported',
    },
  };
}

function powerTree(device: NxosDevice): JsonObject {
  const supplies = suppliesOf(device);
  const total = supplies.reduce((sum, one) => sum + one.watts, 0);
  const drawn = supplies.reduce((sum, one) => sum + one.output, 0);
  const taken = supplies.reduce((sum, one) => sum + one.input, 0);
  return {
    powersup: {
      voltage_level: 12,
      ...table(
        'psinfo',
        supplies.map(({ number, model, watts: capacity, output, input }) => ({
          psnum: number,
          psmodel: model,
          actual_out: watts(output),
          actual_input: watts(input),
          tot_capa: watts(capacity),
          ps_status: 'Ok',
        })),
      ),
      power_summary: {
        ps_redun_mode: 'PS-Redundant',
        ps_oper_mode: 'PS-Redundant',
        tot_pow_capacity: exact(total / 2),
        tot_gridA_capacity: exact(total / 2),
        tot_gridB_capacity: exact(total / 2),
        cumulative_power: exact(total),
        tot_pow_out_actual_draw: exact(drawn),
        tot_pow_input_actual_draw: exact(taken),
        tot_pow_alloc_budgeted: '   N/A   ',
        available_pow: '   N/A   ',
      },
    },
  };
}

function temperatureTree(device: NxosDevice): JsonObject {
  return table(
    'tempinfo',
    temperaturesOf(device).map(({ name, major, minor, now }) => ({
      tempmod: '1        ',
      sensor: name,
      majthres: String(major).padEnd(4),
      minthres: String(minor).padEnd(4),
      curtemp: String(now),
      alarmstatus: 'Ok',
    })),
  );
}

function fanLines(device: NxosDevice): string[] {
  const widths = [16, 20, 7, 16];
  return [
    'Fan:',
    rule(75),
    row(widths, 'Fan', 'Model', 'Hw', 'Direction', 'Status'),
    rule(75),
    ...fansOf(device).map(({ name, model }) => row(widths, name, model, '--', 'back-to-front', 'Ok')),
    'Fan Zone Speed: Zone 1: 0x80',
    'Fan Air Filter : NotSupported',
  ];
}

function powerLines(device: NxosDevice): string[] {
  const supplies = suppliesOf(device);
  const total = supplies.reduce((sum, one) => sum + one.watts, 0);
  return [
    'Power Supply:',
    'Voltage: 12 Volts',
    'Power                              Actual             Actual        Total',
    'Supply    Model                    Output             Input      Capacity    Status',
    '                                   (Watts )           (Watts )     (Watts )',
    '-------  -------------------  ----------------  ----------  ----------  --------------',
    ...supplies.map(({ number, model, watts: capacity, output, input }) =>
      row([9, 19, -18, -12, -12, 5], number, model, `${output} W`, `${input} W`, `${capacity} W`, '', 'Ok'),
    ),
    '',
    'Power Usage Summary:',
    '--------------------',
    'Power Supply redundancy mode (configured)                PS-Redundant',
    'Power Supply redundancy mode (operational)               PS-Redundant',
    '',
    `Total Power Capacity (based on configured mode)          ${exact(total / 2)}`,
  ];
}

function temperatureLines(device: NxosDevice): string[] {
  const widths = [9, 16, 12, 12, 12];
  return [
    'Temperature:',
    '--------------------------------------------------------------------',
    'Module   Sensor        MajorThresh   MinorThres   CurTemp     Status',
    '                       (Celsius)     (Celsius)    (Celsius)         ',
    '--------------------------------------------------------------------',
    ...temperaturesOf(device).map(({ name, major, minor, now }) => row(widths, 1, name, major, minor, now, 'Ok')),
  ];
}

function shown(device: NxosDevice, tree: () => JsonObject, lines: () => readonly string[]): Shown {
  return { tree: () => scalars(releaseOf(device.release), tree()), text: () => text(lines()) };
}

/** `show environment fan`. The text is inferred, as that of the others here. */
export function showFans(device: NxosDevice): Shown {
  return shown(
    device,
    () => fanTree(device),
    () => fanLines(device),
  );
}

/** `show environment power`. */
export function showPower(device: NxosDevice): Shown {
  return shown(
    device,
    () => powerTree(device),
    () => powerLines(device),
  );
}

/** `show environment temperature`. */
export function showTemperature(device: NxosDevice): Shown {
  return shown(
    device,
    () => temperatureTree(device),
    () => temperatureLines(device),
  );
}

/** `show environment`. */
export function showEnvironment(device: NxosDevice): Shown {
  return shown(
    device,
    () => ({ ...fanTree(device), ...temperatureTree(device), ...powerTree(device) }),
    () => [...fanLines(device), '', ...temperatureLines(device), '', ...powerLines(device)],
  );
}
