// What was decided before the first call, what was chosen on the way, and what it takes to do it again.
import { counted } from "../../core/counted.ts";
import { momentText } from "../../core/moment-text.ts";
import { dataTable } from "../../core/page/data-table.ts";
import { markup, type Html } from "../../core/page/markup.ts";
import { linesText } from "../../school/check/finding.ts";
import type { ClimbReport } from "../climb/climb-report.ts";
import { budgetOf, type KeptRegistration } from "../registration/keep-registration.ts";
import { points } from "../verdict/plain-numbers.ts";
import { wholePercent } from "./plain-figure.ts";

export type Made = {
  /** Of the program. */
  readonly version: string;
  /** Of the run's plan, as it was asked. */
  readonly startedAt: number;
};

export type Fact = { readonly name: string; readonly text: string };

export function registrationSection(report: ClimbReport, made: Made): Html {
  const { splits } = report.registration.registration;
  const facts = registeredFacts(report, made).map(({ name, text }) => markup`<dt>${name}</dt><dd>${text}</dd>`);
  return markup`<section aria-labelledby="registration"><h2 id="registration">Registered before the first call</h2><dl class="facts">${facts}</dl>
<h3>Again</h3><p>The same command on the same files asks nothing twice; from scratch it needs the exam, the documents, the examples and the model that the numbers above name.</p><pre><code>${commandOf(report)}</code></pre>
${choicesTable(report)}
<details><summary>The questions of both parts</summary><p class="small"><b>For the verdict:</b> ${splits.test.join(", ")}</p><p class="small"><b>For choosing settings:</b> ${splits.development.length === 0 ? "none" : splits.development.join(", ")}</p></details></section>`;
}

const MEASURES = {
  "refusal-recall": (limit: number) => `refuses at least ${wholePercent(limit)} of what nothing answers`,
  fabrication: (limit: number) => `makes something up for at most ${wholePercent(limit)} of it`,
  forgetting: (limit: number) => `loss on neutral text rises by at most ${limit}`,
} as const;

export function registeredFacts(report: ClimbReport, { version, startedAt }: Made): readonly Fact[] {
  const { registration, hash, at } = report.registration;
  const { bar, margin, alpha, looks, vetoes, seed, splits, examHash, repeats, inputs } = registration;
  const vetoed = vetoes.map(({ measure, limit }) => MEASURES[measure](limit));
  return [
    { name: "bar", text: `${wholePercent(bar)} right` },
    { name: "margin", text: `${points(margin)} below the best rung` },
    { name: "vetoes", text: vetoed.length === 0 ? "none" : vetoed.join("; ") },
    { name: "may be wrong in", text: `${wholePercent(alpha)} of verdicts, over ${counted(looks, "look")} together` },
    { name: "questions", text: `${splits.test.length} for the verdict, ${splits.development.length} for choosing` },
    { name: "seed, repeats", text: `${seed}, ${repeats}` },
    ...budgetFacts(report.registration),
    { name: "registered", text: momentText(at) },
    { name: "first asked", text: momentText(startedAt) },
    { name: "model", text: report.model },
    ...leakFacts(report),
    { name: "runs", text: Object.values(report.runs).toSorted().join(", ") },
    { name: "registration", text: hash },
    { name: "exam", text: examHash },
    { name: "library", text: inputs["library"] ?? "none" },
    { name: "Schoolbook", text: version },
  ];
}

function budgetFacts({ registration: { budgetUsd }, budgets = [] }: KeptRegistration): readonly Fact[] {
  const text = (usd: number | null): string => (usd === null ? "none" : `$${usd}`);
  const later = budgets.map((one) => `, then ${text(one.budgetUsd)} from ${momentText(one.at)}`);
  if (budgetUsd === undefined && later.length === 0) return [];
  return [{ name: "budget", text: `${text(budgetUsd ?? null)}${later.join("")}` }];
}

function leakFacts({ leaks }: ClimbReport): readonly Fact[] {
  if (leaks === undefined) return [];
  const { exact, near, leftOut } = leaks;
  const kept = exact.filter((at) => !leftOut.includes(at));
  const facts = [
    { name: "left out of school", lines: leftOut, why: "asked word for word in this exam" },
    { name: "learnt although it leaks", lines: kept, why: "asked word for word in this exam" },
    { name: "nearly leaks", lines: near, why: "nearly asked in this exam, and learnt from" },
  ];
  return facts.flatMap(({ name, lines, why }) =>
    lines.length === 0 ? [] : [{ name, text: `${linesText(lines)} of the examples, ${why}` }],
  );
}

/** With everything that the registration holds fast. */
export function commandOf({ name, model, registration: kept, schooled }: ClimbReport): string {
  const { bar, margin, alpha, seed } = kept.registration;
  const budgetUsd = budgetOf(kept);
  const learns = schooled.length === 0 ? "" : " --examples <rows>";
  const budget = budgetUsd === undefined ? "" : ` --budget ${budgetUsd}`;
  return `schoolbook climb <exam> --name ${name} --model ${model}${learns} --bar ${bar} --margin ${margin} --alpha ${alpha} --seed ${seed}${budget} --all`;
}

function choicesTable({ choices }: ClimbReport): Html {
  if (choices.length === 0) return markup``;
  return markup`<h3>Chosen on the questions for choosing</h3>${dataTable({
    name: "Chosen settings",
    note: "The usual setting stands first; another takes its place where it is better by more than a standard error.",
    columns: [{ head: "rung" }, { head: "chosen" }, { head: "tried", kind: "wide" }],
    rows: choices.map(({ arm, choice }) => [
      arm,
      shortName(choice.chosen),
      choice.tried.map(({ name, mean }) => `${shortName(name)} ${wholePercent(mean)}`).join(", "),
    ]),
  })}`;
}

/** `A2.shots-2` is `shots-2` where its arm is named anyway. */
export function shortName(name: string): string {
  return name.slice(name.indexOf(".") + 1);
}
