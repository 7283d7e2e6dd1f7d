import { createServer } from 'node:https';
import { received } from './child.ts';

/** A bare `node:https` server that answers every request with the same bytes: what nothing can be faster than. */
const { body, headers, certificate, key } = await received<{
  body: string;
  headers: readonly string[];
  certificate: string;
  key: string;
}>();

const bytes = Buffer.from(body, 'base64');
const server = createServer({ cert: certificate, key, noDelay: true }, (request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, [...headers]);
    response.end(bytes);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});
