// The verdict at today's prices: which of the rungs that were proven enough is the cheapest for a month of this traffic.
import { usd } from "../verdict/plain-numbers.ts";
import type { Verdict } from "../verdict/verdict.ts";
import type { CostReport } from "./report-costs.ts";

export type RepricedVerdict = {
  readonly priceDate: string;
  readonly traffic: readonly {
    readonly questionsPerMonth: number;
    /** Of the proven rungs; undefined where none was proven or none is priced. */
    readonly cheapest: { readonly arm: string; readonly usdPerMonth: number } | undefined;
    /** It is another one than the registered order of costs made the verdict name. */
    readonly differs: boolean;
    readonly text: string;
  }[];
  /** Proven rungs that the plan of costs does not name. */
  readonly unpriced: readonly string[];
};

/** Quality is not judged anew: prices change which proven rung is cheapest, never which rung is proven. */
export function repriceVerdict(verdict: Verdict, { priceDate, traffic }: CostReport): RepricedVerdict {
  const proven = verdict.rungs.filter(({ state }) => state === "sufficient").map(({ arm }) => arm.name);
  const served = verdict.decision.kind === "serve" ? verdict.decision.arm : undefined;
  const priced = new Set(traffic.flatMap(({ arms }) => arms.map(({ name }) => name)));
  return {
    priceDate,
    traffic: traffic.map(({ questionsPerMonth, arms }) => {
      const [first] = arms
        .filter(({ name }) => proven.includes(name))
        .toSorted((one, other) => one.usdPerMonth - other.usdPerMonth);
      const cheapest = first === undefined ? undefined : { arm: first.name, usdPerMonth: first.usdPerMonth };
      const differs = cheapest !== undefined && cheapest.arm !== served;
      return { questionsPerMonth, cheapest, differs, text: textOf(questionsPerMonth, { cheapest, served, priceDate }) };
    }),
    unpriced: proven.filter((name) => !priced.has(name)),
  };
}

type Found = {
  readonly cheapest: RepricedVerdict["traffic"][number]["cheapest"];
  readonly served: string | undefined;
  readonly priceDate: string;
};

function textOf(questions: number, { cheapest, served, priceDate }: Found): string {
  const at = `At ${questions.toLocaleString("en-US")} questions a month and the prices of ${priceDate}`;
  if (cheapest === undefined) return `${at}, no rung that is proven enough has a price.`;
  const bill = `${cheapest.arm} for ${usd(cheapest.usdPerMonth)}`;
  if (cheapest.arm === served) return `${at}, the cheapest proven rung is ${bill}, as the verdict says.`;
  return `${at}, the cheapest proven rung is ${bill}, not ${served ?? "none"}: serve that one at this traffic.`;
}
