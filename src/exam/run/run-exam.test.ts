// The runner: going on, going around what is known, giving way to busy servers, stopping without loss, keeping its budget.
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { SchoolbookError } from "../../core/errors.ts";
import { type Runtime, seededRandom, systemRuntime } from "../../core/runtime.ts";
import type { Arm, Question } from "../../spec/exam.ts";
import { buildAnswer, buildArm, buildNumberQuestion } from "../../testing/index.ts";
import type { ArmCall, ArmReply, AskArm } from "./ask-arm.ts";
import { countRows, readRun } from "./read-run.ts";
import { runExam, type RunOptions } from "./run-exam.ts";
import { totalScores, type TrialMetric } from "./score-run.ts";

const EXACT: TrialMetric = {
  name: "exact",
  needs: ["answers"],
  score: ({ question, outcome }) => {
    if (outcome.kind === "failed") return { kind: "failed", reason: outcome.reason };
    if (!outcome.answer.answered) return { kind: "abstained" };
    return { kind: "scored", value: question.expected.answers?.includes(outcome.answer.text) === true ? 1 : 0 };
  },
};

/** A hundred times as fast as the world. */
function hurriedRuntime(): Runtime {
  const real = systemRuntime();
  return {
    ...real,
    random: seededRandom(1),
    monotonicMs: () => real.monotonicMs() * 100,
    sleep: async (ms, signal) => real.sleep(ms / 100, signal),
  };
}

type Fake = { readonly ask: AskArm; readonly calls: { question: string; arm: string; key: string }[] };

function fakeAsk(
  given: (question: Question, arm: Arm, call: ArmCall, count: number) => Partial<ArmReply> = () => ({}),
): Fake {
  const calls: { question: string; arm: string; key: string }[] = [];
  return {
    calls,
    ask: async (question, arm, call) => {
      calls.push({ question: question.id, arm: arm.name, key: call.key });
      const reply = given(question, arm, call, calls.length);
      await systemRuntime().sleep(1);
      return { answer: buildAnswer(`number ${question.id}`), retrieved: [], costUsd: 0.01, latencyMs: 5, ...reply };
    },
  };
}

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "exam-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const QUESTIONS = Array.from({ length: 12 }, (_, index) => buildNumberQuestion(`q${index}`));
const ARMS = [buildArm("A0"), buildArm("A2")];

function options(fake: Pick<Fake, "ask">, given: Partial<RunOptions> = {}): RunOptions {
  return {
    folder,
    run: "first",
    questions: QUESTIONS,
    arms: ARMS,
    repeats: 1,
    principals: ["public"],
    ask: fake.ask,
    runtime: hurriedRuntime(),
    ...given,
  };
}

async function totals(run = "first", principals: readonly string[] = ["public"]) {
  await using read = readRun({ folder, run, principals, runtime: systemRuntime() });
  return { totals: await totalScores(read.trials(), [EXACT]), missing: read.missing, rows: [...read.rows()].length };
}

