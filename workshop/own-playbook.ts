import { isDeepStrictEqual } from 'node:util';
import { type Evidence, endOf } from '../conformance/automation/evidence.ts';
import { definePlaybook, type Playbook, type Question, type Rule, rule } from '../conformance/automation/playbook.ts';
import { exchanges, type Happening, lines } from '../conformance/automation/trace.ts';
import { afterLast, never, precedes } from '../conformance/automation/words.ts';
import { all, differs, holds, type Judgement } from '../conformance/judgement.ts';
import { cite } from '../conformance/requirement.ts';
import type { ExerciseDraft, OwnEvent, OwnPlaybook, OwnRule } from './exercise-schema.ts';
import { re2 } from './pattern.ts';

/** Makes a playbook of what a trainer's file says. */
export function ownPlaybook({ id, title, goal }: ExerciseDraft, own: OwnPlaybook): Playbook {
  const ports: Record<string, number[]> = {};
  const questions: Question[] = [];
  for (const { name, serves, closed, shows, answers } of own.rules) {
    const looked = serves ?? closed;
    if (looked) ports[looked.device] = [...(ports[looked.device] ?? []), looked.port];
    if (shows) questions.push({ name, device: shows.device, ask: { command: shows.command } });
    if (!answers) continue;
    const { device, endpoint, method = 'GET', path, body } = answers;
    questions.push({
      name,
      device,
      ask: { method, path, ...(endpoint !== undefined && { endpoint }), ...(body !== undefined && { body }) },
    });
  }
  return definePlaybook({
    id,
    title,
    task: goal,
    release: own.devices[0]?.release ?? '',
    devices: labDevices(own.devices),
    certificates: own.certificates ?? {},
    values: own.values ?? {},
    ports,
    questions,
    rules: own.rules.map((one, index) => ownRule(one, index, title)),
  });
}

/** Devices as a playbook has them: what a lab file may leave to chance is said. */
export function labDevices(devices: NonNullable<ExerciseDraft['devices']>): Playbook['devices'] {
  return devices.map((device, index) => JSON.parse(JSON.stringify({ name: `${device.kind}-${index + 1}`, ...device })));
}

function ownRule(own: OwnRule, index: number, title: string): Rule {
  return rule({
    name: own.name,
    id: `OWN-AUTO-${String(index + 1).padStart(4, '0')}`,
    says: own.says,
    source: cite(title, own.name),
    origin: 'policy',
    settles: own.order || own.never ? 'at-once' : 'at-end',
    arises: (evidence) => arises(own, evidence),
    judge: (evidence) => judged(own, evidence),
  });
}

/** What the end is like can always be said; the order of things only where there were any. */
function arises({ order, afterLast: last, never: not }: OwnRule, { trace }: Evidence): boolean {
  if (order) return happened(order.later, trace).length > 0;
  if (last) return happened(last.of, trace).length > 0;
  return not === undefined || trace.length > 0;
}

function judged(own: OwnRule, evidence: Evidence): Judgement {
  const { serves, closed, order, afterLast: last, never: not, next } = own;
  const { trace } = evidence;
  const hint = next === undefined ? {} : { next };
  if (serves) {
    const wanted =
      evidence.given.certificates[serves.certificate]?.fingerprint ?? `a certificate ${serves.certificate}`;
    const seen = endOf(evidence, serves.device).ports[serves.port] ?? 'closed';
    const place = `port ${serves.port} of ${serves.device}`;
    return seen === wanted || differs(`${place} presents ${wanted}`, `${place}: ${seen}`, next);
  }
  if (closed) {
    const seen = endOf(evidence, closed.device).ports[closed.port] ?? 'closed';
    const place = `port ${closed.port} of ${closed.device}`;
    return holds(seen === 'closed', `${place} is closed`, `${place} is open`, next);
  }
  if (own.shows) return shown(own.shows, evidence.end.answers[own.name], next);
  if (own.answers) return answered(own.answers, evidence.end.answers[own.name], next);
  if (order) {
    return precedes(happened(order.first, trace), happened(order.later, trace), () => true, {
      expected: `${described(order.first)}, before ${described(order.later)}`,
      observed: ({ operation }) => `${operation} came first`,
      ...hint,
    });
  }
  if (last) {
    return afterLast(happened(last.of, trace), happened(last.comes, trace), {
      expected: `${described(last.comes)}, after the last ${described(last.of)}`,
      observed: ({ operation }) => `nothing of the kind after ${operation}`,
      ...hint,
    });
  }
  return never(not ? happened(not, trace) : [], {
    expected: not ? `never ${described(not)}` : '',
    observed: ({ operation, device }) => `${operation} on ${device}`,
    ...hint,
  });
}

