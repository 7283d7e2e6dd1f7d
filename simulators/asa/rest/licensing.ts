import { setLicense, throughputs } from '../commands/license.ts';
import { editConfig } from '../edit.ts';
import { releaseOf } from '../release.ts';
import { single } from './listed.ts';
import { type Answer, type Call, invalid, missing, objectBody, Problem, type Route, text } from './wire.ts';

const category = 'Licensing';
const path = '/api/licensing/smart/asav';
const server = 'https://tools.cisco.com/its/service/oddce/services/DDCEService';

/** A physical box has no such resource. @throws Problem 404 */
function checkVirtual({ device }: Call): void {
  if (!releaseOf(device.release).virtual) throw missing(path);
}

function act(name: string, registered: boolean | undefined): Route {
  return {
    path: `${path}/${name}`,
    category,
    evidence: 'client',
    methods: {
      POST: (call): Answer => {
        checkVirtual(call);
        if (registered) {
          const token = text(objectBody(call.body).idToken) ?? '';
          if (token === '') throw invalid('idToken', 'idToken is a mandatory attribute');
        } else if (!call.device.state.store.registered) {
          throw new Problem(400, 'INVALID-INPUT', 'The device is not registered');
        }
        call.device.change(({ store }) => {
          if (registered === false) delete store.registered;
          if (registered) store.registered = true;
        });
        return { status: 201 };
      },
    },
  };
}

/** Smart licensing of a virtual box. @source client: members of reference 6.18; which status of success is inferred */
export const licensingRoutes: readonly Route[] = [
  single(
    path,
    category,
    'client',
    (call) => {
      checkVirtual(call);
      const { license } = call.device.state.config;
      return {
        kind: 'object#SmartLicenseASAv',
        selfLink: `${call.base}${path}`,
        licenseServerURL: server,
        transportURL: true,
        privacyHostName: false,
        privacyVersion: false,
        throughput: license?.throughput ?? '',
        featureTier: license?.tier ?? '',
      };
    },
    (call, body) => {
      checkVirtual(call);
      const [tier, throughput] = [text(body.featureTier) ?? '', text(body.throughput) ?? ''];
      if (tier !== '' && tier !== 'standard') throw invalid('featureTier', "featureTier must be 'standard'");
      if (throughput !== '' && !throughputs.includes(throughput))
        throw invalid('throughput', `throughput must be one of ${throughputs.join(', ')}`);
      editConfig(call.device, call.user, (config) =>
        setLicense(config, {
          ...(tier === 'standard' && { tier: 'standard' as const }),
          ...(throughput !== '' && { throughput }),
        }),
      );
    },
  ),
  act('register', true),
  act('deregister', false),
  act('renewauth', undefined),
  act('renewid', undefined),
];
