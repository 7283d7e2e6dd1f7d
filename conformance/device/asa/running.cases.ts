import type { CaseContext } from '../../context.ts';
import { equal, matches } from '../../judgement.ts';
import { own } from './agent.ts';
import { rulesOver, topic } from './rule.ts';
import { postman, recorded } from './sources.ts';

async function drive(t: CaseContext) {
  const { run } = await own(t);
  return {
    running: await run('show running-config'),
    agent: await run('show running-config rest-api'),
    http: await run('show running-config http'),
  };
}

const rule = rulesOver<typeof drive>();
const capture = postman('running configuration');

/** The text of the running configuration. */
export const runningText = topic({
  id: 'ASA-RUN-TEXT',
  title: 'The running configuration is written as recorded',
  touches: 'config',
  drive,
  rules: [
    rule(
      'ASA-RUN-0001',
      'head',
      'The running configuration begins with : Saved, an empty line and a colon with a blank.',
      capture,
      ({ running }) => matches(/^: Saved\n\n: \n/, running, ': Saved'),
    ),
    rule(
      'ASA-RUN-0002',
      'serial',
      'Serial number and hardware stand in the head of the running configuration.',
      capture,
      ({ running }) =>
        matches(/\n: Serial Number: [A-Z0-9]+\n: Hardware: {3}\S.*\n:\n/, running, 'serial number and hardware'),
    ),
    rule(
      'ASA-RUN-0003',
      'version',
      'The line ASA Version ends with a blank and is followed by an exclamation mark and the host name.',
      capture,
      ({ running }) => matches(/\nASA Version \S+ \n!\nhostname \S+\n/, running, 'ASA Version'),
    ),
    rule('ASA-RUN-0004', 'end', 'The running configuration ends with its checksum and : end.', capture, ({ running }) =>
      matches(/\nCryptochecksum:[0-9a-f]{32}\n: end\n$/, running, 'checksum and end'),
    ),
    rule(
      'ASA-RUN-0005',
      'interface',
      'An interface without a name has shutdown, no nameif, no security-level and no ip address.',
      capture,
      ({ running }) =>
        matches(
          /\ninterface \S+\n shutdown\n no nameif\n no security-level\n no ip address\n!\n/,
          running,
          'such an interface',
        ),
    ),
    rule('ASA-RUN-0006', 'prompt', 'The line prompt hostname context ends with a blank.', capture, ({ running }) =>
      matches(/\nprompt hostname context \n/, running, 'prompt hostname context'),
    ),
    rule(
      'ASA-RUN-0007',
      'order',
      'Sections come in order: names, interfaces, http, user names, prompt, agent, checksum.',
      capture,
      ({ running }) => {
        const at = [
          '\nnames\n',
          '\ninterface ',
          '\nhttp server',
          '\nusername ',
          '\nprompt ',
          '\nrest-api ',
          '\nCrypto',
        ].map((line) => running.indexOf(line));
        return equal([true, [...at].sort((a, b) => a - b)], [at.every((place) => place >= 0), at]);
      },
    ),
    rule(
      'ASA-RUN-0008',
      'agent',
      'show running-config rest-api begins with an exclamation mark, and rest-api agent ends with a blank.',
      recorded('ansible-collections/cisco.asa', 'issue 187'),
      ({ agent }) => matches(/^!\nrest-api image \S+\nrest-api agent \n$/, agent, '!, the image and the agent'),
    ),
    rule(
      'ASA-RUN-0009',
      'http',
      'http server enable and who may come in stand as they were typed.',
      capture,
      ({ http }) => matches(/^http server enable\nhttp 0\.0\.0\.0 0\.0\.0\.0 management\n/m, http, 'both lines'),
    ),
    rule(
      'ASA-RUN-0010',
      'hashed',
      'The password of a user stands in the running configuration as a hash, and its kind after it.',
      capture,
      ({ running }) => equal(true, /^username \S+ password \S+ (encrypted|pbkdf2) /m.test(running)),
    ),
  ],
});
