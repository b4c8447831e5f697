// `schoolbook school`, end to end: what goes wrong is said, nothing is written that was not approved.
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { screenSet } from "../../src/app/school/screen-set.ts";
import { createFakeChatModel } from "../../src/testing/index.ts";
import { type CliFolder, cliFolder, SMALL_PROJECT } from "./run-cli.ts";

const row = (question: string, answer: string, given: object = {}): string =>
  `${JSON.stringify({
    messages: [
      { role: "user", content: question },
      { role: "assistant", content: answer },
    ],
    ...given,
  })}\n`;

let place: CliFolder;
beforeEach(() => {
  place = cliFolder(SMALL_PROJECT);
});
afterEach(() => place[Symbol.dispose]());

test("rows that do not say who may be served need --allow, and nothing is written without", async () => {
  place.write("in.jsonl", row("a?", "b") + row("c?", "d", { acl: ["group:board"] }) + row("e?", "f", { acl: [] }));
  const refused = await place.run(["school", "import", "in.jsonl", "--to", "rows.jsonl"]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("1 row does not say who may be served");
  expect(existsSync(join(place.folder, "rows.jsonl"))).toBe(false);
  const { code, json } = await place.run([
    "school",
    "import",
    "in.jsonl",
    "--to",
    "rows.jsonl",
    "--allow",
    "public",
    "--json",
  ]);
  expect({ code, report: json() }).toMatchObject({ code: 0, report: { rows: 3, leftOut: [] } });
  const lists = readFileSync(join(place.folder, "rows.jsonl"), "utf8").match(/"acl":\[[^\]]*\]/gu);
  expect(lists).toEqual(['"acl":["public"]', '"acl":["group:board"]', '"acl":[]']);
  const again = await place.run(["school", "import", "in.jsonl", "--to", "rows.jsonl", "--allow", "public"]);
  expect(again.stderr).toContain("is there already");
});

test("rows that are imported from inside a clone for a project elsewhere are written into the project", async () => {
  place.write("in.jsonl", row("a?", "b"));
  place.write("clone/README.md", "");
  const script = join(place.folder, "clone", "bin", "schoolbook.mjs");
  const command = ["school", "import", "in.jsonl", "--to", "rows.jsonl", "--allow", "public", "--project", ".."];
  const { code, stdout } = await place.within("clone").run(command, { script });
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(join(place.folder, "rows.jsonl")),
  });
  expect(existsSync(join(place.folder, "rows.jsonl"))).toBe(true);
});

test("rows inherit the access lists of their documents, and a check finds rows that are open to more people", async () => {
  await place.run(["library", "sync", "--set", "embedder=none"]);
  const closed = row("When does the merger close?", "In February.", { sources: ["docs:secret/merger.md"] });
  place.write(
    "in.jsonl",
    closed + row("How long is the notice period?", "Three months.", { sources: ["docs:notice.md"] }),
  );
  const imported = await place.run(["school", "import", "in.jsonl", "--to", "rows.jsonl", "--allow", "public"]);
  expect(imported.code).toBe(0);
  const lists = readFileSync(join(place.folder, "rows.jsonl"), "utf8").match(/"acl":\[[^\]]*\]/gu);
  expect(lists).toEqual(['"acl":["group:board"]', '"acl":["public"]']);
  const { code, stdout } = await place.run(["school", "check", "in.jsonl", "--allow", "public"]);
  expect(code).toBe(3);
  expect(stdout).toContain(
    "error line 1 is open to public, but comes from docs:secret/merger.md, which only group:board may read",
  );
  expect(await place.run(["school", "check", "rows.jsonl"])).toMatchObject({ code: 0 });
});

test("a check with errors ends with a code of its own, and names lines, reasons and remedies", async () => {
  place.write(
    "rows.jsonl",
    `${row("When do you open, please?", "At nine")}${row("When do you open, please?", "At ten")}broken\n`,
  );
  place.write("exam.yaml", "questions:\n  - question: When do you open, please?\n    expected: { answers: [nine] }\n");
  const { code, stdout } = await place.run([
    "school",
    "check",
    "rows.jsonl",
    "--exam",
    "exam.yaml",
    "--allow",
    "public",
  ]);
  expect(code).toBe(3);
  expect(stdout).toMatch(/error line 3: it is not valid JSON/u);
  expect(stdout).toMatch(/error lines 1 and 2 ask the question q-\w+ of the exam/u);
  expect(stdout).toMatch(/error lines 1 and 2 ask the same and answer it in 2 ways\n {2}→ find out which is right/u);
});

