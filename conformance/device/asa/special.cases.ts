import { defineCase } from '../../case.ts';
import { equal, holds, matches } from '../../judgement.ts';
import { eventually } from '../../wait.ts';
import { ask, cli, host, objects, parsed, type Seen } from './agent.ts';
import { type Rule, ruled } from './rule.ts';
import { about, repository, walkthrough } from './sources.ts';

interface Special {
  readonly serial: Seen;
  readonly silent: Seen;
  readonly saved: Seen;
  readonly clock: Seen;
  readonly interfaces: Seen;
  readonly version: Seen;
  readonly agent: readonly string[];
  readonly backup: Seen;
  readonly files: readonly string[];
  readonly bulk: Seen;
  readonly halfBulk: Seen;
  readonly afterHalf: Seen;
  readonly rule: Seen;
  readonly ruleItem: Seen;
  readonly ruleLines: readonly string[];
}

const r2 = repository('napalm-automation-community/napalm-asa', 'mock_data');
const bulkApi = about('Bulk API');
const specialRules: readonly Rule<Special>[] = [
  {
    id: 'ASA-CLI-0001',
    check: 'serial',
    statement: 'A command sent to /api/cli is answered 200.',
    evidence: 'documented',
    source: walkthrough('Example 2: CLI Commands'),
    judge: ({ serial }) => equal(200, serial.status),
  },
  {
    id: 'ASA-CLI-0002',
    check: 'one-text',
    statement: 'A command that prints has one text in response, line end included.',
    evidence: 'recorded',
    source: repository('adidonatocda/ciscoasarestapi', 'Postman collection'),
    judge: ({ serial }) =>
      matches(/^\{"response":\["Serial Number: [A-Z0-9]+\\n"\]\}$/, serial.body, 'one line with the serial number'),
    killedBy: ['asa.pretty-json'],
  },
  {
    id: 'ASA-CLI-0003',
    check: 'silent',
    statement: 'A command that prints nothing has no element in response.',
    evidence: 'recorded',
    source: repository('adidonatocda/ciscoasarestapi', 'RotateCiscoASAPasswordsAndVault.py'),
    judge: ({ silent }) => equal('{"response":[]}', silent.body),
    killedBy: ['asa.silent-commands-counted', 'asa.pretty-json'],
  },
  {
    id: 'ASA-CLI-0004',
    check: 'agent',
    statement: 'show rest-api agent says that the agent is currently enabled.',
    evidence: 'recorded',
    source: repository('Public Python client of the ASA REST API', 'debug log of 2018-04-11'),
    judge: ({ agent }) => equal(['REST API agent is currently enabled.\n'], agent),
  },
  {
    id: 'ASA-SAVE-0001',
    check: 'saved',
    statement: 'A POST to /api/commands/writemem with an empty body is answered 200.',
    evidence: 'documented',
    source: walkthrough('Example 1 – Write Config'),
    judge: ({ saved }) => equal(200, saved.status),
  },
  {
    id: 'ASA-SAVE-0002',
    check: 'saved-text',
    statement: 'The answer to writemem begins with Building configuration... and the checksum in four groups.',
    evidence: 'recorded',
    source: repository('demisto/content', 'Packs/CiscoASA, test data'),
    judge: ({ saved }) =>
      matches(
        /^Building configuration\.\.\.\nCryptochecksum: ([0-9a-f]{8} ){4}\n\n/,
        firstText(saved.body),
        'the checksum',
      ),
  },
  {
    id: 'ASA-SAVE-0003',
    check: 'saved-ok',
    statement: 'The answer to writemem ends with [OK] on a line of its own.',
    evidence: 'recorded',
    source: repository('demisto/content', 'Packs/CiscoASA, test data'),
    judge: ({ saved }) => matches(/ bytes copied in \d+\.\d+ secs\n\[OK\]\n$/, firstText(saved.body), '[OK]'),
  },
  {
    id: 'ASA-MON-0001',
    check: 'serial-kind',
    statement: 'The serial number is an object#QuerySerialNumber without a selfLink.',
    evidence: 'recorded',
    source: r2,
    judge: ({ clock }) => equal(['kind', 'serialNumber'], Object.keys(parsed(clock.body))),
  },
  {
    id: 'ASA-MON-0002',
    check: 'version-link',
    statement: 'The selfLink of the version is the relative /api/monitoring/device/version.',
    evidence: 'recorded',
    source: r2,
    judge: ({ version }) => equal('/api/monitoring/device/version', parsed(version.body).selfLink),
  },
  {
    id: 'ASA-MON-0003',
    check: 'version-members',
    statement:
      'The version tells firewallMode, totalFlashinMB, deviceType, upTimeinSeconds, asaVersion and currentTimeinSeconds.',
    evidence: 'recorded',
    source: r2,
    judge: ({ version }) =>
      equal(
        [
          'kind',
          'selfLink',
          'firewallMode',
          'totalFlashinMB',
          'deviceType',
          'upTimeinSeconds',
          'asaVersion',
          'currentTimeinSeconds',
        ],
        Object.keys(parsed(version.body)),
      ),
  },
  {
    id: 'ASA-IF-0001',
    check: 'none-selected',
    statement: 'An interface without an address has the text NoneSelected for ipAddress.',
    evidence: 'recorded',
    source: r2,
    judge: ({ interfaces }) =>
      holds(interfaces.body.includes('"ipAddress":"NoneSelected"'), 'NoneSelected', interfaces.body.slice(0, 200)),
    killedBy: ['asa.pretty-json'],
  },
  {
    id: 'ASA-IF-0002',
    check: 'slash',
    statement: 'The id of an interface has _API_SLASH_ for each slash of its name.',
    evidence: 'recorded',
    source: r2,
    judge: ({ interfaces }) =>
      holds(
        /"objectId": ?"GigabitEthernet\d_API_SLASH_\d"/.test(interfaces.body),
        '_API_SLASH_',
        interfaces.body.slice(0, 200),
      ),
  },
  {
    id: 'ASA-IF-0003',
    check: 'no-level',
    statement: 'An interface without a security level has -1.',
    evidence: 'recorded',
    source: r2,
    judge: ({ interfaces }) => holds(/"securityLevel": ?-1/.test(interfaces.body), '-1', interfaces.body.slice(0, 200)),
  },
  {
    id: 'ASA-BAK-0001',
    check: 'backup',
    statement: 'A POST to /api/backup is answered 201.',
    evidence: 'documented',
    source: walkthrough('Example 3: Backup config'),
    judge: ({ backup }) => equal(201, backup.status),
  },
  {
    id: 'ASA-BAK-0002',
    check: 'file',
    statement: 'A backup lies where it was asked for when the answer comes.',
    evidence: 'recorded',
    source: repository('adidonatocda/ciscoasarestapi', 'BackupASAConfigAndVerify.py'),
    judge: ({ files }) => matches(/ conf\.tar\.gz\n/, files.join(''), 'conf.tar.gz'),
  },
  {
    id: 'ASA-BULK-0001',
    check: 'bulk',
    statement: 'The answer to a bulk request has entryMessages with an object for each entry, and commonMessages.',
    evidence: 'documented',
    source: bulkApi,
    judge: ({ bulk }) =>
      equal([2, true], [lengthOf(parsed(bulk.body).entryMessages), Array.isArray(parsed(bulk.body).commonMessages)]),
  },
  {
    id: 'ASA-BULK-0002',
    check: 'all-or-none',
    statement: 'A bulk request of which one entry is refused does nothing.',
    evidence: 'documented',
    source: bulkApi,
    judge: ({ afterHalf }) => equal(404, afterHalf.status),
    killedBy: ['asa.put-creates'],
  },
  {
    id: 'ASA-RULE-0001',
    check: 'rule',
    statement: 'A POST that makes an access rule is answered 201, with the rule in Location.',
    evidence: 'client',
    source: repository('CiscoDevNet/go-ciscoasa', 'access rules'),
    judge: ({ rule }) => equal([201, true], [rule.status, /\/api\/access\/in\/[^/]+\/rules\/\d+$/.test(rule.location)]),
  },
  {
    id: 'ASA-RULE-0002',
    check: 'is-access-rule',
    statement: 'A rule of an interface has isAccessRule true.',
    evidence: 'recorded',
    source: repository('Cisco-Kosha/cisco-asa-virtual', 'openapi.json'),
    judge: ({ ruleItem }) => equal(true, parsed(ruleItem.body).isAccessRule),
  },
  {
    id: 'ASA-RULE-0003',
    check: 'logging',
    statement: 'A rule without a word on logging has logInterval 300 and logStatus Default.',
    evidence: 'recorded',
    source: repository('Cisco-Kosha/cisco-asa-virtual', 'openapi.json'),
    judge: ({ ruleItem }) => equal({ logInterval: 300, logStatus: 'Default' }, parsed(ruleItem.body).ruleLogging),
  },
  {
    id: 'ASA-RULE-0004',
    check: 'service-name',
    statement: 'The port of a rule comes back by name.',
    evidence: 'client',
    source: repository('CiscoDevNet/terraform-provider-ciscoasa', 'acceptance tests'),
    judge: ({ ruleItem }) =>
      equal({ kind: 'TcpUdpService', value: 'tcp/https' }, parsed(ruleItem.body).destinationService),
    killedBy: ['asa.numbers-for-names'],
  },
  {
    id: 'ASA-RULE-0005',
    check: 'line',
    statement: 'A rule that REST makes is an extended access list entry of the running configuration.',
    evidence: 'documented',
    source: about('Access rules'),
    judge: ({ ruleLines }) =>
      matches(/access-list \S+ extended permit tcp any4 host 192\.0\.2\.8 eq https/, ruleLines.join(''), 'the entry'),
  },
  {
    id: 'ASA-RULE-0006',
    check: 'bound',
    statement: 'The first rule of an interface binds its list to the interface.',
    evidence: 'documented',
    source: about('Access rules'),
    judge: ({ ruleLines }) =>
      matches(/access-group \S+ in interface management/, ruleLines.join(''), 'the access-group'),
  },
];

