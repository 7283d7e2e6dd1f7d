import { cite } from '../requirement.ts';
import { found, imports, type Replacement, replacements, sessions, validations } from './nsx-trace.ts';
import { type Rule, rule } from './playbook.ts';
import type { Happening } from './trace.ts';
import { closes, noOverlap, precedes } from './words.ts';

const guide = 'Replace NSX Certificates Using API';
const edition = '9.0';

/** What is put to use was stored before. */
export const importsFirst: Rule = rule({
  name: 'imports-first',
  id: 'NSX-AUTO-0001',
  says: 'A certificate is in the trust store, by an import or found there, before a request puts it to use.',
  source: cite(guide, 'before you begin: verify that a certificate is available', edition),
  arises: ({ trace }) => replacements(trace).length > 0,
  judge: ({ trace }) =>
    precedes(
      [...imports(trace), ...found(trace)],
      replacements(trace),
      (a, b) => b.ids.length > 0 && b.ids.every((id) => a.ids.includes(id)),
      {
        expected: 'the id of an import that succeeded, or of a certificate that was looked up',
        observed: ({ service, ids }) =>
          `${service} was given ${ids.join(', ') || 'no id'}, which nobody had imported yet`,
        next: 'import first, and take the id from its answer',
      },
    ),
});

/** Replacements by certificates that were imported before; any other is no question of validity. */
const stored = (trace: readonly Happening[]): readonly Replacement[] =>
  replacements(trace).filter(({ seq, ids }) =>
    imports(trace).some((one) => one.seq < seq && ids.every((id) => one.ids.includes(id))),
  );

/** The manager itself says whether it would serve a certificate. */
export const validatesFirst: Rule = rule({
  name: 'validates-first',
  id: 'NSX-AUTO-0002',
  says: 'The manager has validated a certificate, with status OK, before a request puts it to use.',
  source: cite(guide, 'before you begin: verify that the certificate is valid', edition),
  arises: ({ trace }) => stored(trace).length > 0,
  judge: ({ trace }) =>
    precedes(validations(trace), stored(trace), (a, b) => b.ids.includes(a.id), {
      expected: 'GET …/certificates/<id>?action=validate with status OK',
      observed: ({ service, ids }) => `${service} was given ${ids.join(', ')}, which was never validated`,
      next: 'validate: a certificate that the manager cannot serve takes the API down',
    }),
});

/** Two replacements do not run at a time. */
export const oneAtATime: Rule = rule({
  name: 'one-at-a-time',
  id: 'NSX-AUTO-0003',
  says: 'No certificate replacement begins while another one is under way.',
  source: cite(guide, 'introduction: only one certificate replacement operation at a time', edition),
  arises: ({ trace }) => replacements(trace).length > 1,
  judge: ({ trace }) =>
    noOverlap(replacements(trace), {
      expected: 'the next replacement after the one before has ended',
      observed: ({ service, exchange }) =>
        `${service} (${exchange.path}) was asked for while another one was under way`,
      next: 'replace one after the other, and wait for each answer',
    }),
});

/** A session is destroyed by who made it. */
export const destroysSessions: Rule = rule({
  name: 'destroys-sessions',
  id: 'NSX-AUTO-0004',
  says: 'Every session that was made is destroyed.',
  source: cite('NSX API Guide', 'Session-based authentication: POST /api/session/destroy'),
  pack: 'logout',
  settles: 'at-end',
  arises: ({ trace, run }) => run === 'control' && sessions(trace).made.length > 0,
  judge: ({ trace }) => {
    const { made, destroyed } = sessions(trace);
    return closes(made, destroyed, (a, b) => a.given === b.token, {
      expected: 'POST /api/session/destroy with the cookie and token of each session',
      observed: ({ given, endpoint }) => `the session of ${given} on ${endpoint} was left open`,
      next: 'an unused session stays for half an hour, and a manager has few',
    });
  },
});

/** What one who replaces certificates is held to. */
export const replacing: readonly Rule[] = [importsFirst, validatesFirst, oneAtATime];
