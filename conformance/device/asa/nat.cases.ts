import type { CaseContext } from '../../context.ts';
import { equal, matches } from '../../judgement.ts';
import { host, objects, own, pathOf, reference } from './agent.ts';
import { at } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { about, goClient, recorded, terraform } from './sources.ts';

async function drive(t: CaseContext) {
  const { get, post, put, remove, run } = await own(t);
  for (const [name, value] of [
    ['real', '10.1.1.10'],
    ['mapped', '203.0.113.10'],
    ['peer', '198.51.100.9'],
  ] as const)
    await post(objects, host(name, value));
  const twice = {
    mode: 'static',
    active: true,
    originalInterface: 'any',
    translatedInterface: { kind: 'objectRef#Interface', name: 'management' },
    originalSource: reference('NetworkObj', 'real'),
    translatedSource: reference('NetworkObj', 'mapped'),
    originalDestination: reference('NetworkObj', 'peer'),
    translatedDestination: reference('NetworkObj', 'peer'),
    isNoProxyArp: true,
  };
  const made = await post('/api/nat/before', twice);
  const item = await get(pathOf(made));
  const shown = await run('show running-config nat');
  const replaced = await put(pathOf(made), { ...twice, isNoProxyArp: false, isUnidirectional: true });
  const after = await get(pathOf(replaced));
  const later = await post('/api/nat/after', {
    ...twice,
    originalSource: reference('NetworkObj', 'peer'),
    translatedSource: reference('NetworkObj', 'mapped'),
  });
  const auto = await post('/api/nat/auto', {
    mode: 'static',
    originalInterface: 'any',
    translatedInterface: { kind: 'objectRef#Interface', name: 'management' },
    originalSource: reference('NetworkObj', 'real'),
    translatedSource: reference('NetworkObj', 'mapped'),
  });
  return {
    made,
    item,
    shown,
    replaced,
    after,
    later,
    auto,
    allShown: await run('show running-config nat'),
    objectShown: await run('show running-config object network'),
    inUse: await remove(`${objects}/mapped`),
    deleted: await remove(pathOf(replaced)),
    gone: await get(pathOf(replaced)),
  };
}

const rule = rulesOver<typeof drive>();
const cisco = goClient('NAT');
const payload = recorded('Public training script that POSTs NAT rules', 'payload');
const configurations = recorded('batfish/batfish', 'grammar/cisco_asa/testconfigs');

/** Translation of addresses, in its three sections. */
export const nat = topic({
  id: 'ASA-NAT-LIFE',
  title: 'NAT rules of the three sections are made, replaced and deleted, and the CLI shows them',
  touches: 'config',
  drive,
  rules: [
    rule('ASA-NAT-0001', 'made', 'A POST that makes a manual NAT rule is answered 201.', payload, ({ made }) =>
      equal(201, made.status),
    ),
    rule(
      'ASA-NAT-0002',
      'members',
      'A manual NAT rule tells mode, active, position, and its sources as references.',
      cisco,
      ({ item }) =>
        equal(
          ['static', true, 1, 'real', 'mapped'],
          [
            ...['mode', 'active', 'position'].map((name) => at(item, name)),
            at(item, 'originalSource', 'objectId'),
            at(item, 'translatedSource', 'objectId'),
          ],
        ),
    ),
    rule(
      'ASA-NAT-0003',
      'flags',
      'A flag of a NAT rule that was given comes back, the others are false.',
      cisco,
      ({ item }) =>
        equal([true, false, false], [at(item, 'isNoProxyArp'), at(item, 'isRouteLookup'), at(item, 'isDNS')]),
    ),
    rule(
      'ASA-NAT-0004',
      'line',
      'A manual NAT rule stands in the running configuration with both its pairs.',
      configurations,
      ({ shown }) =>
        matches(
          /^nat \(any,management\) source static real mapped destination static peer peer no-proxy-arp ?$/m,
          shown,
          'the rule',
        ),
    ),
    rule(
      'ASA-NAT-0005',
      'put',
      'A PUT of a NAT rule is answered 204, with the rule in Location.',
      cisco,
      ({ replaced }) => equal([204, true], [replaced.status, /\/api\/nat\/before\/\w+$/.test(replaced.location)]),
    ),
    rule(
      'ASA-NAT-0006',
      'replaced',
      'A NAT rule that was replaced has what was given and nothing else.',
      cisco,
      ({ after }) => equal([true, false], [at(after, 'isUnidirectional'), at(after, 'isNoProxyArp')]),
    ),
    rule(
      'ASA-NAT-0007',
      'after',
      'A rule of the section after has the word after-auto in the running configuration.',
      configurations,
      ({ later, allShown }) =>
        equal(
          [201, true],
          [later.status, /^nat \(any,management\) after-auto source static peer mapped/m.test(allShown)],
        ),
    ),
    rule(
      'ASA-NAT-0008',
      'auto',
      'A rule of the section auto belongs to the object that is its original source.',
      terraform('NAT, section auto'),
      ({ auto, allShown, objectShown }) =>
        equal(
          [201, true],
          [
            auto.status,
            /object network real\n nat \(any,management\) static mapped/.test(`${objectShown}\n${allShown}`),
          ],
        ),
    ),
    rule(
      'ASA-NAT-0009',
      'in-use',
      'An object that a NAT rule refers to is not deleted.',
      about('Objects'),
      ({ inUse }) => equal(true, inUse.status >= 400),
    ),
    rule('ASA-NAT-0010', 'deleted', 'A DELETE of a NAT rule is answered 204.', cisco, ({ deleted }) =>
      equal(204, deleted.status),
    ),
    rule('ASA-NAT-0011', 'gone', 'A NAT rule that was deleted is answered 404.', cisco, ({ gone }) =>
      equal(404, gone.status),
    ),
  ],
});
