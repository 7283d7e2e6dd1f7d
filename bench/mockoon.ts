import type { Answer, Mock } from './mock.ts';

/** Mockoon's CLI with one route over TLS. */
export const mockoon: Mock = {
  title: 'Mockoon',
  tool: { name: '@mockoon/cli', release: '9.2.0', main: 'bin/run.js' },
  wanted: 10,
  words(port, answer, write) {
    const certPath = write('cert.pem', answer.certificate);
    const keyPath = write('key.pem', answer.key);
    const data = write('mock.json', JSON.stringify(environment(port, answer, { certPath, keyPath })));
    return ['start', '--data', data, '--repair', '--disable-log-to-file', '--disable-admin-api'];
  },
};

function environment(
  port: number,
  { body, contentType }: Answer,
  files: { readonly certPath: string; readonly keyPath: string },
): object {
  const response = {
    uuid: '1b0e3b0a-0000-4000-8000-000000000003',
    statusCode: 200,
    headers: [{ key: 'Content-Type', value: contentType }],
    bodyType: 'INLINE',
    body,
    disableTemplating: true,
    default: true,
  };
  const route = '1b0e3b0a-0000-4000-8000-000000000002';
  return {
    uuid: '1b0e3b0a-0000-4000-8000-000000000001',
    lastMigration: 33,
    name: 'bench',
    port,
    hostname: '127.0.0.1',
    routes: [{ uuid: route, type: 'http', method: 'post', endpoint: 'ins', responses: [response] }],
    rootChildren: [{ type: 'route', uuid: route }],
    tlsOptions: { enabled: true, type: 'CERT', pfxPath: '', caPath: '', passphrase: '', ...files },
  };
}
