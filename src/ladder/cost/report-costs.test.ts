import { expect, test } from "vitest";

import { breakEvenByBill } from "./break-even.ts";
import { readCostPlan } from "./cost-plan.ts";
import { OWN_PRICES } from "./own-prices.ts";
import { reportCosts } from "./report-costs.ts";

// The spreadsheet, by hand. A question is 300 tokens of instructions, 3,000 of passages and 50 of its own, and 250 come back.
//
//                                   | 2026-07-01             | 2026-11-26
//   gpt-5.6-luna, in / out per 1M   | $1.00 / $6.00          | $0.20 / $1.20
//   A2 per question                 | .00335+.0015 = .00485  | .00067+.0003 = .00097
//   A4 per month: 730 h at $3.99    | 2,912.70               | 2,912.70
//     and 5.4M training tokens at   |                        |
//     $0.48, once a month           | + 2.592 = 2,915.292    | 2,915.292
//   crossing: 2,915.292 / A2        | 601,091.13             | 3,005,455.67
//   at 1,000,000 questions: A2      | 4,850.00               | 970.00
//   right: A2 84 %, A4 80 %; per right answer the lines cross at (2,915.292/.8) / (A2/.84)
//                                   | 631,145.69             | 3,155,728.45
const PLAN = {
  arms: [
    {
      name: "A2",
      label: "the open book",
      model: "openai/gpt-5.6-luna",
      calls: [{ input: 3350, output: 250 }],
      right: { count: 252, of: 300 },
    },
    {
      name: "A4",
      label: "school",
      calls: [{ input: 350, output: 250 }],
      right: { count: 240, of: 300 },
      training: { tokens: 5_400_000, perMillionTokens: "together-sft-16b", perMonth: 1 },
      hosting: { hoursPerMonth: 730, perHour: "together-dedicated" },
    },
  ],
  questionsPerMonth: [10_000, 1_000_000],
};

const billOn = (date: string, plan: object = PLAN) => reportCosts(readCostPlan(plan, "plan"), { date });

test.each([
  ["2026-07-01", 0.00485, 601_091.1340206, 631_145.6907216],
  ["2026-11-26", 0.00097, 3_005_455.6701031, 3_155_728.4536082],
])("with the prices of %s the arms cross where the spreadsheet says, to the cent", (date, each, byBill, byRight) => {
  const { arms, breakEvens } = billOn(date);
  expect(arms.map(({ usdPerQuestion, usdPerMonth }) => [usdPerQuestion, usdPerMonth])).toEqual([
    [expect.closeTo(each, 10), 0],
    [0, expect.closeTo(2915.292, 8)],
  ]);
  expect(breakEvens).toEqual([
    {
      first: "A2",
      second: "A4",
      by: "bill",
      crossing: {
        kind: "at",
        questionsPerMonth: expect.closeTo(byBill, 4),
        usdPerMonth: expect.closeTo(2915.29, 2),
        below: "A2",
      },
    },
    {
      first: "A2",
      second: "A4",
      by: "right-answer",
      crossing: {
        kind: "at",
        questionsPerMonth: expect.closeTo(byRight, 4),
        usdPerMonth: expect.closeTo(each * byRight, 4),
        below: "A2",
      },
    },
  ]);
});

test("another price date makes another arm the cheaper one where it should, and only there", () => {
  expect(billOn("2026-07-01").traffic.map(({ cheapest }) => cheapest)).toEqual(["A2", "A4"]);
  expect(billOn("2026-11-26").traffic.map(({ cheapest }) => cheapest)).toEqual(["A2", "A2"]);
  const [, million] = billOn("2026-07-01").traffic;
  expect(million).toMatchObject({
    cheapestByRightAnswer: "A4",
    arms: [
      { name: "A2", usdPerMonth: expect.closeTo(4850, 6), usdPerRightAnswer: { value: expect.closeTo(0.00577381, 8) } },
      {
        name: "A4",
        usdPerMonth: expect.closeTo(2915.292, 6),
        usdPerRightAnswer: { value: expect.closeTo(0.003644115, 9) },
      },
    ],
  });
});

test("a promised rise of price counts from its day on", () => {
  const plan = { arms: [{ ...PLAN.arms[0], model: "google/gemini-3.8-flash" }] };
  const [before, after] = ["2026-12-31", "2027-01-01"].map((date) => billOn(date, plan).arms[0]?.usdPerQuestion);
  expect(before).toBeCloseTo(0.003_45, 10);
  expect(after).toBeCloseTo(0.0069, 10);
});

