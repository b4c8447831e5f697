// The bill on a terminal: each arm by traffic, where two of them cross, and what the figures rest on.
import type { CostReport } from "../../app/ladder/project-costs.ts";
import type { Printer } from "../printer.ts";
import { count, plural, table } from "../terminal/layout.ts";
import { line, type Styled } from "../terminal/styled.ts";

export function costLines(report: CostReport, { palette }: Printer): readonly Styled[] {
  const { bold, dim, yellow } = palette;
  return [
    line`${bold(`Prices of ${report.priceDate}`)}`,
    ...table(
      [
        ["arm", "", "per 1,000 questions", "right", "each month", "each training"].map((title) => dim(title)),
        ...report.arms.map((arm) => [
          bold(arm.name),
          arm.label,
          perThousand(arm),
          rightText(arm, report.rows),
          dollars(arm.usdPerMonth),
          dollars(arm.usdPerTraining),
        ]),
      ],
      ["left", "left", "right", "right", "right", "right"],
    ),
    line``,
    ...(report.arms.every(isFree)
      ? [line`Nothing of this is billed, whatever the traffic.`]
      : [
          ...trafficLines(report, palette),
          line``,
          ...report.breakEvens.map((crossing) => line`${crossingText(crossing)}`),
        ]),
    ...report.arms.map(({ name, price }) => line`${dim(`${name}: ${priceText(price)}`)}`),
    ...report.notes.map((note) => line`${yellow("!")} ${note}`),
  ];
}

function isFree({ usdPerQuestion, usdPerMonth, usdPerTraining }: CostReport["arms"][number]): boolean {
  return usdPerQuestion === 0 && usdPerMonth === 0 && usdPerTraining === 0;
}

function priceText({ model, kind, source }: CostReport["arms"][number]["price"]): string {
  if (model === "") return source;
  return kind === "own" || kind === "list" ? `${model} by ${source}` : `${model}, ${source}`;
}

function trafficLines({ traffic }: CostReport, { bold, dim, green }: Printer["palette"]): readonly Styled[] {
  const names = traffic[0]?.arms.map(({ name }) => name) ?? [];
  return table(
    [
      [dim("questions a month"), ...names.map((name) => dim(name)), dim("cheapest")],
      ...traffic.map(({ questionsPerMonth, arms, cheapest, cheapestByRightAnswer }) => [
        count(questionsPerMonth),
        ...arms.map(({ name, usdPerMonth, usdPerRightAnswer }) => {
          const right = usdPerRightAnswer === undefined ? "" : `, ${rightAnswerText(usdPerRightAnswer)}`;
          const text = `${dollars(usdPerMonth)}${right}`;
          return name === cheapest ? green(text) : text;
        }),
        cheapestByRightAnswer === undefined || cheapestByRightAnswer === cheapest
          ? bold(cheapest)
          : line`${bold(cheapest)}, by right answers ${bold(cheapestByRightAnswer)}`,
      ]),
    ],
    ["right", ...names.map(() => "right" as const)],
  );
}

function crossingText({ first, second, by, crossing }: CostReport["breakEvens"][number]): string {
  const what = by === "bill" ? "cost the same" : "cost the same for a right answer";
  if (crossing.kind === "at") {
    const above = crossing.below === first ? second : first;
    return `${first} and ${second} ${what} at ${plural(Math.round(crossing.questionsPerMonth), "question")} a month: below, ${crossing.below} is cheaper; above, ${above}.`;
  }
  const unit = by === "bill" ? "" : ", for a right answer";
  if (crossing.cheaper === undefined) return `${first} and ${second} always ${what}.`;
  return `${crossing.cheaper} is cheaper than ${crossing.cheaper === first ? second : first} at any traffic${unit}.`;
}

function perThousand({ usdPerQuestion, usdPerQuestionInterval }: CostReport["arms"][number]): string {
  const value = dollars(1000 * usdPerQuestion);
  if (usdPerQuestionInterval === undefined) return value;
  const { low, high } = usdPerQuestionInterval;
  return `${value} (${dollars(1000 * low)} to ${dollars(1000 * high)})`;
}

/** A share of a part of the questions says of how many rows it is. */
function rightText({ name, right, isPartial }: CostReport["arms"][number], rows: CostReport["rows"]): string {
  if (right === undefined) return "not known";
  const own = rows.find((one) => one.name === name);
  if (isPartial !== true || own === undefined) return shareText(right);
  const { asked, failed, unscored, missing } = own;
  return `${shareText(right)}, of ${asked - failed - unscored} of ${plural(asked + missing, "row")}`;
}

function shareText({
  value,
  low,
  high,
}: {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}): string {
  const percent = (share: number): string => `${Math.round(100 * share)}`;
  return `${percent(value)} % (${percent(low)} to ${percent(high)})`;
}

type RightAnswer = { readonly value: number; readonly low: number; readonly high: number };

function rightAnswerText({ value, low, high }: RightAnswer): string {
  return `${dollars(value)} (${dollars(low)} to ${dollars(high)}) a right answer`;
}

/** Cents above ten cents, two figures below. */
function dollars(value: number): string {
  if (value !== 0 && value < 0.1) return `$${value.toPrecision(2)}`;
  return `$${value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}
