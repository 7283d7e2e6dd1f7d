import type { Shown } from '../../chassis/cli/printed.ts';
import type { NxosDevice } from '../nxos.ts';
import { releaseOf } from '../release.ts';
import { scalars, table } from '../structured.ts';
import { row, text } from './columns.ts';

const builtIn = [
  {
    name: 'network-admin',
    description: 'Predefined network admin role has access to all commands on the switch',
    rules: [{ number: '1', action: 'permit', what: 'read-write' }],
  },
  {
    name: 'network-operator',
    description: 'Predefined network operator role has access to all read commands on the switch',
    rules: [{ number: '1', action: 'permit', what: 'read' }],
  },
] as const;

/** `show role [name N]`: the two that matter of the built-in ones, and those made here. Keys and text inferred. */
export function showRoles(device: NxosDevice, wanted?: string): Shown | undefined {
  const made = Object.entries(device.state.config.roles).map(([name, { description = 'new role', rules }]) => ({
    name,
    description,
    rules: Object.entries(rules).map(([number, { action, what }]) => ({
      number,
      action,
      what: 'command' in what ? `command ${what.command}` : what.access,
    })),
  }));
  const found = [...builtIn, ...made].filter(({ name }) => wanted === undefined || name === wanted);
  if (found.length === 0) return undefined;
  return {
    tree: () =>
      scalars(
        releaseOf(device.release),
        table(
          'role',
          found.map(({ name, description, rules }) => ({
            role_name: name,
            role_description: description,
            ...table(
              'rule',
              rules.map(({ number, action, what }) => ({ rule_num: number, rule_action: action, rule_entity: what })),
            ),
          })),
        ),
      ),
    text: () =>
      text(
        found.flatMap(({ name, description, rules }) => [
          `Role: ${name}`,
          `  Description: ${description}`,
          '  -------------------------------------------------------------------',
          '  Rule    Perm    Type        Scope               Entity',
          '  -------------------------------------------------------------------',
          ...rules.map(({ number, action, what }) => {
            const [type = '', ...entity] = what.split(' ');
            return row([2, 8, 8, 12, 20], '', number, action, type, '', entity.join(' '));
          }),
          '',
        ]),
      ),
  };
}
