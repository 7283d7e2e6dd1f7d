import { defineCase } from '../../case.ts';
import { all, equal, holds, type Judgement, matches, unseen } from '../../judgement.ts';
import { header } from '../../oracle/http.ts';
import { only, put, reply } from './ins.ts';
import { body, type Managed, type RestReply, restLogin, restReply, restWith, tokenCookie } from './rest.ts';
import { standingDoor, standingOptions } from './standing.ts';

const first = ({ objects }: RestReply): Managed => objects[0] ?? { cls: '', attributes: {}, children: [] };

/** A login without its secrets. */
interface Entered {
  readonly status: number;
  readonly contentType: string;
  readonly hasToken: boolean;
  readonly cookieIsToken: boolean;
  readonly life: unknown;
}

function entered(exchange: Parameters<typeof restReply>[0], cls: string): Entered {
  const { attributes } = first(restReply(exchange));
  const { token, refreshTimeoutSeconds } = attributes;
  return {
    status: exchange.status,
    contentType: header(exchange, 'content-type') ?? '',
    hasToken: restReply(exchange).objects[0]?.cls === cls && typeof token === 'string' && token.length > 20,
    cookieIsToken: typeof token === 'string' && tokenCookie(exchange) === `APIC-cookie=${token}`,
    life: refreshTimeoutSeconds,
  };
}

/** How a session of NX-API REST begins and ends, and who has none. */
export const restSession = defineCase({
  id: 'NX-REST-SESSION',
  title: 'Login, refresh and logout of NX-API REST, and requests without a token',
  touches: 'session',
  async drive(t) {
    const device = await t.device();
    const wrong = { username: device.username, password: 'rackless-wrong-password' };
    t.secret('password', wrong.password);
    const login = await restLogin(device, standingDoor);
    const rest = restWith(device, standingDoor, tokenCookie(login));
    const refreshed = await device.request(standingDoor, {
      method: 'GET',
      path: '/api/aaaRefresh.json',
      headers: [['Cookie', tokenCookie(login) ?? '']],
    });
    return {
      login: entered(login, 'aaaLogin'),
      alias: entered(await restLogin(device, standingDoor, device, '/api/mo/aaaLogin.json'), 'aaaLogin'),
      wrong: restReply(await restLogin(device, standingDoor, wrong)),
      nobody: await restWith(device, standingDoor, undefined)('GET', 'mo/sys.json'),
      refreshed: entered(refreshed, 'aaaRefresh'),
      logout: await rest('POST', 'aaaLogout.json', body('aaaUser', { name: device.username })),
    };
  },
  checks: [
    {
      id: 'login',
      requirement: 'NX-REST-0001',
      killedBy: ['nxos.rest-login-is-201'],
      judge: ({ login }) => equal([200, true], [login.status, login.hasToken]),
    },
    {
      id: 'alias',
      requirement: 'NX-REST-0002',
      killedBy: ['nxos.rest-login-is-201'],
      judge: ({ alias }) => equal([200, true], [alias.status, alias.hasToken]),
    },
    {
      id: 'cookie',
      requirement: 'NX-REST-0003',
      killedBy: ['nxos.rest-token-is-not-the-cookie'],
      judge: ({ login }) => (login.hasToken ? equal(true, login.cookieIsToken) : unseen('there was no token')),
    },
    {
      id: 'life',
      requirement: 'NX-REST-0004',
      killedBy: ['nxos.rest-shorter-life'],
      judge: ({ login }) => equal('600', login.life),
    },
    {
      id: 'content-type',
      requirement: 'NX-REST-0005',
      killedBy: ['nxos.rest-as-text'],
      judge: ({ login }) => matches(/^application\/json\b/, login.contentType, 'Content-Type: application/json'),
    },
    {
      id: 'wrong-password',
      requirement: 'NX-REST-0006',
      judge: ({ wrong }) =>
        all(
          holds([401, 403].includes(wrong.status), 'status 401 or 403', wrong.status),
          equal('string', typeof wrong.error?.text),
        ),
      killedBy: ['nxos.any-password'],
    },
    {
      id: 'nobody',
      requirement: 'NX-REST-0007',
      killedBy: ['nxos.rest-nobody-is-401'],
      judge: ({ nobody }) => equal(403, nobody.status),
    },
    {
      id: 'nobody-text',
      requirement: 'NX-REST-0008',
      killedBy: ['nxos.rest-nobody-is-401'],
      judge: ({ nobody }) =>
        equal(
          'Need a valid webtoken cookie (named APIC-Cookie) or a signed request with signature in the cookie APIC-Request-Signature for all REST API requests',
          nobody.error?.text,
        ),
    },
    {
      id: 'refresh',
      requirement: 'NX-REST-0010',
      killedBy: ['nxos.rest-session-without-end'],
      judge: ({ refreshed }) => equal(true, refreshed.hasToken),
    },
    {
      id: 'logout',
      requirement: 'NX-REST-0011',
      killedBy: ['nxos.rest-session-without-end'],
      judge: ({ logout }) => equal(200, logout.status),
    },
  ],
});

