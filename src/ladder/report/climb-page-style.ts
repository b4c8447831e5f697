// What the report of a climb looks like beyond a run's page: the verdict in big letters, pictures, tiles.

/** The cells of a diagnosis are told apart by lightness and by the number that stands in them, not by hue alone. */
export const CLIMB_PAGE_STYLE = `
:root{--step:#c9d3e0;--step-ink:#1b1f24;--served:#176b34;--served-ink:#fff;--reach:#1b1f24;--cost:#8593a6;--point:#0b57b0;
--fine:#cfe8d6;--knowledge:#0b57b0;--retrieval:#7a4fb5;--behaviour:#b35c00;--reading:#8f1d4f;--abstention:#b3261e;--else:#5b6470}
@media (prefers-color-scheme:dark){:root{--step:#39424f;--step-ink:#e6e9ee;--served:#7fd39a;--served-ink:#0f1115;--reach:#e6e9ee;--cost:#7c8aa0;--point:#8ab8f5;
--fine:#274a35;--knowledge:#5b97e8;--retrieval:#a98be0;--behaviour:#e0963f;--reading:#e06c9f;--abstention:#ff9d94;--else:#9aa4b1}}
main>section{margin-top:2.75rem}
h2{font-size:1.35rem;margin:0 0 .75rem}
.verdict{border-left:.5rem solid var(--care);padding:.25rem 0 .25rem 1.25rem;margin:.5rem 0 0}
.verdict.v-serve{border-color:var(--good)}.verdict.v-blocked{border-color:var(--bad)}
.verdict h1{font-size:clamp(1.8rem,5vw,3.25rem);line-height:1.08;letter-spacing:-.02em;margin:.25rem 0 .75rem;text-wrap:balance}
.eyebrow{color:var(--soft);font-size:.9rem;margin:0}
.lead{font-size:1.15rem;max-width:54rem}
.next{font-weight:600;max-width:54rem}
.tiles{list-style:none;display:flex;flex-wrap:wrap;gap:.6rem;padding:0;margin:1rem 0 0}
.tiles li{background:var(--paper);border:1px solid var(--line);border-radius:.5rem;padding:.4rem .9rem;color:var(--soft);font-size:.9rem}
.tiles b{display:block;color:var(--ink);font-size:1.25rem;line-height:1.3}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin-top:1rem;font-size:.95rem}
nav a{padding:.15rem 0}
.fig{margin:0 0 1rem;background:var(--paper);border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.25rem 1rem 3.25rem}
.fig>svg{display:block;overflow:visible}
.fig text{fill:var(--ink);font-size:13px;font-family:inherit}
.fig text.soft,.fig text.tick{fill:var(--soft);font-size:12px}
.fig text.name{font-weight:700}
.fig text.big{font-size:clamp(17px,2.6vw,30px);font-weight:700}
.fig .grid{stroke:var(--line)}
.fig .reach{stroke:var(--reach);stroke-width:3;stroke-linecap:round}
.fig .reach.thin{stroke-width:1.5;opacity:.6}
.fig circle.value{fill:var(--point);stroke:var(--paper);stroke-width:2}
.fig circle.control{fill:var(--paper);stroke:var(--point)}
.fig .step{fill:var(--step)}.fig .tread{stroke:var(--reach);stroke-width:4}
.fig .served .step{fill:var(--served)}.fig .served text{fill:var(--served-ink)}
.fig .enough .step{fill:var(--good-ground)}.fig .open .step{fill:var(--care-ground)}
.fig .vetoed .step{fill:var(--bad-ground)}.fig .vetoed .tread{stroke:var(--bad)}
.fig .untried{fill:none;stroke:var(--soft);stroke-dasharray:4 4}
.fig .ceiling{stroke:var(--reach);stroke-width:2;stroke-dasharray:1 5;stroke-linecap:round}
.fig .quoting{stroke:var(--reach);stroke-width:2;stroke-dasharray:6 4;opacity:.6}
.fig .bar{stroke:var(--bad);stroke-width:2;stroke-dasharray:8 5}
.fig text.bartext{fill:var(--bad);font-weight:700;paint-order:stroke;stroke:var(--paper);stroke-width:4px}
.fig .cost{fill:var(--cost)}
.fig .stair{stroke:var(--point);stroke-width:3;opacity:.45}
.fig .curve{stroke:var(--point);stroke-width:2.5;stroke-linecap:round}
.fig .dashed{stroke-dasharray:9 6}.fig .dotted{stroke-dasharray:2 6}.fig .dashdot{stroke-dasharray:9 5 2 5}
.columns{display:grid;grid-auto-flow:column;grid-auto-columns:1fr;text-align:center;gap:.25rem;font-size:.9rem;margin-top:.25rem;line-height:1.35}
.columns>div{padding:0 .25rem}
.state{font-size:.8rem;font-weight:600;padding:.05rem .5rem;border-radius:1rem;background:var(--calm-ground);color:var(--calm);display:inline-block;margin-top:.25rem}
.state.served,.state.enough{background:var(--good-ground);color:var(--good)}.state.open{background:var(--care-ground);color:var(--care)}.state.vetoed{background:var(--bad-ground);color:var(--bad)}
.dots{display:inline-block;width:1.6rem;border-top:3px dotted var(--reach);vertical-align:middle}
.dashes{display:inline-block;width:1.6rem;border-top:2px dashed var(--reach);opacity:.6;vertical-align:middle}
figcaption{margin-top:.75rem}
.split{display:grid;grid-template-columns:minmax(0,22rem) minmax(0,1fr);gap:1rem;align-items:start}
.armname{display:block;font-weight:400;font-size:.92em}
.split svg.interval{width:7rem}.split td,.split th{padding:.3rem .5rem}
.split .armname{white-space:normal;max-width:8rem}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:1rem}
.fig.cells{padding-left:1.25rem}.fig.curves.wide{padding-left:4.75rem}
.cells>svg{border-radius:.4rem;overflow:hidden}
.fig text.count{fill:#fff;font-size:20px;font-weight:700}
.c-fine{fill:var(--fine);--c:var(--fine)}.c-knowledge{fill:var(--knowledge);--c:var(--knowledge)}.c-retrieval{fill:var(--retrieval);--c:var(--retrieval)}
.c-behaviour{fill:var(--behaviour);--c:var(--behaviour)}.c-reading{fill:var(--reading);--c:var(--reading)}.c-abstention{fill:var(--abstention);--c:var(--abstention)}
.c-missing,.c-outdated,.c-forbidden,.c-unclear{fill:var(--else);--c:var(--else)}
.cells rect{stroke:var(--paper);stroke-width:2}
.c-fine+text.count{fill:var(--ink)}
.key{list-style:none;padding:0;margin:.9rem 0 0;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:.35rem 1.25rem;font-size:.95rem}
.key.tall{grid-template-columns:minmax(0,1fr);margin:.25rem 0}
.key i{display:inline-block;width:.9em;height:.9em;border-radius:.2em;background:var(--c);margin-right:.45em;vertical-align:-.08em}
.said{padding-left:1.1rem;margin:.25rem 0 1rem;max-width:60rem}.said li{margin:.3rem 0}
dl.facts{grid-template-columns:max-content minmax(0,1fr);background:var(--paper);border:1px solid var(--line);border-radius:.5rem;padding:.75rem 1rem}
pre{background:var(--paper);border:1px solid var(--line);border-radius:.5rem;padding:.75rem 1rem;white-space:pre-wrap;font-size:.875rem}
@media (prefers-color-scheme:dark){.fig text.count{fill:#0f1115}.c-fine+text.count{fill:var(--ink)}}
@media (max-width:60rem){.split{grid-template-columns:minmax(0,1fr)}}
@media (max-width:40rem){.fig{padding:.75rem .6rem .75rem 2.1rem}.fig.cells{padding-left:.75rem}.columns{font-size:.78rem}.state{font-size:.7rem;padding:.05rem .3rem}.armname{display:none}main tbody th{white-space:normal;min-width:6.5rem;max-width:9rem}.split tbody th{min-width:2.5rem}.verdict{padding-left:.75rem;border-left-width:.35rem}.lead{font-size:1.02rem}}
@media print{nav{display:none}:root{--step:#ddd;--step-ink:#000;--served:#064d1d;--served-ink:#fff;--reach:#000;--cost:#999;--point:#036;--fine:#ddd;--knowledge:#0b57b0;--retrieval:#7a4fb5;--behaviour:#b35c00;--reading:#8f1d4f;--abstention:#b3261e;--else:#5b6470}
.fig .step{stroke:#999}.fig,.tiles li{break-inside:avoid}.fig text.count{fill:#fff}.c-fine+text.count{fill:#000}rect,circle,i,.state{print-color-adjust:exact;-webkit-print-color-adjust:exact}.verdict h1{font-size:22pt}}
`;
