// `schoolbook exam judge calibrate`: published agreement is reproduced, errors are corrected for, and weak judges decide nothing.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { hasHumanEval, readHumanEval } from "../../bench/exam/read-human-eval.ts";
import { createFakeChatModel, createFakeModelServer } from "../../src/testing/index.ts";
import { configOf, objectOf } from "./exam-project.ts";
import { cliFolder } from "./run-cli.ts";

const CALIBRATE = ["exam", "judge", "calibrate", "labels.jsonl"];

function lines(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}

test("the published agreement of mtrag-human-eval comes out of the stored scores", async ({ skip }) => {
  skip(!hasHumanEval(), "the data set mtrag-human-eval is not there");
  using place = cliFolder();
  const rows = readHumanEval("rl_f", "faithfulness").map(({ id, cluster, people, judge }) => ({
    id,
    cluster,
    people,
    judge,
  }));
  place.write("labels.jsonl", lines(rows));
  const { json, code, stdout } = await place.run([...CALIBRATE, "--accept-people", "3", "--json"]);
  expect(code).toBe(0);
  expect(stdout.trim().startsWith("{")).toBe(true);
  expect(json()).toMatchObject({
    labelled: rows.length,
    corrected: { of: "choosing", share: { judged: {}, corrected: {} } },
    calibration: { role: { kind: "secondary", reason: "kappa-too-low" } },
  });
  const told = await place.run([...CALIBRATE, "--accept-people", "3"]);
  expect(told.stdout).toMatch(/judge with people +0\.72\d \[/u);
  expect(told.stdout).toMatch(/one person with the others +0\.6[12]\d \[/u);
  expect(told.stdout).toContain("This judge is secondary: it agrees with people too little");
  expect(told.stdout).toMatch(/people would accept +0\.\d{3} \[0\.\d{3}, \d\.\d{3}\]/u);
});

test("a judge that decides as people do may decide, and answers without a label are corrected for its errors", async () => {
  using place = cliFolder();
  const labelled = Array.from({ length: 300 }, (_, index) => ({
    id: `a${index}`,
    people: [index % 2],
    judge: index % 10 === 0 ? 1 - (index % 2) : index % 2,
  }));
  const open = Array.from({ length: 100 }, (_, index) => ({ id: `o${index}`, judge: index % 4 === 0 ? 0 : 1 }));
  place.write("labels.jsonl", lines([...labelled, ...open]));
  const report = objectOf(await place.run([...CALIBRATE, "--accept-people", "1", "--accept-judge", "1", "--json"]));
  expect(report).toMatchObject({
    labelled: 300,
    chosenOn: 0,
    calibration: { role: { kind: "headline" }, kappa: { value: 0.8 } },
    corrected: { of: "unlabelled", answers: 100, share: { judged: { value: 0.75 } } },
  });
  // why: it accepts a fifth of what people reject, so that fewer than three in four are right.
  expect(report).toMatchObject({
    corrected: { share: { corrected: { value: expect.closeTo((0.75 - 0.2) / 0.8, 6) } } },
  });
});

test("a model is asked for the scores that are missing, once it was agreed to, and they are kept", async () => {
  await using server = await createFakeModelServer({
    chat: createFakeChatModel({
      can: { json: false },
      reply: ({ prompt }) => JSON.stringify({ reason: "so", score: JSON.stringify(prompt).includes("thirty") ? 5 : 1 }),
    }),
  });
  using place = cliFolder({
    "schoolbook.config.json": configOf({ served: { reference: "deepseek:fake", baseUrl: `${server.origin}/v1` } }),
  });
  const env = { DEEPSEEK_API_KEY: "none" };
  const rows = Array.from({ length: 6 }, (_, index) => ({
    id: `a${index}`,
    people: [index % 2],
    question: "How long?",
    criterion: "It names the days.",
    answer: index % 2 === 1 ? "It is thirty days." : "Who knows.",
  }));
  place.write("labels.jsonl", lines(rows));
  const asking = [...CALIBRATE, "--accept-people", "1", "--votes", "1", "--accept-judge", "0.5"];
  expect(await place.run(asking)).toMatchObject({ code: 3, stderr: expect.stringContaining("no score of a judge") });
  const model = ["--model", "served", "--out", "scored.jsonl"];
  expect(await place.run([...asking, ...model], { env })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--yes"),
  });
  expect(server.calls()).toHaveLength(0);
  const told = await place.run([...asking, ...model, "--yes"], { env });
  expect(told).toMatchObject({ code: 0, stdout: expect.stringContaining("there are too few labels") });
  expect(server.calls()).toHaveLength(6);
  const kept = readFileSync(join(place.folder, "scored.jsonl"), "utf8");
  const scores: unknown = JSON.parse(`[${kept.trim().split("\n").join(",")}]`);
  expect(scores).toMatchObject([0, 1, 0, 1, 0, 1].map((judge) => ({ judge })));
  place.write("scored.jsonl", "somebody's notes");
  expect(await place.run([...asking, ...model, "--yes"], { env })).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("scored.jsonl is there already; nothing was written."),
  });
  expect(readFileSync(join(place.folder, "scored.jsonl"), "utf8")).toBe("somebody's notes");
  expect(await place.run([...asking, ...model, "--yes", "--force"], { env })).toMatchObject({ code: 0 });
  expect(readFileSync(join(place.folder, "scored.jsonl"), "utf8")).toBe(kept);
});

