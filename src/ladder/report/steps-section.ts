// What each rung added over another one: the same questions, asked of both.
import { counted } from "../../core/counted.ts";
import { dataTable } from "../../core/page/data-table.ts";
import { intervalPicture } from "../../core/page/interval-picture.ts";
import { markup, type Html, type Insertable } from "../../core/page/markup.ts";
import { formatChance, formatFigure, formatPoints } from "../../exam/page/format-figure.ts";
import type { ClimbReport } from "../climb/climb-report.ts";
import type { StepEvidence } from "../verdict/compare-steps.ts";
import { points } from "../verdict/plain-numbers.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { pointsText } from "./plain-figure.ts";

export const ADDED_WORDS: Readonly<Record<StepEvidence["adds"], string>> = {
  prompt: "a better prompt",
  book: "the open book",
  school: "school",
  step: "instead of",
};

export const STEP_WORDS = { better: "it helped", worse: "it made it worse", "not-shown": "not shown" } as const;

export function stepsSection({ verdict, registration, explained }: ClimbReport): Html {
  if (verdict.kind === "blocked" || verdict.steps.length === 0) return markup``;
  const { steps } = verdict;
  const reach = reachOf(steps);
  const isPaid = steps.some(({ addedUsd }) => (addedUsd?.value ?? 0) !== 0);
  const { margin } = registration.registration;
  const said = explained.sentences.filter(({ about }) => about === "step");
  return markup`<section aria-labelledby="steps"><h2 id="steps">What each rung added</h2>${dataTable({
    name: "What each rung added",
    note: `Points of right answers on the same ${counted(verdict.questions, "question")}, with ${Math.round((1 - verdict.alpha) * 100)} % intervals; exact tests, all steps together after Holm. The margin that was registered is ${points(margin)}.`,
    columns: [
      { head: "over" },
      { head: "adds" },
      { head: "points" },
      { head: `${formatPoints(-reach)} to ${formatPoints(reach)}` },
      { head: "right only with it / without it", kind: "number" },
      { head: "p", kind: "number" },
      ...(isPaid ? [{ head: "more a question", kind: "number" } as const] : []),
      { head: "so" },
    ],
    rows: steps.map((step) => stepRow(step, { reach, isPaid })),
  })}${costlierOf(verdict)}<details><summary>Each step in words</summary><ul class="said">${said.map(({ text }) => markup`<li>${text}</li>`)}</ul></details></section>`;
}

type Shown = { readonly reach: number; readonly isPaid: boolean };

function stepRow(step: StepEvidence, { reach, isPaid }: Shown): readonly Insertable[] {
  const { arm, over, adds, kind, difference, adjustedPValue, discordant, addedUsd } = step;
  const label = `${arm} over ${over}: ${pointsText(difference)} points`;
  const tone = kind === "better" ? "good" : kind === "worse" ? "bad" : "soft";
  return [
    `${arm} over ${over}`,
    ADDED_WORDS[adds],
    pointsText(difference),
    intervalPicture({ ...difference, from: -reach, to: reach, label }),
    discordant === undefined ? "–" : `${discordant.onlyArm} / ${discordant.onlyOver}`,
    formatChance(adjustedPValue),
    ...(isPaid ? [addedUsd === undefined ? "–" : formatFigure(addedUsd.value, "dollars")] : []),
    markup`<b class="${tone}">${STEP_WORDS[kind]}</b>`,
  ];
}

function reachOf(steps: readonly StepEvidence[]): number {
  const ends = steps.flatMap(({ difference: { low, high } }) => [Math.abs(low), Math.abs(high)]);
  return Math.min(1, Math.max(0.1, Math.ceil(Math.max(0, ...ends) * 10) / 10));
}

function costlierOf({ costlier }: Verdict): readonly Html[] {
  return costlier.map(
    ({ cheaper, dearer }) =>
      markup`<p class="care">${cheaper} was registered as cheaper than ${dearer}, and cost more: register their order anew.</p>`,
  );
}