describe("a run", () => {
  test("asks every question through every arm, as often as it is told", async () => {
    const fake = fakeAsk();
    const report = await runExam(options(fake, { repeats: 3, headline: EXACT }));
    expect(report).toMatchObject({ rows: 72, done: 72, asked: 72, kept: 0, cached: 0, failed: 0, missing: 0 });
    expect(report.stopped).toBeUndefined();
    expect(report.spentUsd).toBeCloseTo(0.72);
    expect(report.scores).toEqual([
      { arm: "A0", scored: 36, mean: 1, abstained: 0, failed: 0 },
      { arm: "A2", scored: 36, mean: 1, abstained: 0, failed: 0 },
    ]);
    expect(new Set(fake.calls.map(({ key }) => key)).size).toBe(72);
  });

  test("that is run again asks nothing and gives the same numbers", async () => {
    await runExam(options(fakeAsk()));
    const before = await totals();
    const again = fakeAsk();
    expect(await runExam(options(again))).toMatchObject({ kept: 24, asked: 0, missing: 0 });
    expect(again.calls).toEqual([]);
    expect(await totals()).toEqual(before);
  });

  test("that was ended within its first line, or before its plan, has no rows yet and goes on", async () => {
    const place = { folder, run: "first", principals: ["public"], runtime: systemRuntime() };
    expect(await countRows(place)).toBe(0);
    await runExam(options(fakeAsk()));
    expect(await countRows(place)).toBe(24);
    const path = join(folder, "runs", "first", "log.jsonl");
    const [head = ""] = readFileSync(path, "utf8").split("\n");
    for (const begun of [`${head}\n`, head.slice(0, 20), ""]) {
      writeFileSync(path, begun);
      expect(await countRows(place), begun).toBe(0);
      expect(await runExam(options(fakeAsk()))).toMatchObject({ done: 24, missing: 0 });
    }
    await expect(countRows({ ...place, principals: ["others"] })).rejects.toMatchObject({ code: "access_denied" });
  });

  test("under another name takes what is known from the cache, with latency and cost, and pays nothing", async () => {
    await runExam(options(fakeAsk()));
    const again = fakeAsk();
    const report = await runExam(options(again, { run: "second" }));
    expect(report).toMatchObject({ cached: 24, asked: 0, spentUsd: 0 });
    await using read = readRun({ folder, run: "second", principals: ["public"], runtime: systemRuntime() });
    expect([...read.trials()].every(({ latencyMs, costUsd }) => latencyMs === 5 && costUsd === 0.01)).toBe(true);
  });

  test("that was killed between cache and log counts the call as its own: it has paid for it", async () => {
    await runExam(options(fakeAsk()));
    const path = join(folder, "runs", "first", "log.jsonl");
    const lines = readFileSync(path, "utf8").trimEnd().split("\n");
    writeFileSync(path, `${lines.slice(0, -1).join("\n")}\n`);
    const again = fakeAsk();
    expect(await runExam(options(again))).toMatchObject({ kept: 23, asked: 1, cached: 0, unknownCosts: 0 });
    expect(again.calls).toEqual([]);
    await using read = readRun({ folder, run: "first", principals: ["public"], runtime: systemRuntime() });
    expect(read.spent).toMatchObject({ calls: 24, usd: expect.closeTo(0.24) });
  });

  test("can be told to leave the cache alone", async () => {
    await runExam(options(fakeAsk()));
    const again = fakeAsk();
    expect(await runExam(options(again, { run: "second", readCache: false }))).toMatchObject({ cached: 0, asked: 24 });
    expect(again.calls).toHaveLength(24);
  });

  test("asks again only what has changed: a question, an arm, a template", async () => {
    await runExam(options(fakeAsk()));
    const [first, ...others] = QUESTIONS;
    const changed = [{ ...buildNumberQuestion("q0"), question: `${first?.question} Say it!` }, ...others];
    const one = fakeAsk();
    await runExam(options(one, { questions: changed }));
    expect(one.calls.map(({ question, arm }) => `${question} ${arm}`)).toEqual(["q0 A0", "q0 A2"]);
    const other = fakeAsk();
    const arms = [ARMS[0] ?? buildArm("A0"), buildArm("A2", { template: { name: "plain", hash: "1".repeat(32) } })];
    await runExam(options(other, { arms }));
    expect(new Set(other.calls.map(({ arm }) => arm))).toEqual(new Set(["A2"]));
    expect(other.calls).toHaveLength(12);
  });

  test("with a corrected answer is only scored anew", async () => {
    await runExam(options(fakeAsk()));
    const corrected = QUESTIONS.map((question) => ({ ...question, expected: { answers: ["something else"] } }));
    const again = fakeAsk();
    await runExam(options(again, { questions: corrected }));
    expect(again.calls).toEqual([]);
    expect((await totals()).totals.map(({ mean }) => mean)).toEqual([0, 0]);
  });

  test("makes the same call once, whatever its arms are called", async () => {
    const fake = fakeAsk();
    const arms = [buildArm("one", { model: "fake:same" }), buildArm("two", { model: "fake:same" })];
    expect(await runExam(options(fake, { arms }))).toMatchObject({ rows: 24, asked: 12, cached: 12 });
    expect(fake.calls).toHaveLength(12);
  });
});

