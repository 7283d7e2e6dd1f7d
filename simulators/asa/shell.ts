import type { ShellFace } from '../chassis/ssh/face.ts';
import { FlashView } from '../chassis/transfer/flash-view.ts';
import { beginIn, deviceOf } from './contexts/space.ts';
import { contextAt } from './endpoints.ts';
import { locate } from './filesystem.ts';
import { languageOf } from './language.ts';
import { autoEnabled } from './login.ts';
import type { AsaState } from './state.ts';

/** SSH to an ASA. @source reference 2.1; identification inferred */
export const shell: ShellFace<AsaState> = {
  identification: () => 'Cisco-1.25',
  question: { title: '', prompt: 'Password: ' },
  language: languageOf,
  level: (_device, { roles: [privilege = '1', enabled] }) =>
    enabled === autoEnabled ? Math.max(1, Number(privilege)) : 1,
  opened(session) {
    const { device, user, from, transport, endpoint } = session;
    const context = contextAt(device, endpoint);
    if (context !== undefined) beginIn(session, context);
    if (transport !== 'ssh') return;
    // However high the client's window is. @source documented: command reference, `pager`
    session.terminal.length = deviceOf(session).state.config.pager;
    device.change((draft) => {
      const count = (draft.store.logins[user]?.count ?? 0) + 1;
      draft.store.logins[user] = { count, at: device.now(), from };
    });
  },
  files(device, _login, service) {
    if (service === 'sftp') return 'sftp: not available';
    return new FlashView(device, { spell: (path) => locate(path, device.state) ?? { volume: 'disk0', path } });
  },
  terminal: () => ({ length: 0, width: 0 }),
  loginTimeout: 60_000,
  attempts: 3,
};
