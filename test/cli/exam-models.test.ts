// `schoolbook exam` with a model behind a server: arms, money, keys, interruptions.
import { expect, test } from "vitest";

import { createFakeChatModel, createFakeModelServer } from "../../src/testing/index.ts";
import { chatCalls, configOf, examProject, objectOf, readingServer, servedConfig } from "./exam-project.ts";
import type { CliFolder } from "./run-cli.ts";

const PRICE = { input: 1000, output: 1000 };

test("closed book, open book and right passage tell what kind of problem it is", async () => {
  using place = await examProject();
  await using server = await readingServer();
  place.write("schoolbook.config.json", servedConfig(server.origin));
  const run = await place.run(["exam", "run", "--model", "served"]);
  expect(run).toMatchObject({ code: 0 });
  expect(run.stderr).toContain("3 questions through A0, A2, A3: 9 rows, 9 calls to make");
  expect(run.stderr).toMatch(/About [\d,]+ tokens in and [\d,]+ out; no money/u);
  expect(run.stdout).toContain("A0  correct 33 %");
  expect(run.stdout).toContain("A2  correct 100 %");
  expect(run.stdout).toContain("A3  correct 100 %");
  const compared = await place.run(["exam", "compare"]);
  expect(compared).toMatchObject({ code: 0 });
  expect(compared.stdout).toContain("A2 and A0 cannot be ranked (2 of 3 right in A2 alone, 0 in A0 alone)");
  expect(compared.stdout).toMatch(/about \d+ more questions would show one as large as this/u);
  const shown = await place.run(["exam", "show"]);
  expect(shown.stdout).toContain("not answered although there is an answer (2)");
});

test("what a search laid before the model counts for recall, also where the model did not answer", async () => {
  using place = await examProject();
  await using server = await createFakeModelServer({
    chat: createFakeChatModel({ can: { json: false }, reply: () => "I don't know." }),
  });
  place.write("schoolbook.config.json", servedConfig(server.origin));
  await place.run(["exam", "run", "--model", "served", "--arms", "A2"]);
  const { arms } = objectOf(await place.run(["exam", "show", "--json"]));
  expect(arms).toMatchObject([
    {
      metrics: expect.arrayContaining([
        expect.objectContaining({ metric: "recall@5", overall: expect.objectContaining({ value: 1 }) }),
        expect.objectContaining({ metric: "reciprocal-rank", overall: expect.objectContaining({ value: 1 }) }),
      ]),
    },
  ]);
});

test("every arm lays before the model what it says, and asks with its prompt and adapter", async () => {
  using place = await examProject();
  await using server = await createFakeModelServer({
    chat: createFakeChatModel({ can: { json: false }, reply: () => "Two years [1].", adapters: { tuned: "" } }),
  });
  place.write(
    "schoolbook.config.json",
    configOf({ served: { reference: "vllm:fake", baseUrl: `${server.origin}/v1` } }),
  );
  place.write("own.md", "## system\nBe brief.\n\n## user\nQ: {{question}}");
  const arms = ["--arms", "A0,A1,A2,A3,A4,A5,A6,AL,quoting", "--template", "own.md", "--adapter", "tuned"];
  const run = await place.run([
    "exam",
    "run",
    "-m",
    "served",
    ...arms,
    "--tag",
    "warranty",
    "--concurrency",
    "1",
    "--json",
  ]);
  expect(objectOf(run)).toMatchObject({ rows: 9, asked: 9, failed: 0 });
  const calls = chatCalls(server.calls()).map(({ body }) => ({ model: modelOf(body), text: JSON.stringify(body) }));
  const [a0, a1, a2, a3, a4, a5, a6, al] = calls;
  expect(calls).toHaveLength(8);
  for (const closed of [a0, a1, a4]) expect(closed?.text).not.toContain("lasts two years");
  for (const open of [a2, a3, a5, a6, al]) expect(open?.text).toContain("lasts two years");
  expect(a1?.text).toContain("Be brief.");
  expect(a3?.text).not.toContain("118 employees");
  expect(al?.text).toContain("118 employees");
  expect(al?.text).not.toContain("3.4 percent");
  expect([a0, a2, a3, al].map((call) => call?.model)).toEqual(Array.from({ length: 4 }, () => "fake"));
  expect([a4, a5, a6].map((call) => call?.model)).toEqual(["tuned", "tuned", "tuned"]);
});

