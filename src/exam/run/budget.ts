// Keeps a run within its budget: calls under way are counted at what they are likely to cost.
import type { Arm, Question } from "../../spec/exam.ts";
import type { EstimateUsd } from "./forecast-run.ts";
import type { Spent } from "./run-log.ts";

export type Reservation = { release(): void };

export type Budget = {
  /** Waits for calls under way where all would not fit; undefined where this one does not fit: then nothing more is begun. */
  reserve(question: Question, arm: Arm): Promise<Reservation | undefined>;
};

export type BudgetOptions = {
  /** Undefined: no limit. */
  readonly limitUsd: number | undefined;
  readonly estimateUsd: EstimateUsd | undefined;
  readonly spent: () => Spent;
  readonly onExhausted: () => void;
};

/** Without an estimate a call is taken to cost what those before it did on average; the first ones are taken to cost nothing. */
export function createBudget({ limitUsd, estimateUsd, spent, onExhausted }: BudgetOptions): Budget {
  let reservedUsd = 0;
  let underWay = 0;
  const likely = (question: Question, arm: Arm): number => {
    const { usd, calls, unknown } = spent();
    const known = calls - unknown;
    return estimateUsd?.(question, arm) ?? (known === 0 ? 0 : usd / known);
  };
  let released = Promise.withResolvers<void>();
  const release = (cost: number): void => {
    underWay -= 1;
    reservedUsd = underWay === 0 ? 0 : reservedUsd - cost; // why: sums of fractions drift
    const before = released;
    released = Promise.withResolvers();
    before.resolve();
  };
  return {
    reserve: async (question, arm) => {
      for (;;) {
        const cost = likely(question, arm);
        const isWithin = limitUsd === undefined || spent().usd + reservedUsd + cost <= limitUsd;
        if (isWithin) {
          reservedUsd += cost;
          underWay += 1;
          return { release: () => release(cost) };
        }
        if (underWay === 0) {
          onExhausted();
          return undefined;
        }
        await released.promise;
      }
    },
  };
}
