import type { AuthContext, Connection as Client } from 'ssh2';
import type { Connection } from '../connection.ts';
import type { DeviceState } from '../kind.ts';
import type { LoggedIn, ShellFace } from './face.ts';

/**
 * Lets a client in by `password` or `keyboard-interactive`, or cuts it off after too many attempts or too long a wait.
 * The promise stays pending for a client that never gets in.
 */
export function login(client: Client, connection: Connection, face: ShellFace<DeviceState>): Promise<LoggedIn> {
  const { device, raw, from, endpoint } = connection;
  return new Promise((resolve) => {
    let wrong = 0;
    let name = '';
    const timer = setTimeout(() => {
      told(name, 'timeout');
      client.end();
      raw.destroySoon();
    }, face.loginTimeout);
    timer.unref();
    raw.once('close', () => clearTimeout(timer));

    const told = (user: string, outcome: string): void =>
      device.report({ kind: 'login', endpoint: endpoint.name, user, operation: 'SSH', outcome });

    const refuse = (context: AuthContext): void => {
      wrong++;
      if (wrong >= face.attempts) {
        client.end();
        return;
      }
      context.reject(['password', 'keyboard-interactive']);
    };

    const check = async (context: AuthContext, password: string): Promise<void> => {
      const checked = await device.kind.login(device, context.username, password, from, endpoint);
      if (raw.destroyed) return;
      told(context.username, checked.ok ? 'ok' : checked.reason);
      if (!checked.ok) {
        refuse(context);
        return;
      }
      clearTimeout(timer);
      resolve(checked);
      context.accept();
    };

    client.on('authentication', (context) => {
      name = context.username;
      switch (context.method) {
        case 'password':
          void check(context, context.password);
          return;
        case 'keyboard-interactive': {
          const { title, prompt } = face.question;
          context.prompt([{ prompt, echo: false }], title, (answers) => void check(context, answers[0] ?? ''));
          return;
        }
        default:
          // `none` and keys are asked for by every client and count as no attempt.
          context.reject(['password', 'keyboard-interactive']);
      }
    });
  });
}