test("raft rows show and serve no more than who asks may read", async () => {
  place.write(
    "rows.jsonl",
    row("How long is the notice period?", "It is three months.", { sources: ["docs:notice.md"] }) +
      row("When does the merger close?", "It closes in February.", { sources: ["docs:secret/merger.md"] }),
  );
  await place.run(["library", "sync", "--set", "embedder=none"]);
  const raft = async (to: string, ...as: readonly string[]) =>
    place.run([
      "school",
      "raft",
      "rows.jsonl",
      "--to",
      to,
      "--right",
      "1",
      "--held-out",
      "0",
      "--set",
      "embedder=none",
      ...as,
    ]);
  const open = await raft("open.jsonl");
  expect(open.stdout).toContain("line 2: docs:secret/merger.md is not there, or may not be read");
  expect(readFileSync(join(place.folder, "open.jsonl"), "utf8")).not.toMatch(/merger|Oakfield/iu);
  await raft("ann.jsonl", "--as", "user:ann");
  const rows = readFileSync(join(place.folder, "ann.jsonl"), "utf8").trim().split("\n");
  expect(rows).toHaveLength(2);
  const merger = rows.filter((one) => one.includes("Oakfield"));
  expect(merger).toHaveLength(1);
  expect(merger[0]).toContain('"acl":["group:board"]');
});

test("screening proposes documents with a diff, and writes them into the library's folder only when approved", async () => {
  place.write(
    "rows.jsonl",
    row("What is the code of the lamp?", "It is L-77.", { acl: ["group:board"] }) +
      row("Which sea is it?", "The sea is Orlo."),
  );
  const screen = async (approve: boolean) =>
    screenSet({
      file: join(place.folder, "rows.jsonl"),
      model: createFakeChatModel({
        reply: ({ prompt }) => (JSON.stringify(prompt.at(-1)).includes("sea") ? "It is Orlo." : "No."),
      }),
      out: join(place.folder, "screened"),
      documents: join(place.folder, "docs/facts"),
      approve,
      protocol: "budget",
      unknown: "read",
      allow: ["public"],
      seed: 1,
      readingPrompt: ([passage], question) => [{ role: "user", content: `${passage?.text}\n${question}` }],
    });
  const proposed = await screen(false);
  expect(proposed).toMatchObject({
    facts: { HighlyKnown: 1, Unknown: 1 },
    unknownShare: 0.5,
    documents: [{ path: "group-board-1.md", acl: ["group:board"], written: false }],
  });
  expect(existsSync(join(place.folder, "docs/facts"))).toBe(false);
  expect(readFileSync(proposed.diffFile ?? "", "utf8")).toContain("+It is L-77.");
  const approved = await screen(true);
  expect(approved).toMatchObject({ calls: 0, documents: [{ written: true }] });
  await place.run(["library", "sync", "--set", "embedder=none"]);
  const asked = async (...as: readonly string[]) =>
    (await place.run(["library", "search", "code of the lamp", "--set", "embedder=none", ...as])).stdout;
  expect(await asked("--as", "user:ann")).toContain("L-77");
  expect(await asked()).not.toContain("L-77");
  expect((await screen(true)).diffFile).toBeUndefined();
});

test("a screening through a server goes by the project's own names of models", async () => {
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const choice = { index: 0, delta: { role: "assistant", content: "It is 12." }, finish_reason: "stop" };
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(`data: ${JSON.stringify({ id: "x", choices: [choice] })}\n\ndata: [DONE]\n\n`);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  try {
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    place.write(
      "schoolbook.config.json",
      JSON.stringify({ models: { mine: { reference: `openai-compatible:http://127.0.0.1:${port}/v1#m` } } }),
    );
    place.write(
      "rows.jsonl",
      row("How many are there?", "There are 12 of them.") + row("How many rooms?", "There are 44 rooms."),
    );
    const { code, stdout, stderr } = await place.run([
      "school",
      "screen",
      "rows.jsonl",
      "--model",
      "mine",
      "--allow",
      "public",
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "2 facts to ask mine about, with 40 calls at most.\n" });
    expect(stdout).toContain("50 % of 2 rows teach facts that");
    expect(stdout).toContain("public-1.md: 1 fact for public, not in the library yet");
    expect(readFileSync(join(place.folder, "screened/rows.jsonl"), "utf8")).toContain("screened-read");
  } finally {
    server.close();
  }
});
