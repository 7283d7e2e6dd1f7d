import { type Command, command } from '../../../chassis/cli/command.ts';
import { parseOptions } from '../../options.ts';
import type { NsxvState } from '../../state.ts';

/** A table without rows in it still has its head. */
const table = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

/** A command of the central CLI, over SSH and over the API alike. */
function centralCommand(
  grammar: string,
  text: (run: { readonly objects: readonly Named[] }) => string,
): Command<NsxvState> {
  return command<NsxvState>(
    grammar,
    {
      mode: ['basic', 'enabled'],
      help: { show: 'Show running system information' },
      evidence: 'documented',
      source: 'NSX API guide, central CLI',
    },
    ({ device }) => text({ objects: parseOptions(device.birth.options).vcenter?.objects ?? [] }),
  );
}

interface Named {
  readonly id: string;
  readonly type: string;
  readonly name: string;
}

/** The central CLI: what the manager knows of the whole system. Names are the vendor's, layouts inferred. */
export const central: readonly Command<NsxvState>[] = [
  centralCommand('show cluster all', ({ objects }) => {
    const [datacenter] = objects.filter(({ type }) => type === 'Datacenter');
    return table(
      'No.  Cluster Name         Cluster Id               Datacenter Name      Firewall Status     ',
      `1    Compute              domain-c7                ${(datacenter?.name ?? '').padEnd(21)}Enabled             `,
    );
  }),
  centralCommand('show controller list all', () =>
    table('NAME                 IP                   State                '),
  ),
  centralCommand('show logical-switch list all', ({ objects }) =>
    table(
      'NAME                 UUID                                 VNI        Trans Zone Name      Trans Zone ID        ',
      ...objects
        .filter(({ type }) => type === 'VirtualWire')
        .map(
          ({ id, name }) => `${name.padEnd(21)}${id.padEnd(37)}5000       TZ-1                 vdnscope-1           `,
        ),
    ),
  ),
  centralCommand('show edge all', ({ objects }) =>
    table(
      'Edge ID             Name                Size        Version     Status',
      ...objects
        .filter(({ type }) => type === 'Edge')
        .map(({ id, name }) => `${id.padEnd(20)}${name.padEnd(20)}Compact     6.2.0       GREEN`),
    ),
  ),
  centralCommand('show dfw cluster all', () =>
    table('No.  Cluster Name         Cluster Id               Datacenter Name      Firewall Status     '),
  ),
];
