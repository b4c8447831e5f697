// The page of a run within a project: for whom it is made, and what it does not show to them any more.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { systemRuntime } from "../../core/runtime.ts";
import type { Question } from "../../spec/exam.ts";
import { buildNumberQuestion } from "../../testing/index.ts";
import type { ProjectConfig } from "../config/config-schema.ts";
import { openProject } from "../open-project.ts";
import type { Project } from "../project/project.ts";
import { runProjectExam } from "./run-project-exam.ts";
import { writeRunPage } from "./write-run-page.ts";

function configFor(raise: string): ProjectConfig {
  return {
    embedder: null,
    people: { "user:mia": ["group:people"] },
    sources: {
      docs: {
        kind: "folder",
        path: "docs",
        access: [
          { path: "raise.md", allow: [raise] },
          { path: "**", allow: ["public"] },
        ],
      },
    },
  };
}

const QUESTIONS: readonly Question[] = [
  buildNumberQuestion("open", {
    question: "How long does the warranty of the lamp last?",
    expected: { contains: ["two years"], sources: ["docs:warranty.md"] },
  }),
  buildNumberQuestion("hers", {
    question: "What was agreed for April?",
    principals: ["user:mia"],
    expected: { contains: ["four percent"], sources: ["docs:raise.md"] },
  }),
  buildNumberQuestion("forbidden", {
    question: "What was agreed in spring for April?",
    expected: { unanswerable: true, excludes: ["four percent"], sources: ["docs:raise.md"] },
  }),
];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-page-"));
  mkdirSync(join(folder, "docs"));
  writeFileSync(join(folder, "docs", "warranty.md"), "# Warranty\n\nThe warranty of the lamp lasts two years.\n");
  writeFileSync(join(folder, "docs", "raise.md"), "# Raise\n\nA raise of four percent was agreed for April.\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function runAs(project: Project, as: readonly string[]): Promise<void> {
  const { arms, ask } = await project.examArms({ as, names: ["quoting"] });
  await runProjectExam(project, {
    as,
    run: "r",
    questions: QUESTIONS,
    arms,
    repeats: 1,
    ask,
    runtime: systemRuntime(),
  });
}

async function pageFor(project: Project, as: readonly string[], file: string): Promise<string> {
  const to = join(folder, file);
  const report = await writeRunPage(project, { as, run: "r", to, runtime: systemRuntime() });
  const page = readFileSync(to, "utf8");
  expect(report).toMatchObject({ to, bytes: Buffer.byteLength(page), missing: 0 });
  return page;
}

test("a page shows the questions, answers and quotes of those whom the run was made for", async () => {
  await using project = await openProject({ folder, config: configFor("group:people") });
  await project.sync();
  await runAs(project, ["user:mia"]);
  const page = await pageFor(project, ["user:mia"], "mia.html");
  expect(page).toContain("four percent was agreed");
  expect(page).toContain("docs:raise.md");
  await expect(pageFor(project, ["public"], "public.html")).rejects.toThrow("made as somebody else");
});

test("a page for everyone says nothing of what everyone may not read, not even that it is there", async () => {
  await using project = await openProject({ folder, config: configFor("group:people") });
  await project.sync();
  await runAs(project, ["public"]);
  const page = await pageFor(project, ["public"], "public.html");
  expect(page).toContain("two years");
  expect(page).not.toMatch(/percent|raise/u);
});

test("what has been closed since the run is not shown by a page that is written now", async () => {
  {
    await using before = await openProject({ folder, config: configFor("group:people") });
    await before.sync();
    await runAs(before, ["user:mia"]);
  }
  await using project = await openProject({ folder, config: configFor("group:board") });
  await project.sync();
  const page = await pageFor(project, ["user:mia"], "mia.html");
  expect(page).not.toMatch(/percent|raise/u);
  expect(page).toContain("1 withheld:");
});

test("a page is not written over a file unless that is asked for", async () => {
  await using project = await openProject({ folder, config: configFor("group:people") });
  await project.sync();
  await runAs(project, ["public"]);
  const options = { as: ["public"], run: "r", to: join(folder, "page.html"), runtime: systemRuntime() };
  await writeRunPage(project, options);
  await expect(writeRunPage(project, options)).rejects.toThrow("is there already");
  await expect(writeRunPage(project, { ...options, force: true })).resolves.toMatchObject({ rows: 2 });
});
