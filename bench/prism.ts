import type { Mock } from './mock.ts';

/**
 * Prism with one route. It writes JSON in a form of its own, so the answer is given to it as text, which it sends byte
 * for byte. The release is the last one that runs on Node 20.
 */
export const prism: Mock = {
  title: 'Prism',
  tool: { name: '@stoplight/prism-cli', release: '5.14.2', main: 'dist/index.js' },
  plain: true,
  words(port, { body }, write) {
    const document = {
      openapi: '3.1.0',
      info: { title: 'bench', version: '1' },
      paths: {
        '/ins': {
          post: {
            requestBody: { content: { 'application/json': {} } },
            responses: { 200: { description: 'show version', content: { 'text/plain': { example: body } } } },
          },
        },
      },
    };
    const file = write('mock.json', JSON.stringify(document));
    return ['mock', '--port', String(port), '--cors=false', '--verboseLevel', 'silent', file];
  },
};
