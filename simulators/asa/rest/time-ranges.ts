import { castDraft } from 'immer';
import { months } from '../clock.ts';
import { editConfig } from '../edit.ts';
import { isUsed } from '../references.ts';
import { Refusal } from '../refusal.ts';
import { renameReferences } from '../rename.ts';
import type { TimeRange } from '../state/objects.ts';
import { duplicate, listed } from './listed.ts';
import { invalid, isObject, nameOf, text, whole } from './wire.ts';

const longMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `03:47 May 14 2025` as the CLI has it: `03:47 14 May 2025`. */
function cliTime(given: string, attribute: string): string {
  const [, time, month = '', day, year] = /^(\d\d:\d\d) ([A-Za-z]+) (\d{1,2}) (\d{4})$/.exec(given) ?? [];
  const index = Math.max(months.indexOf(month), longMonths.indexOf(month));
  if (index < 0) throw invalid(attribute, `${attribute}: '${given.slice(0, 40)}' is not a time: HH:MM Mon DD YYYY`);
  return `${time} ${day} ${longMonths[index]} ${year}`;
}

function restTime(kept: string): string {
  const [time, day, month = '', year] = kept.split(' ');
  return `${time} ${month.slice(0, 3)} ${day} ${year}`;
}

function periodicItem(line: string): object {
  const [, days = '', startHour, startMinute, endHour, endMinute] =
    /^(.*?) (\d{1,2}):(\d\d) to (?:\S+ )?(\d{1,2}):(\d\d)$/.exec(line) ?? [];
  const until = / to ([A-Za-z]+) \d/.exec(line)?.[1];
  const frequency =
    until !== undefined ? `${days} to ${until}` : /^(daily|weekdays|weekend)$/.test(days) ? days : `${days} `;
  return {
    frequency,
    startHour: Number(startHour),
    startMinute: Number(startMinute),
    endHour: Number(endHour),
    endMinute: Number(endMinute),
  };
}

function periodicLine(given: unknown): string {
  if (!isObject(given)) throw invalid('periodic', 'periodic must be a list of objects');
  const at = (hour: unknown, minute: unknown) => `${whole(hour) ?? 0}:${String(whole(minute) ?? 0).padStart(2, '0')}`;
  const frequency = (text(given.frequency) ?? 'daily').trim();
  const [from = '', until] = frequency.split(' to ');
  return `${from} ${at(given.startHour, given.startMinute)} to ${until === undefined ? '' : `${until} `}${at(given.endHour, given.endMinute)}`;
}

export const timeRanges = listed<TimeRange>({
  path: '/api/objects/timeranges',
  category: 'Objects',
  evidence: 'recorded',
  entries: (config) =>
    Object.entries(config.timeRanges).sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)),
  item: (name, { start, end, periodic }, _config, base) => ({
    kind: 'object#TimeRange',
    selfLink: `${base}/api/objects/timeranges/${encodeURIComponent(name)}`,
    name,
    value: {
      start: start === undefined ? 'now' : restTime(start),
      end: end === undefined ? 'never' : restTime(end),
      periodic: periodic.map(periodicItem),
    },
    objectId: name,
  }),
  write(call, body, before) {
    const name = nameOf(body);
    if (name !== before?.[0] && Object.hasOwn(call.device.state.config.timeRanges, name)) throw duplicate(name);
    const value = isObject(body.value) ? body.value : {};
    const [start, end] = [text(value.start) ?? 'now', text(value.end) ?? 'never'];
    const range: TimeRange = {
      ...(start !== 'now' && { start: cliTime(start, 'start') }),
      ...(end !== 'never' && { end: cliTime(end, 'end') }),
      periodic: (Array.isArray(value.periodic) ? value.periodic : []).map(periodicLine),
    };
    editConfig(call.device, call.user, (config) => {
      if (before && before[0] !== name) {
        delete config.timeRanges[before[0]];
        renameReferences(config, call.device.state.config, 'time-range', before[0], name);
      }
      config.timeRanges[name] = castDraft(range);
    });
    return name;
  },
  remove(call, name) {
    if (isUsed(call.device.state.config, 'time-range', name)) throw new Refusal(`time-range ${name} is being used`);
    editConfig(call.device, call.user, (config) => {
      delete config.timeRanges[name];
    });
  },
});
