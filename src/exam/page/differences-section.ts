// Arms against each other on the same questions: the difference with its interval, and whether it is more than noise.
import { counted } from "../../core/counted.ts";
import { dataTable } from "../../core/page/data-table.ts";
import { intervalPicture } from "../../core/page/interval-picture.ts";
import { markup, type Html, type Insertable } from "../../core/page/markup.ts";
import { type ArmComparison, type Blocked, compareArms } from "../metrics/compare-arms.ts";
import { type Comparison, verdictOf } from "../statistics/compare-paired.ts";
import { holm } from "../statistics/holm.ts";
import { formatChance, formatPoints } from "./format-figure.ts";
import type { Deciding } from "./page-run.ts";
import { RIGHT, rightRows } from "./row-outcome.ts";
import type { ArmRows } from "./summary-sections.ts";

export type DifferencesOptions = { readonly decidedBy: Deciding; readonly random: () => number };

type Pair = { readonly first: string; readonly second: string; readonly result: ArmComparison };

/** Every pair, by their right answers; the chances are Holm's, so that all of them together err as seldom as one. */
export function differencesSection(arms: readonly ArmRows[], { decidedBy, random }: DifferencesOptions): Html {
  if (arms.length < 2) return markup``;
  const scored = arms.map(({ name, rows }) => ({ name, rows: rightRows(rows, decidedBy) }));
  const pairs = scored.flatMap((first, at) =>
    scored.slice(at + 1).map((second): Pair => {
      const result = compareArms(RIGHT, { first: second.rows, second: first.rows }, { random });
      return { first: second.name, second: first.name, result };
    }),
  );
  const chances = holm(pairs.flatMap(({ result }) => (result.kind === "compared" ? [result.comparison.pValue] : [])));
  const reach = reachOf(pairs);
  let next = 0;
  const rows = pairs.map(({ first, second, result }) =>
    result.kind === "blocked"
      ? blockedRow(first, second, result)
      : comparedRow({ first, second }, result.comparison, { pValue: chances[next++] ?? 1, reach }),
  );
  const note = `Points of right answers by which the first arm is ahead of the second, on the same questions, with 95 % intervals; chances after Holm's correction for ${counted(pairs.length, "comparison")}.`;
  return markup`<section aria-labelledby="differences"><h2 id="differences">Differences</h2>${dataTable({
    name: "Differences",
    note,
    columns: [
      { head: "first – second" },
      { head: "points", kind: "number" },
      { head: "95 % interval" },
      { head: `${formatPoints(-reach)} to ${formatPoints(reach)}` },
      { head: "questions", kind: "number" },
      { head: "p", kind: "number" },
      { head: "so" },
    ],
    rows,
  })}</section>`;
}

type Names = Pick<Pair, "first" | "second">;

/** One axis for all pictures: as far as the longest interval reaches, in whole tens of points. */
function reachOf(pairs: readonly Pair[]): number {
  const ends = pairs.flatMap(({ result }) => {
    if (result.kind === "blocked") return [];
    const { low, high } = result.comparison.difference;
    return [Math.abs(low), Math.abs(high)];
  });
  return Math.min(1, Math.max(0.1, Math.ceil(Math.max(0, ...ends) * 10) / 10));
}

type Shown = { readonly pValue: number; readonly reach: number };

function comparedRow(
  { first, second }: Names,
  comparison: Comparison,
  { pValue, reach }: Shown,
): readonly Insertable[] {
  const { difference, questions } = comparison;
  const { value, low, high } = difference;
  const interval = `${formatPoints(low)} to ${formatPoints(high)}`;
  const label = `${first} minus ${second}: ${formatPoints(value)} points, ${interval}`;
  const verdict = verdictOf({ difference, pValue });
  return [
    `${first} – ${second}`,
    formatPoints(value),
    interval,
    intervalPicture({ value, low, high, from: -reach, to: reach, label }),
    questions,
    formatChance(pValue),
    verdict === "not-shown"
      ? markup`<span class="soft">no difference shown</span>`
      : markup`<b>${verdict === "first-better" ? first : second} is better</b>`,
  ];
}

function blockedRow(first: string, second: string, { failed, unpaired }: Blocked): readonly Insertable[] {
  const reasons = [
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    ...(unpaired.length > 0 ? [`${unpaired.length} not answered by both`] : []),
  ].join(", ");
  const why = reasons === "" ? "nothing was scored" : `${reasons} of the questions`;
  return [`${first} – ${second}`, "–", "–", "", "–", "–", markup`<span class="care">not known: ${why}</span>`];
}