function modelOf(body: unknown): unknown {
  return typeof body === "object" && body !== null && "model" in body ? body.model : undefined;
}

test("arms of a file and of the configuration have names of their own, and mistakes in them are told", async () => {
  using place = await examProject();
  await using server = await readingServer();
  place.write("schoolbook.config.json", servedConfig(server.origin));
  place.write(
    "arms.yaml",
    "- { name: three, model: served, passages: 3 }\n- { name: one, model: served, passages: 1 }\n",
  );
  const run = objectOf(await place.run(["exam", "run", "--arms", "arms.yaml", "--run", "sizes", "--json"]));
  expect(run).toMatchObject({ rows: 6, failed: 0 });
  expect((await place.run(["exam", "compare", "sizes", "--baseline", "one"])).stdout).toContain("against one");
  place.write("wrong.yaml", "- { name: three, passage: 3 }\n");
  expect(await place.run(["exam", "run", "--arms", "wrong.yaml"])).toMatchObject({ code: 3 });
  expect(await place.run(["exam", "run", "--arms", "A9"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('There is no arm "A9"'),
  });
  const settings = ["--set", 'exam.arms=[{"name":"mine","model":"served"}]'];
  expect(objectOf(await place.run(["exam", "run", "--json", ...settings]))).toMatchObject({ rows: 3 });
});

test("money is forecast and asked for before it is spent, told afterwards, and a budget is kept", async () => {
  using place = await examProject();
  await using server = await readingServer();
  place.write("schoolbook.config.json", servedConfig(server.origin, PRICE));
  const asking = ["exam", "run", "-m", "served", "--arms", "A2"];
  const alone = await place.run(asking);
  expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining("would be spent, and nobody can be asked") });
  expect(chatCalls(server.calls())).toHaveLength(0);
  const declined = await place.run(asking, { reply: "n" });
  expect(declined).toMatchObject({ code: 130, stderr: expect.stringMatching(/Spend about \$[\d.]+\? \[y\/N\]/u) });
  const dry = await place.run([...asking, "--dry-run"]);
  expect(dry).toMatchObject({ code: 0, stdout: "", stderr: expect.stringContaining("Nothing was asked (dry run).") });
  expect(chatCalls(server.calls())).toHaveLength(0);
  const small = await place.run([...asking, "--budget", "0.001"]);
  expect(small).toMatchObject({ code: 19, stderr: expect.stringContaining("0 of 3 rows are kept") });
  const paid = objectOf(await place.run([...asking, "--yes", "--json"]));
  expect(paid).toMatchObject({ asked: 3, unknownCosts: 0, ok: true });
  expect(Number(paid["spentUsd"])).toBeGreaterThan(0);
  expect((await place.run(["exam", "show"])).stdout).toMatch(/A right answer costs: A2 \$/u);
  place.write("schoolbook.config.json", servedConfig(server.origin.replace("127.0.0.1", "models.example")));
  const unknown = await place.run([...asking, "--budget", "5"]);
  expect(unknown).toMatchObject({ code: 3, stderr: expect.stringContaining("no price is configured for served") });
});

test("a call names its key to the server, the same in every try, and another one when it is made anew", async () => {
  using place = await examProject();
  await using server = await readingServer({
    fault: ({ count }) => (count === 1 ? { kind: "answer", status: 500, body: "{}" } : undefined),
  });
  place.write("schoolbook.config.json", servedConfig(server.origin));
  const asking = ["exam", "run", "-m", "served", "--arms", "A2", "--concurrency", "1", "--json"];
  await place.run(asking);
  const keys = chatCalls(server.calls()).map(({ headers }) => String(headers["idempotency-key"]));
  expect(keys).toHaveLength(3);
  expect(keys[1]).toBe(keys[0]);
  expect(new Set(keys).size).toBe(2); // why: where the search finds nothing, nobody is asked
  expect(objectOf(await place.run([...asking, "--run", "again"]))).toMatchObject({ asked: 0, cached: 3 });
  expect(objectOf(await place.run([...asking, "--run", "anew", "--fresh"]))).toMatchObject({ asked: 3, cached: 0 });
  const all = chatCalls(server.calls()).map(({ headers }) => String(headers["idempotency-key"]));
  expect(new Set(all).size).toBe(4);
});

