import { defineCase } from '../../case.ts';
import { all, equal, holds, matches, unseen } from '../../judgement.ts';
import { compareVersions } from '../../versions.ts';
import { only, say } from './ins.ts';
import { opensslTime } from './shows.checks.ts';
import { standingDoor } from './standing.ts';

/** The members of an object, or of nothing. */
function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

const uptime = ['kern_uptm_days', 'kern_uptm_hrs', 'kern_uptm_mins', 'kern_uptm_secs'];

/** Show commands that clients decide by, in text and in structure. */
export const showing = defineCase({
  id: 'NX-SHOW-READ',
  title: 'show version, show nxapi and the configuration through NX-API',
  touches: 'read',
  async drive(t) {
    const device = await t.device();
    const on = await device.connection(standingDoor);
    const seen = await device.presents(standingDoor);
    const structured = async (command: string) => only(await say(on, device, 'cli_show', command)).body ?? null;
    const text = async (command: string) => String(only(await say(on, device, 'cli_show_ascii', command)).body);
    return {
      release: t.release,
      expiry: seen.shown ? opensslTime(seen.certificate.notAfter) : '',
      version: await structured('show version'),
      versionText: await text('show version'),
      nxapi: await structured('show nxapi'),
      running: await text('show running-config'),
    };
  },
  checks: [
    {
      id: 'version',
      requirement: 'NX-SHOW-0014',
      killedBy: ['nxos.release-of-another-name'],
      judge: ({ version, release }) => {
        const told = String(memberOf(version, 'kickstart_ver_str'));
        return holds(/^\d/.test(told) && compareVersions(told, release) === 0, `kickstart_ver_str ${release}`, told);
      },
    },
    {
      id: 'uptime-numbers',
      requirement: 'NX-SHOW-0015',
      killedBy: ['nxos.uptime-as-text'],
      judge: ({ version }) =>
        equal(
          uptime.map(() => 'number'),
          uptime.map((name) => typeof memberOf(version, name)),
        ),
    },
    {
      id: 'version-line',
      requirement: 'NX-SHOW-0012',
      killedBy: ['nxos.version-in-other-words'],
      judge: ({ versionText, release }) => {
        const told = /^\s+NXOS:\s+version\s*(\S+)/m.exec(versionText)?.[1];
        return equal(release, told);
      },
    },
    {
      id: 'hardware-line',
      requirement: 'NX-SHOW-0013',
      killedBy: ['nxos.version-in-other-words'],
      judge: ({ versionText }) => matches(/^Hardware\n\s+cisco\s*\S+\s+\S+/im, versionText, 'Hardware / cisco MODEL'),
    },
    {
      id: 'nxapi',
      requirement: 'NX-SHOW-0004',
      killedBy: ['nxos.another-own-certificate', 'nxos.show-nxapi-renamed'],
      judge: ({ nxapi, expiry }) =>
        all(
          equal('nxapi enabled', memberOf(nxapi, 'nxapi_status')),
          matches(/^\d+$/, String(memberOf(nxapi, 'https_port')), 'https_port'),
          matches(/^\/.*CN=/, String(memberOf(nxapi, 'ssl_issuer')), 'ssl_issuer as /…/CN=…'),
          expiry === ''
            ? unseen('no certificate was presented')
            : equal(expiry, String(memberOf(nxapi, 'ssl_enddate')).trim()),
        ),
    },
    {
      id: 'nxapi-before-9-2',
      requirement: 'NX-SHOW-0005',
      killedBy: ['nxos.show-nxapi-renamed'],
      judge: ({ nxapi }) =>
        all(
          equal('nxapi enabled', memberOf(memberOf(nxapi, 'operation_status'), 'o_status')),
          holds(memberOf(nxapi, 'TABLE_listen_on_port') !== undefined, 'TABLE_listen_on_port', nxapi),
        ),
    },
    {
      id: 'one-listener',
      requirement: 'NX-SHOW-0006',
      killedBy: ['nxos.show-nxapi-renamed'],
      judge: ({ nxapi }) => {
        const row = memberOf(memberOf(nxapi, 'TABLE_listen_on_port'), 'ROW_listen_on_port');
        return equal('8443', String(memberOf(row, 'l_port')));
      },
    },
    {
      id: 'running-config',
      requirement: 'NX-SHOW-0016',
      killedBy: ['nxos.configuration-without-head'],
      judge: ({ running, release }) =>
        all(
          matches(
            /^\s*!Command: show running-config$/m,
            running.split('\n').slice(0, 3).join('\n'),
            '!Command: show running-config',
          ),
          equal(release, /^version (\S+)/m.exec(running)?.[1]),
        ),
    },
  ],
});
