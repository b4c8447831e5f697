import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import type { ProjectConfig } from "../config/config-schema.ts";
import { openProject } from "../open-project.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "schoolbook-rules-"));
  for (const name of ["a", "b", "c"])
    writeFileSync(join(folder, `${name}.md`), `# Bird\n\nThe kestrel ${name} nests.\n`);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const OPEN = { path: "**", allow: ["public"] };

function folderConfig(
  ...access: readonly { readonly path: string; readonly allow: readonly string[] }[]
): ProjectConfig {
  return { sources: { docs: { kind: "folder", path: ".", access } } };
}

function rowsConfig(allow: readonly string[]): ProjectConfig {
  const access = [{ path: "**", allow }];
  return { sources: { rows: { kind: "rows", path: "a.jsonl", key: "id", acl: "who", access } } };
}

async function found(config: ProjectConfig): Promise<number> {
  await using project = await openProject({ folder, config });
  return (await project.search("kestrel", { as: ["public"] })).hits.length;
}

async function sync(config: ProjectConfig): Promise<void> {
  await using project = await openProject({ folder, config });
  await project.sync();
}

test("a reader that is open notices that another configuration was synced, and reads nothing that its own closes", async () => {
  const mine = folderConfig({ path: "a.md", allow: ["group:staff"] }, OPEN);
  await sync(mine);
  await using reader = await openProject({ folder, config: mine });
  const search = async () => reader.search("kestrel", { as: ["public"] });
  expect((await search()).hits).toHaveLength(2);
  await sync(folderConfig(OPEN));
  await expect(search()).rejects.toMatchObject({ code: "library_outdated" });
  await expect(reader.document("docs:b.md", { as: ["public"] })).rejects.toMatchObject({ code: "library_outdated" });
  await expect(reader.placeOf("docs:b.md", 0, { as: ["public"] })).rejects.toMatchObject({ code: "library_outdated" });
  await sync(mine);
  expect((await search()).hits).toHaveLength(2);
});

test("rules that change and close nothing that is there are no obstacle", async () => {
  await sync(folderConfig(OPEN));
  const changed = folderConfig({ path: "hr/**", allow: ["group:hr"] }, OPEN);
  expect(await found(changed)).toBe(3);
  await using project = await openProject({ folder, config: changed });
  expect(await project.isCurrent()).toBe(false);
  await project.sync();
  expect(await project.isCurrent()).toBe(true);
});

test("a sync under looser rules that was cut short is not forgotten when the stricter ones come back", async () => {
  const strict = folderConfig({ path: "**", allow: ["group:staff"] });
  await sync(strict);
  const stop = new AbortController();
  {
    const loose = { ...folderConfig(OPEN), sync: { batch: { maxDocuments: 1 } } };
    await using project = await openProject({ folder, config: loose });
    const onProgress = ({ done }: { readonly done: number }): void => {
      if (done === 2) stop.abort();
    };
    await expect(project.sync({ signal: stop.signal, onProgress })).rejects.toThrow();
  }
  await expect(found(strict)).rejects.toMatchObject({ code: "library_outdated" });
  await sync(strict);
  expect(await found(strict)).toBe(0);
});

test("rows that say themselves who may read them are read again before anybody reads them under other rules", async () => {
  writeFileSync(join(folder, "a.jsonl"), '{"id":"1","body":"kestrel","who":"public"}\n{"id":"2","body":"kestrel"}\n');
  await sync(rowsConfig(["public"]));
  expect(await found(rowsConfig(["public"]))).toBe(2);
  await expect(found(rowsConfig(["group:staff"]))).rejects.toMatchObject({ code: "library_outdated" });
  await sync(rowsConfig(["group:staff"]));
  expect(await found(rowsConfig(["group:staff"]))).toBe(1);
});

test("a source that is added has nothing to close, and one that was never synced is no obstacle", async () => {
  await sync(folderConfig(OPEN));
  const added: ProjectConfig = { sources: { ...folderConfig(OPEN).sources, more: { kind: "folder", path: "more" } } };
  expect(await found(added)).toBe(3);
  await sync(added);
  await sync(folderConfig(OPEN));
  await using project = await openProject({ folder, config: folderConfig(OPEN) });
  expect(await project.isCurrent()).toBe(true);
});

test("an imported library is read under the rules of whoever exported it, until its sources are configured here", async () => {
  await sync(folderConfig(OPEN));
  const elsewhere = mkdtempSync(join(tmpdir(), "schoolbook-rules-"));
  try {
    await using from = await openProject({ folder, config: folderConfig(OPEN) });
    await from.exportTo(join(elsewhere, "all.schoolbook"));
    await using project = await openProject({ folder: elsewhere, config: {} });
    await project.importFrom(join(elsewhere, "all.schoolbook"));
    expect((await project.search("kestrel", { as: ["public"] })).hits).toHaveLength(3);
    const stricter = folderConfig({ path: "**", allow: ["group:staff"] });
    await using configured = await openProject({ folder: elsewhere, config: stricter });
    await expect(configured.search("kestrel", { as: ["public"] })).rejects.toMatchObject({ code: "library_outdated" });
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
});
