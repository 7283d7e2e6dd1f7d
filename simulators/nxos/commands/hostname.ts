import { command } from '../../chassis/cli/command.ts';
import type { Feature } from '../feature.ts';
import { releaseOf } from '../release.ts';
import type { NxosState } from '../state.ts';
import { scalars } from '../structured.ts';

/** Longest name that NX-OS and the prompt patterns of its clients take. */
const LONGEST = 63;

/** The switch's own name; the prompt follows at once. */
export const hostname: Feature = {
  commands: [
    command<NxosState>(
      '{hostname|switchname} <name:word>',
      {
        mode: 'config',
        no: '{hostname|switchname} [<name:word>]',
        help: { hostname: "Configure system's host name", switchname: 'Configure system host name' },
        evidence: 'documented',
        source: 'NX-API reference 5.2',
      },
      ({ change, negated, fail }, args) => {
        const name = negated ? 'switch' : args.text('name');
        if (name.length > LONGEST) fail('% Invalid hostname: too long');
        if (!/^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/.test(name)) fail('% Invalid hostname');
        change((draft) => {
          draft.config.hostname = name;
        });
      },
    ),
    command<NxosState>(
      'show {hostname|switchname}',
      { help: { hostname: 'Show the system hostname' }, evidence: 'recorded', source: 'NX-API reference 4.4' },
      ({ device }) => {
        const { hostname: name, domainName } = device.state.config;
        const full = domainName === undefined ? name : `${name}.${domainName}`;
        return {
          tree: () => scalars(releaseOf(device.release), { hostname: full }),
          text: () => `${full} \n`,
        };
      },
    ),
  ],
  render: ({ hostname: name }) => [`hostname ${name}`],
};
