// The verdict in big words, with the figures that it stands on and what to do next.
import { momentText } from "../../core/moment-text.ts";
import { markup, type Html } from "../../core/page/markup.ts";
import type { ClimbReport } from "../climb/climb-report.ts";
import { points } from "../verdict/plain-numbers.ts";
import { wholePercent } from "./plain-figure.ts";

export function verdictSection(report: ClimbReport, withheld: number): Html {
  const { explained, verdict, name, model, registration } = report;
  const { bar, margin, splits } = registration.registration;
  const kind = verdict.kind === "judged" ? verdict.decision.kind : "blocked";
  const lead = explained.sentences.filter(({ about }) => about === "decision" || about === "cost");
  const next = explained.sentences.filter(({ about }) => about === "next");
  return markup`<header class="verdict v-${kind}"><p class="eyebrow">Schoolbook · ${name} · ${model} · ${momentText(registration.at).slice(0, 10)}</p>
<h1>${explained.headline}</h1>
${lead.map(({ text }) => markup`<p class="lead">${text}</p>`)}${next.map(({ text }) => markup`<p class="next"><span aria-hidden="true">→ </span>${text}</p>`)}
<ul class="tiles"><li><b>${splits.test.length}</b> ${splits.test.length === 1 ? "question decides" : "questions decide"}</li><li><b>${wholePercent(bar)}</b> is the bar</li><li><b>${points(margin)}</b> is the margin</li><li><b>${report.arms.length}</b> ${report.arms.length === 1 ? "arm" : "arms"} asked</li></ul>
${withheld > 0 && markup`<p class="care"><b>${withheld} withheld:</b> answers that rest on documents which are gone, or which you may not read.</p>`}
<nav aria-label="Parts of this report">${PARTS.map(([id, part]) => markup`<a href="#${id}">${part}</a> `)}</nav></header>`;
}

const PARTS = [
  ["ladder", "ladder"],
  ["axes", "knowledge and behaviour"],
  ["diagnosis", "what fails"],
  ["rungs", "rung by rung"],
  ["cost", "cost"],
  ["questions", "every question"],
  ["registration", "registration"],
] as const;

/** Each rung in words, folded under its own line, and what the numbers do not say. */
export function rungSentences({ explained, lacking }: ClimbReport): Html {
  const rungs = explained.sentences.filter(({ about }) => about === "rung");
  const limits = explained.sentences.filter(({ about }) => about === "limits");
  const lacks = lacking.map(
    ({ arm, what, remedy }) => markup`<li><b>${arm}</b> was not tried: ${what}. ${remedy}</li>`,
  );
  return markup`<section aria-labelledby="rungs"><h2 id="rungs">Rung by rung</h2><ul class="said">${rungs.map(({ text }) => markup`<li>${text}</li>`)}${lacks}</ul>${limits.map(({ text }) => markup`<p class="soft small">${text}</p>`)}</section>`;
}
