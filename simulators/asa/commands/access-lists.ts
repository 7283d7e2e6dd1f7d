import { command, type Run } from '../../chassis/cli/command.ts';
import type { Table } from '../../chassis/table.ts';
import { bindList, insertAce, keepList, listOf, removeAce } from '../access.ts';
import { configure } from '../edit.ts';
import type { Feature } from '../feature.ts';
import { groupKinds, identityTables } from '../identity.ts';
import { byNameif } from '../interface-name.ts';
import { hash32, ruleWords, sameRule } from '../rule.ts';
import { readRule } from '../rule-reading.ts';
import { isReference, type Operand } from '../state/operand.ts';
import type { AccessList, Ace } from '../state/rules.ts';
import type { AsaConfig, AsaState } from '../state.ts';

const recorded = { mode: 'config', no: true, evidence: 'recorded', source: 'reference 2.12' } as const;

/** Which rule a line number of the list is at or before, counting from 1: remarks have lines too. */
function positionOf({ aces }: AccessList, line: number | undefined): number | undefined {
  if (line === undefined) return undefined;
  let lines = 0;
  for (const [index, ace] of aces.entries()) {
    lines += ace.remarks.length + 1;
    if (line <= lines) return index + 1;
  }
  return undefined;
}

function isAce(value: unknown): value is Ace {
  return typeof value === 'object' && value !== null && 'permit' in value;
}

function remark(run: Run<AsaState>, acl: string, text: string, line: number | undefined): void {
  configure(run, (config) => {
    const list = listOf(config, acl);
    if (run.negated) {
      keepList(config, acl, {
        aces: list.aces.map((ace) => ({ ...ace, remarks: ace.remarks.filter((one) => one !== text) })),
        remarks: list.remarks.filter((one) => one !== text),
      });
      return;
    }
    const position = positionOf(list, line);
    const aces = list.aces.map((ace, index) =>
      index + 1 === position ? { ...ace, remarks: [...ace.remarks, text] } : ace,
    );
    keepList(config, acl, { aces, remarks: position === undefined ? [...list.remarks, text] : list.remarks });
  });
}

/** What a rule names and the box has not; `undefined` when all is there. @source inferred: as for members of groups */
function lackingIn(config: AsaConfig, { source, destination, service, ...ace }: Ace): string | undefined {
  const object = (names: Table<unknown>, groups: Table<unknown>, one: Operand | undefined) => {
    if (!one || !isReference(one)) return undefined;
    const group = one.kind.endsWith('Group');
    if ((group ? groups : names).has(one.objectId)) return undefined;
    return `object${group ? ' group' : ''} <${one.objectId}>`;
  };
  const address = (one: Operand) => object(config.networkObjects, config.networkGroups, one);
  const ports = (words = '') => {
    const name = /^object-group (.+)$/.exec(words)?.[1];
    return name === undefined || config.serviceGroups.has(name) ? undefined : `object group <${name}>`;
  };
  const identity = (one: Operand | undefined) => {
    const what = one && isReference(one) && identityTables.find((table) => groupKinds[table] === one.kind);
    return what && isReference(one) && !Object.hasOwn(config[what], one.objectId)
      ? `object group <${one.objectId}>`
      : undefined;
  };
  return (
    object(config.serviceObjects, config.serviceGroups, service.reference) ??
    identity(ace.user) ??
    identity(ace.sourceSecurity) ??
    address(source) ??
    ports(service.source) ??
    identity(ace.destinationSecurity) ??
    address(destination) ??
    ports(service.destination) ??
    (ace.timeRange === undefined || Object.hasOwn(config.timeRanges, ace.timeRange)
      ? undefined
      : `time-range <${ace.timeRange}>`)
  );
}

