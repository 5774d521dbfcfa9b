{{%AUTOESCAPE context="HTML"}}
{{! The report's style, in the shop's colour; its hash stands in the page's content policy. }}
:root {
    --paper: #fff;
    --text: #1c1e20;
    --soft: #484c51;
    --line: #dcdbd6;
    --edge: #757a80;
    --accent: var(--brand);
    --warn: #971212;
    color-scheme: light;
}
@supports (color: light-dark(#000, #fff)) {
    :root {
        color-scheme: light dark;
        --paper: light-dark(#fff, #15171a);
        --text: light-dark(#1c1e20, #ecebe8);
        --soft: light-dark(#484c51, #bcbfc3);
        --line: light-dark(#dcdbd6, #363a3f);
        --edge: light-dark(#757a80, #8b9097);
        --accent: light-dark(var(--brand), color-mix(in oklab, var(--brand) 35%, #fff));
        --warn: light-dark(#971212, #ffb4ac);
    }
}
@supports (color: oklch(from red l c h)) and (color: light-dark(#000, #fff)) {
    :root {
        --accent: light-dark(oklch(from var(--brand) min(l, .5) min(c, .2) h),
            oklch(from var(--brand) max(l, .75) min(c, .1) h));
    }
}
*, ::before, ::after { box-sizing: border-box; }
body, h1, h2, p, ul { margin: 0; padding: 0; }
body {
    border-block-start: .25rem solid var(--brand);
    background: var(--paper);
    color: var(--text);
    font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", sans-serif;
    overflow-wrap: anywhere;
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
}
header, main { max-inline-size: 76rem; margin-inline: auto; padding-inline: clamp(1rem, 4vw, 2.5rem); }
header { padding-block: 2.5rem 1rem; }
header .meta { max-inline-size: 44rem; margin-block-start: .5rem; }
h1, h2 {
    font-family: "Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", P052, Charter, serif;
    font-weight: 500;
    line-height: 1.2;
    text-wrap: balance;
}
h1 { font-size: clamp(1.75rem, 1.35rem + 2vw, 2.5rem); }
h2 { font-size: 1.3125rem; }
ul { list-style: none; }
.kicker { color: var(--soft); }
.lead { font-size: 1.1875rem; }
.meta { color: var(--soft); font-size: .875rem; text-wrap: pretty; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
main {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr));
    gap: 3rem 4rem;
    padding-block: 1rem 4rem;
}
.figure { min-inline-size: 0; border-block-start: 1px solid var(--line); padding-block-start: 1rem; }
.says { margin-block: .375rem .25rem; text-wrap: pretty; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-block-start: .75rem; font-size: .875rem; }
.legend svg { vertical-align: -.125em; }
.plot { margin-block: 1rem .5rem; }
svg { overflow: visible; direction: ltr; }
svg text { font-size: 12px; fill: var(--soft); font-variant-numeric: tabular-nums; }
.days { display: block; inline-size: calc(100% - 3.5rem); margin-inline: 2.5rem 1rem; }
.days.roomy { inline-size: calc(100% - 7rem); margin-inline-start: 6rem; }
.tick { text-anchor: end; dominant-baseline: central; }
.day { text-anchor: middle; }
.grid { stroke: var(--line); }
.base { stroke: var(--edge); }
.solid { fill: var(--accent); }
.striped { fill: url(#hc-stripes); stroke: var(--warn); }
.dotted { fill: url(#hc-dots); stroke: var(--edge); }
.ground { fill: var(--paper); }
.stripe { fill: var(--warn); }
.dot { fill: var(--soft); }
.bars li { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; padding-block: .25rem; font-size: .875rem; }
.bars .lying { grid-column: 1 / -1; inline-size: 100%; }
.value, .number { font-variant-numeric: tabular-nums; text-align: end; white-space: nowrap; }
summary { display: inline-block; min-block-size: 2.75rem; padding-block: .625rem; color: var(--accent); cursor: pointer; text-decoration: underline; text-underline-offset: .2em; }
summary::before { content: "▸"; display: inline-block; inline-size: 1.25em; }
[open] > summary::before { content: "▾"; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 3px; }
table { border-collapse: collapse; inline-size: 100%; font-size: .875rem; }
th, td { padding: .375rem .75rem .375rem 0; border-block-end: 1px solid var(--line); text-align: start; vertical-align: top; font-weight: 400; }
:is(th, td):last-child { padding-inline-end: 0; }
th.number, td.number { text-align: end; }
thead th, tfoot :is(th, td) { font-weight: 600; }
tfoot :is(th, td) { border-block: 1px solid var(--edge); }
@media (max-width: 40rem) {
    .day.rare { display: none; }
}
@media (forced-colors: active) {
    :root { --paper: Canvas; --text: CanvasText; --soft: CanvasText; --line: GrayText; --edge: CanvasText; --accent: CanvasText; --warn: CanvasText; }
    svg { forced-color-adjust: none; }
}
@media print {
    @page { size: A4; margin: 15mm; }
    :root { color-scheme: light; }
    body { border: 0; font-size: 10pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    header, main { max-inline-size: none; padding-inline: 0; }
    header { padding-block: 0 1rem; }
    main { display: block; padding: 0; }
    .figure { break-inside: avoid; margin-block-end: 2rem; }
    .figure:has(details[open]) { break-inside: auto; }
    .plot, tr { break-inside: avoid; }
    h2, .says, .legend { break-after: avoid; }
    thead { display: table-header-group; }
    .screen, summary, details:not([open]) { display: none; }
}
