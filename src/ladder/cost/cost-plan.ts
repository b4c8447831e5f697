// What a bill is made from: measured tokens and right answers of each arm, training, hosting, traffic, and prices of one's own.
import { z } from "zod";

import { SchoolbookError } from "../../core/errors.ts";
import type { Estimate } from "../../exam/statistics/interval.ts";

/** Products of three of them still are numbers. */
const AMOUNT = z.number().min(0).max(1e15);
const DATE = z.iso.date();

/** Of one call; `cachedInput` is part of `input`. */
const TOKENS = z.strictObject({ input: AMOUNT, cachedInput: AMOUNT.default(0), output: AMOUNT }).readonly();

/** US dollars for a million tokens. */
const TOKEN_PRICE = z
  .strictObject({ input: AMOUNT, cachedInput: AMOUNT.optional(), output: AMOUNT, source: z.string().optional() })
  .readonly();

/** The id of a line of our own prices, or dollars. */
const PRICE = z.union([z.string().min(1), AMOUNT]);

const TRAINING = z
  .strictObject({
    /** Of one run: tokens of the training rows times epochs. */
    tokens: AMOUNT.optional(),
    perMillionTokens: PRICE.optional(),
    gpuHours: AMOUNT.optional(),
    perGpuHour: PRICE.optional(),
    /** Whatever else a run costs: an evaluation, somebody's time. */
    otherUsd: AMOUNT.default(0),
    /** How often it is trained again. */
    perMonth: AMOUNT,
  })
  .readonly();

const ARM = z
  .strictObject({
    name: z.string().min(1),
    label: z.string().min(1),
    /** `openai/gpt-6-luna`; absent where tokens are not billed, as on a machine of one's own. */
    model: z.string().min(1).optional(),
    /** Measured calls; one with mean tokens will do where prices do not rise with the length of the prompt. */
    calls: z.array(TOKENS).readonly().optional(),
    /** How many questions were answered right, of how many. */
    right: z
      .strictObject({ count: z.int().min(0), of: z.int().min(1) })
      .readonly()
      .optional(),
    /** Of each question, beside the tokens: embedding it, reranking. */
    otherUsdPerQuestion: AMOUNT.default(0),
    training: TRAINING.optional(),
    hosting: z.strictObject({ hoursPerMonth: AMOUNT, perHour: PRICE }).readonly().optional(),
    /** Whatever else a month costs: re-indexing, a database. */
    otherUsdPerMonth: AMOUNT.default(0),
  })
  .readonly();

export const COST_PLAN = z
  .strictObject({
    $schema: z.string().optional(),
    /** Prices are those of this day. */
    priceDate: DATE.optional(),
    questionsPerMonth: z.array(z.number().gt(0).max(1e15)).min(1).readonly().optional(),
    arms: z.array(ARM).min(1).readonly(),
    /** By model: what you pay, instead of the list's price. */
    prices: z.record(z.string(), TOKEN_PRICE).readonly().default({}),
  })
  .readonly();

export type CostPlan = z.infer<typeof COST_PLAN>;
export type CostArm = CostPlan["arms"][number];

/** What an exam run knows of the model that it asked: none at all, one on the machine of the run, or one elsewhere. */
export type AskedModel = {
  readonly model: string;
  readonly place: "none" | "here" | "elsewhere";
};

/** An arm of a plan, and the model that a run asked for it where the plan names none. */
export type BilledArm = CostArm & {
  readonly asked?: AskedModel;
  /** Of the very entry of the configuration that was asked; the plan's own prices go before it. */
  readonly price?: TokenPrice;
  /** What a run says of its right answers, questions that belong together counted as such. */
  readonly quality?: Estimate;
  /** True: its right answers are those of a part of the questions, and no measure for those of another arm. */
  readonly isPartial?: boolean;
};

/** What came of an arm's rows in a run. */
export type ArmRows = {
  readonly name: string;
  readonly asked: number;
  /** Of those asked: without an answer, so that nobody knows their tokens. */
  readonly failed: number;
  /** Of those asked: with an answer of which nobody can say whether it is right. */
  readonly unscored: number;
  /** Not asked yet. */
  readonly missing: number;
};

export type BilledPlan = Omit<CostPlan, "arms"> & {
  readonly arms: readonly BilledArm[];
  /** Of every arm that the run says something of, or should: also of those that are not billed for want of an answer. */
  readonly rows?: readonly ArmRows[];
  /** What else is to be known about it, before what the bill itself finds. */
  readonly notes?: readonly string[];
};

export type CallTokens = z.infer<typeof TOKENS>;
export type TokenPrice = z.infer<typeof TOKEN_PRICE>;
export type NamedPrice = z.infer<typeof PRICE>;

/** Throws `input_invalid` with everything that is wrong. */
export function readCostPlan(value: unknown, name: string): CostPlan {
  const parsed = COST_PLAN.safeParse(value);
  if (!parsed.success) {
    throw new SchoolbookError("input_invalid", `${name} is no plan of costs:\n${z.prettifyError(parsed.error)}`);
  }
  const names = parsed.data.arms.map((arm) => arm.name);
  const twice = names.find((each, at) => names.indexOf(each) !== at);
  if (twice !== undefined) throw new SchoolbookError("input_invalid", `${name}: the arm ${twice} is there twice.`);
  for (const { name: arm, right } of parsed.data.arms) {
    if (right !== undefined && right.count > right.of)
      throw new SchoolbookError("input_invalid", `${name}: of ${arm}, ${right.count} of ${right.of} cannot be right.`);
  }
  return parsed.data;
}
