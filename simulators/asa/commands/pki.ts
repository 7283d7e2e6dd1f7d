import { castDraft } from 'immer';
import { command, type Run } from '../../chassis/cli/command.ts';
import { configure } from '../edit.ts';
import type { Feature } from '../feature.ts';
import { certificateOf, keySizes, makeRsa, selfSign, serialOf, usualKey } from '../pki.ts';
import type { SslBinding, Trustpoint } from '../state/pki.ts';
import type { AsaState } from '../state.ts';
import { texts } from '../texts.ts';

const inConfig = { mode: 'config', evidence: 'documented', source: 'reference 6.19' } as const;
const below = { mode: 'config-ca-trustpoint', evidence: 'documented', source: 'reference 6.19' } as const;

function editPoint(run: Run<AsaState>, name: string, change: (point: Trustpoint) => Trustpoint): void {
  const point = run.device.state.config.trustpoints[name];
  if (!point) return;
  const next = change(point);
  configure(run, ({ trustpoints }) => {
    trustpoints[name] = castDraft(next);
  });
}

/** `WORD VALUE` below a trustpoint. */
function detail(word: string, key: 'keypair' | 'subject' | 'fqdn' | 'email' | 'ipAddress') {
  return command<AsaState>(`${word} <value:line>`, { ...below, no: `${word} [<value:line>]` }, (run, args) =>
    editPoint(run, run.context('trustpoint'), ({ [key]: _, ...rest }) =>
      run.negated ? rest : { ...rest, [key]: args.text('value').trim() },
    ),
  );
}

/** Takes a certificate line up: what follows is its bytes, until `quit`. */
function certificateLine(run: Run<AsaState>, ca: boolean): void {
  const name = run.context('trustpoint');
  editPoint(run, name, (point) => (ca ? { ...point, cas: [...point.cas, ''] } : { ...point, certificate: '' }));
  run.enter('config-pubkey', { trustpoint: name, part: ca ? 'ca' : 'own' });
}

function bytesLine(run: Run<AsaState>, hex: string): void {
  editPoint(run, run.context('trustpoint'), (point) =>
    run.context('part') === 'ca'
      ? { ...point, cas: [...point.cas.slice(0, -1), (point.cas.at(-1) ?? '') + hex] }
      : { ...point, certificate: (point.certificate ?? '') + hex },
  );
}

function bytesLines(hex: string): string[] {
  const groups = hex.match(/.{1,8}/g) ?? [];
  const lines: string[] = [];
  for (let at = 0; at < groups.length; at += 8) lines.push(`    ${groups.slice(at, at + 8).join(' ')}`);
  return [...lines, '  quit'];
}

async function generate(run: Run<AsaState>, label: string, size: number, quiet: boolean): Promise<string> {
  const there = run.device.state.store.keys?.[label];
  if (there && !quiet) {
    const question = `WARNING: You already have RSA keys defined named ${label}.\n\nDo you really want to replace them? [yes/no]: `;
    if (!(await run.ask(question, { default: 'no' })).trim().toLowerCase().startsWith('y')) return '';
  }
  const pem = await makeRsa(size);
  run.change(({ store }) => {
    store.keys = { ...store.keys, [label]: { size, pem } };
  });
  return `INFO: The name for the keys will be: ${label}\nKeypair generation process begin. Please wait...\n`;
}

/** Takes a key pair away, and says so: a client reads the text. @source client: reference 6.19 */
function zeroize(run: Run<AsaState>, label: string): string {
  if (!run.device.state.store.keys?.[label]) run.fail(`ERROR: There are no RSA keys with the label ${label}`);
  run.change(({ store }) => {
    delete store.keys?.[label];
  });
  return 'WARNING: All device digital certificates issued using these keys will also be removed.\n';
}

async function enroll(run: Run<AsaState>, name: string): Promise<string> {
  const { state } = run.device;
  const point = state.config.trustpoints[name];
  if (!point) return run.fail(texts.noTrustpoint(name));
  if (point.enrollment !== 'self') run.fail(`ERROR: Trustpoint ${name} is not configured for self-signed enrollment`);
  const label = point.keypair ?? usualKey;
  let pem = state.store.keys?.[label]?.pem;
  if (pem === undefined) {
    await generate(run, label, 2048, true);
    pem = run.device.state.store.keys?.[label]?.pem ?? '';
  }
  const { subject = `CN=${state.config.hostname}`, fqdn } = point;
  const certificate = await selfSign(subject, fqdn, pem, run.device.now());
  editPoint(run, name, (now) => ({ ...now, keypair: label, certificate }));
  return `\n% The fully-qualified domain name in the certificate will be: ${fqdn ?? state.config.hostname}\n`;
}

