import { expect, test } from "vitest";

import { seededRandom } from "../../core/runtime.ts";
import { buildTrial } from "../../testing/index.ts";
import { checkRegistration, type Registration } from "../registration/registration.ts";
import { fabricationRate, type Measured, refusalRecall } from "./check-vetoes.ts";
import { explainVerdict } from "./explain-verdict.ts";
import type { ArmRows } from "./gather-scores.ts";
import { judgeLadder } from "./judge-ladder.ts";
import type { BlockedVerdict, Verdict } from "./verdict.ts";

const ARMS: Registration["arms"] = [
  { name: "A0", label: "the closed book", role: "control", adds: [] },
  { name: "A1", label: "the better prompt", role: "rung", adds: [{ what: "prompt", over: "A0" }] },
  { name: "A2", label: "the open book", role: "rung", adds: [{ what: "book", over: "A1" }] },
  { name: "A5", label: "both", role: "rung", adds: [{ what: "school", over: "A2" }] },
];

function register(questions: number, given: Partial<Registration> = {}): Registration {
  const ids = Array.from({ length: questions }, (_, at) => `q${at}`);
  return checkRegistration({
    version: 1,
    metric: "right",
    bar: 0.7,
    margin: 0.08,
    alpha: 0.05,
    vetoes: [],
    seed: 3,
    repeats: 1,
    splits: { development: [], test: ids },
    examHash: "x",
    arms: ARMS,
    ...given,
  });
}

/** The share of questions that come first is right, in an order that all arms share as far as they go. */
function rowsOf(arm: string, right: number, { splits }: Registration, costUsd = 0.001): ArmRows {
  const order = seededRandom(5);
  const ranks = splits.test.map(() => order());
  const limit = ranks.toSorted((one, other) => one - other)[Math.round(right * splits.test.length)] ?? 2;
  const rows = splits.test.map((id, at) => ({
    trial: buildTrial({ id, arm, costUsd: costUsd * (0.9 + 0.2 * order()) }),
    score: { kind: "scored" as const, value: (ranks[at] ?? 0) < limit ? 1 : 0 },
  }));
  return { arm, rows };
}

function judged(verdict: Verdict | BlockedVerdict): Verdict {
  if (verdict.kind === "blocked") throw new Error("blocked");
  return verdict;
}

test("the cheapest rung that clears the bar and is not inferior is served, with its numbers in the words", () => {
  const registration = register(300);
  const arms = [
    ["A0", 0.2],
    ["A1", 0.3],
    ["A2", 0.85],
    ["A5", 0.87],
  ] as const;
  const verdict = judged(
    judgeLadder({
      registration,
      arms: arms.map(([arm, right], at) => rowsOf(arm, right, registration, 0.001 * (at + 1))),
      measured: [],
    }),
  );
  expect(verdict.decision).toEqual({ kind: "serve", arm: "A2", cheaperOpen: [] });
  expect(verdict.rungs.map(({ state }) => state)).toEqual(["insufficient", "sufficient", "sufficient"]);
  expect(verdict.controls).toHaveLength(1);
  const { headline, sentences } = explainVerdict(verdict);
  expect(headline).toBe("Serve the open book (A2).");
  const text = sentences.map((sentence) => sentence.text).join("\n");
  expect(text).toContain(
    "It is the cheapest rung that is proven to be above the bar of 70 %: 85 % (81 % to 89 %) right on 300 questions, and no worse than any other rung by more than the margin of 8 points.",
  );
  expect(text).toContain(
    "The better prompt (A1) answers 30 % (25 % to 35 %) right; it is not enough: that is below the bar of 70 %; it is worse than the open book (A2) by 55 points",
  );
  expect(text).toMatch(
    /Adding the open book \(RAG\) to the better prompt \(A1\) helped: \+55 points \(\+49 to \+60\), p < 0\.001; right only with A2 165, only with A1 0, for \$1\.0\d \(\$\d\.\d\d to \$1\.\d\d\) per 1,000 questions more\./u,
  );
});

test("the same rows give the same verdict, in whatever order arms and rows come", () => {
  const registration = register(120);
  const arms = ["A0", "A1", "A2", "A5"].map((arm, at) => rowsOf(arm, 0.3 + at / 6, registration));
  const turned = arms.toReversed().map(({ arm, rows }) => ({ arm, rows: rows.toReversed() }));
  expect(judgeLadder({ registration, arms: turned, measured: [] })).toEqual(
    judgeLadder({ registration, arms, measured: [] }),
  );
});

test("rungs that are all shown to fall short are no reason to ask more", () => {
  const registration = register(300);
  const arms = [rowsOf("A1", 0.2, registration), rowsOf("A2", 0.5, registration), rowsOf("A5", 0.55, registration)];
  const verdict = judged(judgeLadder({ registration, arms, measured: [] }));
  expect(verdict.decision).toEqual({ kind: "nothing" });
  expect(verdict.rungs.every(({ reasons }) => reasons.some(({ kind }) => kind === "below-bar"))).toBe(true);
  expect(explainVerdict(verdict).headline).toMatch(/^Nothing passes/u);
});

