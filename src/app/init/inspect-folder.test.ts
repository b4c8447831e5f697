import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { expect, test } from "vitest";

import { systemRuntime } from "../../core/runtime.ts";
import { openProject } from "../open-project.ts";
import { inspectFolder } from "./inspect-folder.ts";

async function proposalFor(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-init-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return await inspectFolder(folder, systemRuntime());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("each sub-folder with documents is a source, code and packages are none", async () => {
  const { sources, isGit } = await proposalFor({
    ".git/HEAD": "ref",
    "README.md": "# R",
    "docs/a.md": "# A",
    "docs/deep/b.html": "<p>",
    "2024 Notes/c.txt": "c",
    "src/main.ts": "code",
    "node_modules/x/README.md": "# X",
    ".hidden/d.md": "# D",
  });
  expect(isGit).toBe(true);
  const include = [expect.stringMatching(/^\*\.\{md,/u)];
  expect(sources).toEqual([
    { name: "root", settings: { kind: "folder", path: ".", include }, documents: 1, isMore: false },
    { name: "notes", settings: { kind: "folder", path: "2024 Notes" }, documents: 1, isMore: false },
    { name: "docs", settings: { kind: "folder", path: "docs" }, documents: 2, isMore: false },
  ]);
});

test("a folder that is itself the collection is one source", async () => {
  const files = Object.fromEntries(["a", "b", "c", "d"].map((name) => [`${name}.md`, "# T"]));
  expect((await proposalFor({ ...files, "more/e.md": "# E" })).sources).toEqual([
    {
      name: "docs",
      settings: { kind: "folder", path: ".", exclude: expect.arrayContaining(["schoolbook.config.*"]) },
      documents: 5,
      isMore: false,
    },
  ]);
  expect((await proposalFor({ "only.md": "# O" })).sources).toMatchObject([{ settings: { path: "." } }]);
});

test("tables and JSON lines are rows, their columns guessed by name", async () => {
  const { sources } = await proposalFor({
    "tickets.csv": "ID,Subject,Body,acl,Updated\n1,a,b,public,2026-01-01\n2,c,d,public,2026-01-02\n",
    "data/faq.jsonl": '{"number":1,"question":"q","answer":"a"}\n{"number":2,"question":"r","answer":"b"}\n',
    "data/catalogue.csv": '"sku";"name"\n1;x\n',
    "data/empty.csv": "a,b\n",
    "data/broken.jsonl": "not json\nnor this\n",
  });
  expect(sources).toEqual([
    {
      name: "tickets",
      settings: { kind: "rows", path: "tickets.csv", key: "ID", title: "Subject", acl: "acl", time: "Updated" },
      documents: 2,
      isMore: false,
    },
    {
      name: "catalogue",
      settings: { kind: "rows", path: "data/catalogue.csv", key: "sku", title: "name", delimiter: ";" },
      documents: 1,
      isMore: false,
    },
    {
      name: "faq",
      settings: { kind: "rows", path: "data/faq.jsonl", key: "number", title: "question" },
      documents: 2,
      isMore: false,
    },
  ]);
});

test("what is counted is what a sync takes, each document once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-init-"));
  try {
    const files = {
      "README.md": "# R\n\nRoot.\n",
      "NOTES.TXT": "Notes.\n",
      "package.json": "{}",
      "handbook/a.md": "# A\n\nOne.\n",
      "handbook/prices.json": '{ "a": 1 }',
      "handbook/deep/b.txt": "Two.\n",
      "handbook/deep/.gitignore": "draft.md\n",
      "handbook/deep/draft.md": "# Draft\n",
      "handbook/faq.csv": "id,text\n1,x\n2,y\n",
      "wiki/.gitignore": "*\n",
      "wiki/c.md": "# C\n",
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { sources } = await inspectFolder(folder, systemRuntime());
    const counts = Object.fromEntries(sources.map(({ name, documents }) => [name, documents]));
    expect(counts).toEqual({ root: 2, handbook: 3, faq: 2 });
    const config = { sources: Object.fromEntries(sources.map(({ name, settings }) => [name, settings])) };
    await using project = await openProject({ folder, config });
    const report = await project.sync();
    expect(Object.fromEntries(report.sources.map(({ source, added }) => [source, added]))).toEqual(counts);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("an exam, rows to learn from and the configuration are no documents", async () => {
  const question = '{"question":"q","expected":{"contains":["a"]}}\n';
  const { sources } = await proposalFor({
    ...Object.fromEntries(["a", "b", "c", "d"].map((name) => [`${name}.md`, "# T"])),
    "exam.jsonl": question,
    "first.jsonl": question,
    "exam.csv": "question,contains\nq,a\n",
    "rows.jsonl": '{"messages":[]}\n',
    "exam.yaml": "questions: []\n",
    "schoolbook.config.ts": "export default {};\n",
  });
  expect(sources).toMatchObject([{ name: "docs", settings: { kind: "folder", path: "." } }]);
  expect(sources).toHaveLength(1);
});

test("an empty folder has nothing to propose", async () => {
  expect((await proposalFor({})).sources).toEqual([]);
});

test("equal names are told apart", async () => {
  const { sources } = await proposalFor({ "faq/a.md": "# A", "faq.csv": "id,text\n1,x\n" });
  expect(sources.map(({ name }) => name)).toEqual(["faq", "faq-2"]);
});

test("a row whose quoted cell holds line breaks counts once", async () => {
  const { sources } = await proposalFor({ "t.csv": 'id,text\n1,"one\n\ntwo ""three""\n"\n2,plain\n' });
  expect(sources).toMatchObject([{ documents: 2 }]);
});