function sameBinding(one: SslBinding, other: SslBinding): boolean {
  return one.interface === other.interface && one.domain === other.domain;
}

function bind(run: Run<AsaState>, binding: SslBinding): void {
  if (run.session.transport !== 'file' && !run.negated && !run.device.state.config.trustpoints[binding.trustpoint])
    run.fail(texts.noTrustpoint(binding.trustpoint));
  configure(run, (config) => {
    const others = config.ssl.filter((one) => !sameBinding(one, binding));
    config.ssl = run.negated ? others : [...others, binding];
  });
}

function bindingLine({ trustpoint, interface: nameif, domain }: SslBinding): string {
  return `ssl trust-point ${trustpoint}${domain === undefined ? '' : ` domain ${domain}`}${nameif === undefined ? '' : ` ${nameif}`}`;
}

/** `show crypto ca certificates`. @source inferred: layout */
function certificatesText({ trustpoints }: AsaState['config'], wanted: string | undefined): string {
  return Object.entries(trustpoints)
    .filter(([name]) => wanted === undefined || name === wanted)
    .flatMap(([name, { certificate, cas }]) => [
      ...(certificate === undefined ? [] : [['Certificate', certificate, name] as const]),
      ...cas.map((ca) => ['CA Certificate', ca, name] as const),
    ])
    .map(([title, hex, name]) => {
      const read = certificateOf(hex);
      const named = (text: string | undefined) => (text ?? '').split('\n').map((line) => `    ${line}`);
      return [
        title,
        '  Status: Available',
        `  Certificate Serial Number: ${serialOf(hex)}`,
        '  Issuer Name: ',
        ...named(read?.issuer),
        '  Subject Name:',
        ...named(read?.subject),
        '  Validity Date: ',
        `    start date: ${read?.validFrom ?? ''}`,
        `    end   date: ${read?.validTo ?? ''}`,
        `  Associated Trustpoints: ${name} `,
        '',
        '',
      ].join('\n');
    })
    .join('');
}

function pointLines(name: string, point: Trustpoint): string[] {
  return [
    `crypto ca trustpoint ${name}`,
    ...(point.enrollment === undefined ? [] : [` enrollment ${point.enrollment}`]),
    ...(point.fqdn === undefined ? [] : [` fqdn ${point.fqdn}`]),
    ...(point.email === undefined ? [] : [` email ${point.email}`]),
    ...(point.subject === undefined ? [] : [` subject-name ${point.subject}`]),
    ...(point.serialNumber ? [' serial-number'] : []),
    ...(point.ipAddress === undefined ? [] : [` ip-address ${point.ipAddress}`]),
    ...(point.keypair === undefined ? [] : [` keypair ${point.keypair}`]),
    ' crl configure',
  ];
}

function chainLines(name: string, { certificate, cas }: Trustpoint): string[] {
  if (certificate === undefined && cas.length === 0) return [];
  return [
    `crypto ca certificate chain ${name}`,
    ...(certificate === undefined ? [] : [` certificate ${serialOf(certificate)}`, ...bytesLines(certificate)]),
    ...cas.flatMap((ca) => [` certificate ca ${serialOf(ca)}`, ...bytesLines(ca)]),
  ];
}