/** How long a token lives, on the lab's clock. */
export const restExpiry = defineCase({
  id: 'NX-REST-EXPIRY',
  title: 'A token of NX-API REST that was not refreshed dies',
  touches: 'simulator-only',
  needs: ['clock'],
  async drive(t) {
    const device = await t.fresh(standingOptions);
    const rest = restWith(device, standingDoor, tokenCookie(await restLogin(device, standingDoor)));
    const early = await rest('GET', 'mo/sys.json');
    await device.clock.advance(601_000);
    return { early: early.status, late: await rest('GET', 'mo/sys.json') };
  },
  checks: [
    {
      id: 'late',
      requirement: 'NX-REST-0009',
      judge: ({ early, late }) =>
        early === 200
          ? equal([403, 'Token was invalid (Error: Token timeout)'], [late.status, late.error?.text])
          : unseen('the token never was good'),
      killedBy: ['nxos.rest-token-never-expires'],
    },
  ],
});

/** Reading the tree. */
export const restReading = defineCase({
  id: 'NX-REST-READ',
  title: 'Objects, classes and queries of NX-API REST',
  touches: 'read',
  async drive(t) {
    const device = await t.device();
    const rest = restWith(device, standingDoor, tokenCookie(await restLogin(device, standingDoor)));
    return {
      system: await rest('GET', 'mo/sys.json'),
      port: await rest('GET', 'mo/sys/intf/phys-[eth1/1].json'),
      missing: await rest('GET', 'mo/sys/bd/bd-[vlan-3999].json'),
      ports: await rest('GET', 'class/l1PhysIf.json'),
      tree: await rest('GET', 'mo/sys/fm.json?rsp-subtree=full'),
      configurable: await rest('GET', 'mo/sys.json?rsp-prop-include=config-only'),
      filtered: await rest('GET', 'class/l1PhysIf.json?query-target-filter=eq(l1PhysIf.id,"eth1/2")'),
      listeners: await rest('GET', 'mo/sys/nxapi.json'),
      unknown: await rest('GET', 'class/racklessBogus.json'),
    };
  },
  checks: [
    {
      id: 'strings',
      requirement: 'NX-REST-0012',
      judge: ({ port }) => {
        const values = Object.entries(first(port).attributes);
        const others = values.filter(([, value]) => typeof value !== 'string');
        return values.length === 0 ? unseen('there is no eth1/1') : equal([], others);
      },
      killedBy: ['nxos.rest-numbers'],
    },
    {
      id: 'hit',
      requirement: 'NX-REST-0013',
      killedBy: ['nxos.rest-without-total'],
      judge: ({ system }) => equal([200, '1', 'topSystem'], [system.status, system.totalCount, first(system).cls]),
    },
    {
      id: 'system',
      requirement: 'NX-REST-0014',
      killedBy: ['nxos.rest-without-serial'],
      judge: ({ system }) => {
        const wanted = ['childAction', 'currentTime', 'dn', 'modTs', 'name', 'serial', 'status', 'systemUpTime'];
        return equal(
          [],
          wanted.filter((name) => typeof first(system).attributes[name] !== 'string'),
        );
      },
    },
    {
      id: 'miss',
      requirement: 'NX-REST-0015',
      killedBy: ['nxos.rest-miss-is-404', 'nxos.rest-without-total'],
      judge: ({ missing }) =>
        equal([200, '0', true, 0], [missing.status, missing.totalCount, missing.wrapped, missing.objects.length]),
    },
    {
      id: 'class',
      requirement: 'NX-REST-0016',
      killedBy: ['nxos.rest-without-total'],
      judge: ({ ports }) =>
        all(
          equal(String(ports.objects.length), ports.totalCount),
          holds(
            ports.objects.length > 0 && ports.objects.every(({ cls }) => cls === 'l1PhysIf'),
            'l1PhysIf',
            ports.text,
          ),
        ),
    },
    {
      id: 'subtree',
      requirement: 'NX-REST-0022',
      killedBy: ['nxos.rest-query-ignored'],
      judge: ({ tree }) =>
        holds(
          first(tree).children.some(({ cls }) => cls === 'fmNxapi'),
          'fmNxapi among the children',
          tree.text,
        ),
    },
    {
      id: 'config-only',
      requirement: 'NX-REST-0023',
      killedBy: ['nxos.rest-query-ignored'],
      judge: ({ configurable }) => {
        const names = Object.keys(first(configurable).attributes);
        return holds(names.includes('name') && !names.includes('systemUpTime'), 'name, and no systemUpTime', names);
      },
    },
    {
      id: 'filter',
      requirement: 'NX-REST-0024',
      killedBy: ['nxos.rest-query-ignored'],
      judge: ({ filtered }) =>
        equal(
          ['eth1/2'],
          filtered.objects.map(({ attributes }) => attributes.id),
        ),
    },
    {
      id: 'closed',
      requirement: 'NX-REST-0026',
      killedBy: ['nxos.rest-closed-is-zero'],
      judge: ({ listeners }) => equal('-1', first(listeners).attributes.httpPort),
    },
    {
      id: 'unknown-class',
      requirement: 'NX-REST-0027',
      killedBy: ['nxos.rest-unknown-class-is-1'],
      judge: ({ unknown }) => equal(['17', 'Unknown class racklessBogus'], [unknown.error?.code, unknown.error?.text]),
    },
  ],
});

