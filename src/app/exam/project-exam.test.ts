// An exam of a small project from its file to its exports: for whom it is made, and what nobody else sees of it.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { systemRuntime } from "../../core/runtime.ts";
import { checkQuestions } from "../../exam/check/check-questions.ts";
import { exportRun } from "../../exam/export/export-run.ts";
import { readQuestions } from "../../exam/questions/read-questions.ts";
import { buildNumberQuestion } from "../../testing/index.ts";
import type { ProjectConfig } from "../config/config-schema.ts";
import { openProject } from "../open-project.ts";
import { createLibraryHandles } from "../project/library-handles.ts";
import type { Project } from "../project/project.ts";
import { checkedLibrary } from "./checked-library.ts";
import { readExamFile } from "./exam-file.ts";
import { importExam } from "./import-exam.ts";
import { libraryNow } from "./library-now.ts";
import { newExam, STARTER } from "./new-exam.ts";
import { examFolder, openProjectRun, runProjectExam } from "./run-project-exam.ts";

const SECRET = "A raise of four percent was agreed for April";
const CONFIG: ProjectConfig = {
  embedder: null,
  people: { "user:mia": ["group:people"] },
  sources: {
    docs: {
      kind: "folder",
      path: "docs",
      access: [
        { path: "raise.md", allow: ["group:people"] },
        { path: "**", allow: ["public"] },
      ],
    },
  },
};
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-exam-"));
  mkdirSync(join(folder, "docs"));
  writeFileSync(join(folder, "docs", "warranty.md"), "# Warranty\n\nThe warranty of the lamp lasts two years.\n");
  writeFileSync(join(folder, "docs", "raise.md"), `# Raise\n\n${SECRET}.\n`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const EXAM = `questions:
  - id: open
    question: How long does the warranty of the lamp last?
    principals: [public]
    expected: { contains: [two years] }
  - id: hers
    question: What raise was agreed for April?
    principals: ["user:mia"]
    expected: { contains: [four percent] }
`;

async function runAs(project: Project, as: readonly string[], run: string) {
  writeFileSync(join(folder, "exam.yaml"), EXAM);
  const { questions } = readExamFile(join(folder, "exam.yaml"));
  const { arms, ask } = await project.examArms({ as, names: ["quoting"] });
  return runProjectExam(project, {
    as,
    run,
    questions,
    arms,
    repeats: 1,
    ask,
    runtime: systemRuntime(),
  });
}

test("a run as somebody asks what they may see the answer of, and its files say nothing else", async () => {
  await using project = await openProject({ folder, config: CONFIG });
  await project.sync();
  expect(await runAs(project, ["public"], "everyone")).toMatchObject({ rows: 1, asked: 1, failed: 0, asOthers: 1 });
  expect(await runAs(project, ["user:mia"], "hers")).toMatchObject({ rows: 2, asked: 2, failed: 0, asOthers: 0 });
  await using hers = openProjectRun(project, { as: ["user:mia"], run: "hers", runtime: systemRuntime() });
  const trials = [...hers.trials()];
  expect(
    trials.map(({ outcome }) => outcome.kind === "answered" && outcome.answer.text.includes("four percent")),
  ).toEqual([false, true]);
  const library = await libraryNow(project, { ...hers.plan, trials }, ["user:mia"]);
  const csv = await exportRun({ run: "hers", startedAt: 0, trials, missing: 0, metrics: [], library }, "csv");
  expect(csv).toContain("four percent");
  expect(() => openProjectRun(project, { as: ["public"], run: "hers", runtime: systemRuntime() })).toThrow(
    "made as somebody else",
  );
  const everyone = readFileSync(join(examFolder(project), "runs", "everyone", "log.jsonl"), "utf8");
  expect(everyone).toContain("two years");
  expect(everyone).not.toMatch(/raise|percent|mia/u);
  const calls = readdirSync(join(examFolder(project), "calls")).map((name) =>
    readFileSync(join(examFolder(project), "calls", name), "utf8"),
  );
  expect(calls.filter((text) => text.includes("four percent"))).toHaveLength(1);
});

test("a check tells closed sources from missing ones only to whoever may know", async () => {
  await using project = await openProject({ folder, config: CONFIG });
  await project.sync();
  await using library = createLibraryHandles(project.settings.libraryPath, systemRuntime());
  const context = { project: project.settings, library };
  const ask = (id: string, principals: readonly string[], source: string) =>
    buildNumberQuestion(id, { principals, expected: { contains: ["x"], sources: [source] }, cluster: id });
  const questions = [
    ask("closed", ["public"], "docs:raise.md"),
    ask("hers", ["user:mia"], "docs/raise.md"),
    ask("gone", ["public"], "docs:gone.md"),
  ];
  const kinds = async (tellsClosed: boolean): Promise<readonly string[]> => {
    const { findings } = await checkQuestions({ questions, library: checkedLibrary(context, { tellsClosed }) });
    return findings.filter(({ severity }) => severity === "error").map((one) => `${one.questions.join()} ${one.kind}`);
  };
  expect(await kinds(true)).toEqual(["closed source-closed", "gone source-missing"]);
  expect(await kinds(false)).toEqual(["closed source-missing", "gone source-missing"]);
});

test("mistakes of a file are said all at once, and a file without questions is one", () => {
  writeFileSync(join(folder, "bad.jsonl"), '{"question": "a"}\n{"question": ""}\n');
  const read = (): unknown => readExamFile(join(folder, "bad.jsonl"), { name: "bad.jsonl" });
  expect(read).toThrow("bad.jsonl has 5 mistakes.");
  expect(read).toThrow(
    expect.objectContaining({
      details: { mistakes: expect.arrayContaining([expect.objectContaining({ line: 2 })]) },
    }),
  );
  writeFileSync(join(folder, "empty.jsonl"), "\n");
  expect(() => readExamFile(join(folder, "empty.jsonl"))).toThrow("holds no questions");
});

test("a new exam is one that can be read, and does not write over another", () => {
  const path = join(folder, "exams", "first.yaml");
  newExam({ path });
  expect(readExamFile(path).questions).toHaveLength(5);
  expect(readQuestions({ name: "s.yaml", text: STARTER }).mistakes).toEqual([]);
  expect(() => newExam({ path })).toThrow("is there already");
});

test("an import becomes a file of questions, and reads nothing outside of its folder", () => {
  const from = join(folder, "evals", "promptfooconfig.yaml");
  mkdirSync(join(folder, "evals"));
  writeFileSync(join(folder, "secret.yaml"), "- vars: { question: secret? }\n  assert: [{ type: equals, value: x }]\n");
  writeFileSync(
    from,
    "tests:\n  - vars: { question: How long? }\n    assert: [{ type: contains, value: two }]\n  - file://../secret.yaml\n",
  );
  const to = join(folder, "exam.jsonl");
  const report = importExam({ from, to, as: ["public"] });
  expect(report).toMatchObject({ format: "promptfoo", leftOut: [{ line: 4, field: "tests[1]" }] });
  expect(readExamFile(to).questions).toMatchObject([{ question: "How long?", principals: ["public"] }]);
  expect(() => importExam({ from, to, as: [] })).toThrow("Nobody asks");
  const none = join(folder, "none.yaml");
  writeFileSync(join(folder, "t.csv"), "one,two\na,b\n");
  expect(() => importExam({ from: join(folder, "t.csv"), to: none, as: ["public"] })).toThrow("no question came in");
  expect(existsSync(none)).toBe(false);
});
