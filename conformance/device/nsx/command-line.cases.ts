import { createHash } from 'node:crypto';
import { all, equal, holds, matches } from '../../judgement.ts';
import { listAt, parsed, textAt } from './answers.ts';
import { cased } from './draft.ts';
import { ask, fresh } from './manager.ts';

/** SHA-256 of what PEM text holds, whatever that is. */
const sha256 = (pem: string): string =>
  createHash('sha256')
    .update(Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64'))
    .digest('hex');

/** What the CLI says. */
export const commandLine = cased(
  {
    id: 'NSX-CLI-SAYS',
    title: 'The CLI shows certificates, the cluster and users',
    touches: 'config',
    needs: ['ssh'],
    timeoutMs: 120_000,
    async drive(t) {
      const device = await fresh(t);
      const cluster = parsed(await ask(device, 'GET /api/v1/cluster'));
      const shell = await device.shell(/> $/);
      const say = async (line: string) => (await shell.say(line)).text;
      const shown = await device.presents('manager-1.https');
      const password = 'Rackless1!Rackless1!';
      t.secret('password', password);
      const thumbprint = await say('get certificate api thumbprint');
      const [pem = ''] = /-----BEGIN[\s\S]+?-----END [A-Z ]+-----/.exec(await say('get certificate api')) ?? [];
      const unknown = await say('get api');
      const config = await say('get cluster config');
      const found = await say('get cluster config | find Id:');
      const status = await say('get cluster status');
      const verbose = await say('get cluster status verbose');
      const vip = await say('get cluster vip');
      const period = await say('get auth-policy api lockout-period');
      const before = await device.login({ username: 'audit', password });
      const set = await shell.say('set user audit password', [
        { when: /^New password: $/, say: password },
        { when: /^Confirm new password: $/, say: password },
      ]);
      return {
        greeting: shell.greeting,
        prompt: shell.prompt,
        sha256: shown.shown ? shown.certificate.sha256 : '',
        cluster,
        thumbprint,
        pem: sha256(pem),
        unknown,
        config,
        found,
        status,
        verbose,
        vip,
        period,
        audit: { before, asked: set.asked.length, after: await device.login({ username: 'audit', password }) },
      };
    },
  },
  (check) => [
    check('prompt', 'NSX-CLI-0001', ['nsx.cli-other-prompt'], (o) =>
      equal(`${textAt(o.cluster, 'nodes', 0, 'display_name')}> `, o.prompt),
    ),
    check('banner', 'NSX-CLI-0002', ['nsx.cli-other-prompt'], (o) =>
      matches(
        /NSX CLI \(Manager[^)]* \d[\d.]+\)\. Press \? for command list or enter: help/,
        o.greeting,
        'NSX CLI (Manager … release). Press ? …',
      ),
    ),
    check('thumbprint', 'NSX-CLI-0003', ['nsx.thumbprint-with-colons', 'nsx.cli-in-capitals'], (o) =>
      equal(o.sha256, o.thumbprint.trim().split('\n').at(-1) ?? ''),
    ),
    check('pem', 'NSX-CLI-0004', ['nsx.cli-in-capitals'], (o) => equal(o.sha256, o.pem)),
    check('unknown', 'NSX-CLI-0005', ['nsx.cli-finds-no-mistake'], (o) =>
      matches(/^% Command not found: get api$/m, o.unknown, '% Command not found: get api'),
    ),
    check('time', 'NSX-CLI-0006', ['nsx.cli-without-time'], (o) =>
      matches(
        /^\w{3} \w{3} \d\d \d{4} UTC \d\d:\d\d:\d\d\.\d{3}\n/,
        o.thumbprint,
        'a line like Tue Jun 07 2022 UTC 06:33:29.963',
      ),
    ),
    check('config', 'NSX-CLI-0007', ['nsx.cluster-of-nobody', 'nsx.cli-in-capitals', 'nsx.cli-in-one-line'], (o) =>
      all(
        holds(o.config.includes(`Cluster Id: ${textAt(o.cluster, 'cluster_id')}`), 'the cluster id', o.config),
        holds(o.config.includes('Number of nodes in the cluster: 3'), 'three nodes', o.config),
        matches(/^ {4}HTTPS {32}/m, o.config, 'the entity HTTPS'),
      ),
    ),
    check('status', 'NSX-CLI-0008', ['nsx.cli-in-capitals', 'nsx.cli-in-one-line'], (o) =>
      all(
        equal(
          ['DATASTORE', 'CLUSTER_BOOT_MANAGER', 'CONTROLLER', 'MANAGER', 'POLICY', 'HTTPS'],
          [...o.status.matchAll(/^Group Type: (\S+)$/gm)].map(([, type = '']) => type),
        ),
        equal(
          true,
          listAt(o.cluster, 'nodes').every((one) => o.status.includes(textAt(one, 'node_uuid'))),
        ),
      ),
    ),
    check('vip', 'NSX-CLI-0009', ['nsx.cli-in-capitals', 'nsx.cli-in-one-line'], (o) =>
      matches(
        /^Virtual IPv4 address: {3}\d+\.\d+\.\d+\.\d+$[\s\S]*^Assigned to: {12}\['[\d.]+'\]$/m,
        o.vip,
        'address and node',
      ),
    ),
    check('find', 'NSX-CLI-0010', ['nsx.cluster-of-nobody', 'nsx.cli-in-capitals', 'nsx.cli-in-one-line'], (o) =>
      holds(
        o.found.includes(`Cluster Id: ${textAt(o.cluster, 'cluster_id')}`) && !o.found.includes('UUID'),
        'the line with the id alone',
        o.found,
      ),
    ),
    check('period', 'NSX-CLI-0011', ['nsx.lock-for-ever', 'nsx.cli-in-capitals', 'nsx.cli-in-one-line'], (o) =>
      matches(/^900 seconds$/m, o.period, '900 seconds'),
    ),
    check('audit', 'NSX-CLI-0012', ['nsx.any-password'], (o) =>
      equal({ before: 'refused', asked: 2, after: 'accepted' }, o.audit),
    ),
    check('leader', 'NSX-CLI-0013', ['nsx.cli-in-capitals', 'nsx.cli-in-one-line'], (o) =>
      matches(/^ {4}api +[0-9a-f-]{36} +\d+$/m, o.verbose, 'api, a UUID, a lease version'),
    ),
  ],
);
