import type { CaseContext } from '../../context.ts';
import { equal, holds, matches } from '../../judgement.ts';
import { own } from './agent.ts';
import { listAt, namesAt } from './json.ts';
import { rulesOver, topic } from './rule.ts';
import { about, client, debugLog, napalm, postman, recorded, walkthrough } from './sources.ts';

async function drive(t: CaseContext) {
  const { post, get } = await own(t);
  const send = (...commands: string[]) => post('/api/cli', { commands });
  const texts = async (...commands: string[]) => listAt(await send(...commands), 'response').map(String);
  return {
    serial: await send('show version | include Serial'),
    slash: await post('/api/cli/', { commands: ['show clock'] }),
    silent: await send('username rotated password Secret-1 privilege 15'),
    typed: await get('/api/objects/localusers/rotated'),
    agent: await texts('show rest-api agent'),
    clock: await texts('show clock'),
    hostname: await texts('show hostname', 'show hostname fqdn'),
    firewall: await texts('show firewall'),
    mode: await texts('show mode'),
    asdm: await texts('show asdm image'),
    versions: await texts('show version | in Version'),
    nothing: await send('show version | include nothing-like-that'),
    wrong: await send('show frobnicate'),
    nested: await texts('object network by-cli', 'host 192.0.2.77'),
    nestedAfter: await get('/api/objects/networkobjects/by-cli'),
    users: await texts('show run user'),
    interfaceText: await texts('show interface Management0/0', 'show interface Management1/1'),
  };
}

const rule = rulesOver<typeof drive>();
const commands = about('CLI API');
const sockduct = recorded('sockduct/ASA-API', 'asacli.py');

