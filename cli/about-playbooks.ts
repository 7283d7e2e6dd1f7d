import { playbooks } from '../conformance/automation/catalogue.ts';
import { checkId, type Playbook, type Rule } from '../conformance/automation/playbook.ts';
import { type Flaw, flaws } from '../conformance/automation/reference/flaws.ts';
import { citationText } from '../conformance/requirement.ts';

type Row = Readonly<Record<string, string>>;

/** Rows of `rackless list playbooks`; of some kinds alone, where they are named. */
export async function listPlaybooks(kinds: readonly string[]): Promise<readonly Row[]> {
  return (await chosen(kinds)).map(({ id, kind, release, rules, adversities, title }) => ({
    playbook: id,
    device: `${kind} ${release}`,
    rules: String(rules.length),
    runs: String(adversities.length + 1),
    title,
  }));
}

/** Rows of `rackless list flaws`: automations that are broken on purpose. */
export async function listFlaws(kinds: readonly string[]): Promise<readonly Row[]> {
  const ids = (await chosen(kinds)).map(({ id }) => id);
  return flaws
    .filter(({ playbook }) => ids.includes(playbook))
    .map(({ playbook, name, breaks, title }) => ({ playbook, flaw: name, 'turns red': breaks, title }));
}

async function chosen(kinds: readonly string[]): Promise<readonly Playbook[]> {
  return (await playbooks()).filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
}

/** What `rackless explain` tells of a playbook, a rule of one, or the requirement of a rule; nothing for any other id. */
export async function aboutPlaybooks(id: string): Promise<readonly string[]> {
  const all = await playbooks();
  const playbook = all.find((one) => one.id === id);
  if (playbook) return aboutPlaybook(playbook);
  const meant = all.flatMap((one) =>
    one.rules.filter((rule) => checkId(one, rule) === id || rule.requirement.id === id).map((rule) => ({ one, rule })),
  );
  const [first] = meant;
  return first
    ? aboutRule(
        first.rule,
        meant.map(({ one, rule }) => checkId(one, rule)),
      )
    : [];
}

function aboutPlaybook({ id, title, task, adversities, rules }: Playbook): readonly string[] {
  return [
    `${id}  ${title}`,
    '',
    task,
    '',
    'It is run once in peace, and once under each of these:',
    ...adversities.map(({ name, title: what }) => `  ${name}  ${what}`),
    '',
    'Rules:',
    ...rules.map(({ name, requirement }) => `  ${name}  ${requirement.statement}`),
  ];
}

function aboutRule({ name, requirement, pack }: Rule, checks: readonly string[]): readonly string[] {
  const { id, statement, level, origin, evidence, source } = requirement;
  const killers = flaws.filter((flaw: Flaw) => flaw.breaks === name && checks.includes(`${flaw.playbook}.${name}`));
  return [
    `${id}  ${statement}`,
    `standing    ${level} · ${origin} · ${evidence}${pack === undefined ? '' : ` · pack ${pack}`}`,
    `source      ${citationText(source)}`,
    `checked by  ${checks.join(', ')}`,
    ...(killers.length > 0
      ? [`turned red by  ${killers.map((one) => `${one.name} (${one.playbook})`).join(', ')}`]
      : []),
  ];
}
