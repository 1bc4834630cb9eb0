/** The only style sheet of the page; it loads nothing from elsewhere. */
export const PAGE_STYLE = `
:root { color-scheme: light; --ink: #1f2937; --soft: #4b5563; --line: #d1d5db; --paper: #fff; --ground: #f3f4f6; --accent: #005a8e; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem; z-index: 1; }
header, main, footer { max-width: 76rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
p { margin: .25rem 0 .75rem; }
a { color: var(--accent); }
code { font-family: ui-monospace, "Cascadia Mono", Menlo, monospace; font-size: .9em; overflow-wrap: anywhere; }
.soft, figcaption { color: var(--soft); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .75rem; margin: 1rem 0; padding: 0; }
.facts div { background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; }
.facts dt { color: var(--soft); font-size: .85rem; }
.facts dd { margin: 0; font-size: 1.25rem; font-weight: 600; overflow-wrap: anywhere; }
.note { border-left: .3rem solid #b45309; background: #fffbeb; padding: .5rem .8rem; }
.figures { columns: 22rem; column-gap: 1rem; margin-bottom: 1rem; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem; margin: 0 0 1rem; break-inside: avoid; }
.chart { margin: .5rem 0; }
.chart svg { display: block; width: 100%; height: auto; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; color: var(--soft); padding-bottom: .25rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); }
td { overflow-wrap: anywhere; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
summary { cursor: pointer; color: var(--accent); padding: .5rem 0; }
summary:focus-visible, a:focus-visible, .scroll:focus-visible { outline: 3px solid #f59e0b; outline-offset: 2px; }
@media print {
  body { background: none; font-size: 10pt; }
  .card, .facts div { border-color: #999; break-inside: avoid; }
  .words { break-inside: auto; }
  summary { display: none; }
  header, main, footer { max-width: none; padding: 0; }
}
`;