test("Ctrl-C loses nothing, says how to go on, and the same command goes on", async () => {
  using place = await examProject();
  let interrupt: (() => void) | undefined;
  await using server = await readingServer({
    fault: ({ count }) => {
      if (count === 3) interrupt?.();
      return undefined;
    },
  });
  place.write("schoolbook.config.json", servedConfig(server.origin));
  const asking = ["exam", "run", "-m", "served", "--concurrency", "1"];
  const stopped = await place.run(asking, { onInterruptReady: (handler) => (interrupt = handler) });
  expect(stopped.code).toBe(130);
  expect(stopped.stderr).toContain("Stopped. 3 of 9 rows are kept.");
  expect(stopped.stderr).toContain("The same command goes on from there.");
  interrupt = undefined;
  expect(objectOf(await place.run([...asking, "--json"]))).toMatchObject({ kept: 3, asked: 6, missing: 0 });
  expect(chatCalls(server.calls())).toHaveLength(8);
});

test("rows that fail are counted, asked again the next time, and block the comparison until then", async () => {
  using place = await examProject();
  let isBroken = true;
  await using server = await readingServer({
    fault: ({ body }) =>
      isBroken && JSON.stringify(body).includes("employees does")
        ? { kind: "answer", status: 400, body: JSON.stringify({ error: { message: "No." } }) }
        : undefined,
  });
  place.write("schoolbook.config.json", servedConfig(server.origin));
  const run = await place.run(["exam", "run", "-m", "served"]);
  expect(run).toMatchObject({ code: 9, stderr: expect.stringContaining("asks again what failed") });
  const blocked = await place.run(["exam", "compare", "--gate", "--margin", "0.1"]);
  expect(blocked).toMatchObject({
    code: 18,
    stdout: expect.stringContaining("A2 is not compared: 1 question failed (staff)"),
  });
  expect((await place.run(["exam", "show"])).stdout).toContain("failed: there is no answer (3)");
  isBroken = false;
  expect(objectOf(await place.run(["exam", "run", "-m", "served", "--json"]))).toMatchObject({
    kept: 6,
    asked: 3,
    failed: 0,
  });
});

test("a reply that was cut off is shown as one", async () => {
  using place = await examProject();
  await using server = await createFakeModelServer({
    chat: createFakeChatModel({
      can: { json: false },
      reply: () =>
        "The warranty of the lamp lasts and lasts and lasts and lasts and lasts and lasts and lasts and lasts.",
    }),
  });
  place.write("schoolbook.config.json", servedConfig(server.origin));
  const run = ["exam", "run", "-m", "served", "--arms", "A2", "--tag", "warranty"];
  await place.run([...run, "--set", "answer.maxReplyTokens=16"]);
  expect((await place.run(["exam", "show"])).stdout).toContain("cut off (1)");
  expect((await place.run(["exam", "show", "--question", "lamp"])).stdout).toContain("(cut off)");
});

test("two runs are compared arm by arm under the names of both", async () => {
  using place = await examProject();
  await using server = await readingServer();
  place.write("schoolbook.config.json", servedConfig(server.origin));
  await twoRuns(place);
  const compared = await place.run(["exam", "compare", "main", "branch", "--arms", "main/A2,branch/A2", "--json"]);
  expect(objectOf(compared)).toMatchObject({
    runs: ["main", "branch"],
    comparisons: [
      { baseline: "main/A2", arms: [{ name: "main/A2" }, { name: "branch/A2", against: { kind: "compared" } }] },
    ],
  });
});

async function twoRuns(place: CliFolder): Promise<void> {
  await place.run(["exam", "run", "-m", "served", "--arms", "A2", "--run", "main"]);
  await place.run(["exam", "run", "-m", "served", "--arms", "A2", "--run", "branch", "--set", "answer.passages=2"]);
}

test("a terminal is shown how far it is, and what the arms come to so far", async () => {
  using place = await examProject();
  await using server = await readingServer();
  place.write("schoolbook.config.json", servedConfig(server.origin));
  const run = await place.run(["exam", "run", "-m", "served"], { isTTY: true, columns: 120 });
  expect(run.stderr).toMatch(/\d\/9 rows · A\d \d+ %/u);
});

test("without the connection that a model needs, an exam ends before it begins", async () => {
  using place = await examProject();
  place.write("schoolbook.config.json", servedConfig("http://models.example"));
  const run = await place.run(["exam", "run", "-m", "served", "--offline", "--yes"]);
  expect(run).toMatchObject({ code: 13 });
});
