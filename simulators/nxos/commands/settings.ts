import { command } from '../../chassis/cli/command.ts';
import type { Feature } from '../feature.ts';
import type { NxosState } from '../state.ts';

/** Ansible's modules for interfaces look for these lines in `show running-config all`. */
const factoryPorts = 'cisco.nxos, module_utils: defaults of interfaces';

/** Single lines of the global configuration. */
export const settings: Feature = {
  commands: [
    command<NxosState>(
      'ip domain-lookup',
      { mode: 'config', no: true, evidence: 'documented' },
      ({ change, negated }) =>
        change((draft) => {
          draft.config.domainLookup = !negated;
        }),
    ),
    command<NxosState>(
      'ip domain-name <name:word>',
      { mode: 'config', no: 'ip domain-name [<name:word>]', evidence: 'documented' },
      ({ change, negated }, args) =>
        change((draft) => {
          if (negated) delete draft.config.domainName;
          else draft.config.domainName = args.text('name');
        }),
    ),
    command<NxosState>(
      'banner motd <text:delimited>',
      { mode: 'config', no: 'banner motd', evidence: 'client', source: 'NX-API reference 2.3' },
      ({ change, negated }, args) =>
        change((draft) => {
          if (negated) delete draft.config.banner;
          else draft.config.banner = args.text('text');
        }),
    ),
    command<NxosState>('boot nxos <image:file>', { mode: 'config', evidence: 'documented' }, ({ change }, args) =>
      change((draft) => {
        draft.config.boot = args.text('image');
      }),
    ),
    // How ports are unless told; only what the factory has is modelled.
    ...['system default switchport', 'no system default switchport shutdown'].map((grammar) =>
      command<NxosState>(grammar, { mode: 'config', evidence: 'client', source: factoryPorts }, () => undefined),
    ),
    // Lines of a saved configuration that say what is so anyway.
    ...['version <text:line>', 'vdc <name:word> id <number:1-8>'].map((grammar) =>
      command<NxosState>(grammar, { mode: 'config', hidden: true, evidence: 'recorded' }, ({ enter }) => {
        if (grammar.startsWith('vdc')) enter('config-vdc');
      }),
    ),
    command<NxosState>('limit-resource <text:line>', { mode: 'config-vdc', hidden: true }, () => undefined),
  ],
  render({ domainLookup, domainName, banner }, { all }) {
    const lines = all ? ['system default switchport', 'no system default switchport shutdown'] : [];
    if (banner !== undefined) {
      const delimiter = ['@', '#', '^', '~', '%', '$'].find((one) => !banner.includes(one)) ?? '@';
      lines.push(`banner motd ${delimiter}${banner}${delimiter}`, '');
    }
    lines.push(domainLookup ? 'ip domain-lookup' : 'no ip domain-lookup');
    if (domainName !== undefined) lines.push(`ip domain-name ${domainName}`);
    return lines;
  },
};
