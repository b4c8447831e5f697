import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { expect, test } from "vitest";

import { inspectFolder } from "./inspect-folder.ts";

function proposalFor(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "schoolbook-init-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return inspectFolder(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("each sub-folder with documents is a source, code and packages are none", () => {
  const { sources, isGit } = proposalFor({
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
  expect(sources).toEqual([
    { name: "notes", settings: { kind: "folder", path: "2024 Notes" }, documents: 1 },
    { name: "docs", settings: { kind: "folder", path: "docs" }, documents: 2 },
  ]);
});

test("a folder that is itself the collection is one source", () => {
  const files = Object.fromEntries(["a", "b", "c", "d"].map((name) => [`${name}.md`, "# T"]));
  expect(proposalFor({ ...files, "more/e.md": "# E" }).sources).toEqual([
    { name: "docs", settings: { kind: "folder", path: "." }, documents: 5 },
  ]);
  expect(proposalFor({ "only.md": "# O" }).sources).toMatchObject([{ settings: { path: "." } }]);
});

test("tables and JSON lines are rows, their columns guessed by name", () => {
  const { sources } = proposalFor({
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
    },
    {
      name: "catalogue",
      settings: { kind: "rows", path: "data/catalogue.csv", key: "sku", title: "name", delimiter: ";" },
      documents: 1,
    },
    { name: "faq", settings: { kind: "rows", path: "data/faq.jsonl", key: "number", title: "question" }, documents: 2 },
  ]);
});

test("an empty folder has nothing to propose", () => {
  expect(proposalFor({}).sources).toEqual([]);
});

test("equal names are told apart", () => {
  const { sources } = proposalFor({ "faq/a.md": "# A", "faq.csv": "id,text\n1,x\n" });
  expect(sources.map(({ name }) => name)).toEqual(["faq", "faq-2"]);
});

test("a row whose quoted cell holds line breaks counts once", () => {
  const { sources } = proposalFor({ "t.csv": 'id,text\n1,"one\n\ntwo ""three""\n"\n2,plain\n' });
  expect(sources).toMatchObject([{ documents: 2 }]);
});