/** Extended access lists, and where they are bound. @source reference 2.12, 6.22 */
export const accessLists: Feature = {
  words: ['access-list'],
  commands: [
    command<AsaState>('access-list <acl:word> [line <line:1-2147483647>] remark <text:line>', recorded, (run, args) =>
      remark(run, args.text('acl'), args.text('text').trim(), args.findNumber('line')),
    ),
    command<AsaState>(
      'access-list <acl:word> [line <line:1-2147483647>] extended <rule:rule>',
      recorded,
      (run, args) => {
        const acl = args.text('acl');
        const ace = args.findValue('rule', (value): value is Ace | string => isAce(value) || typeof value === 'string');
        if (!isAce(ace)) return run.fail('ERROR: % Incomplete command');
        const { config } = run.device.state;
        if (!run.negated && run.session.transport !== 'file') {
          const lacking = lackingIn(config, ace);
          if (lacking !== undefined) return run.fail(`ERROR: specified ${lacking} not found`);
        }
        const list = listOf(config, acl);
        const index = list.aces.findIndex((other) => sameRule(other, ace));
        if (run.negated) {
          if (index < 0) return run.fail('ERROR: access-list element does not exist');
          configure(run, (draft) => {
            const remarks = list.aces[index]?.remarks ?? [];
            removeAce(draft, acl, index);
            // Remarks are lines of their own: they stay, above what follows.
            const rest = listOf(draft, acl);
            if (remarks.length === 0) return;
            const aces = rest.aces.map((one, at) =>
              at === index ? { ...one, remarks: [...remarks, ...one.remarks] } : one,
            );
            keepList(draft, acl, {
              aces,
              remarks: index < rest.aces.length ? rest.remarks : [...remarks, ...rest.remarks],
            });
          });
          return;
        }
        const there = list.aces[index];
        if (there) {
          // The same rule again changes how it logs, and whether it acts.
          if (ruleWords(there) === ruleWords(ace))
            return run.session.transport === 'file' ? undefined : `WARNING: <${acl}> found duplicate element\n`;
          configure(run, (draft) => {
            draft.accessLists = draft.accessLists.put(acl, {
              ...list,
              aces: list.aces.with(index, { ...ace, remarks: there.remarks }),
            });
          });
          return;
        }
        configure(run, (draft) => insertAce(draft, acl, ace, positionOf(list, args.findNumber('line'))));
      },
    ),
    command<AsaState>(
      'clear configure access-list [<acl:word>]',
      { mode: 'config', evidence: 'documented' },
      (run, args) => {
        const acl = args.find('acl');
        configure(run, (config) => {
          for (const name of [...config.accessLists.keys()]) {
            if (acl === undefined || acl === name) keepList(config, name, { aces: [], remarks: [] });
          }
        });
      },
    ),
    command<AsaState>(
      'show access-list [<acl:word>]',
      { evidence: 'recorded', source: 'reference 2.13' },
      ({ device, fail }, args) => {
        const { config } = device.state;
        const wanted = args.find('acl');
        if (wanted !== undefined && !config.accessLists.has(wanted))
          fail(`ERROR: access-list <${wanted}> does not exist`);
        return [...config.accessLists]
          .filter(([name]) => wanted === undefined || name === wanted)
          .map(([name, list]) => shown(name, list))
          .join('');
      },
    ),
  ],
  render: ({ accessLists: lists }) =>
    [...lists].flatMap(([name, { aces, remarks }]) => [
      ...aces.flatMap((ace) => [
        ...ace.remarks.map((text) => `access-list ${name} remark ${text}`),
        `access-list ${name} extended ${ruleWords(ace)}`,
      ]),
      ...remarks.map((text) => `access-list ${name} remark ${text}`),
    ]),
};

function hex(text: string): string {
  return `0x${hash32(text).toString(16).padStart(8, '0')}`;
}

function shown(name: string, { aces }: AccessList): string {
  let line = 0;
  const rows = aces.flatMap((ace) => [
    ...ace.remarks.map((text) => `access-list ${name} line ${++line} remark ${text}`),
    `access-list ${name} line ${++line} extended ${ruleWords(ace, true)}(hitcnt=0) ${ace.inactive ? '(inactive) ' : ''}${hex(ruleWords(ace))} `,
  ]);
  return [`access-list ${name}; ${aces.length} elements; name hash: ${hex(name)}`, ...rows, ''].join('\n');
}

/** Reads the rest of an access-list line. A text stands for a rule that is not finished. */
export function readRuleText(
  text: string,
  isPorts: (name: string) => boolean,
): Ace | string | { readonly wrongAt: number } {
  const words = text.trim().split(/\s+/);
  const read = readRule(words, isPorts);
  if ('ace' in read) return read.ace;
  if (read.wrong >= words.length) return text;
  let at = 0;
  for (let index = 0; index < read.wrong; index++)
    at = text.indexOf(words[index] ?? '', at) + (words[index]?.length ?? 0);
  return { wrongAt: text.indexOf(words[read.wrong] ?? '', at) };
}

/** Where lists are bound. */
export const accessGroups: Feature = {
  words: ['access-group'],
  commands: [
    command<AsaState>('access-group <acl:word> {global|{in|out} interface <interface:word>}', recorded, (run, args) => {
      const direction = args.which('global', 'in', 'out') ?? 'global';
      const nameif = args.find('interface') ?? '';
      const acl = args.text('acl');
      const { config } = run.device.state;
      if (!run.negated) {
        if (!config.accessLists.has(acl)) run.fail(`ERROR: access-list <${acl}> does not exist`);
        if (direction !== 'global' && !byNameif(config, nameif)) run.fail(`ERROR: interface <${nameif}> not found`);
      }
      configure(run, (draft) => {
        if (!run.negated) bindList(draft, { acl, direction, interface: nameif });
        else {
          draft.accessGroups = draft.accessGroups.filter(
            (one) => one.acl !== acl || one.direction !== direction || one.interface !== nameif,
          );
        }
      });
    }),
  ],
  render: ({ accessGroups: groups }) =>
    groups.map(({ acl, direction, interface: nameif }) =>
      direction === 'global' ? `access-group ${acl} global` : `access-group ${acl} ${direction} interface ${nameif}`,
    ),
};