/** Key pairs, trustpoints and what HTTPS presents. @source reference 6.19; key pairs are kept at once, which is inferred */
export const pki: Feature = {
  words: ['crypto', 'crypto ca', 'ssl'],
  commands: [
    command<AsaState>('crypto ca trustpoint <name:word>', inConfig, (run, args) => {
      const name = args.text('name');
      if (!run.device.state.config.trustpoints[name]) {
        configure(run, ({ trustpoints }) => {
          trustpoints[name] = { cas: [] };
        });
      }
      run.enter('config-ca-trustpoint', { trustpoint: name });
    }),
    command<AsaState>('no crypto ca trustpoint <name:word> [noconfirm]', inConfig, (run, args) => {
      const name = args.text('name');
      const { trustpoints, ssl } = run.device.state.config;
      if (!trustpoints[name]) run.fail(texts.noTrustpoint(name));
      if (ssl.some(({ trustpoint }) => trustpoint === name)) run.fail(texts.trustpointUsed(name));
      configure(run, (config) => {
        delete config.trustpoints[name];
      });
    }),
    command<AsaState>('enrollment {self|terminal}', below, (run, args) =>
      editPoint(run, run.context('trustpoint'), (point) => ({
        ...point,
        enrollment: args.has('self') ? 'self' : 'terminal',
      })),
    ),
    detail('subject-name', 'subject'),
    detail('fqdn', 'fqdn'),
    detail('email', 'email'),
    detail('ip-address', 'ipAddress'),
    detail('keypair', 'keypair'),
    command<AsaState>('serial-number', { ...below, no: true }, (run) =>
      editPoint(run, run.context('trustpoint'), ({ serialNumber: _, ...rest }) =>
        run.negated ? rest : { ...rest, serialNumber: true },
      ),
    ),
    command<AsaState>('crl configure', below, () => undefined),
    command<AsaState>('crypto ca certificate chain <name:word>', inConfig, (run, args) => {
      const name = args.text('name');
      if (!run.device.state.config.trustpoints[name]) run.fail(texts.noTrustpoint(name));
      run.enter('config-cert-chain', { trustpoint: name });
    }),
    command<AsaState>(
      'certificate [ca] <serial:word>',
      { mode: 'config-cert-chain', evidence: 'documented' },
      (run, args) => certificateLine(run, args.has('ca')),
    ),
    command<AsaState>('<bytes:hex>', { mode: 'config-pubkey', evidence: 'documented' }, (run, args) =>
      bytesLine(run, args.text('bytes').replaceAll(' ', '').toLowerCase()),
    ),
    command<AsaState>('crypto ca enroll <name:word> [noconfirm]', inConfig, (run, args) =>
      enroll(run, args.text('name')),
    ),
    command<AsaState>(
      'crypto key generate rsa [label <label:word>] [modulus <size:512-4096>] [noconfirm]',
      { ...inConfig, interactive: true },
      (run, args) => {
        const size = args.findNumber('size') ?? 2048;
        if (!keySizes.includes(size)) run.fail(texts.invalid);
        return generate(run, args.find('label') ?? usualKey, size, args.has('noconfirm'));
      },
    ),
    command<AsaState>('crypto key zeroize rsa [label <label:word>] [default] [noconfirm]', inConfig, (run, args) =>
      zeroize(run, args.find('label') ?? usualKey),
    ),
    command<AsaState>('ssl trust-point <name:word> domain <domain:word>', { ...inConfig, no: true }, (run, args) =>
      bind(run, { trustpoint: args.text('name'), domain: args.text('domain') }),
    ),
    command<AsaState>('ssl trust-point <name:word> [<interface:word>]', { ...inConfig, no: true }, (run, args) => {
      const nameif = args.find('interface');
      bind(run, { trustpoint: args.text('name'), ...(nameif !== undefined && { interface: nameif }) });
    }),
    command<AsaState>('show crypto ca certificates [<name:word>]', { evidence: 'documented' }, ({ device }, args) =>
      certificatesText(device.state.config, args.find('name')),
    ),
    command<AsaState>('show crypto key mypubkey rsa', { evidence: 'documented' }, ({ device }) =>
      Object.entries(device.state.store.keys ?? {})
        .map(
          ([name, { size }]) =>
            `Key pair was generated\n Key name: ${name}\n Usage: General Purpose Key\n Modulus Size (bits): ${size}\n\n`,
        )
        .join(''),
    ),
    command<AsaState>('show ssl', { evidence: 'client', source: 'reference 2.13' }, ({ device }) => {
      const { ssl } = device.state.config;
      const rows = ssl.map(({ trustpoint, interface: nameif, domain }) =>
        domain === undefined ? `  ${nameif ?? 'Default'}: ${trustpoint}` : `  Domain ${domain}: ${trustpoint}`,
      );
      return `Accept connections using TLSv1 or greater and negotiate to TLSv1.2 or greater\nSSL trust-points:\n${rows.length > 0 ? `${rows.join('\n')}\n` : '  Self-signed (RSA 2048 bits RSA-SHA256) certificate available\n'}Certificate authentication is not enabled\n`;
    }),
  ],
  render: ({ trustpoints, ssl }) => [
    ...Object.entries(trustpoints).flatMap(([name, point]) => pointLines(name, point)),
    ...Object.entries(trustpoints).flatMap(([name, point]) => chainLines(name, point)),
    ...ssl.map(bindingLine),
  ],
};
