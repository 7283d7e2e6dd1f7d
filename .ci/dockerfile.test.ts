import { expect, it } from 'vitest';
import { readDockerfile } from './dockerfile.ts';

it('reads the instructions of a Dockerfile', () => {
  const source = [
    '# a comment',
    'FROM node:20-slim AS build',
    '',
    'run npm ci --a=b \\',
    '  # a comment within',
    '  && npm run build',
    'COPY --from=build --chown=node:node /a /b ./',
    'CMD ["up", "--json"]',
    'HEALTHCHECK --interval=10s CMD ["node", "health.js"]',
  ].join('\n');
  expect(readDockerfile(source)).toEqual([
    { name: 'FROM', line: 2, flags: {}, text: 'node:20-slim AS build' },
    { name: 'RUN', line: 4, flags: {}, text: 'npm ci --a=b    && npm run build' },
    { name: 'COPY', line: 7, flags: { from: 'build', chown: 'node:node' }, text: '/a /b ./' },
    { name: 'CMD', line: 8, flags: {}, text: '["up", "--json"]', words: ['up', '--json'] },
    {
      name: 'HEALTHCHECK',
      line: 9,
      flags: { interval: '10s' },
      text: 'CMD ["node", "health.js"]',
      words: ['node', 'health.js'],
    },
  ]);
});
