import { describe, expect, it } from 'vitest';
import { opensslTime } from './shows.checks.ts';
import { copyAnswers, prompt, refused } from './terminal.ts';

describe('a prompt', () => {
  it.each([
    'switch# ',
    'leaf-7# ',
    'n9k.example#',
    'switch(config)# ',
    'switch(config-if-range)# ',
    'switch(maint-mode)(config)# ',
    'switch> ',
  ])('is %j', (text) => expect(prompt.test(text)).toBe(true));

  it.each(['', '[####    ]  10%', '#', 'Password: ', '!Command: x#y z', "user@host's password: ", '% Invalid command'])(
    'is not %j',
    (text) => expect(prompt.test(text)).toBe(false),
  );
});

describe('what `copy scp:` asks', () => {
  const answerTo = (question: string) => copyAnswers('xyz').find(({ when }) => when.test(question))?.say;

  it.each([
    ["Enter vrf (If no input, current vrf 'default' is considered): ", 'management'],
    ['Are you sure you want to continue connecting (yes/no)? ', 'yes'],
    ['Are you sure you want to continue connecting (yes/no/[fingerprint])? ', 'yes'],
    ['Do you want to overwrite (y/n)?[n]', 'y'],
    ["user@files-1's password: ", 'xyz'],
    ['Password: ', 'xyz'],
  ])('%j is answered %j', (question, answer) => {
    expect(answerTo(question)).toBe(answer);
  });

  it.each([
    'nxapi-cert.pem   100% 1939     1.9KB/s   00:00',
    "Warning: Permanently added 'files-1' (ECDSA) to the list of known hosts.",
  ])('%j is no question', (text) => expect(answerTo(text)).toBeUndefined());
});

describe('a refusal', () => {
  const step = (text: string) => ({ line: 'x', text, asked: [], prompt: '# ' });

  it.each([
    "% Invalid command at '^' marker.",
    'ERROR: Unable to load private key!',
    'a\nNo such file or directory',
    '% Permission denied',
  ])('is %j', (text) => expect(refused(step(text))).toBe(true));

  it.each(['', 'Upload done. Please enable. Note cert and key must match.', 'Copy complete.'])('is not %j', (text) => {
    expect(refused(step(text))).toBe(false);
  });
});

it('a time is told as OpenSSL tells it', () => {
  expect(opensslTime('2019-07-03T07:05:09.000Z')).toBe('Jul  3 07:05:09 2019 GMT');
  expect(opensslTime('2126-11-28T23:59:59.000Z')).toBe('Nov 28 23:59:59 2126 GMT');
});