describe("what goes wrong", () => {
  test("a row that fails is a row, and is asked again by the next run", async () => {
    const broken = fakeAsk((question) => {
      if (question.id === "q3") throw new SchoolbookError("input_invalid", "The prompt is too long.");
      return {};
    });
    expect(await runExam(options(broken))).toMatchObject({ asked: 24, failed: 2, missing: 0 });
    expect((await totals()).totals.map(({ failed, scored }) => [failed, scored])).toEqual([
      [1, 11],
      [1, 11],
    ]);
    expect(broken.calls.filter(({ question }) => question === "q3")).toHaveLength(2);
    const again = fakeAsk();
    expect(await runExam(options(again))).toMatchObject({ kept: 22, asked: 2, failed: 0 });
    expect((await totals()).totals.map(({ failed, scored }) => [failed, scored])).toEqual([
      [0, 12],
      [0, 12],
    ]);
  });

  test("a busy server is waited out, and its waits are no part of the latency", async () => {
    let refusals = 0;
    const busy = fakeAsk((_question, _arm, _call, count) => {
      if (count % 2 === 0) return {};
      refusals += 1;
      throw new SchoolbookError("engine_busy", "Slow down.", { details: { retryAfterMs: 40 } });
    });
    const report = await runExam(options(busy));
    expect(report).toMatchObject({ asked: 24, failed: 0 });
    expect(refusals).toBeGreaterThanOrEqual(24);
    await using read = readRun({ folder, run: "first", principals: ["public"], runtime: systemRuntime() });
    const rows = [...read.rows()];
    expect(rows.every(({ trial }) => trial.latencyMs === 5)).toBe(true);
    expect(rows.some(({ row }) => row.attempts > 1)).toBe(true);
  });

  test("a call that never answers is given up, tried again, and then is a failed row", async () => {
    const seen: string[] = [];
    const report = await runExam(
      options(
        {
          ask: async (question) => {
            seen.push(question.id);
            if (question.id === "q1") return new Promise<never>(() => undefined);
            return { answer: buildAnswer("x"), retrieved: [] };
          },
        },
        { patience: { timeoutMs: 2000, tries: 2 }, arms: [buildArm("A0")] },
      ),
    );
    expect(report).toMatchObject({ asked: 12, failed: 1, unknownCosts: 11 });
    expect(seen.filter((id) => id === "q1")).toHaveLength(2);
  });

  test("what is no answer is no row of answers", async () => {
    // why: what an engine written by others may give back.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const ask = async (): Promise<ArmReply> => ({ answer: { text: 7 }, retrieved: [] }) as unknown as ArmReply;
    const report = await runExam(options({ ask }, { patience: { tries: 1 } }));
    expect(report).toMatchObject({ asked: 24, failed: 24 });
  });

  test("an engine that is missing ends the run at once, with its error", async () => {
    const ask: AskArm = async () => {
      throw new SchoolbookError("engine_missing", "llama is not installed.");
    };
    await expect(runExam(options({ ask }))).rejects.toThrow("llama is not installed.");
    expect(await totals()).toMatchObject({ rows: 0, missing: 24 });
  });
});

test("a model that is busy holds up none of the others", async () => {
  const order: string[] = [];
  const ask: AskArm = async (_question, arm) => {
    if (arm.name === "A0" && order.filter((name) => name === "A0").length < 3) {
      order.push("A0");
      throw new SchoolbookError("engine_busy", "Slow down.", { details: { retryAfterMs: 20_000 } });
    }
    order.push(arm.name);
    return { answer: buildAnswer("x"), retrieved: [] };
  };
  expect(await runExam(options({ ask }))).toMatchObject({ asked: 24, failed: 0 });
  expect(order.lastIndexOf("A2")).toBeLessThan(order.lastIndexOf("A0"));
  expect(order.slice(0, 14).filter((name) => name === "A2").length).toBeGreaterThan(8);
});

