// What a page of a run looks like beyond the theme of all pages.

export const RUN_PAGE_STYLE = `
.legend b{margin-right:.2rem}
#filter{position:sticky;top:0;z-index:2;display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:end;padding:.6rem .75rem;margin:.5rem 0;
background:var(--paper);border:1px solid var(--line);border-radius:.5rem}
#filter[hidden]{display:none}
#filter label{display:grid;font-size:.8rem;color:var(--soft)}
#filter .grow{flex:1 1 10rem}
#filter select,#filter input,#filter button{font:inherit;font-size:.9rem;color:var(--ink);background:var(--ground);border:1px solid var(--line);border-radius:.35rem;padding:.3rem .5rem;min-height:2.1rem;max-width:100%}
#filter .buttons{display:flex;gap:.4rem;flex-wrap:wrap}
#count{font-size:.875rem;color:var(--soft);padding:.4rem 0;white-space:nowrap}
details.q{background:var(--paper);border:1px solid var(--line);border-radius:.5rem;margin:.4rem 0;padding:0 .75rem;scroll-margin-top:9rem;content-visibility:auto;contain-intrinsic-size:auto 3rem}
details.q[open]{padding-bottom:.75rem}
details.q>summary{display:flex;flex-wrap:wrap;gap:.2rem .6rem;align-items:baseline;padding:.55rem 0;list-style:none}
details.q>summary::-webkit-details-marker{display:none}
details.q>summary::before{content:"▸";color:var(--soft);flex:none}
details.q[open]>summary::before{content:"▾"}
details.q[open]>summary{border-bottom:1px solid var(--line);margin-bottom:.5rem}
.i{color:var(--soft);font-size:.875rem;min-width:1.5em;text-align:right}
.t{flex:1 1 16rem;font-weight:600;unicode-bidi:plaintext}
.o{display:flex;flex-wrap:wrap;gap:.25rem}
.o b,.legend b{font-size:.78rem;font-weight:600;padding:.05rem .4rem;border-radius:1rem;white-space:nowrap;border:1px solid transparent}
b.good{background:var(--good-ground)}b.bad{background:var(--bad-ground)}b.care{background:var(--care-ground)}b.calm{background:var(--calm-ground)}
dl{margin:.25rem 0;display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.15rem .75rem;font-size:.9em}
dt{color:var(--soft)}dd{margin:0;unicode-bidi:plaintext;overflow:clip}
q{unicode-bidi:isolate}
dl.c dt{font-weight:700;color:var(--ink)}
dl.p{display:block}dl.p dt{margin-top:.75rem;font-weight:600;color:var(--ink);scroll-margin-top:1rem}
dl.p dt span{font-weight:400}
dl.p dd{white-space:pre-wrap;font-size:.9em;max-width:60rem}
.peek{background:var(--ground);border-left:3px solid var(--link);padding:.1rem .75rem .5rem;border-radius:.25rem}
.a{border-left:4px solid;padding:.25rem .75rem .35rem;margin:.4rem 0;max-width:none;background:var(--ground);border-radius:.25rem;
color:var(--ink);white-space:pre-line;unicode-bidi:plaintext;overflow:clip}
.a.good{border-color:var(--good)}.a.bad{border-color:var(--bad)}.a.care{border-color:var(--care)}.a.calm{border-color:var(--line)}
.a>b{display:block;font-size:.9em;background:none}
.a.good>b{color:var(--good)}.a.bad>b{color:var(--bad)}.a.care>b{color:var(--care)}.a.calm>b{color:var(--calm)}
.a small{display:block;color:var(--soft);font-size:.875em}
mark{background:var(--mark);color:var(--ink);border-radius:.15rem}
u{text-decoration:underline wavy var(--care);text-underline-offset:.2em}
sup{font-size:.7rem;line-height:0;font-weight:700;margin:0 .1rem}
table.s th,table.s td{padding:.15rem .5rem;font-size:.8rem}
table.s tbody th{text-align:left}
.r{margin:.25rem 0;font-size:.875rem}
.r+dl.e{color:var(--soft)}
@media (max-width:40rem){#filter{position:static}details.q{padding:0 .5rem;scroll-margin-top:.5rem}.o{padding-left:2.4em}#filter label{flex:1 1 8rem}dl.e{grid-template-columns:minmax(0,1fr)}dl.e dd{margin-bottom:.25rem}.r+dl.e{grid-template-columns:max-content minmax(0,1fr)}}
@media print{#filter{display:none}details.q{border:0;border-top:1px solid var(--line);border-radius:0;padding:0;content-visibility:visible}details.q>summary::before{content:""}
.o b,.legend b{border-color:currentColor}.a{background:none}mark{text-decoration:underline}}
`;
