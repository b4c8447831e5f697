// docs/claims.md as it is written from results, and what verdicts mean.
import { expect, test } from "vitest";

import { above, below, shareOf, verdictOf } from "./experiment.ts";
import { EXPERIMENTS } from "./registry.ts";
import type { Result } from "./result-file.ts";
import { claimsText, shownNumber } from "./write-claims.ts";

const RESULT: Result = {
  id: "C9",
  claim: "A claim.",
  source: "Somebody.",
  hypothesis: "It shows.",
  seed: "c9",
  sizes: { questions: 40 },
  isQuick: true,
  verdict: "undecided",
  measured: [{ what: "right", value: 0.5, unit: "share", low: 0.35, high: 0.65, of: 40 }],
  findings: [{ expected: "more than half", holds: "open" }],
  discussion: "Too few questions.",
  ranAt: "2026-11-26T00:00:00.000Z",
  seconds: 3,
  versions: { schoolbook: "0.1.0", node: "24.0.0", cores: 2 },
};

test("a claim is reproduced when all that was expected holds, and is not when anything of it does not", () => {
  const finding = (holds: "yes" | "no" | "open") => ({ expected: "it", holds });
  expect(verdictOf([finding("yes"), finding("yes")])).toBe("reproduced");
  expect(verdictOf([finding("yes"), finding("open")])).toBe("undecided");
  expect(verdictOf([finding("open"), finding("no")])).toBe("not reproduced");
});

test("a bound inside the interval leaves it open", () => {
  const half = shareOf("right", 20, 40);
  expect(above(half, 0.2)).toBe("yes");
  expect(above(half, 0.5)).toBe("open");
  expect(above(half, 0.9)).toBe("no");
  expect(below(half, 0.9)).toBe("yes");
  expect(below(half, 0.2)).toBe("no");
});

test("a claim that was not run says so, one that was shows its interval, sizes and seed", () => {
  const text = claimsText((id) => (id === "C9" ? RESULT : undefined));
  expect(text).toContain("| [C9](#c9) |");
  expect(text).toContain("50.0 % [35.0 %, 65.0 %]");
  expect(text).toContain("questions 40");
  expect(text.match(/^Not run yet\.$/gmu)).toHaveLength(EXPERIMENTS.length - 1);
});

test("a number that never came is no number", () => {
  expect(shownNumber({ what: "time", value: null, unit: "seconds" })).toBe("never");
});

test("each experiment has its name once, and as many small sizes as whole ones", () => {
  expect(new Set(EXPERIMENTS.map(({ id }) => id)).size).toBe(EXPERIMENTS.length);
  for (const { sizes } of EXPERIMENTS) expect(Object.keys(sizes.quick)).toEqual(Object.keys(sizes.whole));
});