describe("stopping", () => {
  test("lets what is paid for come in, and the next run goes on from there", async () => {
    const stop = new AbortController();
    const fake = fakeAsk((_question, _arm, _call, count) => {
      if (count === 7) stop.abort();
      return {};
    });
    const report = await runExam(options(fake, { signal: stop.signal }));
    expect(report.stopped).toBe("aborted");
    expect(report.asked).toBe(fake.calls.length);
    expect(report.missing).toBe(24 - fake.calls.length);
    const again = fakeAsk();
    expect(await runExam(options(again))).toMatchObject({ missing: 0, kept: fake.calls.length });
    expect(again.calls).toHaveLength(24 - fake.calls.length);
  });

  test("gives up what is under way when it takes too long, and makes no rows of it", async () => {
    const stop = new AbortController();
    let aborted = 0;
    const ask: AskArm = async (_question, _arm, { abortSignal }) =>
      new Promise((_resolve, reject) => {
        abortSignal.addEventListener("abort", () => {
          aborted += 1;
          reject(abortSignal.reason);
        });
        stop.abort();
      });
    const report = await runExam(options({ ask }, { signal: stop.signal, drainMs: 100 }));
    expect(report).toMatchObject({ stopped: "aborted", asked: 0, failed: 0, missing: 24 });
    expect(aborted).toBeGreaterThan(0);
  });
});

describe("money", () => {
  test("the forecast is shown before the first call, from what calls of the arm have cost", async () => {
    await runExam(options(fakeAsk(), { questions: QUESTIONS.slice(0, 4) }));
    const fake = fakeAsk();
    const report = await runExam(options(fake, { onForecast: () => false }));
    expect(report.stopped).toBe("declined");
    expect(report.forecast).toMatchObject({ rows: 24, kept: 8, asking: 16, unknown: 0 });
    expect(report.forecast.expectedUsd).toBeCloseTo(0.16);
    expect(fake.calls).toEqual([]);
  });

  test("a forecast beyond the budget stops the run before it begins", async () => {
    const fake = fakeAsk();
    const report = await runExam(options(fake, { budgetUsd: 0.1, estimateUsd: () => 0.01 }));
    expect(report).toMatchObject({ stopped: "budget", asked: 0 });
    expect(fake.calls).toEqual([]);
  });

  test("a budget holds although calls are made at once, and later tries count what earlier ones spent", async () => {
    const money = { budgetUsd: 0.1, estimateUsd: () => 0.01, spendAll: true };
    const report = await runExam(options(fakeAsk(), money));
    expect(report.stopped).toBe("budget");
    expect(report.spentUsd).toBeLessThanOrEqual(0.1 + 1e-9);
    expect(report.asked).toBeGreaterThanOrEqual(9);
    expect(await runExam(options(fakeAsk(), money))).toMatchObject({ stopped: "budget", asked: 0 });
    expect(await runExam(options(fakeAsk(), { ...money, budgetUsd: 1 }))).toMatchObject({ missing: 0 });
  });
});

describe("access", () => {
  const SECRET = "the raise is 4 percent";
  const mixed = [buildNumberQuestion("open"), buildNumberQuestion("hers", { principals: ["user:mia"] })];

  test("questions that others ask are refused before anything is asked or written", async () => {
    const fake = fakeAsk();
    await expect(runExam(options(fake, { questions: mixed }))).rejects.toMatchObject({ code: "access_denied" });
    expect(fake.calls).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a run is opened for those it was made for, and for nobody else", async () => {
    const fake = fakeAsk(() => ({ answer: buildAnswer(SECRET) }));
    const hers = { questions: mixed, principals: ["user:mia", "public"], run: "hers" };
    await runExam(options(fake, hers));
    const reading = { folder, run: "hers", runtime: systemRuntime() };
    for (const principals of [["public"], ["user:mia"], [], ["user:mia", "public", "group:hr"]])
      expect(() => readRun({ ...reading, principals })).toThrow("made as somebody else");
    await expect(runExam(options(fake, { run: "hers" }))).rejects.toMatchObject({ code: "access_denied" });
    await using own = readRun({ ...reading, principals: ["public", "user:mia", "public"] });
    expect([...own.trials()]).toHaveLength(4);
  });

  test("nothing that was answered to others comes out of the cache, and nobody else may read the files", async () => {
    const open = [buildNumberQuestion("open")];
    await runExam(
      options(
        fakeAsk(() => ({ answer: buildAnswer(SECRET) })),
        { questions: open, principals: ["public", "user:mia"] },
      ),
    );
    const fake = fakeAsk();
    await runExam(options(fake, { questions: open, run: "second" }));
    expect(fake.calls).toHaveLength(2);
    expect(readFileSync(join(folder, "runs", "second", "log.jsonl"), "utf8")).not.toContain(SECRET);
    const [log] = [join(folder, "runs", "second", "log.jsonl")];
    expect(statSync(log).mode & 0o077).toBe(0);
  });

  test("a cache and a log that were put in another's place are refused", async () => {
    await runExam(options(fakeAsk(), { principals: ["public", "user:mia"] }));
    const [theirs = ""] = readdirSync(join(folder, "calls"));
    await runExam(options(fakeAsk(), { run: "second" }));
    const own = readdirSync(join(folder, "calls")).find((name) => name !== theirs) ?? "";
    writeFileSync(join(folder, "calls", own), readFileSync(join(folder, "calls", theirs)));
    await expect(runExam(options(fakeAsk(), { run: "third" }))).rejects.toMatchObject({ code: "access_denied" });
    const log = join(folder, "runs", "first", "log.jsonl");
    const headless = readFileSync(log, "utf8").split("\n").slice(1).join("\n");
    writeFileSync(log, headless);
    expect(() => readRun({ folder, run: "first", principals: ["public"], runtime: systemRuntime() })).toThrow(
      "made as somebody else",
    );
  });

  test("the name of a run leads nowhere else", async () => {
    await expect(runExam(options(fakeAsk(), { run: "../elsewhere" }))).rejects.toMatchObject({ code: "usage" });
    expect(existsSync(join(folder, "..", "elsewhere"))).toBe(false);
  });
});

