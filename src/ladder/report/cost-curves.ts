// What each rung costs a month, by traffic, and where two of them cross.
import { dataTable } from "../../core/page/data-table.ts";
import { markup, type Html } from "../../core/page/markup.ts";
import { formatFigure } from "../../exam/page/format-figure.ts";
import type { CostPoint } from "../cost/break-even.ts";
import type { CostReport } from "../cost/report-costs.ts";
import { at, figureFrame } from "./figure-frame.ts";

const TOP = 14;
const SIDE = 240;
const HEIGHT = TOP + SIDE + 40;
const LOOKS = ["", "dashed", "dotted", "dashdot"] as const;

export function costCurves(costs: CostReport): Html {
  return markup`<h3>By the month</h3>${curvesPicture(costs)}${trafficTable(costs)}${crossings(costs)}`;
}

/** Both axes by powers of ten; a month that costs nothing lies on the lowest line. */
function curvesPicture({ curve }: CostReport): Html {
  const paid = curve.flatMap(({ arms }) => arms.map(({ usdPerMonth }) => usdPerMonth)).filter((usd) => usd > 0);
  const low = Math.floor(Math.log10(Math.min(...paid, 1)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...paid, 1))));
  const yOf = (usd: number): number => {
    const share = usd <= 0 ? 0 : (Math.log10(usd) - low) / (high - low);
    return Math.round((TOP + (1 - share) * SIDE) * 10) / 10;
  };
  const powers = Array.from({ length: high - low + 1 }, (_, step) => 10 ** (low + step));
  const lines = powers.map(
    (usd) =>
      markup`<line class="grid" x1="0" x2="100%" y1="${yOf(usd)}" y2="${yOf(usd)}" /><text class="tick" x="-8" y="${yOf(usd) + 4}" text-anchor="end">${formatFigure(usd, "dollars")}</text>`,
  );
  const ticks = [100, 10_000, 1_000_000].map(
    (questions) =>
      markup`<text class="tick" x="${at(xOf(questions))}" y="${TOP + SIDE + 18}" text-anchor="middle">${formatFigure(questions, "tokens")}</text>`,
  );
  const names = curve[0]?.arms.map(({ name }) => name) ?? [];
  const drawn = names.map((name, index) => armCurve(curve, { name, index, yOf }));
  return figureFrame({
    kind: "curves wide",
    height: HEIGHT,
    label: `Dollars a month by questions a month, for ${names.join(", ")}; the same numbers are in the table below.`,
    drawing: markup`${lines}${ticks}<text class="soft" x="100%" y="${TOP + SIDE + 36}" text-anchor="end">questions a month →</text>${drawn}`,
  });
}

type Drawn = { readonly name: string; readonly index: number; readonly yOf: (usd: number) => number };

function armCurve(curve: readonly CostPoint[], { name, index: own, yOf }: Drawn): Html {
  const look = LOOKS[own % LOOKS.length] ?? "";
  const points = curve.flatMap(({ questionsPerMonth, arms }) => {
    const found = arms.find((arm) => arm.name === name);
    return found === undefined ? [] : [{ x: xOf(questionsPerMonth), y: yOf(found.usdPerMonth) }];
  });
  const lines = points.slice(1).map((point, index) => {
    const before = points[index] ?? point;
    return markup`<line class="curve ${look}" x1="${at(before.x)}" x2="${at(point.x)}" y1="${before.y}" y2="${point.y}" />`;
  });
  // why: side by side names stay readable where curves run together.
  const named = points[(2 + 3 * own) % Math.max(1, points.length)];
  return markup`${lines}${named !== undefined && markup`<text class="name" x="${at(named.x)}" y="${named.y - 8}" text-anchor="middle">${name}</text>`}`;
}

/** From a hundred to ten million. */
function xOf(questions: number): number {
  return Math.min(1, Math.max(0, (Math.log10(questions) - 2) / 5));
}

function trafficTable({ traffic, priceDate }: CostReport): Html {
  const names = traffic[0]?.arms.map(({ name }) => name) ?? [];
  return dataTable({
    name: "By the month",
    note: `Dollars a month, and for a right answer, at the prices of ${priceDate}.`,
    columns: [
      { head: "questions a month" },
      ...names.map((name) => ({ head: name, kind: "number" as const })),
      { head: "cheapest" },
    ],
    rows: traffic.map(({ questionsPerMonth, arms, cheapest, cheapestByRightAnswer }) => [
      formatFigure(questionsPerMonth, "tokens"),
      ...arms.map(({ usdPerMonth, usdPerRightAnswer }) => {
        const right = usdPerRightAnswer;
        return markup`${formatFigure(usdPerMonth, "dollars")}${right !== undefined && markup`<br /><span class="soft small">${formatFigure(right.value, "dollars")} a right answer</span>`}`;
      }),
      cheapestByRightAnswer === undefined || cheapestByRightAnswer === cheapest
        ? cheapest
        : `${cheapest}; by right answers ${cheapestByRightAnswer}`,
    ]),
  });
}

function crossings({ breakEvens, notes }: CostReport): Html {
  const said = breakEvens.flatMap(({ first, second, by, crossing }) => {
    if (crossing.kind !== "at") return [];
    const above = crossing.below === first ? second : first;
    const what = by === "bill" ? "the same" : "the same for a right answer";
    return [
      markup`<li>${first} and ${second} cost ${what} at ${formatFigure(crossing.questionsPerMonth, "tokens")} questions a month: below, ${crossing.below} is cheaper; above, ${above}.</li>`,
    ];
  });
  return markup`${said.length > 0 && markup`<ul class="said">${said}</ul>`}${notes.map((note) => markup`<p class="care small">${note}</p>`)}`;
}