function firstText(body: string): string {
  const { response } = parsed(body);
  return Array.isArray(response) ? String(response[0]) : '';
}

function lengthOf(list: unknown): number {
  return Array.isArray(list) ? list.length : -1;
}

const specialRegister = ruled(specialRules);

/** Commands, saving, backup, bulk, monitoring and access rules. */
export const special = defineCase<Special>({
  id: 'ASA-API-SPECIAL',
  title: 'Commands, saving, backup, bulk requests, monitoring and access rules',
  touches: 'config',
  async drive(t) {
    const device = await t.fresh({ configured: 'rest' });
    const post = (path: string, body?: unknown) => ask(device, 'POST', path, body);
    const entry = (name: string, value?: string) => ({ method: 'POST', resourceUri: objects, data: host(name, value) });
    const rule = await post('/api/access/in/management/rules', {
      permit: true,
      active: true,
      sourceAddress: { kind: 'AnyIPAddress', value: 'any4' },
      destinationAddress: { kind: 'IPv4Address', value: '192.0.2.8' },
      destinationService: { kind: 'TcpUdpService', value: 'tcp/443' },
    });
    const path = rule.location.replace(/^https:\/\/[^/]+/, '') || '/api/access/in/management/rules/0';
    return {
      serial: await post('/api/cli', { commands: ['show version | include Serial'] }),
      silent: await post('/api/cli', { commands: ['username rotated password Secret-1 privilege 15'] }),
      saved: await post('/api/commands/writemem'),
      clock: await ask(device, 'GET', '/api/monitoring/serialnumber'),
      interfaces: await ask(device, 'GET', '/api/interfaces/physical'),
      version: await ask(device, 'GET', '/api/monitoring/device/components/version'),
      agent: await cli(device, 'show rest-api agent'),
      backup: await post('/api/backup', { location: 'disk0:/conf.tar.gz', passphrase: '123456' }),
      files: await cli(device, 'dir disk0:'),
      bulk: await post('/api', [entry('b1'), entry('b2')]),
      halfBulk: await post('/api', [entry('h1'), entry('h2', 'nonsense')]),
      afterHalf: await ask(device, 'GET', `${objects}/h1`),
      rule,
      ruleItem: await ask(device, 'GET', path),
      ruleLines: await cli(device, 'show running-config access-list', 'show running-config access-group'),
    };
  },
  checks: specialRegister.checks,
});

