// A climb whose examples cannot be read from any page, and one of whose examples asks a question of its exam: both are said, and it comes to its end.
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { cliFolder } from "./run-cli.ts";

const ROW = {
  messages: [
    { role: "user", content: "What is the weight of the lamp?" },
    { role: "assistant", content: "118 grams." },
  ],
};

const LEAKING = { ...ROW, messages: [{ role: "user", content: "What is the weight of lamp 2?" }, ROW.messages[1]] };

test("where no row names its page, both is left out, and the climb ends with a report and a verdict", async () => {
  const questions = Array.from({ length: 4 }, (_, at) => ({
    id: `q${at}`,
    question: `What is the weight of lamp ${at}?`,
    principals: ["public"],
    expected: { contains: ["118"], sources: ["docs/lamp.md"] },
  }));
  using place = cliFolder({
    "schoolbook.config.json": JSON.stringify({
      embedder: false,
      answer: { maxReplyTokens: 16 },
      sources: { docs: { kind: "folder", path: "docs", access: [{ path: "**", allow: ["public"] }] } },
    }),
    "docs/lamp.md": "# Lamp\n\nThe lamp weighs 118 grams.\n",
    "exam.jsonl": questions.map((question) => `${JSON.stringify(question)}\n`).join(""),
    "rows.jsonl": [ROW, LEAKING].map((row) => `${JSON.stringify({ ...row, acl: ["public"] })}\n`).join(""),
  });
  expect(await place.run(["library", "sync"])).toMatchObject({ code: 0 });
  const climbing = [
    "climb",
    "exam.jsonl",
    "--model",
    "nano",
    "--examples",
    "rows.jsonl",
    "--all",
    "--yes",
    "--name",
    "l",
  ];
  const climbed = await place.run(climbing);
  expect(climbed.stderr).toMatch(/A5 +is left out: no row of the examples names a document/u);
  expect(climbed.code).toBe(18);
  expect(climbed.stderr).toMatch(
    /^! Line 2 of the examples asks a question of the exam: left out of school\.\nRegistered/u,
  );
  expect(climbed.stderr).toContain("learnt from 1 row in");
  const kept = JSON.parse(readFileSync(join(place.folder, ".schoolbook/climbs/l/registration.json"), "utf8"));
  expect(kept).toMatchObject({ registration: { inputs: { examplesLeftOut: "2" } } });
  expect(await place.run(["climb", "report", "l", "--to", "l.md"])).toMatchObject({ code: 0 });
  expect(readFileSync(join(place.folder, "l.md"), "utf8")).toContain(
    "left out of school: line 2 of the examples, asked word for word in this exam",
  );
  appendFileSync(join(place.folder, "rows.jsonl"), `${JSON.stringify({ ...LEAKING, acl: ["public"] })}\n`);
  const changed = await place.run(climbing);
  expect(changed).toMatchObject({ code: 20, stderr: expect.stringContaining("inputs.examples was ") });
  expect(changed.stderr).not.toContain("as this climb was registered");
}, 240_000);