test("a bar within the interval asks for more questions, fewer where it is farther away", () => {
  const ask = (right: number): number => {
    const registration = register(60);
    const arms = [rowsOf("A1", 0.1, registration), rowsOf("A2", right, registration)];
    const { decision } = judged(judgeLadder({ registration, arms, measured: [] }));
    if (decision.kind !== "ask") throw new Error(decision.kind);
    expect(decision.open).toEqual(["A2"]);
    return decision.more.questions;
  };
  expect(ask(0.8) % 10).toBe(0);
  expect(ask(0.82)).toBeLessThan(ask(0.8));
});

test("a rung that sits on the bar is too close to tell, and says so instead of asking for thousands of questions", () => {
  const registration = register(100);
  const verdict = judged(judgeLadder({ registration, arms: [rowsOf("A2", 0.7, registration)], measured: [] }));
  expect(verdict.decision).toEqual({ kind: "too-close", above: 1000, chance: expect.closeTo(0.5, 0), open: ["A2"] });
  expect(explainVerdict(verdict).headline).toContain("even 1,000 more questions would probably not tell");
});

test("a failed row or a question that was not asked blocks the verdict and is named", () => {
  const registration = register(50);
  const good = rowsOf("A1", 0.5, registration);
  const [first, ...rest] = rowsOf("A2", 0.9, registration).rows;
  if (first === undefined) throw new Error("no rows");
  const failed = { ...first, score: { kind: "failed" as const, reason: "no answer" } };
  const blocked = judgeLadder({ registration, arms: [good, { arm: "A2", rows: [failed, ...rest] }], measured: [] });
  expect(blocked).toMatchObject({ kind: "blocked", failed: [{ arm: "A2", questions: ["q0"] }], missing: [] });
  const missing = judgeLadder({ registration, arms: [good, { arm: "A2", rows: rest }], measured: [] });
  expect(missing).toMatchObject({ kind: "blocked", missing: [{ arm: "A2", questions: ["q0"] }] });
  expect(explainVerdict(missing).sentences[0]?.text).toBe("A2 was not asked 1 question, such as q0.");
});

const refuses = (arm: string, value: number): Measured => ({
  arm,
  measure: "refusal-recall",
  estimate: { value, low: value - 0.1, high: value + 0.1, level: 0.95 },
});

test("a vetoed rung is not served however good it is, and a better one is not held against the others", () => {
  const registration = register(300, { vetoes: [{ measure: "refusal-recall", limit: 0.6 }] });
  const arms = [rowsOf("A1", 0.3, registration), rowsOf("A2", 0.8, registration), rowsOf("A5", 0.95, registration)];
  const measured = [refuses("A1", 0.9), refuses("A2", 0.65), refuses("A5", 0.15)];
  const verdict = judged(judgeLadder({ registration, arms, measured }));
  expect(verdict.decision).toMatchObject({ kind: "serve", arm: "A2" });
  expect(verdict.rungs.map(({ vetoes }) => vetoes.map(({ kind }) => kind).join())).toEqual(["held", "open", "broken"]);
  const text = explainVerdict(verdict)
    .sentences.map((sentence) => sentence.text)
    .join("\n");
  expect(text).toContain(
    "it is vetoed, since the share of unanswerable questions that it refuses has to be at least 60 % and is 15 % (5 % to 25 %)",
  );
  expect(text).toContain("is within its limit of 60 %, but not surely: 65 % (55 % to 75 %)");
  expect(judgeLadder({ registration, arms, measured: measured.slice(1) })).toMatchObject({
    kind: "blocked",
    unmeasuredVetoes: [{ arm: "A1", veto: { measure: "refusal-recall" } }],
  });
});

test("that adding RAG made it worse is said in so many words", () => {
  const registration = register(300);
  const arms = [rowsOf("A1", 0.9, registration), rowsOf("A2", 0.75, registration)];
  const verdict = judged(judgeLadder({ registration, arms, measured: [] }));
  expect(verdict.decision).toMatchObject({ kind: "serve", arm: "A1" });
  expect(verdict.unmeasured.map(({ name }) => name)).toEqual(["A0", "A5"]);
  const texts = explainVerdict(verdict).sentences.map(({ text }) => text);
  expect(
    texts.find((text) =>
      text.startsWith("Adding the open book (RAG) to the better prompt (A1) made it worse: -15 points"),
    ),
  ).toBeDefined();
  expect(texts).toContain("Both (A5) was not tried; nothing here says whether it would be better.");
});

test("a rung that cost more than a dearer one is named", () => {
  const registration = register(200);
  const arms = [rowsOf("A1", 0.9, registration, 0.01), rowsOf("A2", 0.9, registration, 0.001)];
  const verdict = judged(judgeLadder({ registration, arms, measured: [] }));
  expect(verdict.costlier).toMatchObject([{ cheaper: "A1", dearer: "A2" }]);
});