interface Restarted {
  readonly saved: number;
  readonly unsaved: number;
}

const restartRules: readonly Rule<Restarted>[] = [
  {
    id: 'ASA-SAVE-0004',
    check: 'kept',
    statement: 'What was saved by writemem is there after a restart.',
    evidence: 'documented',
    source: walkthrough('A few final things'),
    judge: ({ saved }) => equal(200, saved),
  },
  {
    id: 'ASA-SAVE-0005',
    check: 'lost',
    statement: 'What was not saved is gone after a restart.',
    evidence: 'documented',
    source: walkthrough('A few final things'),
    judge: ({ unsaved }) => equal(404, unsaved),
    killedBy: ['asa.save-unasked', 'asa.put-creates'],
  },
];
const restartRegister = ruled(restartRules);

/** What a restart keeps. */
export const restart = defineCase<Restarted>({
  id: 'ASA-SAVE-RESTART',
  title: 'Saved changes outlive a restart, others do not',
  touches: 'disruptive',
  needs: ['clock'],
  async drive(t) {
    const device = await t.fresh({ configured: 'rest' });
    await ask(device, 'POST', objects, host('saved'));
    await ask(device, 'POST', '/api/commands/writemem');
    await ask(device, 'POST', objects, host('unsaved'));
    await cli(device, 'reload in 1');
    await device.clock.advance(60_000);
    // The agent takes its time to come up with the box.
    const back = async () => {
      await device.clock.advance(30_000);
      const [saved, unsaved] = [
        await ask(device, 'GET', `${objects}/saved`),
        await ask(device, 'GET', `${objects}/unsaved`),
      ];
      return { saved: saved.status, unsaved: unsaved.status };
    };
    return eventually(
      () => back().catch(() => ({ saved: 0, unsaved: 0 })),
      ({ saved, unsaved }) => saved === 200 && unsaved !== 0,
      { withinMs: 20_000, signal: t.signal },
    );
  },
  checks: restartRegister.checks,
});

export const specialRequirements = [...specialRegister.requirements, ...restartRegister.requirements];