function shown(
  { device, command, matches, lacks }: NonNullable<OwnRule['shows']>,
  answer: string | undefined,
  next: string | undefined,
): Judgement {
  const place = `\`${command}\` on ${device}`;
  if (answer === undefined) return differs(`an answer to ${place}`, 'none', next);
  const text = answer.replaceAll('\r', '');
  return all(
    matches === undefined || holds(found(matches, text), `${place} shows ${matches}`, text.trim() || 'nothing', next),
    lacks === undefined || holds(!found(lacks, text), `${place} does not show ${lacks}`, text.trim(), next),
  );
}

function answered(
  { device, method = 'GET', path, status = 200, pointer, equals, matches }: NonNullable<OwnRule['answers']>,
  answer: string | undefined,
  next: string | undefined,
): Judgement {
  const place = `${method} ${path} on ${device}`;
  if (answer === undefined) return differs(`an answer to ${place}`, 'none', next);
  const [, given = '', body = ''] = /^(\d*)\n(.*)$/s.exec(answer) ?? [];
  const value = pointer === undefined ? body : pointedAt(body, pointer);
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  const part = pointer === undefined ? place : `${pointer} in the answer to ${place}`;
  return all(
    holds(given === String(status), `${place} is answered ${status}`, `${given}`, next),
    equals === undefined || holds(isDeepStrictEqual(value, equals), `${part} is ${JSON.stringify(equals)}`, text, next),
    matches === undefined || holds(found(matches, text), `${part} matches ${matches}`, text, next),
  );
}

/** @source RFC 6901 */
function pointedAt(body: string, pointer: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    value =
      typeof value === 'object' && value !== null ? Object.entries(value).find(([one]) => one === key)?.[1] : undefined;
  }
  return value;
}

interface Happened {
  readonly seq: number;
  readonly device: string;
  readonly operation: string;
}

function happened({ device, command, request, login }: OwnEvent, trace: readonly Happening[]): readonly Happened[] {
  const there = (one: Happened): boolean => device === undefined || one.device === device;
  if (command !== undefined) {
    return lines(trace)
      .filter(({ ok }) => ok)
      .map(({ seq, device: on, line }) => ({ seq, device: on, operation: line }))
      .filter((one) => there(one) && found(command, one.operation));
  }
  if (request !== undefined) {
    return exchanges(trace)
      .map(({ seq, device: on, method, path }) => ({ seq, device: on, operation: `${method} ${path}` }))
      .filter((one) => there(one) && found(request, one.operation));
  }
  return trace
    .filter(({ kind, outcome, user = '' }) => kind === 'login' && outcome === 'ok' && found(login ?? '', user))
    .map(({ seq, device: on, user = '' }) => ({ seq, device: on, operation: `a login of ${user}` }))
    .filter(there);
}

const found = (pattern: string, text: string): boolean => re2(pattern)?.foundIn(text) === true;

function described({ device, command, request, login }: OwnEvent): string {
  const what = command === undefined ? (request ?? `a login of ${login}`) : `\`${command}\``;
  return device === undefined ? what : `${what} on ${device}`;
}
