import { execFile } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { has } from '../.ci/tools.ts';
import type { AlternativeName } from '../certs/extension.ts';
import { exportKey, keptKey } from '../certs/key.ts';
import { makeCertificate } from '../certs/make.ts';
import { type Lab, startLab } from './index.ts';
import { testFolder } from './testing/folder.ts';
import { toyKinds } from './testing/toy.ts';
import { trialLine } from './trial.ts';

const folder = testFolder();
let lab: Lab | undefined;
afterEach(() => lab?.stop());

const run = (line: string) =>
  new Promise((resolve) => {
    execFile('/bin/sh', ['-c', line], { encoding: 'utf8' }, (error, stdout) => resolve(error ? error.message : stdout));
  });

interface Certificate {
  readonly subject: string;
  readonly san?: readonly AlternativeName[];
}

/** The line for a toy with this certificate. */
async function lineFor(certificate?: Certificate): Promise<string> {
  let files = {};
  if (certificate) {
    const key = await keptKey('ec-p256');
    folder.write('trial.crt', makeCertificate({ ...certificate, san: certificate.san ?? [], key }).pem);
    folder.write('trial.key', exportKey(key));
    files = { certfile: `${folder.path}/trial.crt`, keyfile: `${folder.path}/trial.key` };
  }
  lab = await startLab({ devices: [{ kind: 'toy', ...files }], kinds: toyKinds });
  await lab.device('toy-1').makeCertificates();
  return trialLine(lab.device('toy-1'), { endpoint: 'https', path: '/' }, folder.write) ?? 'none';
}

describe.skipIf(!has('curl'))('the line to try (with curl)', () => {
  it.each<[string, Certificate, RegExp]>([
    [
      'asks by the common name',
      { subject: '/CN=toy' },
      / --cacert \S+ --resolve toy:\d+:127\.0\.0\.1 .* https:\/\/toy:\d+\/$/,
    ],
    ['asks by a name of the certificate', { subject: '/CN=x y', san: ['dns:box.lab'] }, / --resolve box\.lab:/],
    [
      'asks by the address where the certificate has it',
      { subject: '/CN=x', san: ['ip:127.0.0.1'] },
      / --cacert \S+ --user \S+ https:\/\/127\.0\.0\.1:\d+\/$/,
    ],
    ['does not verify what has no name', { subject: '/CN=no name at all' }, / --insecure /],
  ])('%s, and works as it stands', async (_how, certificate, form) => {
    const line = await lineFor(certificate);
    expect(line).toMatch(form);
    expect(await run(`${line} --silent`)).toBe('hello');
  });

  it('verifies the factory certificate of a device', async () => {
    const line = await lineFor();
    expect(line).toContain(' --cacert ');
    expect(await run(`${line} --silent`)).toBe('hello');
  });
});

it('quotes what a shell would change, and posts a body as JSON', async () => {
  lab = await startLab({ devices: [{ kind: 'toy', options: { side: true } }], kinds: toyKinds });
  const trial = { endpoint: 'http@side', path: '/a?b=c', body: { it: "isn't" } };
  const { 'http@side': url } = lab.device('toy-1').endpoints;
  expect(trialLine(lab.device('toy-1'), trial, folder.write)).toBe(
    `curl --user admin:Toy-12345 --header 'Content-Type: application/json' --data '{"it":"isn'\\''t"}' '${url}/a?b=c'`,
  );
});

it('is not there while the endpoint is closed, or its certificate not made', async () => {
  lab = await startLab({ devices: [{ kind: 'toy' }], kinds: toyKinds });
  for (const endpoint of ['https', 'http@side']) {
    expect(trialLine(lab.device('toy-1'), { endpoint, path: '/' }, folder.write)).toBeUndefined();
  }
});
