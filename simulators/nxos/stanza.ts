import type { Draft } from 'immer';
import type { Args } from '../chassis/cli/args.ts';
import { type Command, command, type Evidence, type Run } from '../chassis/cli/command.ts';
import type { Mode } from '../chassis/cli/dialect.ts';
import type { Feature } from './feature.ts';
import type { Block, FeatureName, NxosConfig, NxosState, Stanza } from './state.ts';

/** A line that may stand in a section: what was typed, written out, is what the configuration keeps. */
export interface Line {
  readonly grammar: string;
  /** Parameters and keywords whose values tell one such line from another, beside the leading keywords. */
  readonly many?: readonly string[];
  /** Grammar after `no`. Unless told: the line itself where there are many, else its leading keywords and any rest. */
  readonly no?: string;
  /** The line is in force unless negated; so only the negated form is kept. */
  readonly usual?: boolean;
  /** Every configuration has the line: it is kept only for what stands below it. */
  readonly standing?: boolean;
  /** What is kept, where that is not what was typed: a password as its hash. */
  written?(args: Args, typed: string): string;
  /** The mode that the line opens, and what may stand there. */
  readonly opens?: { readonly mode: string; readonly lines: readonly Line[] };
  readonly evidence?: Evidence;
  readonly releases?: (release: string) => boolean;
}

/** A subject that is configured by lines kept as they are written. */
export interface Section {
  /** Where {@link NxosConfig.lines} keeps it. */
  readonly name: string;
  /** Without this feature none of the lines exists, and they go when it goes. */
  readonly feature?: FeatureName;
  /** Words of `show running-config`; the name unless told. */
  readonly words?: readonly string[];
  readonly lines: readonly Line[];
}

/** A section's commands and rendering, and the modes that its lines open. */
export interface SectionFeature extends Feature {
  readonly name: string;
  readonly feature?: FeatureName;
  readonly modes: Readonly<Record<string, Mode>>;
}

/** Makes a section of its table of lines. */
export function section(spec: Section): SectionFeature {
  const modes: Record<string, Mode> = {};
  return {
    name: spec.name,
    ...(spec.feature !== undefined && { feature: spec.feature }),
    words: spec.words ?? [spec.name],
    modes,
    commands: linesOf(spec, spec.lines, 'config', modes),
    render: ({ lines }) => rendered(spec.lines, lines?.[spec.name] ?? {}, ''),
  };
}

/** The stanzas of a section, in the order of the configuration. */
export function stanzas(config: NxosConfig, name: string): readonly Stanza[] {
  return Object.entries(config.lines?.[name] ?? {})
    .sort(([a], [b]) => natural.compare(a, b))
    .map(([, stanza]) => stanza);
}

const natural = new Intl.Collator('en', { numeric: true });

function linesOf(
  spec: Section,
  lines: readonly Line[],
  mode: string,
  modes: Record<string, Mode>,
): Command<NxosState>[] {
  const { feature } = spec;
  return lines.flatMap((line) => {
    const { opens } = line;
    if (opens) modes[opens.mode] = { parent: mode };
    return [
      command<NxosState>(
        line.grammar,
        {
          mode,
          no: negatedGrammar(line),
          evidence: line.evidence ?? 'documented',
          ...(feature !== undefined && { needs: ({ config }) => config.features[feature] === true }),
          ...(line.releases && { releases: line.releases }),
        },
        (run, args) => write(spec, line, run, args),
      ),
      ...(opens ? linesOf(spec, opens.lines, opens.mode, modes) : []),
    ];
  });
}

/** The keywords that a grammar begins with, before the first parameter, option or choice. */
function leading(grammar: string): string {
  return /^[^<[{]*/.exec(grammar)?.[0].trim() ?? '';
}

/** The grammar of a line's negated form. */
export function negatedGrammar({ grammar, many, no }: Line): true | string {
  if (no !== undefined) return no;
  const lead = leading(grammar);
  const rest = grammar.slice(lead.length).trim();
  return many !== undefined || rest === '' ? true : `${lead} [${rest}]`;
}

/** What makes a line the same line again. */
export function keyOf({ grammar, many = [] }: Line, args: Args): string {
  const identity = args.taken
    .filter(({ name }) => many.includes(name))
    .map(({ text, parameter, name }) => (parameter ? text : name));
  return [leading(grammar).replaceAll('\\', ''), ...identity].join(' ');
}

function write({ name, lines }: Section, line: Line, run: Run<NxosState>, args: Args): void {
  const { negated, change, enter, mode, command: typed } = run;
  const path = Array.isArray(mode.data.path) ? mode.data.path.map(String) : [];
  const key = keyOf(line, args);
  const keeps = negated === (line.usual ?? false);
  const text = line.written?.(args, typed) ?? typed;
  change(({ config }) => {
    const block = blockAt(config, name, path);
    const before = block[key];
    if (!keeps) delete block[key];
    else if (before) before.text = text;
    else block[key] = { text };
    prune(config, name, lines);
  });
  if (line.opens && !negated) enter(line.opens.mode, { path: [...path, key] });
}

function blockAt(config: Draft<NxosConfig>, name: string, path: readonly string[]): Draft<Block> {
  config.lines ??= {};
  config.lines[name] ??= {};
  let block = config.lines[name];
  for (const key of path) {
    // A stanza may have been taken away by another session that is still inside it.
    const stanza: Draft<Stanza> = block[key] ?? { text: key };
    block[key] = stanza;
    stanza.below ??= {};
    block = stanza.below;
  }
  return block;
}

/** What is empty does not stay behind, so that a configuration and its rendering have one form. */
function prune(config: Draft<NxosConfig>, name: string, table: readonly Line[]): void {
  const { lines } = config;
  const block = lines?.[name];
  if (!lines || !block) return;
  pruneBlock(block, table);
  if (Object.keys(block).length === 0) delete lines[name];
  if (Object.keys(lines).length === 0) delete config.lines;
}

function pruneBlock(block: Draft<Block>, table: readonly Line[]): void {
  for (const [key, stanza] of Object.entries(block)) {
    const line = table[rankOf(table, key)];
    if (stanza.below) {
      pruneBlock(stanza.below, line?.opens?.lines ?? []);
      if (Object.keys(stanza.below).length === 0) delete stanza.below;
    }
    if (line?.standing && !stanza.below) delete block[key];
  }
}

/** Takes a section away, with its feature. */
export function dropSection(config: Draft<NxosConfig>, name: string): void {
  if (config.lines) delete config.lines[name];
  if (config.lines && Object.keys(config.lines).length === 0) delete config.lines;
}

function rendered(lines: readonly Line[], block: Block, margin: string): string[] {
  const known = Object.entries(block).map(([key, stanza]) => ({ key, stanza, rank: rankOf(lines, key) }));
  return known
    .sort((a, b) => a.rank - b.rank || natural.compare(a.key, b.key))
    .flatMap(({ rank, stanza: { text, below } }) => [
      `${margin}${text}`,
      ...(below ? rendered(lines[rank]?.opens?.lines ?? [], below, `${margin}  `) : []),
    ]);
}

/** Which line of a table a key belongs to: the one that it shares most words with. */
export function rankOf(lines: readonly Line[], key: string): number {
  let best = -1;
  let length = 0;
  for (const [rank, { grammar }] of lines.entries()) {
    const lead = leading(grammar).replaceAll('\\', '');
    if ((key === lead || key.startsWith(`${lead} `)) && lead.length > length) {
      best = rank;
      length = lead.length;
    }
  }
  return best;
}
