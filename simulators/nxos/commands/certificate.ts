import { command } from '../../chassis/cli/command.ts';
import { loadCertificate, loadKey, pair } from '../certificate.ts';
import type { Feature } from '../feature.ts';
import { releaseOf } from '../release.ts';
import { workingDirectory } from '../session.ts';
import type { NxosState } from '../state.ts';
import { texts } from '../texts.ts';
import { nxapiMode } from './nxapi.ts';

const source = 'Secure NX-API calls using HTTPS with a self-signed certificate, Configure the Switch, 3';

/** A path as the configuration keeps it: with its file system, whatever directory it was typed in. */
function absolute(path: string, cwd: string): string {
  if (/^[a-z][a-z0-9]*:/.test(path)) return path;
  return `${cwd.endsWith('/') || cwd.endsWith(':') ? cwd : `${cwd}/`}${path.replace(/^\//, '')}`;
}

/**
 * The operator's own certificate: uploaded file by file, served once it is enabled. A refusal leaves what is served as it
 * was (reference 5.8).
 */
export const certificate: Feature = {
  words: ['nxapi'],
  commands: [
    command<NxosState>(
      'nxapi certificate httpscrt certfile <path:file>',
      { ...nxapiMode, no: 'nxapi certificate httpscrt certfile [<path:file>]', evidence: 'documented', source },
      ({ device, session, change, negated }, args) => {
        if (negated) {
          change((draft) => {
            delete draft.config.nxapi.certfile;
            delete draft.run.nxapi.uploaded.certificate;
          });
          return undefined;
        }
        const file = absolute(args.text('path'), workingDirectory(session));
        const loaded = loadCertificate(device.state, device.surroundings.blobs, file);
        change((draft) => {
          draft.config.nxapi.certfile = file;
          draft.run.nxapi.uploaded.certificate = loaded;
        });
        return `${texts.uploadDone}\n`;
      },
    ),
    ...[false, true].map((withPassword) =>
      command<NxosState>(
        `nxapi certificate httpskey keyfile <path:file>${withPassword ? ' [password <password:secret>]' : ''}`,
        {
          ...nxapiMode,
          no: 'nxapi certificate httpskey keyfile [<path:file>]',
          releases: (release) => releaseOf(release).keyPassword === withPassword,
          evidence: 'documented',
          source,
        },
        ({ device, session, change, negated }, args) => {
          if (negated) {
            change((draft) => {
              delete draft.config.nxapi.keyfile;
              delete draft.config.nxapi.keyPassword;
              delete draft.run.nxapi.uploaded.key;
            });
            return undefined;
          }
          const file = absolute(args.text('path'), workingDirectory(session));
          const password = args.find('password');
          const loaded = loadKey(device.state, device.surroundings.blobs, device.release, file, password);
          change((draft) => {
            draft.config.nxapi.keyfile = file;
            if (password === undefined) delete draft.config.nxapi.keyPassword;
            else draft.config.nxapi.keyPassword = password;
            draft.run.nxapi.uploaded.key = loaded;
          });
          return `${texts.uploadDone}\n`;
        },
      ),
    ),
    command<NxosState>(
      'nxapi certificate enable',
      { ...nxapiMode, no: true, evidence: 'documented', source },
      ({ device, change, negated }) => {
        const { uploaded } = device.state.run.nxapi;
        const served = negated ? undefined : pair(uploaded.certificate, uploaded.key);
        change((draft) => {
          draft.config.nxapi.certificateEnabled = !negated;
          if (served) draft.run.nxapi.served = served;
          else delete draft.run.nxapi.served;
        });
      },
    ),
  ],
  render({ features, nxapi }) {
    if (!features.nxapi) return [];
    const password = nxapi.keyPassword === undefined ? '' : ` password ${nxapi.keyPassword}`;
    const lines: string[] = [];
    if (nxapi.keyfile !== undefined) lines.push(`nxapi certificate httpskey keyfile ${nxapi.keyfile}${password}`);
    if (nxapi.certfile !== undefined) lines.push(`nxapi certificate httpscrt certfile ${nxapi.certfile}`);
    if (nxapi.certificateEnabled) lines.push('nxapi certificate enable');
    return lines;
  },
};
