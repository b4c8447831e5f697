// Files of questions, rows and labels that are nested a hundred thousand levels deep: a mistake with its place, and no stack trace.
import { expect, test } from "vitest";

import { configOf } from "./exam-project.ts";
import { cliFolder } from "./run-cli.ts";

const DEEP = "[".repeat(100_000) + "]".repeat(100_000);
const CONFIG = configOf();
const ROWS = JSON.stringify({
  name: "rows",
  embedder: false,
  sources: { rows: { kind: "rows", path: "rows.jsonl", key: "id", access: [{ path: "**", allow: ["public"] }] } },
});
const GOOD = JSON.stringify({ id: "a", question: "Q?", principals: ["public"], expected: { answers: ["x"] } });

test.each([
  ["exam check f.jsonl", `${GOOD}\n{"id":"b","question":${DEEP}}\n`, "f.jsonl line 2: "],
  ["exam check f.jsonl", `${"[".repeat(100_000)}\n`, "f.jsonl line 1: not valid JSON"],
  ["exam check f.jsonl", `{"id":"b","question":"Q?","expected":{"json":{"schema":{"enum":${DEEP}}}}}\n`, "line 1: "],
  ["exam check f.yaml", `questions:\n  - id: a\n    question: ${DEEP}\n`, "f.yaml line 3 column "],
  ["exam check f.json", DEEP, "f.json line 1 column "],
  ["exam check f.csv", `id,question,json\na,Q?,"${DEEP}"\n`, "f.csv line 2: "],
  ["exam judge calibrate f.jsonl --accept-people 3", `{"id":"a","people":${DEEP}}\n`, "f.jsonl line 1: "],
  ["exam import f.jsonl --format openai-evals --to o.jsonl --as public", `{"input":${DEEP}}\n`, "line 1, "],
  ["exam import f.yaml --format promptfoo --to o.jsonl --as public", `tests:\n  - vars: ${DEEP}\n`, "line 2, "],
  ["exam import f.jsonl --format ragas --to o.jsonl --as public", `{"user_input":${DEEP}}\n`, "line 1, "],
  ["school import f.jsonl --to o.jsonl", `{"messages":${DEEP}}\n`, "f.jsonl line 1: "],
  ["school check f.jsonl", `{"messages":[],"tools":${DEEP}}\n`, "f.jsonl line 1: "],
])("%s tells where and why", async (command, text, where) => {
  const [, file = ""] = /(f\.\w+)/u.exec(command) ?? [];
  using place = cliFolder({ "schoolbook.config.json": CONFIG, [file]: text });
  const { code, stdout, stderr } = await place.run(command.split(" "));
  expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
  expect(stderr).toContain(where);
  expect(stderr).toMatch(/nested more than 500 levels|not valid JSON|write JSON/u);
  expect(stderr).toContain("→");
  expect(stderr).not.toMatch(/call stack|^ {4}at /mu);
  expect(stderr.length).toBeLessThan(2000);
});

test("a row of a source that is nested too deeply is one row that failed", async () => {
  const rows = `{"id":"good","text":"Hello there."}\n{"id":"deep","text":"Hi.","more":${DEEP}}\n`;
  using place = cliFolder({ "schoolbook.config.json": ROWS, "rows.jsonl": rows });
  const { code, stdout, stderr } = await place.run(["library", "sync"]);
  expect({ code, stdout }).toMatchObject({ code: 9, stdout: expect.stringContaining("1 added, 1 failed") });
  expect(stderr).toContain("rows.jsonl line 2: not valid JSON (lists or objects are nested more than 500 levels deep)");
});
