import { createPrivateKey, randomUUID, X509Certificate } from 'node:crypto';
import { createServer } from 'node:https';
import { received } from './child.ts';

/**
 * A bare `node:https` server that does what an import cannot do without: parse the JSON, the chain and the key, see that
 * the key fits and that each certificate signed the one before it. It keeps nothing.
 */
const { certificate, key, answer } = await received<{ certificate: string; key: string; answer: string }>();

const headers = ['Content-Type', 'application/json;charset=UTF-8'];
const valid = Buffer.from('{\n  "status" : "OK"\n}');

function isSound(text: string): boolean {
  const { pem_encoded, private_key } = JSON.parse(text);
  const blocks: string[] = pem_encoded.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const chain = blocks.map((one) => new X509Certificate(one));
  const [leaf] = chain;
  return (
    leaf?.checkPrivateKey(createPrivateKey(private_key)) === true &&
    chain.every((one, index) => {
      const issuer = chain[index + 1] ?? one;
      return one.checkIssued(issuer) && one.verify(issuer.publicKey);
    })
  );
}

const server = createServer({ cert: certificate, key, noDelay: true }, (request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const imports = request.method === 'POST';
    const status = imports ? (isSound(Buffer.concat(parts).toString('utf8')) ? 201 : 400) : 200;
    const body = imports ? Buffer.from(answer.replace('ID', randomUUID())) : valid;
    response.writeHead(status, [...headers, 'Content-Length', String(body.length)]);
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});