test("questions that belong together count as fewer: ten copies of ten questions prove nothing", () => {
  const registration = register(100);
  const inTens = (arm: string, right: number): ArmRows => ({
    arm,
    rows: registration.splits.test.map((id, at) => ({
      trial: buildTrial({ id, arm, cluster: `c${at % 10}` }),
      score: { kind: "scored" as const, value: at % 10 < right * 10 ? 1 : 0 },
    })),
  });
  const verdict = judged(judgeLadder({ registration, arms: [inTens("A2", 0.9)], measured: [] }));
  expect(verdict).toMatchObject({ clusters: 10, questions: 100 });
  expect(verdict.decision.kind).not.toBe("serve");
});

test("an arm that nobody registered is refused", () => {
  const registration = register(10);
  expect(() => judgeLadder({ registration, arms: [{ arm: "A9", rows: [] }], measured: [] })).toThrow(
    /A9 was not registered/u,
  );
});

test("refusals and inventions are measured on unanswerable questions alone, and not while one of them failed", () => {
  const row = (id: string, unanswerable: boolean, value: number) => ({
    trial: buildTrial({ id, expected: unanswerable ? { unanswerable } : { answers: ["x"] } }),
    score: { kind: "scored" as const, value },
  });
  const rows = [...Array.from({ length: 10 }, (_, at) => row(`u${at}`, true, at < 8 ? 1 : 0)), row("a", false, 0)];
  expect(refusalRecall("A2", rows)).toMatchObject({ arm: "A2", measure: "refusal-recall", estimate: { value: 0.8 } });
  expect(fabricationRate("A2", rows)).toMatchObject({ measure: "fabrication", estimate: { value: 0.8 } });
  expect(refusalRecall("A2", rows.slice(-1))).toBeUndefined();
  const failed = {
    trial: buildTrial({ id: "f", expected: { unanswerable: true } }),
    score: { kind: "failed" as const, reason: "x" },
  };
  expect(refusalRecall("A2", [...rows, failed])).toBeUndefined();
});

const QUOTING = { name: "AQ", label: "quoting, without a model", role: "control", adds: [] } as const;

test("quoting is judged beside the rungs by the same claim, and moves nothing that is said about them", () => {
  const registration = register(300, { arms: [...ARMS, QUOTING] });
  const of = (rights: Readonly<Record<string, number>>) =>
    judged(
      judgeLadder({
        registration,
        arms: Object.entries(rights).map(([arm, right]) => rowsOf(arm, right, registration)),
        measured: [],
      }),
    );
  const rungs = { A1: 0.3, A2: 0.85, A5: 0.87 };
  const { withoutModel: none, ...without } = of(rungs);
  expect(none).toBeUndefined();
  const { withoutModel, ...beside } = of({ ...rungs, AQ: 0.86 });
  expect(withoutModel?.state).toBe("sufficient");
  expect({ ...beside, controls: [], unmeasured: [] }).toEqual({ ...without, controls: [], unmeasured: [] });
  const told = explainVerdict({ ...beside, ...(withoutModel === undefined ? {} : { withoutModel }) });
  expect(told.headline).toBe("Serve the open book (A2). Quoting is enough too, without a model.");
  expect(of({ ...rungs, AQ: 0.6 }).withoutModel).toMatchObject({
    state: "insufficient",
    reasons: expect.arrayContaining([expect.objectContaining({ kind: "below-bar" })]),
  });
  const open = of({ ...rungs, A5: 0.76, A2: 0.74, AQ: 0.74 });
  expect(open.withoutModel?.state).toBe("open");
  expect(explainVerdict(open).sentences).toContainEqual({
    about: "next",
    arm: "AQ",
    text: expect.stringMatching(/^Quoting the documents \(AQ\) answers 74 % .* and may be enough: more questions/u),
  });
});

test("quoting that breaks a veto, or of which a veto was not measured, is never said to be enough", () => {
  const vetoes = [{ measure: "fabrication", limit: 0.2 }] as const;
  const registration = register(300, { arms: [...ARMS, QUOTING], vetoes });
  const estimate = { value: 0.1, low: 0.02, high: 0.15, level: 0.95 };
  const measured = (name: string, value: number): Measured => ({
    arm: name,
    measure: "fabrication",
    estimate: { ...estimate, value },
  });
  const arms = [rowsOf("A2", 0.85, registration), rowsOf("AQ", 0.95, registration)];
  const of = (more: readonly Measured[]) =>
    judged(judgeLadder({ registration, arms, measured: [measured("A2", 0.1), ...more] })).withoutModel;
  expect(of([measured("AQ", 0.1)])?.state).toBe("sufficient");
  expect(of([measured("AQ", 0.4)])).toMatchObject({ state: "insufficient", reasons: [{ kind: "vetoed" }] });
  expect(of([])).toBeUndefined();
});
