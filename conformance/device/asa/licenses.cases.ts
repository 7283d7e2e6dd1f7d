import type { CaseContext } from '../../context.ts';
import { equal, holds } from '../../judgement.ts';
import { own } from './agent.ts';
import { at } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { goClient, terraform } from './sources.ts';

const license = '/api/licensing/smart/asav';

/** What the client takes for success. */
const good = [200, 201, 202, 204];

async function drive(t: CaseContext) {
  const { get, post, put } = await own(t);
  const before = await get(license);
  const wanted = {
    licenseServerURL: 'https://tools.cisco.com/its/service/oddce/services/DDCEService',
    transportURL: true,
    privacyHostName: false,
    privacyVersion: false,
    throughput: '1G',
    featureTier: 'standard',
  };
  const set = await put(license, wanted);
  const after = await get(license);
  const act = async (name: string, body?: object) => (await post(`${license}/${name}`, body)).status;
  return {
    before,
    set,
    after,
    acts: {
      register: await act('register', { kind: 'object#SmartLicenseRegId', idToken: 'of-the-suite', force: false }),
      renewauth: await act('renewauth'),
      renewid: await act('renewid'),
      deregister: await act('deregister'),
    },
  };
}

const rule = rulesOver<typeof drive>();
const model = goClient('smart licenses');
const acceptance = terraform('acceptance tests of smart licenses');

/** The releases whose box is a virtual one: others have no such resource. */
const virtual = '<1.3 || >=7';

function act(id: string, name: 'register' | 'renewauth' | 'renewid' | 'deregister', statement: string) {
  return rule(
    id,
    name,
    statement,
    model,
    ({ acts }) => holds(good.includes(acts[name]), good.join(', '), acts[name]),
    virtual,
  );
}

/** Smart licenses of a virtual ASA. */
export const licenses = topic({
  id: 'ASA-LIC-SMART',
  title: 'A virtual ASA asks for a smart license, registers and lets go',
  touches: 'config',
  versions: virtual,
  drive,
  rules: [
    rule(
      'ASA-LIC-0001',
      'members',
      'A virtual ASA tells three booleans and three texts of its smart license.',
      model,
      ({ before }) =>
        equal(
          ['string', 'boolean', 'boolean', 'boolean', 'string', 'string'],
          [
            ...['licenseServerURL', 'transportURL', 'privacyHostName', 'privacyVersion', 'throughput', 'featureTier'],
          ].map((name) => typeof at(before, name)),
        ),
      virtual,
    ),
    rule(
      'ASA-LIC-0002',
      'set',
      'A PUT of the smart license of a virtual ASA sets its throughput and its tier.',
      acceptance,
      ({ set, after }) =>
        equal([204, '1G', 'standard'], [set.status, at(after, 'throughput'), at(after, 'featureTier')]),
      virtual,
    ),
    act('ASA-LIC-0003', 'register', 'A virtual ASA is registered by a POST with an idToken.'),
    act('ASA-LIC-0004', 'renewauth', 'The authorization of a virtual ASA that is registered is renewed by a POST.'),
    act('ASA-LIC-0005', 'renewid', 'The identity of a virtual ASA that is registered is renewed by a POST.'),
    act('ASA-LIC-0006', 'deregister', 'A virtual ASA that is registered is deregistered by a POST.'),
  ],
});
