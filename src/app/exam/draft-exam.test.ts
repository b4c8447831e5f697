// Drafting within a project: who reads and who asks, what is kept when it is ended, and what is asked before a model is called.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { createFakeChatModel, createFakeModelServer } from "../../testing/index.ts";
import type { ProjectConfig } from "../config/config-schema.ts";
import { openProject } from "../open-project.ts";
import type { DraftExamOptions } from "./draft-exam.ts";
import { readExamFile } from "./exam-file.ts";

const CONFIG: ProjectConfig = {
  embedder: null,
  sources: {
    docs: {
      kind: "folder",
      path: "docs",
      access: [
        { path: "pay/**", allow: ["group:people"] },
        { path: "board/**", allow: ["group:board"] },
        { path: "**", allow: ["public"] },
      ],
    },
  },
};
const NAMES = ["Aalto", "Brehm", "Corvo", "Delta", "Ember", "Fjord"];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-draft-"));
  for (const name of ["docs/pay", "docs/board"]) mkdirSync(join(folder, name), { recursive: true });
  for (const name of NAMES) {
    const text = `# ${name}\n\nThe warranty of the ${name} lamp is ${name.length + 20} months. The weight of the ${name} lamp is 2 kg.\n`;
    writeFileSync(join(folder, "docs", `${name}.md`), text);
  }
  writeFileSync(
    join(folder, "docs/team.md"),
    "# Teams\n\nThe cost centre of the Harbour team is C-12. It has been on the list of teams since the beginning.\n",
  );
  writeFileSync(
    join(folder, "docs/pay/raise.md"),
    "# Pay\n\nThe raise of the Marsh agreement is four percent. It was agreed in the spring of this year.\n",
  );
  writeFileSync(
    join(folder, "docs/board/plan.md"),
    "# Plan\n\nThe target of the Quoll merger is Larkspur. It was chosen by the board in the autumn of last year.\n",
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function given(options: Partial<DraftExamOptions> = {}): DraftExamOptions {
  return {
    as: ["group:people"],
    wanted: { answerable: 3, unanswerable: 0, forbidden: 0 },
    model: "quoting",
    to: join(folder, "draft.jsonl"),
    ...options,
  };
}

test("rules draft from what the asker may read, and forbidden questions from what others may not", async () => {
  await using project = await openProject({ folder, config: CONFIG });
  await project.sync();
  const wanted = { answerable: 20, unanswerable: 2, forbidden: 1 };
  const report = await project.draftExam(given({ wanted, forbiddenAs: ["public"] }));
  const { questions } = readExamFile(join(folder, "draft.jsonl"));
  expect(report.drafted).toEqual({ answerable: 14, unanswerable: 2, forbidden: 1 });
  expect(report.missing).toEqual({ answerable: 6, unanswerable: 0, forbidden: 0 });
  expect(report).toMatchObject({ calls: 0, spentUsd: 0, isDeclined: false });
  const file = readFileSync(join(folder, "draft.jsonl"), "utf8");
  expect(file).not.toMatch(/Larkspur|Quoll/u);
  const forbidden = questions.filter(({ tags }) => tags.includes("draft-forbidden"));
  expect(forbidden).toMatchObject([
    {
      question: "What is the raise of the Marsh agreement?",
      principals: ["public"],
      expected: { unanswerable: true, sources: ["docs:pay/raise.md"] },
    },
  ]);
  expect(JSON.stringify(forbidden)).not.toContain("four percent");
});

function serverDrafting() {
  const reply = (prompt: string): string => {
    const name = /The warranty of the (\w+) lamp/u.exec(prompt)?.[1] ?? "";
    const quote = `The warranty of the ${name} lamp is ${name.length + 20} months.`;
    return `Question: How long is the warranty of the ${name} lamp?\nAnswer: ${name.length + 20} months\nQuote: ${quote}`;
  };
  const chat = createFakeChatModel({ can: { json: false }, reply: ({ prompt }) => reply(JSON.stringify(prompt)) });
  return createFakeModelServer({ chat });
}

test("what was drafted before it was ended is kept, and the next call goes on from there", async () => {
  await using server = await serverDrafting();
  await using project = await openProject({ folder, config: CONFIG });
  await project.sync();
  const controller = new AbortController();
  const options = given({ model: `openai-compatible:${server.origin}/v1#fake`, as: ["public"] });
  let count = 0;
  const onEvent = (): void => {
    count += 1;
    if (count === 2) controller.abort();
  };
  await expect(project.draftExam({ ...options, signal: controller.signal, onEvent })).rejects.toThrow("abort");
  const kept = readExamFile(options.to).questions;
  expect(kept).toHaveLength(2);
  const before = server.calls().length;
  const report = await project.draftExam({ ...options, wanted: { answerable: 5, unanswerable: 0, forbidden: 0 } });
  expect(report).toMatchObject({ kept: { answerable: 2 }, drafted: { answerable: 3 }, spentUsd: undefined });
  // why: one of the passages is not about a lamp, and the server refuses to be held to JSON once.
  expect(report.calls).toBe(4);
  expect(server.calls()).toHaveLength(before + 5);
  const all = readExamFile(options.to).questions;
  expect(all.slice(0, 2)).toEqual(kept);
  expect(new Set(all.map(({ question }) => question)).size).toBe(5);
});

test("no model is called before its cost was shown and agreed to, and none beyond the budget", async () => {
  await using server = await serverDrafting();
  const reference = `openai-compatible:${server.origin}/v1#fake`;
  const models = { priced: { reference, price: { input: 100, output: 100 } } };
  await using project = await openProject({ folder, config: { ...CONFIG, models } });
  await project.sync();
  const shown: unknown[] = [];
  const declined = await project.draftExam(
    given({ model: "priced", onForecast: (forecast) => shown.push(forecast) < 0 }),
  );
  expect(declined).toMatchObject({ isDeclined: true, missing: { answerable: 3 } });
  expect(shown).toMatchObject([{ calls: 3, mostCalls: 9, inputTokens: expect.any(Number), usd: expect.any(Number) }]);
  await expect(project.draftExam(given({ model: "priced", budgetUsd: 0.001 }))).rejects.toThrow("more than $0.001");
  await expect(project.draftExam(given({ model: reference, budgetUsd: 1 }))).rejects.toThrow("no configured price");
  expect(server.calls()).toEqual([]);
  expect(existsSync(join(folder, "draft.jsonl"))).toBe(false);
});

test("forbidden questions need somebody who asks them, and drafts a file that can be added to", async () => {
  await using project = await openProject({ folder, config: CONFIG });
  await project.sync();
  const wanted = { answerable: 0, unanswerable: 0, forbidden: 1 };
  await expect(project.draftExam(given({ wanted }))).rejects.toThrow("Nobody asks the forbidden questions");
  await expect(project.draftExam(given({ to: join(folder, "draft.yaml") }))).rejects.toThrow("no JSONL file");
  await expect(project.draftExam(given({ as: [] }))).rejects.toThrow("Nobody asks");
});
