// The whole bill from a plan: arms, traffic, where they cross, and what it rests on. Runs anew, offline, when a price changes.
import { type ArmCost, costOfArm } from "./arm-cost.ts";
import {
  type BreakEven,
  breakEvenByBill,
  breakEvenByRightAnswer,
  costCurve,
  type CostPoint,
  costPoint,
} from "./break-even.ts";
import type { ArmRows, BilledPlan } from "./cost-plan.ts";
import { notesOnRows } from "./notes-on-rows.ts";

export type CostReport = {
  readonly priceDate: string;
  readonly arms: readonly ArmCost[];
  /** What came of each arm's rows in the run that the bill rests on; empty without a run. */
  readonly rows: readonly ArmRows[];
  /** The cheapest by the bill at each traffic asked for. */
  readonly traffic: readonly (CostPoint & { readonly cheapest: string; readonly cheapestByRightAnswer?: string })[];
  readonly breakEvens: readonly BreakEven[];
  readonly curve: readonly CostPoint[];
  readonly notes: readonly string[];
};

const USUAL_TRAFFIC = [1000, 10_000, 100_000, 1_000_000];

export function reportCosts(plan: BilledPlan, { date }: { readonly date: string }): CostReport {
  const arms = plan.arms.map((arm) => costOfArm(arm, { date, prices: plan.prices }));
  const traffic = (plan.questionsPerMonth ?? USUAL_TRAFFIC).map((questions) =>
    withCheapest(costPoint(arms, questions), arms),
  );
  const { rows = [] } = plan;
  const pairs = arms.flatMap((first, at) => arms.slice(at + 1).map((second) => ({ first, second })));
  return {
    priceDate: date,
    arms,
    rows,
    traffic,
    breakEvens: pairs.flatMap(({ first, second }) => {
      const byRight = breakEvenByRightAnswer(first, second);
      return [breakEvenByBill(first, second), ...(byRight === undefined ? [] : [byRight])];
    }),
    curve: costCurve(arms),
    notes: [...(plan.notes ?? []), ...notesOnRows(rows, arms), ...notesOn(arms, date)],
  };
}

function withCheapest(point: CostPoint, arms: readonly ArmCost[]): CostReport["traffic"][number] {
  const byBill = point.arms.toSorted((one, other) => one.usdPerMonth - other.usdPerMonth);
  const byRight = point.arms
    .filter(({ usdPerRightAnswer }) => usdPerRightAnswer !== undefined)
    .toSorted((one, other) => (one.usdPerRightAnswer?.value ?? 0) - (other.usdPerRightAnswer?.value ?? 0));
  // why: the cheapest of the arms that can be compared is not the cheapest of all.
  const right = arms.some(({ isPartial }) => isPartial === true) ? undefined : byRight[0]?.name;
  return {
    ...point,
    cheapest: byBill[0]?.name ?? "",
    ...(right === undefined ? {} : { cheapestByRightAnswer: right }),
  };
}

/** Older than this, a price that was read by hand should be looked up again. */
const STALE_DAYS = 90;
const DAY_MS = 86_400_000;

function notesOn(arms: readonly ArmCost[], date: string): readonly string[] {
  const relatives = arms.flatMap(({ price: { model, matched } }) =>
    matched === undefined
      ? []
      : [`The list has no price of ${model}; that of ${matched} was taken. Name your own under "prices".`],
  );
  const unknown = arms.flatMap(({ price: { kind, model } }) =>
    kind === "unknown"
      ? [
          `No price is known of ${model}: its tokens count as $0. Name one under "prices" of a plan, or with the model in the configuration.`,
        ]
      : [],
  );
  const lines = new Map(arms.flatMap(({ ownPrices }) => ownPrices.map((line) => [line.id, line] as const)));
  const read = [...lines.values()].flatMap(({ id, readOn, until, highestUsd, usd }) => {
    const days = (Date.parse(date) - Date.parse(readOn)) / DAY_MS;
    return [
      ...(days > STALE_DAYS ? [`The price ${id} was read on ${readOn}, ${Math.round(days)} days before.`] : []),
      ...(days < 0 ? [`The price ${id} was read on ${readOn}, after the day that the bill is for.`] : []),
      ...(highestUsd === undefined
        ? []
        : [`${id} costs from $${usd} to $${highestUsd}, by the model; the lowest was taken.`]),
      ...(until !== undefined && date > until ? [`${id} cannot be bought any more since ${until}.`] : []),
    ];
  });
  return [...new Set([...relatives, ...unknown, ...read])];
}
