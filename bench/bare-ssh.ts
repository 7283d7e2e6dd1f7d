import { createServer } from 'node:net';
import ssh2 from 'ssh2';
import { received } from './child.ts';

/** A bare `ssh2` server that takes one password and answers every command with one line. */
const { hostKey, password } = await received<{ hostKey: string; password: string }>();

const ssh = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
  client.on('error', () => undefined);
  client.on('authentication', (context) => {
    if (context.method === 'password' && context.password === password) context.accept();
    else context.reject(['password']);
  });
  client.on('session', (accept) => {
    accept().on('exec', (take) => {
      const channel = take();
      channel.write('ok\n');
      channel.exit(0);
      channel.end();
    });
  });
});
const server = createServer({ noDelay: true }, (socket) => ssh.injectSocket(socket));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});
