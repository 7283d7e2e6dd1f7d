import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { has } from '../../.ci/tools.ts';
import { administrator } from './factory.ts';
import { cluster, run, type TestCluster } from './testing/cluster.ts';

const vip = '192.168.110.30';
const { username, password } = administrator;

/** The PKS guide for NSX-T 2.4: one certificate for the VIP, so that a strict client trusts it. */
describe.skipIf(!has('openssl') || !has('curl') || !has('ssh'))(
  'registering a cluster certificate as the PKS guide says',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'rackless-pks-'));
    const at = (name: string): string => join(folder, name);
    let lab: TestCluster;
    let id = '';

    beforeAll(async () => {
      lab = await cluster('2.4', { vip: false });
      writeFileSync(at('ask'), `#!/bin/sh\ncat <<'PASSWORD'\n${password}\nPASSWORD\n`);
      chmodSync(at('ask'), 0o700);
    });
    afterAll(async () => {
      await lab.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    /** curl at an address of the cluster, which this machine has somewhere else. */
    function curl(endpoint: string, host: string, path: string, ...args: string[]): Promise<string> {
      const to = `${host}:443:127.0.0.1:${lab.port(endpoint)}`;
      return run('curl', [
        '-sS',
        '--connect-to',
        to,
        '-u',
        `${username}:${password}`,
        ...args,
        `https://${host}${path}`,
      ]);
    }

    async function ssh(node: string, command: string): Promise<string> {
      const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR'];
      const args = [...options.flatMap((one) => ['-o', one]), '-F', '/dev/null', '-p', String(lab.port(`${node}.ssh`))];
      const asking = { SSH_ASKPASS: at('ask'), SSH_ASKPASS_REQUIRE: 'force', DISPLAY: ':0' };
      return run('ssh', [...args, `${username}@127.0.0.1`, command], asking);
    }

    const trusting = (): Promise<string> => curl('vip.https', vip, '/api/v1/node/version', '--cacert', at('nsx.crt'));

    it('sets the VIP, which did not listen before', async () => {
      expect(() => lab.port('vip.https')).toThrow();
      const url = `/api/v1/cluster/api-virtual-ip?action=set_virtual_ip&ip_address=${vip}`;
      expect(await curl('manager-1.https', '192.168.110.31', url, '-k', '-X', 'POST')).toBe(
        `{\n  "ip_address": "${vip}"\n}`,
      );
      expect(await ssh('manager-1', 'get cluster vip')).toContain(vip);
    });

    it("makes a certificate by the guide's own line, which a client cannot use yet", async () => {
      const config =
        '[ req ]\ndefault_bits = 2048\ndistinguished_name = req_distinguished_name\nreq_extensions = req_ext\nprompt = no\n[ req_distinguished_name ]\ncountryName = US\nstateOrProvinceName = California\nlocalityName = CA\norganizationName = NSX\ncommonName = 192.168.110.30\n[ req_ext ]\nsubjectAltName = @alt_names\nDNS.1 = 192.168.110.30\n';
      writeFileSync(at('nsx-cert.cnf'), config);
      const line =
        'openssl req -newkey rsa:2048 -x509 -nodes -keyout nsx.key -new -out nsx.crt -subj /CN=$NSX_MANAGER_COMMONNAME -reqexts SAN -extensions SAN -config <(cat ./nsx-cert.cnf <(printf "[SAN]\\nsubjectAltName=DNS:$NSX_MANAGER_COMMONNAME,IP:$NSX_MANAGER_IP_ADDRESS")) -sha256 -days 365';
      await run('bash', ['-c', `cd ${folder} && ${line}`], {
        NSX_MANAGER_COMMONNAME: vip,
        NSX_MANAGER_IP_ADDRESS: vip,
      });
      await expect(trusting()).rejects.toThrow(/certificate/);
    });

    it('imports it, and registers it by the older cluster API', async () => {
      const body = {
        display_name: 'NSX-API-CERT-NEW',
        pem_encoded: readFileSync(at('nsx.crt'), 'utf8'),
        private_key: readFileSync(at('nsx.key'), 'utf8'),
      };
      writeFileSync(at('body.json'), JSON.stringify(body));
      const json = ['-H', 'Content-Type: application/json', '--data-binary', `@${at('body.json')}`];
      const imported = JSON.parse(
        await curl('vip.https', vip, '/api/v1/trust-management/certificates?action=import', '--insecure', ...json),
      );
      expect(imported.results[0].pem_encoded).toBe(body.pem_encoded);
      id = imported.results[0].id;
      const before = await lab.allShown();
      const url = `/api/v1/cluster/api-certificate?action=set_cluster_certificate&certificate_id=${id}`;
      expect(await curl('vip.https', vip, url, '--insecure', '-X', 'POST')).toBe(`{\n  "certificate_id": "${id}"\n}`);
      const after = await lab.allShown();
      expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual(['vip.https']);
    });

    it('lets a strict client in', async () => {
      expect(JSON.parse(await trusting())).toMatchObject({ product_version: '2.4.0.0.0.12456646' });
    });

    it('shows the same certificate on every node over ssh, and the nodes keep their own', async () => {
      const nodes = ['manager-1', 'manager-2', 'manager-3'];
      const own = readFileSync(at('nsx.crt'), 'utf8').trim();
      for (const node of nodes) expect((await ssh(node, 'get certificate cluster')).trim()).toBe(own);
      const api = await Promise.all(nodes.map((node) => ssh(node, 'get certificate api thumbprint')));
      const shown = await Promise.all(nodes.map(async (node) => `${(await lab.shown(`${node}.https`))[0]}\n`));
      expect(api).toEqual(shown);
      expect(new Set(api).size).toBe(3);
    });

    it('answers an unquoted URL, which the shell cuts at the ampersand, with 400', async () => {
      const status = ['-o', '/dev/null', '-w', '%{http_code}'];
      expect(
        await curl(
          'vip.https',
          vip,
          '/api/v1/cluster/api-certificate?action=set_cluster_certificate',
          '-k',
          '-X',
          'POST',
          ...status,
        ),
      ).toBe('400');
    });
  },
);