test("a row that cannot be used is named by its line", async () => {
  using place = cliFolder();
  place.write("labels.jsonl", '{"id": "a", "people": [1], "judge": 1}\n{"id": "b", "people": "x"}\n');
  expect(await place.run([...CALIBRATE, "--accept-people", "1"])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("labels.jsonl line 2: `people`"),
  });
  expect(await place.run(["exam", "judge", "calibrate", "labels.csv", "--accept-people", "1"])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining("labels.csv cannot be read"),
  });
});

test("a calibration that is stopped keeps every vote, and the same command asks only for what is missing", async () => {
  let interrupt: ((kind?: "stop" | "end") => void) | undefined;
  let asked = 0;
  await using server = await createFakeModelServer({
    chat: createFakeChatModel({ reply: () => JSON.stringify({ reason: "so", score: 5 }) }),
    fault: ({ path }) => {
      if (!path.endsWith("/chat/completions")) return undefined;
      asked += 1;
      if (asked === 5) interrupt?.();
      return asked === 5 ? { kind: "silent" } : undefined;
    },
  });
  using place = cliFolder({
    "schoolbook.config.json": configOf({ served: { reference: "vllm:fake", baseUrl: `${server.origin}/v1` } }),
  });
  const rows = Array.from({ length: 4 }, (_, index) => ({
    id: `a${index}`,
    people: [index % 2],
    question: "How long?",
    criterion: "It names the days.",
    answer: `It is ${index} days.`,
  }));
  place.write("labels.jsonl", lines(rows));
  const asking = [...CALIBRATE, "--accept-people", "1", "--accept-judge", "0.5", "--votes", "2", "--model", "served"];
  const stopped = await place.run([...asking, "--yes"], { onInterruptReady: (ready) => (interrupt = ready) });
  expect(stopped).toMatchObject({ code: 130, stderr: expect.stringContaining("what was stored until then stays") });
  interrupt = undefined;
  const alone = await place.run(asking);
  expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining("4 calls of served would be made") });
  const again = await place.run([...asking, "--yes"]);
  expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining("4 of 8 votes were cast before") });
  expect(asked).toBe(9);
  expect((await place.run([...asking, "--json"])).code).toBe(0);
  expect(asked).toBe(9);
  const keys = server.calls().map(({ headers }) => headers["idempotency-key"]);
  expect(new Set(keys).size).toBe(8);
});
