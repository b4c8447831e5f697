import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { lockHolder } from "../../core/lock.ts";
import type { ProjectConfig } from "../config/config-schema.ts";
import { openProject } from "../open-project.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-sync-"));
  mkdirSync(join(folder, "docs"));
  writeFileSync(join(folder, "docs", "yard.md"), "# Yard\n\nBicycles may be parked in the yard.\n");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("the writer lock is held from the start of a sync to its end", async () => {
  const config = { sources: { docs: { kind: "folder", path: "docs" } } } as const;
  await using project = await openProject({ folder, config });
  const lock = `${project.settings.libraryPath}.lock`;
  const holders: (string | undefined)[] = [];
  await project.sync({ onProgress: () => void holders.push(lockHolder(lock)?.command) });
  expect(holders).toContain("library sync");
  expect(holders).not.toContain(undefined);
  expect(lockHolder(lock)).toBeUndefined();
});

test("the library's folder is kept out of git", async () => {
  const config = { sources: { docs: { kind: "folder", path: "docs" } } } as const;
  await using project = await openProject({ folder, config });
  await project.sync();
  expect(readFileSync(join(dirname(project.settings.libraryPath), ".gitignore"), "utf8")).toBe("*\n");
});

test("the project's own settings are not read as a document", async () => {
  writeFileSync(join(folder, "schoolbook.config.json"), '{ "name": "secret-people" }');
  const config: ProjectConfig = {
    sources: { docs: { kind: "folder", path: ".", access: [{ path: "**", allow: ["public"] }] } },
  };
  await using project = await openProject({ folder, config });
  const report = await project.sync();
  expect(report.sources).toMatchObject([{ added: 1 }]);
  const { hits } = await project.search("secret-people", { as: ["public"] });
  expect(hits.map(({ passage }) => passage.documentId)).toEqual(["docs:docs/yard.md"]);
});

test("vectors find what is said in other words, and a library of words alone works until it is rebuilt", async () => {
  writeFileSync(join(folder, "docs", "leave.md"), "# Leave\n\nParents stay at home for sixteen weeks, paid in full.\n");
  const sources: ProjectConfig["sources"] = {
    docs: { kind: "folder", path: "docs", access: [{ path: "**", allow: ["public"] }] },
  };
  const ask = { as: ["public"], limit: 1 };
  const question = "maternity absence of a mother";
  {
    await using project = await openProject({ folder, config: { sources, library: { embedder: "none" } } });
    await project.sync();
    expect((await project.search(question, ask)).hits).toEqual([]);
  }
  await using project = await openProject({ folder, config: { sources } });
  writeFileSync(join(folder, "docs", "cups.md"), "# Cups\n\nCups are in the kitchen.\n");
  expect(await project.sync()).toMatchObject({ sources: [{ added: 1, passagesEmbedded: 0 }] });
  expect((await project.search("Where are the cups?", ask)).hits).toMatchObject([{ lexical: { rank: 1 } }]);
  expect(await project.rebuild()).toMatchObject({ activated: true, passagesEmbedded: 3 });
  const { hits } = await project.search(question, ask);
  expect(hits).toMatchObject([{ dense: { rank: 1 }, passage: { documentId: "docs:leave.md" } }]);
  expect(await project.verify()).toMatchObject({ clean: true });
  expect(await project.rollback()).toMatchObject({ activated: true });
  expect((await project.search(question, ask)).hits).toEqual([]);
});