/** Writing the tree, seen from the command line, and the other way about. */
export const restWriting = defineCase({
  id: 'NX-REST-WRITE',
  title: 'What NX-API REST writes the command line shows, and back; refusals name the object',
  touches: 'simulator-only',
  async drive(t) {
    const device = await t.fresh(standingOptions);
    const rest = restWith(device, standingDoor, tokenCookie(await restLogin(device, standingDoor)));
    const text = async (line: string) =>
      String(only(reply(await put(device, standingDoor, 'cli_show_ascii', line))).body);
    const bridge = (more: Record<string, string>) =>
      body('bdEntity', {}, [body('l2BD', { fabEncap: 'vlan-3901', ...more })]);
    const made = await rest('POST', 'mo/sys/bd.json', bridge({ name: 'by-rest' }));
    const madeText = await text('show running-config vlan');
    await put(device, standingDoor, 'cli_conf', 'vlan 3902 ;name by-cli');
    const byCli = await rest('GET', 'mo/sys/bd/bd-[vlan-3902].json');
    await rest('DELETE', 'mo/sys/bd/bd-[vlan-3902].json');
    const gone = await rest('GET', 'mo/sys/bd/bd-[vlan-3902].json');
    await rest('POST', 'mo/sys/bd.json', bridge({ status: 'deleted' }));
    const deleted = await rest('GET', 'mo/sys/bd/bd-[vlan-3901].json');
    await rest('POST', 'mo/sys/fm.json', body('fmEntity', {}, [body('fmUdld', { adminSt: 'enabled' })]));
    const task = body('topSystemCreateCheckpointLTask', { adminSt: 'start', name: 'rackless-rest', freq: 'one-shot' });
    await rest('POST', 'mo/sys/action.json', body('actionLSubj', { dn: 'sys/action/lsubj-[sys]' }, [task]));
    return {
      made,
      madeText,
      byCli,
      gone: gone.totalCount,
      deleted: deleted.totalCount,
      features: await text('show running-config'),
      checkpoints: await text('show checkpoint summary'),
      bogus: await rest('POST', 'mo/sys/bd/bd-[vlan-1].json', body('l2BD', { racklessBogus: '1' })),
      refused: await rest('POST', 'mo/sys/bd.json', body('l2BD', { fabEncap: 'vlan-1', status: 'deleted' })),
    };
  },
  checks: [
    {
      id: 'done',
      requirement: 'NX-REST-0017',
      killedBy: ['nxos.rest-write-counts'],
      judge: ({ made }) => equal([200, '{"imdata":[]}'], [made.status, made.text.replace(/\s/g, '')]),
    },
    {
      id: 'shown',
      requirement: 'NX-REST-0018',
      killedBy: ['nxos.rest-names-lost'],
      judge: ({ madeText }) => matches(/^vlan 3901\n {2}name by-rest$/m, madeText, 'vlan 3901 with its name'),
    },
    {
      id: 'read-back',
      requirement: 'NX-REST-0019',
      killedBy: ['nxos.rest-names-untold'],
      judge: ({ byCli }) => equal(['l2BD', 'by-cli'], [first(byCli).cls, first(byCli).attributes.name]),
    },
    {
      id: 'delete',
      requirement: 'NX-REST-0020',
      killedBy: ['nxos.rest-delete-keeps', 'nxos.rest-without-total'],
      judge: ({ gone }) => equal('0', gone),
    },
    {
      id: 'status-deleted',
      requirement: 'NX-REST-0021',
      killedBy: ['nxos.rest-status-ignored', 'nxos.rest-without-total'],
      judge: ({ deleted }) => equal('0', deleted),
    },
    {
      id: 'feature',
      requirement: 'NX-REST-0025',
      killedBy: ['nxos.features-unshown', 'nxos.rest-does-nothing', 'nxos.talkative'],
      judge: ({ features }) => matches(/^feature udld$/m, features, 'feature udld'),
    },
    {
      id: 'checkpoint',
      requirement: 'NX-REST-0030',
      killedBy: ['nxos.rest-does-nothing'],
      judge: ({ checkpoints }) => matches(/\brackless-rest\b/, checkpoints, 'the checkpoint rackless-rest'),
    },
    {
      id: 'unknown-attribute',
      requirement: 'NX-REST-0028',
      killedBy: ['nxos.rest-terse-errors'],
      judge: ({ bogus }) => equal("unknown attribute 'racklessBogus' in element 'l2BD'", bogus.error?.text),
    },
    {
      id: 'faulty',
      requirement: 'NX-REST-0029',
      killedBy: ['nxos.rest-terse-errors'],
      judge: ({ refused }) => faulty(refused, 'sys/bd/bd-[vlan-1]'),
    },
  ],
});

function faulty({ status, error }: RestReply, dn: string): Judgement {
  if (status === 200) return unseen('the switch took it');
  const text = String(error?.text);
  return holds(text.endsWith(`\nfaulty_dn=${dn}`), `a last line faulty_dn=${dn}`, text);
}
