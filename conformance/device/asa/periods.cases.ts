import type { CaseContext } from '../../context.ts';
import { equal, matches } from '../../judgement.ts';
import { own, pathOf, reference } from './agent.ts';
import { at, indexOf } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { about, commands, recorded, terraform } from './sources.ts';

const ranges = '/api/objects/timeranges';

async function drive(t: CaseContext) {
  const { get, post, put, remove, run } = await own(t);
  const period = (frequency: string) => ({ frequency, startHour: 4, startMinute: 0, endHour: 5, endMinute: 1 });
  const periodic = ['daily', 'weekdays', 'weekend', 'Wednesday to Thursday'].map(period);
  const range = { kind: 'object#TimeRange', name: 'hours', value: { start: 'now', end: 'never', periodic } };
  const made = await post(ranges, range);
  const item = await get(`${ranges}/hours`);
  const rule = await post('/api/objects/extendedacls/timed/aces', {
    permit: true,
    active: true,
    sourceAddress: { kind: 'AnyIPAddress', value: 'any4' },
    destinationAddress: { kind: 'IPv4Address', value: '192.0.2.1' },
    destinationService: { kind: 'NetworkProtocol', value: 'ip' },
    timeRange: reference('TimeRange', 'hours'),
  });
  const entry = await get(pathOf(rule));
  const ruleLine = await run('show running-config access-list');
  await remove(pathOf(rule));
  return {
    periodic,
    made,
    item,
    listed: await get(ranges),
    twice: await post(ranges, range),
    line: await run('show running-config time-range'),
    entry,
    ruleLine,
    changed: await put(`${ranges}/hours`, { ...range, value: { ...range.value, end: '03:47 May 14 2031' } }),
    after: await get(`${ranges}/hours`),
    missing: await put(`${ranges}/no-such`, { ...range, name: 'no-such' }),
    deleted: await remove(`${ranges}/hours`),
    gone: await get(`${ranges}/hours`),
  };
}

const rule = rulesOver<typeof drive>();
const acceptance = terraform('acceptance tests of time ranges');
const methods = about('REST API methods');
const library = recorded('Public Python class library for the ASA API', 'sample outputs of access lists');

/** Time ranges: their periods, their changes, and rules that hold in them. */
export const periods = topic({
  id: 'ASA-TIME-CHANGES',
  title: 'Time ranges keep their periods, are changed, used by rules and deleted',
  touches: 'config',
  drive,
  rules: [
    rule('ASA-TIME-0005', 'periods', 'Several periods of a time range come back as they were given.', acceptance, (o) =>
      equal([201, o.periodic], [o.made.status, at(o.item, 'value', 'periodic')]),
    ),
    rule('ASA-TIME-0006', 'kind', 'A time range is an object#TimeRange, found by its name.', acceptance, (o) =>
      equal(
        ['object#TimeRange', 'hours', 'hours', true],
        [at(o.item, 'kind'), at(o.item, 'name'), at(o.item, 'objectId'), indexOf(o.listed, 'name', 'hours') >= 0],
      ),
    ),
    rule(
      'ASA-TIME-0007',
      'twice',
      'A time range of a name that is taken is refused with 400.',
      about('HTTP status codes'),
      ({ twice }) => equal(400, twice.status),
    ),
    rule(
      'ASA-TIME-0008',
      'line',
      'A time range that REST makes stands in the running configuration with its periods.',
      commands('time-range'),
      ({ line }) =>
        equal([true, true], [/^time-range hours$/m.test(line), /^ periodic daily 4:00 to 5:01$/m.test(line)]),
    ),
    rule('ASA-TIME-0009', 'rule', 'A rule that holds in a time range has a reference to it.', library, ({ entry }) =>
      equal(['objectRef#TimeRange', 'hours'], [at(entry, 'timeRange', 'kind'), at(entry, 'timeRange', 'objectId')]),
    ),
    rule(
      'ASA-TIME-0010',
      'rule-line',
      'A rule that holds in a time range names it in the running configuration.',
      recorded('batfish/batfish', 'grammar/cisco_asa/testconfigs'),
      ({ ruleLine }) => matches(/^access-list timed extended .* time-range hours ?$/m, ruleLine, '… time-range hours'),
    ),
    rule('ASA-TIME-0011', 'changed', 'A PUT of a time range changes its end.', acceptance, ({ changed, after }) =>
      equal([204, '03:47 May 14 2031'], [changed.status, at(after, 'value', 'end')]),
    ),
    rule('ASA-TIME-0012', 'missing', 'A PUT of a time range that is not there is answered 404.', methods, (o) =>
      equal(404, o.missing.status),
    ),
    rule('ASA-TIME-0013', 'gone', 'A time range that was deleted with 204 is answered 404.', methods, (o) =>
      equal([204, 404], [o.deleted.status, o.gone.status]),
    ),
  ],
});
