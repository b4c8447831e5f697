// Feedback from the command line: a thumb after an answer, a review, and what it becomes; and who never sees it.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { type CliFolder, cliFolder, SMALL_PROJECT } from "./run-cli.ts";

const PERIOD = "What is the notice period during the trial period?";
const MERGER = "When does the merger with Oakfield close?";

async function asked(question: string, as: readonly string[] = []): Promise<CliFolder> {
  const place = cliFolder(SMALL_PROJECT);
  expect(await place.run(["library", "sync"])).toMatchObject({ code: 0 });
  expect(await place.run(["ask", question, ...as])).toMatchObject({ code: 0 });
  return place;
}

type Listed = {
  readonly items: readonly { readonly thumb: { readonly id: string } }[];
  readonly withheld: number;
  readonly bad: readonly unknown[];
};

async function list(place: CliFolder, as: readonly string[] = []): Promise<Listed> {
  const { json } = await place.run(["feedback", "list", "--json", ...as]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- why: what the command prints is what these tests look at.
  return json() as Listed;
}

async function onlyId(place: CliFolder): Promise<string> {
  const { items } = await list(place);
  expect(items).toHaveLength(1);
  return items[0]?.thumb.id ?? "";
}

test("a thumb up for the last answer, accepted, becomes a question, and then no example", async () => {
  using place = await asked(PERIOD);
  const up = await place.run(["feedback", "up", "--correct", "two weeks"]);
  expect(up).toMatchObject({ code: 0, stdout: expect.stringContaining(`for: ${PERIOD}`) });
  expect(await place.run(["feedback", "to-exam"])).toMatchObject({
    stdout: expect.stringMatching(/0 rows added[^]*1 thumb wait for `schoolbook feedback review`/u),
  });
  const review = await place.run(["feedback", "review"]);
  expect(review.stdout).toContain("1 thumb to review");
  const id = await onlyId(place);
  expect(await place.run(["feedback", "review", id.slice(0, 6), "--accept"])).toMatchObject({ code: 0 });
  expect(await place.run(["feedback", "to-exam"])).toMatchObject({ stdout: expect.stringContaining("1 row added") });
  expect(JSON.parse(readFileSync(join(place.folder, "exam.jsonl"), "utf8"))).toMatchObject({
    question: PERIOD,
    principals: ["public"],
    expected: { answers: ["two weeks"], sources: ["docs:notice.md"] },
  });
  expect(await place.run(["exam", "check"])).toMatchObject({ code: 0 });
  expect(await place.run(["exam", "run"])).toMatchObject({ code: 0 });
  expect(await place.run(["feedback", "to-exam"])).toMatchObject({ stdout: expect.stringContaining("0 rows added") });
  const learnt = await place.run(["feedback", "to-examples"]);
  expect(learnt.stdout).toContain("left out, because an exam asks it");
  expect(existsSync(join(place.folder, "examples.jsonl"))).toBe(false);
});

test("a review asks about each thumb; an accepted one becomes a row with the access list of its source", async () => {
  using place = await asked(MERGER, ["--as", "user:ann"]);
  await place.run(["feedback", "up", "--as", "user:ann"]);
  const review = await place.run(["feedback", "review", "--as", "user:ann"], { reply: ["y", ""] });
  expect(review.stdout).toContain("1 thumb reviewed");
  expect(await place.run(["feedback", "to-examples", "--as", "user:ann"])).toMatchObject({
    stdout: expect.stringContaining("1 row added"),
  });
  expect(JSON.parse(readFileSync(join(place.folder, "examples.jsonl"), "utf8"))).toMatchObject({
    messages: [{ content: MERGER }, { content: expect.stringContaining("February") }],
    acl: ["group:board"],
    sources: ["docs:secret/merger.md"],
  });
});

test("a thumb down is accepted only with what would have been right", async () => {
  using place = await asked(PERIOD);
  const down = await place.run(["ask", PERIOD, "--thumb", "down", "--note", "not during the trial"]);
  expect(down.stdout).toContain("Thumb down");
  const id = await onlyId(place);
  expect(await place.run(["feedback", "review", id, "--accept"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--correct TEXT"),
  });
  expect(await place.run(["feedback", "review", id, "--accept", "--unanswerable"])).toMatchObject({ code: 0 });
  await place.run(["feedback", "to-exam", "--to", "more.jsonl"]);
  expect(readFileSync(join(place.folder, "more.jsonl"), "utf8")).toContain('"unanswerable":true');
});

test("others see no thumb for what they did not ask, not even its number; what is closed since is withheld from the asker", async () => {
  using place = await asked(MERGER, ["--as", "user:ann"]);
  expect(await place.run(["feedback", "up"])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining("no answer yet"),
  });
  await place.run(["feedback", "up", "--as", "user:ann", "--note", "Oakfield it is"]);
  expect(await list(place)).toMatchObject({ items: [], withheld: 0 });
  expect((await list(place, ["--as", "user:ann"])).items).toHaveLength(1);
  const closed = (SMALL_PROJECT["schoolbook.config.json"] ?? "").replace('{"user:ann":["group:board"]}', "{}");
  place.write("schoolbook.config.json", closed);
  expect(await place.run(["library", "sync"])).toMatchObject({ code: 0 });
  const after = await place.run(["feedback", "list", "--as", "user:ann"]);
  expect(after.stdout).toContain("1 withheld");
  expect(after.stdout).not.toMatch(/Oakfield|February/u);
  expect(await place.run(["feedback", "to-exam", "--as", "user:ann"])).toMatchObject({
    stdout: expect.stringContaining("0 rows added"),
  });
});

test("a bad line of the log is named, ends with its own exit code, and hides no other", async () => {
  using place = await asked(PERIOD);
  await place.run(["feedback", "up"]);
  appendFileSync(join(place.folder, ".schoolbook/feedback/feedback.jsonl"), '{"kind":"thu');
  await place.run(["feedback", "down", "--correct", "a month"]);
  const listed = await place.run(["feedback", "list"]);
  expect(listed).toMatchObject({ code: 9, stderr: expect.stringContaining("feedback.jsonl line 2 is left out") });
  expect(listed.stdout).toContain("2 thumbs, 2 to review");
});

test("who asks for a thumb is asked after the answer; where nobody can be, it is said before anything is asked", async () => {
  using place = await asked(PERIOD);
  expect((await place.run(["ask", PERIOD, "--thumb", "ask"], { reply: "u" })).stdout).toMatch(/two weeks[^]*Thumb up/u);
  expect((await place.run(["ask", PERIOD, "--thumb", "ask"], { reply: "" })).stdout).not.toContain("Thumb");
  expect(await place.run(["ask", PERIOD, "--thumb", "ask"])).toMatchObject({ code: 2, stdout: "" });
  expect(await place.run(["ask", PERIOD, "--note", "x"])).toMatchObject({ code: 2 });
  expect((await list(place)).items).toHaveLength(1);
});

test("two uses at once make nothing twice, and no thumb both measures and is learnt", async () => {
  using place = await asked(PERIOD);
  for (const question of [PERIOD, "How long is the notice period?"]) {
    await place.run(["ask", question, "--thumb", "up"]);
    await place.run(["ask", question, "--thumb", "up"]);
  }
  const { items } = await list(place);
  for (const { thumb } of items) await place.run(["feedback", "review", thumb.id, "--accept", "--correct", "notice"]);
  const uses = ["to-exam", "to-examples", "to-examples", "to-exam"].map((use) => ["feedback", use]);
  const files = ["q.jsonl", "r.jsonl", "r.jsonl", "q.jsonl"];
  await Promise.all(uses.map(async (argv, at) => place.run([...argv, "--to", files[at] ?? ""])));
  const rowsOf = (file: string) =>
    existsSync(join(place.folder, file)) ? readFileSync(join(place.folder, file), "utf8").trim().split("\n") : [];
  const rows = [...rowsOf("q.jsonl"), ...rowsOf("r.jsonl")];
  expect(new Set(rows).size).toBe(rows.length);
  const log = readFileSync(join(place.folder, ".schoolbook/feedback/feedback.jsonl"), "utf8");
  const used = [...log.matchAll(/"kind":"use","version":1,"of":"([^"]+)"/gu)].map(([, id]) => id);
  expect(used.length).toBeGreaterThan(0);
  expect(new Set(used).size).toBe(used.length);
}, 60_000);
