// What a step is said to cost: which cost is meant, and what dollars do not tell.
import { expect, test } from "vitest";

import { buildAnswer, buildTrial } from "../../testing/index.ts";
import { LADDER_ARMS } from "../climb/ladder-arms.ts";
import type { Registration } from "../registration/registration.ts";
import { explainVerdict } from "./explain-verdict.ts";
import { judgeLadder } from "./judge-ladder.ts";

const IDS = Array.from({ length: 20 }, (_, index) => `q${index}`);

const REGISTRATION: Registration = {
  version: 1,
  metric: "correct",
  bar: 0.5,
  margin: 0.05,
  alpha: 0.05,
  seed: 1,
  vetoes: [],
  looks: 2,
  inputs: {},
  repeats: 1,
  splits: { development: [], test: IDS },
  examHash: "0".repeat(64),
  arms: LADDER_ARMS,
};

function rows(arm: string, given: { readonly costUsd: number; readonly tokens: number; readonly latencyMs: number }) {
  const { costUsd, latencyMs, tokens } = given;
  const usage = { inputTokens: { total: tokens - 10, cached: 0 }, outputTokens: { total: 10, reasoning: 0 } };
  return {
    arm,
    rows: IDS.map((id) => {
      const trial = buildTrial({ id, expected: { answers: ["yes"] }, text: "yes" });
      const outcome = { kind: "answered", answer: buildAnswer("yes", { usage }), retrieved: [] } as const;
      return { trial: { ...trial, arm, costUsd, latencyMs, outcome }, score: { kind: "scored", value: 1 } as const };
    }),
  };
}

function stepText(costUsd: number): string {
  const verdict = judgeLadder({
    registration: REGISTRATION,
    arms: [
      rows("A1", { costUsd: 0, tokens: 180, latencyMs: 400 }),
      rows("A2", { costUsd, tokens: 2100, latencyMs: 3200 }),
    ],
    measured: [],
  });
  const texts = explainVerdict(verdict).sentences.filter(({ about, arm }) => about === "step" && arm === "A2");
  return texts.map(({ text }) => text).join("\n");
}

test("the same dollars are said to be dollars, with the tokens and the time beside them", () => {
  const text = stepText(0);
  expect(text).toContain("for the same dollars; a question takes 2,100 tokens with A2 and 180 with A1");
  expect(text).toContain("half of the answers 3.2 s and 400 ms at most");
  expect(text).not.toContain("at the same cost");
});

test("where dollars differ they are told", () => {
  expect(stepText(0.01)).toContain("for $10.00 ($10.00 to $10.00) per 1,000 questions more");
});
