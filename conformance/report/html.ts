import { groupBy } from './group.ts';
import { html, Markup } from './markup.ts';
import type { ResultFinding, Results } from './results.ts';
import { reach, subjects, tally, verdict } from './tally.ts';

/** Light and dark follow the reader's system; on paper everything is open and nothing is coloured alone. */
const style = `
:root { color-scheme: light dark; --line: #8885; --bad: #b3261e; --odd: #8a5a00; --good: #1b6e3c; --dim: #707070; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --odd: #ffc163; --good: #7fd99f; --dim: #9a9a9a; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid var(--line); }
code, pre { font: .85em/1.45 ui-monospace, monospace; } pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
article { border: 1px solid var(--line); border-left: .3rem solid var(--odd); padding: .5rem 1rem; margin: .8rem 0; break-inside: avoid; }
article.fail { border-left-color: var(--bad); } dl { display: grid; grid-template-columns: 6rem 1fr; gap: .1rem 1rem; margin: .4rem 0; } dt { color: var(--dim); } dd { margin: 0; min-width: 0; }
.fail, .harness-error { color: var(--bad); } .warn, .could-not-run, .waived { color: var(--odd); } .pass { color: var(--good); } .not-applicable, .not-selected { color: var(--dim); }
article.fail, article.warn, article.waived { color: inherit; }
.verdict { font-size: 1.2rem; font-weight: 600; }
@media print { :root { color-scheme: light; } body { margin: 0; max-width: none; font-size: 10pt; } a { color: inherit; } details::details-content { display: block; content-visibility: visible; } }
`;

/**
 * The report as one page that needs no network: it opens from a disk, a mail or an artefact store. Everything that a device
 * said is escaped, and the page forbids itself to load or run anything.
 */
export function htmlReport(results: Results): string {
  const having = (...outcomes: string[]) => results.findings.filter((one) => outcomes.includes(one.outcome));
  const title = `${subjects(results) || 'Nothing'}: ${verdict(results)}`;
  const colour =
    results.exit.status === 0 ? 'pass' : results.exit.status === 1 || results.exit.status === 5 ? 'fail' : 'warn';
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<h1>${subjects(results) || 'Nothing'}</h1>
<p class="verdict ${colour}">Exit ${results.exit.status === 0 ? `0: ${verdict(results)}` : verdict(results)}</p>
<p>${results.target.label}${results.target.mutant === undefined ? '' : `, broken on purpose: ${results.target.mutant}`} · ${results.started} · ${(results.durationMs / 1000).toFixed(1)} s · ${reach(results)} · Rackless ${results.version}</p>
${totals(results)}
${reasons('Not judged', having('could-not-run', 'harness-error'))}
${lines('Left on the target', results.residue)}
${lines('Waivers', results.waiverTroubles)}
${deviations(having('fail', 'warn', 'waived'), results)}
${devices(results)}
${requirements(results)}
${reasons('Not asked', having('not-applicable', 'not-selected'))}
</body>
</html>
`;
  return page.text;
}

function totals(results: Results): Markup {
  const rows = (['must', 'should', 'may'] as const).map((level) => {
    const { passed, judged, applicable, waived } = tally(results, level);
    return html`<tr><th scope="row">${level.toUpperCase()}</th><td>${passed}</td><td>${judged}</td><td>${applicable}</td><td>${waived}</td></tr>`;
  });
  return html`<table><thead><tr><th>level</th><th>pass</th><th>judged</th><th>applicable</th><th>waived</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function lines(title: string, texts: readonly string[]): Markup {
  if (texts.length === 0) return html``;
  return html`<h2>${title}</h2><ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`;
}

/** Checks that one reason kept from being judged, together. */
function reasons(title: string, found: readonly ResultFinding[]): Markup {
  if (found.length === 0) return html``;
  const groups = [...groupBy(found, (one) => `${one.outcome}: ${one.why ?? ''}`)];
  const items = groups.map(
    ([why, group]) =>
      html`<details><summary><span class="${group[0]?.outcome}">${why}</span> (${group.length})</summary><p>${group
        .map((one) => `${one.check} (${one.kind} ${one.release})`)
        .join(', ')}</p></details>`,
  );
  return html`<h2>${title} (${found.length})</h2>${items}`;
}

function deviations(found: readonly ResultFinding[], results: Results): Markup {
  if (found.length === 0) return html``;
  const articles = found.map((one) => {
    const said = results.requirements[one.requirement];
    const facts: [string, string | undefined][] = [
      ['required', said?.statement],
      ['expected', one.expected],
      ['observed', one.observed],
      ['because', one.because],
      ['waived', one.outcome === 'waived' ? one.why : undefined],
      ['next', one.next],
      ['repeat', one.repeat],
    ];
    const rows = facts.flatMap(([name, text]) =>
      text === undefined ? [] : [html`<dt>${name}</dt><dd><pre>${text}</pre></dd>`],
    );
    return html`<article class="${one.outcome}"><strong class="${one.outcome}">${one.outcome.toUpperCase()}</strong> <code>${one.check}</code> ${one.kind} ${one.release} · ${said?.level.toUpperCase()} · ${said?.origin} · ${said?.evidence}<dl>${rows}</dl></article>
`;
  });
  return html`<h2>Deviations (${found.length})</h2>${articles}`;
}

function devices({ findings }: Results): Markup {
  const parts = [...groupBy(findings, ({ kind, release }) => `${kind} ${release}`)].map(([name, found]) => {
    const rows = [...groupBy(found, (one) => one.case)].map(
      ([id, checks]) =>
        html`<tr><th scope="row"><code>${id}</code></th><td>${checks.map(
          (one) =>
            html`<span class="${one.outcome}">${one.check.slice(id.length + 1) || one.check} ${one.outcome}</span>; `,
        )}</td></tr>
`,
    );
    return html`<details><summary>${name}: ${found.filter(({ outcome }) => outcome === 'pass').length} pass, ${found.length} checks</summary><table><tbody>${rows}</tbody></table></details>`;
  });
  return html`<h2>By device and case</h2>${parts}`;
}

function requirements({ findings, requirements: register }: Results): Markup {
  const found = groupBy(findings, (one) => one.requirement);
  const rows = Object.entries(register).map(([id, said]) => {
    const outcomes = [...groupBy(found.get(id) ?? [], ({ outcome }) => outcome)].map(
      ([outcome, all]) => html`<span class="${outcome}">${outcome} ${all.length}</span> `,
    );
    return html`<tr><th scope="row"><code>${id}</code></th><td>${said.statement}</td><td>${said.level} · ${said.evidence}</td><td>${said.source}</td><td>${outcomes}</td></tr>
`;
  });
  return html`<h2>By requirement (${rows.length})</h2><details><summary>all requirements</summary><table><thead><tr><th>id</th><th>statement</th><th>standing</th><th>source</th><th>outcomes</th></tr></thead><tbody>${rows}</tbody></table></details>`;
}
