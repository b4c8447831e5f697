// The look that all pages share: light and dark, from phones to wide screens and paper.

/** Colours are told apart by lightness as well, and none carries a meaning alone. */
export const PAGE_THEME = `
:root{color-scheme:light dark;--paper:#fff;--ground:#f5f6f8;--ink:#1b1f24;--soft:#59616b;--line:#d9dde3;--link:#0b57b0;
--good:#176b34;--good-ground:#e2f3e7;--bad:#b3261e;--bad-ground:#fbe6e4;--care:#8a5300;--care-ground:#fdf0d9;--calm:#4b5563;--calm-ground:#e9ebef;--mark:#fff1b8}
@media (prefers-color-scheme:dark){:root{--paper:#171a1f;--ground:#0f1115;--ink:#e6e9ee;--soft:#a3acb8;--line:#323842;--link:#8ab8f5;
--good:#7fd39a;--good-ground:#15301f;--bad:#ff9d94;--bad-ground:#3c1916;--care:#f0bf6a;--care-ground:#382a10;--calm:#b4bcc8;--calm-ground:#262b33;--mark:#4b4212}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0 auto;padding:1.25rem clamp(.75rem,3vw,2rem) 4rem;max-width:76rem;background:var(--ground);color:var(--ink);
font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.2;margin:0 0 .25rem}
h2{font-size:1.2rem;margin:2.25rem 0 .5rem}
h3,h4{font-size:1rem;margin:.9rem 0 .25rem}
p{margin:.25rem 0 .75rem;max-width:48rem}
a{color:var(--link)}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.soft{color:var(--soft)}
.small{font-size:.875em}
.scroll{overflow-x:auto;background:var(--paper);border:1px solid var(--line);border-radius:.5rem}
table{border-collapse:collapse;width:100%;font-size:.875rem;font-variant-numeric:tabular-nums;overflow-wrap:normal}
th,td{padding:.35rem .75rem;text-align:left;vertical-align:baseline;border-top:1px solid var(--line);white-space:nowrap}
thead tr>*{border-top:0}
thead th{color:var(--soft);font-weight:600;vertical-align:bottom}
tbody th{font-weight:600;position:sticky;left:0;background:var(--paper)}
.n{text-align:right}
td.wide{white-space:normal;min-width:14rem}
.good{color:var(--good)}.bad{color:var(--bad)}.care{color:var(--care)}.calm{color:var(--calm)}
svg.interval{display:block;width:10rem;height:1.1rem}
svg.interval .axis{stroke:var(--line)}
svg.interval .reach{stroke:var(--ink);stroke-width:2}
svg.interval .value{fill:var(--link);stroke:var(--paper);stroke-width:1.5}
svg.interval .zero{stroke:var(--soft);stroke-dasharray:2 2}
summary{cursor:pointer}
@media (max-width:40rem){body{font-size:.95rem}th,td{padding:.3rem .5rem}h1{font-size:1.35rem}svg.interval{width:6.5rem}}
@media print{:root{--paper:#fff;--ground:#fff;--ink:#000;--soft:#444;--line:#bbb;--link:#000;--good:#064d1d;--bad:#8c1009;--care:#6b3f00;--calm:#333;
--good-ground:#fff;--bad-ground:#fff;--care-ground:#fff;--calm-ground:#fff;--mark:#eee}
body{max-width:none;padding:0;font-size:9.5pt}.scroll{overflow:visible;border:0}table{font-size:8pt}th,td{white-space:normal;padding:.2rem .4rem}
tbody th{position:static}tr,h2,h3,h4{break-inside:avoid}h2,h3,h4{break-after:avoid}details::details-content{content-visibility:visible;display:block;block-size:auto}}
`;