describe("a log", () => {
  test("whose last line was cut off goes on where it was whole", async () => {
    await runExam(options(fakeAsk()));
    const before = await totals();
    const log = join(folder, "runs", "first", "log.jsonl");
    const calls = join(folder, "calls", readdirSync(join(folder, "calls"))[0] ?? "");
    for (const file of [log, calls]) {
      const text = readFileSync(file, "utf8");
      writeFileSync(file, text.slice(0, -25));
    }
    const again = fakeAsk();
    const report = await runExam(options(again));
    expect(report).toMatchObject({ kept: 23, asked: 1, missing: 0 });
    expect(report.tornBytes).toBeGreaterThan(0);
    expect(await totals()).toEqual(before);
  });

  test("that was cut off anywhere is read as far as it goes, and the run ends with the same numbers", async () => {
    await runExam(options(fakeAsk()));
    const before = await totals();
    const log = join(folder, "runs", "first", "log.jsonl");
    const whole = readFileSync(log);
    const random = seededRandom(5);
    for (let round = 0; round < 25; round += 1) {
      writeFileSync(log, whole.subarray(0, Math.floor(random() * whole.length)));
      const again = fakeAsk();
      // why: without the cache, what was lost is asked again; nothing else may be.
      const report = await runExam(options(again, { readCache: false }));
      expect(report).toMatchObject({ missing: 0, failed: 0, asked: 24 - report.kept });
      expect(again.calls).toHaveLength(report.asked);
      expect(await totals()).toEqual(before);
    }
  });

  test("with bytes that a power cut left behind loses those and nothing else", async () => {
    await runExam(options(fakeAsk()));
    const before = await totals();
    appendFileSync(join(folder, "runs", "first", "log.jsonl"), `${"\0".repeat(300)}\n${"\0".repeat(40)}`);
    expect(await runExam(options(fakeAsk()))).toMatchObject({ kept: 24, asked: 0, tornBytes: 341 });
    expect(await totals()).toEqual(before);
  });

  test("is written by one run at a time, and the next is told by what, since when and what to do", async () => {
    let started = (): void => undefined;
    const begun = new Promise<void>((resolve) => (started = resolve));
    const end = new AbortController();
    const first = runExam(
      options(
        {
          ask: async (_question, _arm, { abortSignal }) => {
            started();
            return new Promise<never>((_resolve, reject) =>
              abortSignal.addEventListener("abort", () => reject(abortSignal.reason)),
            );
          },
        },
        { signal: end.signal, drainMs: 0, command: "climb --name mine" },
      ),
    );
    await begun;
    const other = options(fakeAsk(), { run: "another" });
    await expect(runExam(other)).rejects.toMatchObject({
      code: "exam_busy",
      message: expect.stringMatching(/by `climb --name mine` \(process \d+, since \d{4}-.*Z\)\.$/u),
      hint: expect.stringContaining("Wait for it with `--wait 3600`"),
    });
    end.abort();
    expect(await first).toMatchObject({ stopped: "aborted" });
  });
});
