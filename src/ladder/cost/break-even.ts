// Where two arms cost the same: at how many questions a month, by the bill and by the right answer.
import type { Interval } from "../../exam/statistics/interval.ts";
import { type ArmCost, monthlyUsd, usdPerRightAnswer } from "./arm-cost.ts";

export type BreakEven = {
  readonly first: string;
  readonly second: string;
  readonly by: "bill" | "right-answer";
  readonly crossing:
    /** Below so many questions a month `below` is the cheaper one, above it the other. */
    | { readonly kind: "at"; readonly questionsPerMonth: number; readonly usdPerMonth: number; readonly below: string }
    /** One is cheaper at any traffic; undefined: they cost the same. */
    | { readonly kind: "never"; readonly cheaper: string | undefined };
};

export function breakEvenByBill(first: ArmCost, second: ArmCost): BreakEven {
  return crossingOf({ first, second, by: "bill" }, lineOf(first), lineOf(second));
}

/** Undefined where it is not known of both, and of all questions, how many answers are right. */
export function breakEvenByRightAnswer(first: ArmCost, second: ArmCost): BreakEven | undefined {
  if (first.isPartial === true || second.isPartial === true) return undefined;
  const [one, other] = [first.right?.value, second.right?.value];
  if (one === undefined || other === undefined || one === 0 || other === 0) return undefined;
  // why: dollars for a right answer at any traffic are these lines over it, so that they cross at the same place.
  return crossingOf({ first, second, by: "right-answer" }, scaled(lineOf(first), one), scaled(lineOf(second), other));
}

type Line = { readonly fixed: number; readonly each: number };
type Pair = { readonly first: ArmCost; readonly second: ArmCost; readonly by: BreakEven["by"] };

function lineOf({ usdPerMonth, usdPerQuestion }: ArmCost): Line {
  return { fixed: usdPerMonth, each: usdPerQuestion };
}

function scaled({ fixed, each }: Line, share: number): Line {
  return { fixed: fixed / share, each: each / share };
}

function crossingOf({ first, second, by }: Pair, one: Line, other: Line): BreakEven {
  const named = { first: first.name, second: second.name, by };
  const questions = (other.fixed - one.fixed) / (one.each - other.each);
  if (Number.isFinite(questions) && questions > 0) {
    const below = one.fixed < other.fixed ? first : second;
    return {
      ...named,
      crossing: {
        kind: "at",
        questionsPerMonth: questions,
        usdPerMonth: monthlyUsd(below, questions),
        below: below.name,
      },
    };
  }
  const difference = one.fixed - other.fixed || one.each - other.each;
  const cheaper = difference === 0 ? undefined : difference < 0 ? first.name : second.name;
  return { ...named, crossing: { kind: "never", cheaper } };
}

export type CostPoint = {
  readonly questionsPerMonth: number;
  readonly arms: readonly {
    readonly name: string;
    readonly usdPerMonth: number;
    readonly usdPerRightAnswer?: Interval & { readonly value: number };
  }[];
};

/** The same traffic for all arms, from a hundred to ten million questions a month, three points to each power of ten. */
export function costCurve(costs: readonly ArmCost[]): readonly CostPoint[] {
  const traffic = Array.from({ length: 16 }, (_, step) => Math.round(100 * 10 ** (step / 3)));
  return traffic.map((questions) => costPoint(costs, questions));
}

export function costPoint(costs: readonly ArmCost[], questionsPerMonth: number): CostPoint {
  return {
    questionsPerMonth,
    arms: costs.map((cost) => {
      const perRight = usdPerRightAnswer(cost, questionsPerMonth);
      return {
        name: cost.name,
        usdPerMonth: monthlyUsd(cost, questionsPerMonth),
        ...(perRight === undefined ? {} : { usdPerRightAnswer: perRight }),
      };
    }),
  };
}
