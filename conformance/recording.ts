import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { ladder } from './case.ts';
import { UsageError } from './errors.ts';
import { outcomes } from './outcome.ts';
import type { Drive, RunRecord } from './run.ts';
import type { SecretKind } from './secrets.ts';

/** The first line of a recording: what was asked, of whom, when, by which suite. */
const manifest = z.object({
  recording: z.literal('rackless-recording/1'),
  version: z.string(),
  started: z.iso.datetime(),
  target: z.object({ label: z.string(), simulated: z.boolean(), mutant: z.string().optional() }),
  selection: z.object({ only: z.array(z.string()), skip: z.array(z.string()), allow: z.enum(ladder) }),
  /** Said in the file itself, for whoever is asked to share it. */
  redaction: z.string(),
});

const profile = z.object({ profile: z.object({ kind: z.string(), release: z.string() }) });

/** One case: every exchange, and either what it observed or why it observed nothing. */
const drive = z.object({
  case: z.string(),
  wire: z.array(
    z.object({
      over: z.enum(['https', 'http', 'ssh', 'tls', 'tcp']),
      door: z.string(),
      sent: z.unknown(),
      got: z.unknown().optional(),
    }),
  ),
  observations: z.unknown().optional(),
  instead: z.object({ outcome: z.enum(outcomes), why: z.string() }).optional(),
});

/** The end of a profile: what was left, and how many secrets of each kind stand as placeholders. */
const end = z.object({
  end: z.object({ complete: z.boolean(), residue: z.array(z.string()), restored: z.boolean().optional() }),
  placeholders: z.record(z.string(), z.number()),
});

export type Manifest = z.infer<typeof manifest>;

/** What was recorded of one kind and release. */
export interface RecordedProfile {
  readonly kind: string;
  readonly release: string;
  readonly drives: ReadonlyMap<string, Drive>;
  /** Absent where the recording breaks off. */
  readonly end?: Pick<RunRecord, 'complete' | 'residue' | 'restored'>;
}

/** A recording as it was read. */
export interface Recording {
  readonly manifest: Manifest;
  readonly profiles: readonly RecordedProfile[];
}

/** Writes a recording line by line, so that what is recorded by the time of a crash can be judged. */
export interface Recorder {
  begin(kind: string, release: string): void;
  /** The drive's texts are redacted already. */
  drive(one: Drive): void;
  end(record: RunRecord, placeholders: Readonly<Partial<Record<SecretKind, number>>>): void;
}

/** Starts a recording that its owner alone may read. @throws UsageError when the file cannot be written */
export function startRecording(file: string, head: Omit<Manifest, 'recording' | 'redaction'>): Recorder {
  const write = (line: object) => appendFileSync(file, `${JSON.stringify(line)}\n`);
  const redaction =
    'Every password, token, cookie, passphrase and private key that the run knew of was replaced by a numbered placeholder before it was written.';
  try {
    writeFileSync(file, `${JSON.stringify({ recording: 'rackless-recording/1', ...head, redaction })}\n`, {
      mode: 0o600,
    });
  } catch {
    throw new UsageError(`--record ${file}: the file cannot be written`);
  }
  return {
    begin: (kind, release) => write({ profile: { kind, release } }),
    drive: write,
    end: ({ complete, residue, restored }, placeholders) =>
      write({ end: { complete, residue, ...(restored !== undefined && { restored }) }, placeholders }),
  };
}

/** Reads a recording; a last line that a crash cut is left out. @throws UsageError for what is none, with the line */
export function readRecording(file: string): Recording {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`--replay ${file}: the file cannot be read`);
  }
  const lines = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
  const parse = <T>(index: number, shape: z.ZodType<T>): T => {
    try {
      return shape.parse(JSON.parse(lines[index] ?? ''));
    } catch {
      throw new UsageError(`--replay ${file}:${index + 1}: this is no line of a recording (--record FILE makes one)`);
    }
  };
  const head = parse(0, manifest);
  const profiles: (Omit<RecordedProfile, 'drives' | 'end'> & {
    drives: Map<string, Drive>;
    end?: RecordedProfile['end'];
  })[] = [];
  for (let index = 1; index < lines.length; index++) {
    const line = parse(index, z.union([profile, drive, end]));
    const last = profiles.at(-1);
    if ('profile' in line) profiles.push({ ...line.profile, drives: new Map() });
    else if (!last) throw new UsageError(`--replay ${file}:${index + 1}: a line before the first profile`);
    else if ('case' in line) last.drives.set(line.case, asDrive(line));
    else {
      const { complete, residue, restored } = line.end;
      last.end = { complete, residue, ...(restored !== undefined && { restored }) };
    }
  }
  return { manifest: head, profiles: profiles.map(({ end, ...rest }) => ({ ...rest, ...(end && { end }) })) };
}

function asDrive({ case: id, wire, observations, instead }: z.infer<typeof drive>): Drive {
  return { case: id, wire, ...(instead ? { instead } : { observations }) };
}
