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
    embedder: false,
    sources: { docs: { kind: "folder", path: ".", access: [{ path: "**", allow: ["public"] }] } },
  };
  await using project = await openProject({ folder, config });
  const report = await project.sync();
  expect(report.sources).toMatchObject([{ added: 1 }]);
  expect((await project.search("secret-people", { as: ["public"] })).hits).toEqual([]);
});

test.each([
  ["is broken", '{"id":"1","body":"kestrel", "who":\n', 0],
  ["has lost its key", '{"id"\n', 0],
  ["has another value of the wrong type", '{"id":"1","body":"kestrel","who":"group:hr","price":"x"}\n', 0],
  ["is whole again", '{"id":"1","body":"kestrel","who":"public"}\n', 1],
])("a row that said who may read it and that %s is read by them alone", async (_what, row, hits) => {
  const config: ProjectConfig = {
    embedder: false,
    sources: { rows: { kind: "rows", path: "a.jsonl", key: "id", acl: "who", metadata: { price: "number" } } },
  };
  await using project = await openProject({ folder, config });
  const found = async (): Promise<number> => (await project.search("kestrel", { as: ["public"] })).hits.length;
  const other = '{"id":"2","body":"falcon","who":"public"}\n';
  writeFileSync(join(folder, "a.jsonl"), `{"id":"1","body":"kestrel","who":"public"}\n${other}`);
  await project.sync();
  expect(await found()).toBe(1);
  writeFileSync(join(folder, "a.jsonl"), row + other);
  await project.sync();
  expect(await found()).toBe(hits);
});