/** Commands over REST. */
export const commandApi = topic({
  id: 'ASA-CLI-API',
  title: 'Commands are sent to /api/cli and their texts come back',
  touches: 'config',
  drive,
  rules: [
    rule(
      'ASA-CLI-0001',
      'serial',
      'A command sent to /api/cli is answered 200.',
      walkthrough('Example 2: CLI Commands'),
      ({ serial }) => equal(200, serial.status),
    ),
    rule(
      'ASA-CLI-0002',
      'one-text',
      'A command that prints has one text in response, line end included.',
      postman('Postman collection'),
      ({ serial }) =>
        matches(/^\{"response":\["Serial Number: [A-Z0-9]+\\n"\]\}$/, serial.body, 'one line with the serial number'),
    ),
    rule(
      'ASA-CLI-0003',
      'silent',
      'A command that prints nothing has no element in response.',
      postman('RotateCiscoASAPasswordsAndVault.py'),
      ({ silent }) => equal('{"response":[]}', silent.body),
    ),
    rule(
      'ASA-CLI-0004',
      'agent',
      'show rest-api agent says that the agent is currently enabled.',
      debugLog('show rest-api agent'),
      ({ agent }) => equal(['REST API agent is currently enabled.\n'], agent),
    ),
    rule('ASA-CLI-0005', 'slash', 'A slash at the end of /api/cli/ is accepted.', postman('URLs'), ({ slash }) =>
      equal(200, slash.status),
    ),
    rule(
      'ASA-CLI-0006',
      'configures',
      'A configuration command works without configure terminal before it.',
      postman('RotateCiscoASAPasswordsAndVault.py'),
      ({ typed }) => equal(200, typed.status),
    ),
    rule(
      'ASA-CLI-0007',
      'clock',
      'show clock prints time to the millisecond, zone, day, month, date and year.',
      debugLog('show clock'),
      ({ clock }) =>
        matches(/^\d\d:\d\d:\d\d\.\d{3} \S+ [A-Z][a-z]{2} [A-Z][a-z]{2} \d{1,2} \d{4}\n$/, clock.join(''), 'the clock'),
    ),
    rule(
      'ASA-CLI-0008',
      'in-order',
      'Two commands that print have two texts, in their order.',
      napalm('show hostname, show hostname fqdn'),
      ({ hostname }) => equal([2, hostname[0]], [hostname.length, hostname[1]]),
    ),
    rule('ASA-CLI-0009', 'firewall', 'show firewall tells the mode Router.', sockduct, ({ firewall }) =>
      equal(['Firewall mode: Router\n'], firewall),
    ),
    rule(
      'ASA-CLI-0010',
      'mode',
      'show mode of a box in single mode ends with a blank.',
      recorded('ytti/oxidized', 'spec/model/data/asa#5512_9.12-4-67_single-context'),
      ({ mode }) => equal(['Security context mode: single \n'], mode),
    ),
    rule('ASA-CLI-0011', 'asdm', 'show asdm image names the file of the device manager.', sockduct, ({ asdm }) =>
      matches(/^Device Manager image file, \w+:\/asdm-\w+\.bin\n$/, asdm.join(''), 'the file'),
    ),
    rule(
      'ASA-CLI-0012',
      'agent-version',
      'show version has the version of the agent on a line below that of the device manager.',
      recorded('selcukcosan/cisco-asa-run_command', 'show version of an ASAv 9.18(4)24'),
      ({ versions }) =>
        matches(/^Device Manager Version .*\nREST API Agent Version \d+(\.\d+)+\n/m, versions.join(''), 'the agent'),
    ),
    rule(
      'ASA-CLI-0013',
      'software-version',
      'The first line of show version ends with a blank.',
      debugLog('show version | in Version'),
      ({ versions }) =>
        matches(/^Cisco Adaptive Security Appliance Software Version \S+ \n/, versions.join(''), 'the software'),
    ),
    rule(
      'ASA-CLI-0014',
      'no-match',
      'A filter that matches nothing prints nothing.',
      recorded('ktbyers/netmiko', 'cisco_asa, test commands'),
      ({ nothing }) => equal('{"response":[]}', nothing.body),
    ),
    rule(
      'ASA-CLI-0015',
      'wrong',
      'A command that is not known is answered 200, its error in the text.',
      client('Keyfactor/cisco-asa-orchestrator', 'CiscoAsaOrchestrator/Client'),
      ({ wrong }) => equal([200, true], [wrong.status, wrong.body.includes('ERROR: ')]),
    ),
    rule(
      'ASA-CLI-0016',
      'invalid',
      "The error of an unknown word is % Invalid input detected at '^' marker.",
      recorded('ansible-collections/cisco.asa', 'plugins/terminal/asa.py and public transcripts'),
      ({ wrong }) =>
        holds(wrong.body.includes("ERROR: % Invalid input detected at '^' marker."), 'the error', wrong.body),
    ),
    rule(
      'ASA-CLI-0017',
      'nested',
      'A command of a mode may follow the command that enters it.',
      recorded('jastorino82/asa_restapi', 'device.json'),
      ({ nested, nestedAfter }) => equal([0, 200], [nested.length, nestedAfter.status]),
    ),
    rule(
      'ASA-CLI-0018',
      'users',
      'show run user has a line for each user, its password hashed.',
      postman('show run user'),
      ({ users }) =>
        matches(
          /^username rotated password (\S{16} encrypted|\$sha512\$5000\$\S+ pbkdf2) privilege 15$/m,
          users.join(''),
          'the user and a hash',
        ),
    ),
    rule(
      'ASA-CLI-0019',
      'interface',
      'show interface has line protocol, MAC address and MTU where clients look for them.',
      napalm('show interface'),
      ({ interfaceText }) =>
        matches(
          /^Interface \S+ "management", is (up|down), line protocol is (up|down)\n[\s\S]*\tMAC address [0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}, MTU \d+\n/m,
          interfaceText.join(''),
          'the interface',
        ),
    ),
    rule(
      'ASA-CLI-0020',
      'commands-only',
      'The answer of /api/cli has the one member response.',
      commands,
      ({ serial }) => equal(['response'], namesAt(serial)),
    ),
  ],
});
