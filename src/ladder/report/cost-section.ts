// What the rungs cost: for a question, for a right answer, and by the month where prices are known.
import { dataTable } from "../../core/page/data-table.ts";
import { markup, type Html, type Insertable } from "../../core/page/markup.ts";
import { formatFigure } from "../../exam/page/format-figure.ts";
import type { ArmResult, ClimbReport } from "../climb/climb-report.ts";
import type { CostReport } from "../cost/report-costs.ts";
import { costCurves } from "./cost-curves.ts";
import { costOf, type CostUnit, costUnitOf } from "./plain-figure.ts";
import { scatterPicture } from "./scatter-picture.ts";

export function costSection({ arms, model }: ClimbReport, costs: CostReport | undefined): Html {
  const unit = costUnitOf(arms);
  const picture = arms.length > 0 && scatterPicture(arms, unit);
  return markup`<section aria-labelledby="cost"><h2 id="cost">What it costs</h2><div class="split">${picture}<div>${costTable(arms, unit, model)}</div></div>${costs !== undefined && costCurves(costs)}</section>`;
}

function costTable(arms: readonly ArmResult[], unit: CostUnit, model: string): Html {
  const note =
    unit === "dollars"
      ? "Means over the questions of the verdict; dollars at the prices of the run."
      : `Means over the questions of the verdict. No call of ${model} is paid for by the token; by how many tokens the rungs differ shows what they would cost where it is.`;
  return dataTable({
    name: "What it costs",
    note,
    columns: [
      { head: "arm" },
      { head: unit === "dollars" ? "a question" : "tokens a question", kind: "number" },
      { head: unit === "dollars" ? "a right answer" : "tokens a right answer", kind: "number" },
      { head: "tokens in + out", kind: "number" },
      { head: "p50, p95", kind: "number" },
    ],
    rows: arms.map((arm) => costRow(arm, unit)),
  });
}

function costRow(arm: ArmResult, unit: CostUnit): readonly Insertable[] {
  const cost = costOf(arm, unit);
  return [
    markup`${arm.arm} <span class="soft armname">${arm.label}</span>`,
    formatFigure(cost, unit),
    perRight(arm, unit),
    `${formatFigure(arm.tokensIn, "tokens")} + ${formatFigure(arm.tokensOut, "tokens")}`,
    `${formatFigure(arm.p50Ms, "milliseconds")}, ${formatFigure(arm.p95Ms, "milliseconds")}`,
  ];
}

/** With the interval that the share of right answers gives it. */
export function perRight(arm: ArmResult, unit: CostUnit): string {
  const { value, low, high } = arm.quality;
  if (value === 0) return "none is right";
  const cost = costOf(arm, unit);
  const most = low === 0 && cost > 0 ? "∞" : formatFigure(cost / low, unit);
  return `${formatFigure(cost / value, unit)} (${formatFigure(cost / high, unit)} to ${most})`;
}
