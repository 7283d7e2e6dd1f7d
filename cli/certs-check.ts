import { check } from '../certs/check.ts';
import { readCertificates } from '../certs/read.ts';
import type { CheckCommandOptions } from './certs.ts';
import { CertsQuestion, passwordFrom, readFrom, readText } from './certs-answer.ts';
import { certificateData, certificateLines } from './certs-describe.ts';

/** Judges a certificate file and a key file. @returns 1 when a connection with them would fail */
export async function checkFiles(
  certificateFile: string,
  keyFile: string | undefined,
  options: CheckCommandOptions,
): Promise<number> {
  const { ca, at, name } = options;
  if ([certificateFile, keyFile, ca].filter((file) => file === '-').length > 1) {
    throw new CertsQuestion('standard input can be one of the files only');
  }
  const roots = ca === undefined ? undefined : await readFrom(ca, (text) => readCertificates(text) && text);
  const password = await passwordFrom(options.passwordFile);
  const certificate = await readText(certificateFile);
  const key = keyFile === undefined ? undefined : await readText(keyFile);
  const { ok, findings, leaf, chain } = check(certificate, key, { password, at, name, roots });
  const placed = findings.map((finding) => {
    const file = finding.where.file === 'key' ? (keyFile ?? certificateFile) : certificateFile;
    return { ...finding, where: { ...finding.where, path: file } };
  });
  if (options.json) {
    const data = { ok, findings: placed, leaf: leaf && certificateData(leaf), chain: chain.map(certificateData) };
    process.stdout.write(`${JSON.stringify(data, null, 2)}\n`);
  } else {
    if (leaf) process.stdout.write(`server certificate\n${certificateLines(leaf).join('\n')}\n`);
    for (const { severity, code, message, where } of placed) {
      const place = where.line === undefined ? where.path : `${where.path}:${where.line}`;
      process.stdout.write(`${severity.padEnd(7)} ${code.padEnd(22)} ${place}: ${message}\n`);
    }
    process.stdout.write(ok ? 'It will do.\n' : 'It will not do.\n');
  }
  return ok ? 0 : 1;
}
