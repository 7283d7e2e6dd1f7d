import { castDraft } from 'immer';
import { command, type Run } from '../../chassis/cli/command.ts';
import { configure } from '../edit.ts';
import type { Feature } from '../feature.ts';
import { groupKinds, type IdentityTable, isRound, isUsedIdentity, qualified, userKind } from '../identity.ts';
import { sameOperand } from '../objects.ts';
import { securityWords } from '../rule.ts';
import type { IdentityGroup } from '../state/objects.ts';
import { isReference, type Operand } from '../state/operand.ts';
import type { AsaState } from '../state.ts';

function edit(run: Run<AsaState>, what: IdentityTable, change: (group: IdentityGroup) => IdentityGroup): void {
  const name = run.context('group');
  const group = run.device.state.config[what][name];
  if (!group) return;
  const next = change(group);
  configure(run, (config) => {
    config[what][name] = castDraft(next);
  });
}

function member(run: Run<AsaState>, what: IdentityTable, one: Operand): void {
  const { config } = run.device.state;
  const name = run.context('group');
  if (!run.negated && run.session.transport !== 'file') {
    if (isReference(one) && one.kind === groupKinds[what] && !config[what][one.objectId])
      run.fail(`ERROR: specified object group <${one.objectId}> not found`);
    if (isRound(config, what, name, one)) run.fail('ERROR: loop detected');
  }
  edit(run, what, ({ members, ...rest }) => {
    const others = members.filter((other) => !sameOperand(one, other));
    return { ...rest, members: run.negated ? others : [...others, one] };
  });
}

function feature(
  word: 'user' | 'security',
  what: IdentityTable,
  words: (one: Operand) => string,
): Pick<Feature, 'commands' | 'render' | 'words'> {
  const mode = `config-${word}-object-group`;
  const below = { mode, no: true, evidence: 'documented', source: 'reference 6.11' } as const;
  return {
    words: ['object-group', `object-group ${word}`],
    commands: [
      command<AsaState>(
        `object-group ${word} <name:word>`,
        { mode: 'config', no: true, evidence: 'documented' },
        (run, args) => {
          const name = args.text('name');
          const { config } = run.device.state;
          if (run.negated && !config[what][name]) run.fail(`Removing object-group (${name}) failed; it does not exist`);
          if (run.negated && isUsedIdentity(config, { kind: groupKinds[what], objectId: name }))
            run.fail(`Removing object-group (${name}) not allowed, it is being used.`);
          configure(run, ({ [what]: groups }) => {
            if (run.negated) delete groups[name];
            else groups[name] ??= { members: [] };
          });
          if (!run.negated) run.enter(mode, { group: name });
        },
      ),
      command<AsaState>('group-object <name:word>', below, (run, args) =>
        member(run, what, { kind: groupKinds[what], objectId: args.text('name') }),
      ),
      command<AsaState>('description <text:line>', { ...below, no: 'description [<text:line>]' }, (run, args) =>
        edit(run, what, ({ description: _, ...rest }) =>
          run.negated ? rest : { ...rest, description: args.text('text').trim() },
        ),
      ),
      ...(word === 'user'
        ? [
            command<AsaState>('user <name:word>', below, (run, args) =>
              member(run, what, { kind: userKind, objectId: qualified(args.text('name')) }),
            ),
          ]
        : [
            command<AsaState>('security-group {name <name:word>|tag <tag:1-65533>}', below, (run, args) => {
              const name = args.find('name');
              member(
                run,
                what,
                name === undefined
                  ? { kind: 'SecurityTag', value: String(args.number('tag')) }
                  : { kind: 'SecurityName', value: name },
              );
            }),
          ]),
    ],
    render: ({ [what]: groups }) =>
      Object.entries(groups).flatMap(([name, { members, description }]) => [
        `object-group ${word} ${name}`,
        ...(description === undefined ? [] : [` description ${description}`]),
        ...members.map((one) => ` ${words(one)}`),
      ]),
  };
}

/** Groups of users. @source recorded payloads: reference 6.11; lines documented */
export const userGroups: Feature = feature('user', 'userGroups', (one) =>
  isReference(one) ? `${one.kind === userKind ? 'user' : 'group-object'} ${one.objectId}` : '',
);

/** Groups of TrustSec security groups. @source recorded payloads: reference 6.11; lines documented */
export const securityGroups: Feature = feature('security', 'securityGroups', (one) =>
  isReference(one) ? `group-object ${one.objectId}` : securityWords(one),
);
