// What keeps a climb from school is said before anything is trained: rows that their readers may not be taught, rows that nothing is read from.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { systemRuntime } from "../../../core/runtime.ts";
import { buildNumberQuestion } from "../../../testing/index.ts";
import { openProject } from "../../open-project.ts";
import { projectSchooling } from "./project-schooling.ts";

const CONFIG = {
  name: "school",
  embedder: false,
  sources: {
    docs: {
      kind: "folder",
      path: "docs",
      access: [
        { path: "raise.md", allow: ["group:hr"] },
        { path: "**", allow: ["public"] },
      ],
    },
  },
} as const;

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-schooling-"));
  mkdirSync(join(folder, "docs"));
  writeFileSync(join(folder, "docs", "raise.md"), "# Raise\n\nThe raise agreed for April is 3.4 percent.\n");
  writeFileSync(join(folder, "docs", "lamp.md"), "# Lamp\n\nThe lamp weighs 118 grams.\n");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Row = { readonly acl: readonly string[]; readonly sources?: readonly string[] };

async function schoolOn(rows: readonly Row[], asker: string, leftOut: readonly number[] = []) {
  await using project = await openProject({ folder, config: CONFIG });
  await project.sync();
  const file = join(folder, "rows.jsonl");
  const lines = rows.map((row) => {
    const asked = { role: "user", content: "What raise was agreed for April?" };
    return `${JSON.stringify({ messages: [asked, { role: "assistant", content: "3.4 percent." }], ...row })}\n`;
  });
  writeFileSync(file, lines.join(""));
  const schooling = await projectSchooling(project, {
    name: "ladder",
    examples: file,
    questions: [buildNumberQuestion("q", { principals: [asker] })],
    template: undefined,
    model: "nano",
    seed: 1,
    as: [asker],
    runtime: systemRuntime(),
  });
  if (!("train" in schooling)) return schooling;
  return await schooling.train("raft", { folder: join(folder, "school"), leftOut, onStep: () => undefined });
}

test("rows that call themselves open and rest on a closed page are not taught to whoever may not read it", async () => {
  const open = [{ acl: ["public"], sources: ["docs:raise.md"] }];
  expect(await schoolOn(open, "public")).toMatchObject({
    what: "1 question is asked by people who may not see all of the examples",
  });
  const others = [{ acl: ["group:sales"], sources: ["docs/raise.md"] }];
  expect(await schoolOn(others, "group:sales")).toMatchObject({
    what: expect.stringContaining("are for people of whom none may read all of their documents"),
  });
});

test("where no row names a page that its readers may read, the open book has no school, and nothing is trained", async () => {
  const lacking = { what: expect.stringContaining("no row of the examples names a document") };
  expect(await schoolOn([{ acl: ["public"] }], "public")).toMatchObject(lacking);
  expect(await schoolOn([{ acl: ["public"], sources: ["docs:gone.md"] }], "public")).toMatchObject(lacking);
});

test("where every row asks a question of the exam there is no school, and nothing is trained", async () => {
  expect(await schoolOn([{ acl: ["public"] }], "public", [1])).toMatchObject({
    what: expect.stringContaining("every row of the examples asks a question of the exam"),
  });
});
