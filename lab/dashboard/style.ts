/** How the page looks: the system's own fonts, colours that follow light and dark, one column where there is no room. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f7f9, #14171c);
  --card: light-dark(#fff, #1d2229);
  --text: light-dark(#1b1f24, #e6e9ed);
  --quiet: light-dark(#57606a, #9aa4b0);
  --edge: light-dark(#d4d9df, #343b45);
  --accent: light-dark(#0b57d0, #8ab4f8);
  --good: light-dark(#136f2d, #6fd38c);
  --bad: light-dark(#b3261e, #ff9c94);
  font: 15px/1.5 system-ui, sans-serif;
  background: var(--ground);
  color: var(--text);
}
* { box-sizing: border-box }
body { margin: 0 }
code, pre, .fingerprint { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .88em }
a { color: var(--accent) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
h1 { font-size: 1.5rem; margin: 0 0 .75rem }
h1:focus { outline: none }
h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem }
h3 { font-size: 1rem; margin: 0 0 .4rem }
header { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: center; padding: .6rem 1rem; background: var(--card); border-bottom: 1px solid var(--edge) }
.brand { font-weight: 700 }
nav { display: flex; flex-wrap: wrap; gap: .25rem }
nav a { padding: .3rem .7rem; border-radius: 6px; text-decoration: none; color: var(--text) }
nav a:hover { background: var(--ground) }
nav a[aria-current] { background: var(--accent); color: var(--card) }
main { max-width: 78rem; margin: 0 auto; padding: 1rem 1rem 4rem }
.cards { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)) }
.cards.wide { grid-template-columns: repeat(auto-fill, minmax(min(34rem, 100%), 1fr)) }
.card { background: var(--card); border: 1px solid var(--edge); border-radius: 8px; padding: .8rem 1rem; min-width: 0; height: 100% }
.card h2 { margin: 0 }
.card p { margin: .2rem 0 }
.plain { list-style: none; margin: .4rem 0 0; padding: 0 }
.quiet { color: var(--quiet) }
.good { color: var(--good) }
.bad { color: var(--bad) }
code, .facts dd, td, th { overflow-wrap: anywhere }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem .8rem; margin: .5rem 0 0 }
.facts dt { color: var(--quiet) }
.facts dd { margin: 0 }
.copied { display: flex; gap: .5rem; align-items: start; justify-content: space-between; margin: .25rem 0; padding: .25rem .5rem; background: var(--ground); border-radius: 6px }
pre { overflow: auto; max-height: 22rem; margin: .4rem 0; padding: .5rem .7rem; background: var(--ground); border-radius: 6px }
button, input, select, textarea { font: inherit; color: inherit }
button { padding: .25rem .8rem; border: 1px solid var(--edge); border-radius: 6px; background: var(--card); cursor: pointer; white-space: nowrap }
button:hover { border-color: var(--accent) }
button[aria-pressed=true] { background: var(--accent); color: var(--card) }
button.danger { color: var(--bad); border-color: currentColor }
input, select { padding: .25rem .5rem; border: 1px solid var(--quiet); border-radius: 6px; background: var(--card); width: 100% }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center }
.find { display: flex; gap: .5rem; align-items: center; max-width: 24rem; margin-bottom: .75rem }
.filter { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin-bottom: .75rem }
.filter label { flex: 1 1 9rem; min-width: 0; color: var(--quiet) }
.filter input, .filter select { display: block; color: var(--text) }
.filter .whole { flex-basis: 100% }
table { border-collapse: collapse; width: 100%; background: var(--card); border: 1px solid var(--edge) }
caption { text-align: left; color: var(--quiet) }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--edge); vertical-align: top }
th[scope=row] { font-weight: 600 }
.line { background: var(--card); border: 1px solid var(--edge); border-bottom-width: 0 }
.line:last-child { border-bottom-width: 1px }
.line summary { display: flex; flex-wrap: wrap; gap: .1rem .8rem; padding: .3rem .7rem; cursor: pointer; list-style-position: inside }
.line time { color: var(--quiet); font-variant-numeric: tabular-nums }
.line .kind { min-width: 5.5rem }
.line code { flex: 1 1 14rem; min-width: 0 }
.opened { padding: 0 .7rem .6rem 1.6rem }
.screen { height: min(36rem, 75vh); padding: .4rem; background: #000; border-radius: 6px }
.filter .check { flex: 0 0 auto; align-self: center }
.filter .check input { display: inline; width: auto }
.said { position: fixed; inset: auto 0 0; margin: 0; padding: .5rem 1rem; background: var(--card); border-top: 1px solid var(--edge) }
.said:empty { display: none }
.workplace { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); overflow-wrap: anywhere }
@media (min-width: 75rem) {
  main:has(.workplace) { max-width: none }
  .workplace { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) }
  .beside { position: sticky; top: 1rem; height: max-content }
}
.exercise { margin: 1rem 0; padding: 0; list-style: none; display: grid; gap: .75rem; grid-template-columns: minmax(0, 1fr); counter-reset: step }
.exercise h2::before { counter-increment: step; content: counter(step) ". " }
.exercise .card { height: auto }
.standing { height: auto; margin: .75rem 0 }
.standing progress { width: 100%; accent-color: var(--accent) }
.sign { font-size: .9rem; font-weight: 600; white-space: nowrap }
.sign.green { color: var(--good) }
.sign.red { color: var(--bad) }
.sign.open { color: var(--quiet) }
.typed { margin: .5rem 0 }
.typed figcaption { display: flex; justify-content: space-between; align-items: center; gap: .5rem }
.checks { border-top: 1px solid var(--edge); padding-top: .4rem }
.checks li { margin: .3rem 0 }
.hint { border-left: 3px solid var(--accent); padding-left: .7rem }
.aside { position: fixed; inset: 0 auto auto 0; opacity: 0 }
.room { max-width: 100rem }
.filter .order { flex: 0 1 14rem }
.steps { letter-spacing: .15em; white-space: nowrap }
.steps .red, .steps .green { font-weight: 700 }
.steps .green { color: var(--good) }
.steps .red { color: var(--bad) }
.steps .open { color: var(--quiet) }
.seats .actions { gap: .3rem; flex-wrap: nowrap; white-space: nowrap }
.seats .actions button { padding: .1rem .5rem }
@media (max-width: 50rem) {
  .seats, .seats tbody, .seats tr, .seats th, .seats td { display: block; border-bottom: 0 }
  .seats thead { display: none }
  .seats tr { padding: .4rem 0; border-bottom: 1px solid var(--edge) }
  .seats th, .seats td { padding: .1rem .6rem }
}
`;
