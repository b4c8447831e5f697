import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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

test.each([
  ["a folder that is not valid UTF-8", Buffer.from("lohn\xe4", "latin1"), "y.md", "lohn?/**"],
  ["a file that is not valid UTF-8", Buffer.from("."), Buffer.from("geh\xe4lter.md", "latin1"), "geh?lter.md"],
])(
  "a rule about the name as it is written closes %s before the sync, marked as it is in ids",
  async (_name, inner, file, path) => {
    const place = Buffer.concat([Buffer.from(`${folder}/`), inner]);
    mkdirSync(place, { recursive: true });
    writeFileSync(Buffer.concat([place, Buffer.from("/"), Buffer.from(file)]), "# Bird\n\nThe kestrel sleeps.\n");
    await sync(folderConfig(OPEN));
    const closed = folderConfig({ path, allow: ["group:hr"] }, OPEN);
    await expect(found(closed)).rejects.toMatchObject({ code: "library_outdated" });
    await using project = await openProject({ folder, config: closed });
    expect((await project.sync()).sources[0]).toMatchObject({ idleRules: [] });
    expect(await found(closed)).toBe(3);
  },
);

test("a name in decomposed letters beside its twin is closed by the rule for both", async () => {
  writeFileSync(join(folder, "geh\u00e4lter.md"), "---\nacl: [group:hr]\n---\nThe kestrel is paid.\n");
  writeFileSync(join(folder, "geha\u0308lter.md"), "The kestrel is paid well.\n");
  await sync(folderConfig(OPEN));
  expect(await found(folderConfig(OPEN))).toBe(4);
  const closed = folderConfig({ path: "geh\u00e4lter.md", allow: ["group:hr"] }, OPEN);
  await expect(found(closed)).rejects.toMatchObject({ code: "library_outdated" });
  await sync(closed);
  expect(await found(closed)).toBe(3);
});

test("a library is not exported while the configuration closes what it holds open, because importers read it as it is", async () => {
  await sync(folderConfig(OPEN));
  const file = join(folder, "all.schoolbook");
  const strict = folderConfig({ path: "**", allow: ["group:staff"] });
  for (const config of [strict, {}]) {
    await using project = await openProject({ folder, config });
    await expect(project.exportTo(file)).rejects.toMatchObject({ code: "library_outdated" });
    expect(existsSync(file)).toBe(false);
  }
  await sync(strict);
  await using project = await openProject({ folder, config: strict });
  expect(await project.exportTo(file)).toMatchObject({ documents: 3 });
});

test("a source that is configured does not stay readable without its configuration because it was imported twice", async () => {
  await sync(folderConfig(OPEN));
  const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), "schoolbook-rules-")));
  const [between = "", last = ""] = folders;
  try {
    await using from = await openProject({ folder, config: folderConfig(OPEN) });
    await from.exportTo(join(between, "x.schoolbook"));
    await using second = await openProject({ folder: between, config: {} });
    await second.importFrom(join(between, "x.schoolbook"));
    await second.exportTo(join(last, "y.schoolbook"));
    await using third = await openProject({ folder: last, config: folderConfig(OPEN) });
    await third.importFrom(join(last, "y.schoolbook"));
    expect((await third.search("kestrel", { as: ["public"] })).hits).toHaveLength(3);
    await using without = await openProject({ folder: last, config: {} });
    await expect(without.search("kestrel", { as: ["public"] })).rejects.toMatchObject({ code: "library_outdated" });
  } finally {
    for (const one of folders) rmSync(one, { recursive: true, force: true });
  }
});
