import type { ShellFace } from '../chassis/ssh/face.ts';
import { flashView } from './flash-access.ts';
import { languageOf } from './language.ts';
import { releaseOf } from './release.ts';
import type { NxosState } from './state.ts';

/** SSH to a Nexus. @source NX-API reference 5.1 */
export const shell: ShellFace<NxosState> = {
  identification: (device) => releaseOf(device.release).openssh,
  question: { title: 'User Access Verification', prompt: 'Password: ' },
  language: languageOf,
  opened(session) {
    const { device, id, user, from, transport } = session;
    if (transport !== 'ssh') return;
    device.change((draft) => {
      const taken = new Set(Object.values(draft.run.sessions).map(({ line }) => line));
      let line = 0;
      while (taken.has(line)) line++;
      draft.run.sessions[String(id)] = { user, from, line, at: device.now() };
    });
  },
  files(device, login, service) {
    const feature = service === 'scp' ? 'scp-server' : 'sftp-server';
    if (!device.state.config.features[feature]) return `${service}: ${feature} is not enabled`;
    if (!login.roles.includes('network-admin')) return 'Permission denied';
    return flashView(device);
  },
  loginTimeout: 120_000,
  attempts: 3,
};
