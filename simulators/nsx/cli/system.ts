import { randomBytes } from 'node:crypto';
import { sha256crypt } from '../../chassis/accounts/sha256crypt.ts';
import { type Command, command } from '../../chassis/cli/command.ts';
import { changeSite } from '../change.ts';
import { restartNode, switchOff } from '../nodes.ts';
import type { NsxDevice } from '../nsx.ts';
import { releaseOf } from '../release.ts';
import type { NsxState, User } from '../state.ts';
import { restartHttp, startHttp, stopHttp } from '../trust/http-service.ts';
import { here, timeLine } from './dialect.ts';

const documented = { evidence: 'documented', source: 'NSX reference 10.4, 10.5' } as const;
const admin = 'enterprise_admin';

function changeUser(device: NsxDevice, site: string, name: string, recipe: (user: User) => User): void {
  changeSite(device, site, (now) => {
    const user = now.users[name];
    return user ? { ...now, users: { ...now.users, [name]: recipe(user) } } : now;
  });
}

/** Users, services and the node itself. @source NSX reference 10.4, 10.5 */
export const systemCommands: readonly Command<NsxState>[] = [
  command<NsxState>(
    'set user <username:username> password [<secret:secret>]',
    { ...documented, privilege: admin, interactive: true },
    async (run, args) => {
      const { site } = here(run.session);
      const name = args.text('username');
      if (!Object.hasOwn(site.users, name)) run.fail('% Invalid value for argument <username>');
      const password = args.has('secret') ? args.text('secret') : await run.ask('New password: ', { hidden: true });
      if (!args.has('secret') && (await run.ask('Confirm new password: ', { hidden: true })) !== password) {
        run.fail('% Passwords do not match');
      }
      const least = site.authPolicy.minimum_password_length;
      if (typeof least === 'number' && password.length < least)
        run.fail(`% Password must have at least ${least} characters`);
      const hash = await sha256crypt(password, randomBytes(9).toString('base64').replace(/[+=]/g, '.'));
      changeUser(run.device, site.name, name, (user) => ({ ...user, hash, passwordSetAt: run.device.now() }));
    },
  ),
  command<NsxState>(
    'set user <username:username> password-expiration <days:1-9999>',
    { ...documented, privilege: admin },
    ({ session, device }, args) => {
      changeUser(device, here(session).site.name, args.text('username'), (user) => ({
        ...user,
        passwordDays: args.number('days'),
      }));
    },
  ),
  command<NsxState>(
    'clear user <username:username> password-expiration',
    { ...documented, privilege: admin },
    ({ session, device }, args) => {
      changeUser(device, here(session).site.name, args.text('username'), (user) => ({ ...user, passwordDays: 0 }));
    },
  ),
  command<NsxState>('get user <username:username> password-expiration', documented, ({ session, fail }, args) => {
    const user = here(session).site.users[args.text('username')];
    if (!user) return fail('% Invalid value for argument <username>');
    return user.passwordDays === 0
      ? 'Password expiration not configured for this user\n'
      : `Password expires ${user.passwordDays} days after last change\n`;
  }),
  ...(['api', 'cli'] as const).flatMap((via) => [
    command<NsxState>(`get auth-policy ${via} lockout-period`, documented, ({ session }) => {
      return `${String(here(session).site.authPolicy[`${via}_failed_auth_lockout_period`])} seconds\n`;
    }),
    command<NsxState>(`get auth-policy ${via} max-auth-failures`, documented, ({ session }) => {
      return `${String(here(session).site.authPolicy[`${via}_max_auth_failures`])}\n`;
    }),
    command<NsxState>(
      `set auth-policy ${via} lockout-period <seconds:0-86400>`,
      { ...documented, privilege: admin },
      ({ session, device }, args) => {
        setPolicy(device, here(session).site.name, `${via}_failed_auth_lockout_period`, args.number('seconds'));
      },
    ),
    command<NsxState>(
      `set auth-policy ${via} max-auth-failures <failures:0-1000>`,
      { ...documented, privilege: admin },
      ({ session, device }, args) => {
        setPolicy(device, here(session).site.name, `${via}_max_auth_failures`, args.number('failures'));
      },
    ),
  ]),
  command<NsxState>('get auth-policy minimum-password-length', documented, ({ session }) => {
    return `${String(here(session).site.authPolicy.minimum_password_length)} characters\n`;
  }),
  command<NsxState>('get service http', { evidence: 'recorded', source: 'NSX reference 10.4' }, ({ session }) => {
    const { site, node, run } = here(session);
    const { apiService } = site;
    const shown = (name: string): string => String(apiService[name]);
    const enabled = (name: string): string => (apiService[name] === false ? 'disabled' : 'enabled');
    return [
      'Service name:                        http',
      `Service state:                       ${run.httpAway.includes(node.name) ? 'stopped' : 'running'}`,
      'Logging level:                       info',
      `Session timeout:                     ${shown('session_timeout')}`,
      `Connection timeout:                  ${shown('connection_timeout')}`,
      `Client API rate limit:               ${shown('client_api_rate_limit')} requests/sec`,
      `Client API concurrency limit:        ${shown('client_api_concurrency_limit')}`,
      `Global API concurrency limit:        ${shown('global_api_concurrency_limit')}`,
      `Redirect host:                       ${shown('redirect_host') || '(not configured)'}`,
      `Basic authentication:                ${enabled('basic_authentication_enabled')}`,
      `Cookie-based authentication:         ${enabled('cookie_based_authentication_enabled')}`,
      '',
    ].join('\n');
  }),
  command<NsxState>(
    '{start|stop|restart} service http',
    { ...documented, privilege: admin },
    ({ session, device }, args) => {
      const { site, node } = here(session);
      if (args.has('restart')) restartHttp(device, site.name, [node.uuid]);
      else if (args.has('stop')) stopHttp(device, site.name, node.name);
      else startHttp(device, site.name, node.name);
    },
  ),
  command<NsxState>('get version', documented, ({ session, device }) => {
    const { node, site } = here(session);
    const { nodeVersion } = releaseOf(device.birth);
    return `${node.hostname}, ${site.role === 'GM' ? 'NSX Global Manager' : 'NSX Manager'}\nVersion ${nodeVersion}\n`;
  }),
  command<NsxState>('get hostname', documented, ({ session }) => `${here(session).node.hostname}\n`),
  command<NsxState>('get clock', { evidence: 'inferred' }, ({ device }) => `${timeLine(device.now())}\n`),
  command<NsxState>('reboot', { ...documented, privilege: admin }, async (run) => {
    const answer = await run.ask('Are you sure you want to reboot (yes/no): ', { default: 'no' });
    if (!/^y(es)?$/i.test(answer)) return;
    const { site, node } = here(run.session);
    run.close();
    restartNode(run.device, site.name, node.name, 60);
  }),
  command<NsxState>('shutdown', { ...documented, privilege: admin }, async (run) => {
    const answer = await run.ask('Are you sure you want to shutdown (yes/no): ', { default: 'no' });
    if (!/^y(es)?$/i.test(answer)) return;
    const { site, node } = here(run.session);
    run.close();
    switchOff(run.device, site.name, node.name);
  }),
  command<NsxState>('help', { mode: '*', evidence: 'inferred' }, ({ session }) => session.help('')),
  command<NsxState>('list', { evidence: 'inferred' }, ({ session }) => {
    return `${session.language.commands
      .map(({ grammar }) => `  ${grammar}`)
      .sort()
      .join('\n')}\n`;
  }),
  command<NsxState>('exit', { ...documented, mode: '*' }, ({ close }) => close()),
];

function setPolicy(device: NsxDevice, site: string, name: string, value: number): void {
  changeSite(device, site, (now) => ({ ...now, authPolicy: { ...now.authPolicy, [name]: value } }));
}