test("your own price comes before the list's, cached tokens at theirs", () => {
  const price = { input: 2, cachedInput: 0.5, output: 10 };
  const calls = [{ input: 1_000_000, cachedInput: 400_000, output: 100_000 }];
  const plan = { arms: [{ ...PLAN.arms[0], calls }], prices: { "openai/gpt-5.6-luna": price } };
  // 0.6 M at $2, 0.4 M at $0.50, 0.1 M at $10
  expect(billOn("2026-11-26", plan).arms[0]).toMatchObject({
    usdPerQuestion: expect.closeTo(2.4, 10),
    price: { kind: "own" },
  });
});

test("each call is priced on its own where a long prompt costs more", () => {
  const calls = [
    { input: 100_000, output: 0 },
    { input: 300_000, output: 0 },
  ];
  const plan = { arms: [{ ...PLAN.arms[0], model: "openai/gpt-6-luna", calls }] };
  // $0.10 below 272,000 tokens and $0.20 above: 0.01 and 0.06; both at the mean length would be 0.02
  expect(billOn("2026-11-26", plan).arms[0]?.usdPerQuestion).toBeCloseTo(0.035, 10);
});

test("a model that is priced as its relative is named, one without any price is refused", () => {
  const arm = PLAN.arms[0];
  const relative = billOn("2026-11-26", { arms: [{ ...arm, model: "anthropic/claude-sonnet-5.5" }] });
  expect(relative.notes).toEqual([
    expect.stringContaining("no price of anthropic/claude-sonnet-5.5; that of claude-sonnet-5 was taken"),
  ]);
  expect(() => billOn("2026-11-26", { arms: [{ ...arm, model: "nobody/nothing" }] })).toThrow(
    /No price is known for nobody\/nothing/u,
  );
});

test("prices that were read by hand name their day, and say when they are old, a range or gone", () => {
  for (const { readOn, source, usd } of OWN_PRICES) {
    expect(readOn).toMatch(/^\d{4}-\d{2}-\d{2}$/u);
    expect(source.length).toBeGreaterThan(10);
    expect(usd).toBeGreaterThan(0);
  }
  expect(new Set(OWN_PRICES.map(({ id }) => id)).size).toBe(OWN_PRICES.length);
  const notes = billOn("2026-11-26").notes.join("\n");
  expect(notes).toContain("together-dedicated was read on 2026-05-08, 202 days before");
  expect(notes).toContain("together-dedicated costs from $3.99 to $9.95");
  const training = { tokens: 1e6, perMillionTokens: "openai-gpt-4o-mini", perMonth: 1 };
  const gone = billOn("2027-02-01", { arms: [{ ...PLAN.arms[1], training }] });
  expect(gone.notes).toContain("openai-gpt-4o-mini cannot be bought any more since 2027-01-06.");
});

test("arms of which one is cheaper at any traffic never cross", () => {
  const [first] = billOn("2026-11-26").arms;
  if (first === undefined) throw new Error("no arm");
  const dearer = { ...first, name: "A5", usdPerMonth: 10 };
  expect(breakEvenByBill(first, dearer).crossing).toEqual({ kind: "never", cheaper: "A2" });
  expect(breakEvenByBill(first, { ...first, name: "twin" }).crossing).toEqual({ kind: "never", cheaper: undefined });
});

test("a plan with a mistake is refused with its place", () => {
  const refused = (plan: object) => () => billOn("2026-11-26", plan);
  expect(refused({ arms: [{ ...PLAN.arms[0], right: { count: 9, of: 3 } }] })).toThrow(/9 of 3 cannot be right/u);
  expect(refused({ arms: [{ ...PLAN.arms[0], calls: [] }] })).toThrow(/Nothing is known about the tokens of A2/u);
  expect(refused({ arms: [{ ...PLAN.arms[1], hosting: { hoursPerMonth: 1, perHour: "moon" } }] })).toThrow(
    /"moon" of a gpu-hour/u,
  );
  expect(refused({ arms: [], typo: 1 })).toThrow(/typo/u);
});

test("two arms that asked one model at two prices are billed at their own, and the plan's price goes before both", () => {
  const calls = [{ input: 1_000_000, cachedInput: 0, output: 0 }];
  const arm = { label: "", model: "house/model", calls, otherUsdPerQuestion: 0, otherUsdPerMonth: 0 };
  const arms = [
    { ...arm, name: "cheap", price: { input: 1, output: 1 } },
    { ...arm, name: "dear", price: { input: 10, output: 10 } },
  ];
  const bill = (prices: Parameters<typeof reportCosts>[0]["prices"]) =>
    reportCosts({ arms, prices }, { date: "2026-11-26" }).arms.map(({ usdPerQuestion }) => usdPerQuestion);
  expect(bill({})).toEqual([1, 10]);
  expect(bill({ "house/model": { input: 3, output: 3 } })).toEqual([3, 3]);
});
