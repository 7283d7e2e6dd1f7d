import { command } from '../../chassis/cli/command.ts';
import type { Feature } from '../feature.ts';
import type { NxosState, RoleRule } from '../state.ts';

/** A rule as the configuration writes it. */
function ruleText({ action, what }: RoleRule): string {
  return 'command' in what ? `${action} command ${what.command}` : `${action} ${what.access}`;
}

/** Roles of the operator's own making. */
export const roles: Feature = {
  commands: [
    command<NxosState>(
      'role name <name:word>',
      { mode: 'config', no: true, evidence: 'documented' },
      ({ change, enter, negated }, args) => {
        const name = args.text('name');
        change((draft) => {
          if (negated) delete draft.config.roles[name];
          else draft.config.roles[name] ??= { rules: {} };
        });
        if (!negated) enter('config-role', { role: name });
      },
    ),
    command<NxosState>(
      'description <text:line>',
      { mode: 'config-role', no: 'description [<text:line>]', evidence: 'documented' },
      ({ change, context, negated }, args) =>
        change((draft) => {
          const role = draft.config.roles[context('role')];
          if (!role) return;
          if (negated) delete role.description;
          else role.description = args.text('text');
        }),
    ),
    command<NxosState>(
      'rule <number:1-256> {permit|deny} {read|read-write|command <pattern:line>}',
      { mode: 'config-role', no: 'rule <number:1-256> [<rest:line>]', evidence: 'documented' },
      ({ change, context, negated }, args) =>
        change((draft) => {
          const role = draft.config.roles[context('role')];
          if (!role) return;
          const number = String(args.number('number'));
          if (negated) {
            delete role.rules[number];
            return;
          }
          const pattern = args.find('pattern');
          role.rules[number] = {
            action: args.has('permit') ? 'permit' : 'deny',
            what:
              pattern !== undefined ? { command: pattern } : { access: args.has('read-write') ? 'read-write' : 'read' },
          };
        }),
    ),
  ],
  render: ({ roles: all }) =>
    Object.entries(all).flatMap(([name, { description, rules }]) => [
      `role name ${name}`,
      ...(description === undefined ? [] : [`  description ${description}`]),
      ...Object.entries(rules)
        .sort(([a], [b]) => Number(a) - Number(b))
        .map(([number, rule]) => `  rule ${number} ${ruleText(rule)}`),
    ]),
};
