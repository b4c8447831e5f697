import { expect, test } from "vitest";

import { buildTrial } from "../../testing/index.ts";
import { checkRegistration } from "../registration/registration.ts";
import { judgeLadder } from "../verdict/judge-ladder.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { readCostPlan } from "./cost-plan.ts";
import { reportCosts } from "./report-costs.ts";
import { repriceVerdict } from "./reprice-verdict.ts";

/** A1 is right in a fifth of the questions, A2 and A4 in nine tenths of them. */
function judged(): Verdict {
  const ids = Array.from({ length: 300 }, (_, at) => `q${at}`);
  const arms = ["A1", "A2", "A4"].map((name) => ({ name, label: name, role: "rung" }));
  const registration = checkRegistration({
    version: 1,
    metric: "right",
    bar: 0.75,
    margin: 0.08,
    alpha: 0.05,
    vetoes: [],
    seed: 1,
    repeats: 1,
    splits: { development: [], test: ids },
    examHash: "x",
    arms,
  });
  const rows = arms.map(({ name }) => ({
    arm: name,
    rows: ids.map((id, at) => ({
      trial: buildTrial({ id, arm: name }),
      score: { kind: "scored" as const, value: at % 10 < (name === "A1" ? 2 : 9) ? 1 : 0 },
    })),
  }));
  const verdict = judgeLadder({ registration, arms: rows, measured: [] });
  if (verdict.kind === "blocked") throw new Error("blocked");
  return verdict;
}

const ARM = { label: "x", calls: [{ input: 3350, output: 250 }] };
const PLAN = {
  questionsPerMonth: [10_000, 1_000_000],
  arms: [
    { ...ARM, name: "A1", model: "openai/gpt-6-luna" },
    { ...ARM, name: "A2", model: "openai/gpt-5.6-luna" },
    { ...ARM, name: "A4", hosting: { hoursPerMonth: 730, perHour: 3.99 } },
  ],
};

const billOn = (date: string, plan: object = PLAN) => reportCosts(readCostPlan(plan, "plan"), { date });

test("another price date serves another proven rung where the bills cross, and never one that was not proven", () => {
  const verdict = judged();
  expect(verdict.decision).toMatchObject({ kind: "serve", arm: "A2" });
  // A2 costs $4.85 for 1,000 questions in July and $0.97 in November; hosting A4 costs $2,912.70 a month
  const july = repriceVerdict(verdict, billOn("2026-07-01")).traffic;
  expect(july.map(({ cheapest, differs }) => [cheapest?.arm, differs])).toEqual([
    ["A2", false],
    ["A4", true],
  ]);
  expect(july[1]?.text).toBe(
    "At 1,000,000 questions a month and the prices of 2026-07-01, the cheapest proven rung is A4 for $2,912.70, not A2: serve that one at this traffic.",
  );
  const november = repriceVerdict(verdict, billOn("2026-11-26")).traffic;
  expect(november.map(({ cheapest }) => cheapest?.arm)).toEqual(["A2", "A2"]);
  expect(november[1]?.cheapest?.usdPerMonth).toBeCloseTo(970, 8);
});

test("proven rungs without a price are named", () => {
  const { unpriced, traffic } = repriceVerdict(judged(), billOn("2026-11-26", { arms: PLAN.arms.slice(0, 1) }));
  expect(unpriced).toEqual(["A2", "A4"]);
  expect(traffic[0]).toMatchObject({ cheapest: undefined, differs: false });
});
