import { type CommandOptions, command } from '../../chassis/cli/command.ts';
import type { Feature } from '../feature.ts';
import { nxapiDefaults, startTls } from '../nxapi-listeners.ts';
import { releaseOf } from '../release.ts';
import { nxapiText, nxapiTree } from '../show/nxapi.ts';
import type { NxosState } from '../state.ts';
import { texts } from '../texts.ts';

/** `nxapi …` exists only while the feature is on. */
export const nxapiMode: Pick<CommandOptions<NxosState>, 'mode' | 'needs' | 'help'> = {
  mode: 'config',
  needs: ({ config }) => config.features.nxapi === true,
  help: {
    nxapi: 'Configure nxapi',
    http: 'Http configuration',
    https: 'Https configuration',
    port: 'Port number',
    'use-vrf': 'vrf to be used for nxapi communication',
    certificate: 'Https certificate configuration',
  },
};

/** Listeners, VRF and TLS settings of NX-API. */
export const nxapi: Feature = {
  words: ['nxapi'],
  commands: [
    ...(['http', 'https'] as const).map((scheme) =>
      command<NxosState>(
        `nxapi ${scheme} port <port:1-65535>`,
        { ...nxapiMode, no: `nxapi ${scheme} [port <port:1-65535>]`, evidence: 'documented', source: 'PG, NX-API' },
        ({ device, change, negated, fail }, args) => {
          const port = negated ? undefined : args.number('port');
          const other = device.state.config.nxapi[scheme === 'http' ? 'https' : 'http'];
          if (port !== undefined && port === other) fail(texts.portInUse(port));
          change((draft) => {
            draft.config.nxapi[scheme] = port;
            startTls(draft, device.now());
          });
        },
      ),
    ),
    command<NxosState>(
      'nxapi use-vrf <vrf:word>',
      { ...nxapiMode, no: 'nxapi use-vrf [<vrf:word>]', evidence: 'documented', source: 'PG, NX-API' },
      ({ device, change, negated, fail }, args) => {
        const vrf = negated ? undefined : args.text('vrf');
        if (vrf !== undefined && !Object.hasOwn(device.state.config.vrfs, vrf)) fail(texts.noSuchVrf(vrf));
        change((draft) => {
          if (vrf === undefined) delete draft.config.nxapi.vrf;
          else draft.config.nxapi.vrf = vrf;
        });
      },
    ),
    command<NxosState>(
      'nxapi idle-timeout <minutes:1-1440>',
      {
        ...nxapiMode,
        no: 'nxapi idle-timeout [<minutes:1-1440>]',
        releases: (release) => releaseOf(release).idleTimeout,
        evidence: 'documented',
      },
      ({ change, negated }, args) =>
        change((draft) => {
          draft.config.nxapi.idleTimeout = negated ? 10 : args.number('minutes');
        }),
    ),
    command<NxosState>(
      'nxapi ssl protocols {TLSv1|TLSv1.1|TLSv1.2|TLSv1.3}...',
      {
        ...nxapiMode,
        no: 'nxapi ssl protocols [TLSv1|TLSv1.1|TLSv1.2|TLSv1.3]...',
        releases: (release) => releaseOf(release).nxapiSsl,
        evidence: 'documented',
      },
      ({ change, negated }, args) =>
        change((draft) => {
          const wanted = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'].filter((protocol) => args.has(protocol));
          if (negated) delete draft.config.nxapi.sslProtocols;
          else draft.config.nxapi.sslProtocols = wanted;
        }),
    ),
    command<NxosState>(
      'nxapi ssl ciphers weak',
      { ...nxapiMode, no: true, releases: (release) => releaseOf(release).nxapiSsl, evidence: 'client' },
      ({ change, negated }) =>
        change((draft) => {
          draft.config.nxapi.weakCiphers = !negated;
        }),
    ),
    command<NxosState>(
      'nxapi client certificate authentication {optional|strict|two-step}',
      {
        ...nxapiMode,
        no: 'nxapi client certificate authentication [optional|strict|two-step]',
        releases: (release) => releaseOf(release).clientCertificate,
        evidence: 'documented',
      },
      ({ change, negated }, args) =>
        change((draft) => {
          if (negated) delete draft.config.nxapi.clientCertificate;
          else {
            draft.config.nxapi.clientCertificate = args.has('strict')
              ? 'strict'
              : args.has('two-step')
                ? 'two-step'
                : 'optional';
          }
        }),
    ),
    command<NxosState>(
      'show nxapi',
      { help: { nxapi: 'Show nxapi information' }, evidence: 'recorded', source: 'NX-API reference 5.8' },
      ({ device }) => ({ tree: () => nxapiTree(device), text: () => nxapiText(device) }),
    ),
  ],
  render({ features, nxapi: now }, { release, all }) {
    if (!features.nxapi) return [];
    const usual = nxapiDefaults(release.version);
    const lines: string[] = [];
    for (const scheme of ['http', 'https'] as const) {
      const port = now[scheme];
      if (port === usual[scheme] && !all) continue;
      if (port !== undefined) lines.push(`nxapi ${scheme} port ${port}`);
      else if (usual[scheme] !== undefined) lines.push(`no nxapi ${scheme}`);
    }
    if (now.vrf !== undefined) lines.push(`nxapi use-vrf ${now.vrf}`);
    if (now.idleTimeout !== usual.idleTimeout || (all && release.idleTimeout)) {
      lines.push(`nxapi idle-timeout ${now.idleTimeout}`);
    }
    if (now.sslProtocols) lines.push(`nxapi ssl protocols ${now.sslProtocols.join(' ')}`);
    if (now.weakCiphers) lines.push('nxapi ssl ciphers weak');
    if (now.clientCertificate) lines.push(`nxapi client certificate authentication ${now.clientCertificate}`);
    return lines;
  },
};
