import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { buildNumberQuestion } from "../../testing/index.ts";
import { budgetOf, changesBetween, keepRegistration, readRegistration } from "./keep-registration.ts";
import { checkRegistration, examHash, type Registration, registrationHash } from "./registration.ts";

const REGISTERED: Registration = checkRegistration({
  version: 1,
  metric: "contains",
  bar: 0.75,
  margin: 0.05,
  alpha: 0.05,
  vetoes: [{ measure: "refusal-recall", limit: 0.8 }],
  seed: 1,
  repeats: 1,
  splits: { development: ["d1"], test: ["t1", "t2"] },
  examHash: "abc",
  arms: [
    { name: "A1", label: "the better prompt", role: "rung" },
    { name: "A2", label: "the open book", role: "rung", adds: [{ what: "book", over: "A1" }] },
  ],
});

let folder = "";
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "schoolbook-registration-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const options = (callsMade = 0) => ({
  path: join(folder, "deep/registration.json"),
  runtime: { now: () => 7 },
  callsMade,
});

test("what is registered is kept, and the same decisions are accepted again, calls made or not", () => {
  const kept = keepRegistration(REGISTERED, options());
  expect(kept).toEqual({ hash: registrationHash(REGISTERED), at: 7, registration: REGISTERED });
  expect(keepRegistration({ ...REGISTERED }, { ...options(300), runtime: { now: () => 8 } })).toEqual(kept);
  expect(readRegistration(options().path)).toEqual(kept);
});

test("after the first call nothing can be registered", () => {
  expect(() => keepRegistration(REGISTERED, options(3))).toThrow(/3 questions of the test split were asked before/u);
});

test("another bar is refused with the old and the new one, and the file stays as it was", () => {
  keepRegistration(REGISTERED, options());
  const before = readFileSync(options().path, "utf8");
  expect(() => keepRegistration({ ...REGISTERED, bar: 0.7 }, options())).toThrow(
    expect.objectContaining({
      code: "registration_changed",
      message: expect.stringContaining("bar was 0.75 and is now 0.7"),
    }),
  );
  expect(readFileSync(options().path, "utf8")).toBe(before);
});

test("another budget is written down beside what was registered, and nothing else may be another one with it", () => {
  const kept = keepRegistration({ ...REGISTERED, budgetUsd: 0.03 }, options());
  const at = (now: number) => ({ ...options(9), runtime: { now: () => now } });
  const raised = keepRegistration({ ...REGISTERED, budgetUsd: 5 }, at(8));
  expect(raised).toEqual({ ...kept, budgets: [{ at: 8, budgetUsd: 5 }] });
  expect(keepRegistration({ ...REGISTERED, budgetUsd: 5 }, at(9))).toEqual(raised);
  expect(budgetOf(raised)).toBe(5);
  const without = keepRegistration(REGISTERED, at(10));
  expect(without.budgets).toEqual([
    { at: 8, budgetUsd: 5 },
    { at: 10, budgetUsd: null },
  ]);
  expect(budgetOf(without)).toBeUndefined();
  expect(readRegistration(options().path)).toEqual(without);
  expect(() => keepRegistration({ ...REGISTERED, budgetUsd: 7, bar: 0.7 }, at(11))).toThrow(
    /says otherwise: bar was 0\.75 and is now 0\.7\.$/u,
  );
  expect(readRegistration(options().path)).toEqual(without);
});

test("a climb that was registered without a budget may be given one", () => {
  const kept = keepRegistration(REGISTERED, options());
  expect(budgetOf(kept)).toBeUndefined();
  expect(budgetOf(keepRegistration({ ...REGISTERED, budgetUsd: 5 }, options()))).toBe(5);
});

test("of what is put to the exam it is said which part is another one", () => {
  const before = { ...REGISTERED, inputs: { model: "small", library: "a" } };
  const after = { ...before, inputs: { model: "small", library: "b", examples: "c" } };
  expect(changesBetween(before, after)).toEqual([
    'inputs.library was "a" and is now "b"',
    'inputs.examples was not given and is now "c"',
  ]);
});

test("a file that was edited is refused", () => {
  keepRegistration(REGISTERED, options());
  const { path } = options();
  writeFileSync(path, readFileSync(path, "utf8").replace('"bar": 0.75', '"bar": 0.6'));
  expect(() => readRegistration(path)).toThrow(/was edited after it was written/u);
  writeFileSync(path, "{");
  expect(() => readRegistration(path)).toThrow(/is no registration that can be read/u);
});

test("the hash does not depend on the order of fields, and depends on each of them", () => {
  const turned = checkRegistration(Object.fromEntries(Object.entries(REGISTERED).toReversed()));
  expect(registrationHash(turned)).toBe(registrationHash(REGISTERED));
  const changed: readonly Partial<Registration>[] = [
    { bar: 0.7 },
    { margin: 0.1 },
    { alpha: 0.01 },
    { vetoes: [] },
    { budgetUsd: 5 },
    { seed: 2 },
    { repeats: 2 },
    { looks: 1 },
    { metric: "style" },
    { examHash: "other" },
    { arms: REGISTERED.arms.toReversed() },
    { splits: { development: [], test: ["t1"] } },
  ];
  for (const change of changed) {
    const other = { ...REGISTERED, ...change };
    expect(registrationHash(other), JSON.stringify(change)).not.toBe(registrationHash(REGISTERED));
    expect(changesBetween(REGISTERED, other)).toHaveLength(1);
  }
});

test("what no verdict could rest on is refused", () => {
  const refused =
    (change: object): (() => unknown) =>
    () =>
      checkRegistration({ ...REGISTERED, ...change });
  expect(refused({ splits: { development: ["t1"], test: ["t1"] } })).toThrow(/t1 is in both splits/u);
  expect(refused({ splits: { development: [], test: ["t1", "t1"] } })).toThrow(/twice/u);
  expect(refused({ arms: [{ name: "A0", label: "nothing", role: "control" }] })).toThrow(/name a rung/u);
  expect(refused({ arms: [...REGISTERED.arms, ...REGISTERED.arms] })).toThrow(/the arm A1 is there twice/u);
  expect(refused({ arms: REGISTERED.arms.slice(1) })).toThrow(/over A1, which is none/u);
  expect(refused({ margin: 0 })).toThrow(/margin/u);
});

test("a changed expectation makes another exam, another order of questions does not", () => {
  const questions = ["a", "b"].map((id) => buildNumberQuestion(id));
  expect(examHash(questions.toReversed())).toBe(examHash(questions));
  expect(examHash([buildNumberQuestion("a"), buildNumberQuestion("b", { expected: { answers: ["x"] } })])).not.toBe(
    examHash(questions),
  );
});
