// What an arm costs: for a question, for a right answer, and for a month of any traffic.
import { SchoolbookError } from "../../core/errors.ts";
import { clusteredMean } from "../../exam/statistics/clustered-mean.ts";
import type { Estimate, Interval } from "../../exam/statistics/interval.ts";
import { wilson } from "../../exam/statistics/wilson.ts";
import type { BilledArm, CostArm, NamedPrice } from "./cost-plan.ts";
import { OWN_PRICES, type OwnPrice } from "./own-prices.ts";
import { priceAsked, type PriceOptions, priceCalls, type PriceSource } from "./price-tokens.ts";

export type ArmCost = {
  readonly name: string;
  readonly label: string;
  readonly usdPerQuestion: number;
  /** Of the mean over measured calls; absent for fewer than two. */
  readonly usdPerQuestionInterval?: Estimate;
  readonly right?: Estimate;
  /** True: `right` is that of a part of the questions, so that no right answer has a price to compare. */
  readonly isPartial?: boolean;
  /** What a month costs before the first question. */
  readonly usdPerMonth: number;
  readonly parts: { readonly training: number; readonly hosting: number; readonly other: number };
  /** Of one training run: also what the first one costs, before any month. */
  readonly usdPerTraining: number;
  readonly price: PriceSource;
  readonly ownPrices: readonly OwnPrice[];
};

export function costOfArm(arm: BilledArm, options: PriceOptions): ArmCost {
  const calls = arm.calls ?? [];
  if (calls.length === 0) {
    throw new SchoolbookError("input_invalid", `Nothing is known about the tokens of ${arm.name}.`, {
      hint: "Give its measured calls, or with --run an exam run that has an arm of this name.",
    });
  }
  const priced = withOwnPrice(arm, options);
  const { usd, price } =
    arm.asked === undefined ? priceCalls(arm.model, calls, priced) : priceAsked(arm.asked, calls, priced);
  const perCall = usd.reduce((sum, each) => sum + each, 0) / usd.length;
  const spread = clusteredMean(usd);
  const { usd: perTraining, used } = trainingCost(arm);
  const hosting = hostingCost(arm);
  const parts = {
    training: (arm.training?.perMonth ?? 0) * perTraining,
    hosting: hosting.usd,
    other: arm.otherUsdPerMonth,
  };
  return {
    name: arm.name,
    label: arm.label,
    usdPerQuestion: perCall + arm.otherUsdPerQuestion,
    ...(spread === undefined ? {} : { usdPerQuestionInterval: shifted(spread, arm.otherUsdPerQuestion) }),
    ...(arm.right === undefined ? {} : { right: arm.quality ?? wilson(arm.right.count, arm.right.of) }),
    ...(arm.isPartial === true ? { isPartial: true } : {}),
    usdPerMonth: parts.training + parts.hosting + parts.other,
    parts,
    usdPerTraining: perTraining,
    price,
    ownPrices: [...used, ...hosting.used],
  };
}

/** Two arms may have asked one model at two prices: each is billed at its own. */
function withOwnPrice({ asked, model = asked?.model, price }: BilledArm, options: PriceOptions): PriceOptions {
  if (price === undefined || model === undefined) return options;
  return { ...options, prices: { [model]: price, ...options.prices } };
}

/** A month with so many questions. */
export function monthlyUsd({ usdPerMonth, usdPerQuestion }: ArmCost, questions: number): number {
  return usdPerMonth + questions * usdPerQuestion;
}

/** Undefined where it is not known of all questions how many answers are right, or where none is; the interval is that of the right answers. */
export function usdPerRightAnswer(
  cost: ArmCost,
  questions: number,
): (Interval & { readonly value: number }) | undefined {
  const { right, isPartial = false } = cost;
  if (right === undefined || right.value === 0 || isPartial) return undefined;
  const each = monthlyUsd(cost, questions) / questions;
  return { value: each / right.value, low: each / right.high, high: each / right.low };
}

function shifted({ value, low, high, level }: Estimate, by: number): Estimate {
  return { value: value + by, low: Math.max(0, low) + by, high: high + by, level };
}

type Spent = { readonly usd: number; readonly used: readonly OwnPrice[] };

function trainingCost({ name, training }: CostArm): Spent {
  if (training === undefined) return { usd: 0, used: [] };
  const { tokens, perMillionTokens, gpuHours, perGpuHour, otherUsd } = training;
  const ofTokens = amount(name, {
    count: tokens === undefined ? undefined : tokens / 1_000_000,
    price: perMillionTokens,
    unit: "million-training-tokens",
  });
  const ofHours = amount(name, { count: gpuHours, price: perGpuHour, unit: "gpu-hour" });
  return { usd: ofTokens.usd + ofHours.usd + otherUsd, used: [...ofTokens.used, ...ofHours.used] };
}

function hostingCost({ name, hosting }: CostArm): Spent {
  return amount(name, { count: hosting?.hoursPerMonth, price: hosting?.perHour, unit: "gpu-hour" });
}

type Bought = {
  readonly count: number | undefined;
  readonly price: NamedPrice | undefined;
  readonly unit: OwnPrice["unit"];
};

function amount(arm: string, { count, price, unit }: Bought): Spent {
  if (count === undefined && price === undefined) return { usd: 0, used: [] };
  if (count === undefined || price === undefined) {
    throw new SchoolbookError("input_invalid", `Of ${arm}, either the number or the price of its ${unit}s is missing.`);
  }
  if (typeof price === "number") return { usd: count * price, used: [] };
  const line = OWN_PRICES.find((one) => one.id === price && one.unit === unit);
  if (line === undefined) {
    const known = OWN_PRICES.filter((one) => one.unit === unit).map(({ id }) => id);
    throw new SchoolbookError("input_invalid", `${arm} names the price "${price}" of a ${unit}, which is not known.`, {
      hint: `Give dollars, or one of ${known.join(", ")}.`,
    });
  }
  return { usd: count * line.usd, used: [line] };
}
