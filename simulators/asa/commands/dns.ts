import { command } from '../../chassis/cli/command.ts';
import { configure } from '../edit.ts';
import type { Feature } from '../feature.ts';
import type { AsaState } from '../state.ts';

const documented = { mode: 'config', evidence: 'documented' } as const;

/** Name servers. @source reference 2.12 */
export const dns: Feature = {
  words: ['dns'],
  commands: [
    command<AsaState>('dns domain-lookup <interface:word>', { ...documented, no: true }, (run, args) => {
      const nameif = args.text('interface');
      configure(run, ({ dns: names }) => {
        const others = names.lookup.filter((one) => one !== nameif);
        names.lookup = run.negated ? others : [...others, nameif];
      });
    }),
    command<AsaState>('dns server-group <name:word>', { ...documented, no: true }, (run, args) => {
      const name = args.text('name');
      configure(run, ({ dns: { groups } }) => {
        if (run.negated) delete groups[name];
        else groups[name] ??= { servers: [] };
      });
      if (!run.negated) run.enter('config-dns-server-group', { group: name });
    }),
    command<AsaState>(
      'name-server <address:word> [<interface:word>]',
      { mode: 'config-dns-server-group', no: true, evidence: 'documented' },
      (run, args) => {
        const address = args.text('address');
        const nameif = args.find('interface');
        configure(run, ({ dns: { groups } }) => {
          const group = groups[run.context('group')];
          if (!group) return;
          const others = group.servers.filter((one) => one.address !== address);
          group.servers = run.negated
            ? others
            : [...others, { address, ...(nameif !== undefined && { interface: nameif }) }];
        });
      },
    ),
    command<AsaState>(
      'domain-name <name:word>',
      { mode: 'config-dns-server-group', no: 'domain-name [<name:word>]', evidence: 'documented' },
      (run, args) =>
        configure(run, ({ dns: { groups } }) => {
          const group = groups[run.context('group')];
          if (!group) return;
          if (run.negated) delete group.domain;
          else group.domain = args.text('name');
        }),
    ),
  ],
  render: ({ dns: names }) => [
    ...names.lookup.map((nameif) => `dns domain-lookup ${nameif}`),
    ...Object.entries(names.groups).flatMap(([name, { servers, domain }]) => [
      `dns server-group ${name}`,
      ...servers.map(
        ({ address, interface: nameif }) => ` name-server ${address}${nameif === undefined ? '' : ` ${nameif}`}`,
      ),
      ...(domain === undefined ? [] : [` domain-name ${domain}`]),
    ]),
  ],
};
