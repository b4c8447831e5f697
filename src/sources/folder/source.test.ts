import { execFileSync } from "node:child_process";
import { existsSync, symlinkSync, writeFileSync } from "node:fs";
import { appendFile, mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, describe, expect, test, vi } from "vitest";

import { systemRuntime } from "../../core/runtime.ts";
import type { Source, SourceItem } from "../../spec/source.ts";
import { SOURCE_SUITE, type SourceWorld } from "../../testing/source-suite.ts";
import type { SourceContext } from "../source-context.ts";
import { FOLDER_OPTIONS } from "./options.ts";
import { createFolderSource } from "./source.ts";

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function makeProject(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const project = await mkdtemp(join(tmpdir(), "schoolbook-folder-"));
  folders.push(project);
  await mkdir(join(project, "docs"));
  for (const [path, text] of Object.entries(files)) await put(project, path, text);
  return project;
}

let minutes = 0;

/** Files are dated long ago, a minute apart, so that no fingerprint counts as unsettled. */
async function put(project: string, path: string, text: string): Promise<void> {
  const file = join(project, "docs", path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  const date = new Date(Date.UTC(2020, 0, 1, 0, ++minutes));
  await utimes(file, date, date);
}

function open(project: string, options: object = {}, context: Partial<SourceContext> = {}): Source {
  return createFolderSource(FOLDER_OPTIONS.parse({ kind: "folder", path: "docs", ...options }), {
    name: "docs",
    projectFolder: project,
    runtime: systemRuntime(),
    offline: true,
    ...context,
  });
}

async function itemsOf(source: Source, state?: string): Promise<SourceItem[]> {
  return Array.fromAsync(source.list({ state }));
}

async function idsOf(source: Source): Promise<string[]> {
  return (await itemsOf(source)).flatMap((item) => (item.kind === "state" ? [] : [item.id.replace(/^docs:/u, "")]));
}

async function firstDocument(source: Source): Promise<Extract<SourceItem, { kind: "document" }>> {
  const item = (await itemsOf(source)).find(({ kind }) => kind === "document");
  if (item?.kind !== "document") throw new Error("nothing was listed");
  return item;
}

describe("a folder keeps the contract of sources", () => {
  const create = async (): Promise<SourceWorld> => {
    const project = await makeProject();
    const file = (key: string): string => join(project, "docs", `${key}.md`);
    return {
      open: () => open(project, { maxBytes: 1000 }),
      put: async (key, text) => put(project, `${key}.md`, text),
      remove: async (key) => rm(file(key)),
      breakItem: async (key) => writeFile(file(key), "too large ".repeat(200)),
      breakAll: async () => rm(join(project, "docs"), { recursive: true }),
      [Symbol.asyncDispose]: async () => rm(project, { recursive: true, force: true }),
    };
  };
  test.each(SOURCE_SUITE)("$name", async ({ check }) => check(create));
});

test("a document carries its path, time and access", async () => {
  const project = await makeProject({ "hr/leave.md": "# Leave" });
  const item = await firstDocument(open(project, { access: [{ path: "hr/**", allow: ["group:hr"] }] }));
  expect(item).toMatchObject({
    id: "docs:hr/leave.md",
    uri: "docs/hr/leave.md",
    fileName: "leave.md",
    acl: ["group:hr"],
  });
  expect(item.modifiedAt).toBe(Date.UTC(2020, 0, 1, 0, minutes));
  expect(new TextDecoder().decode(await item.read())).toBe("# Leave");
});

test("include, exclude, hidden names and readable formats decide what is listed", async () => {
  const files = ["a.md", "b.txt", ".hidden.md", ".x/c.md", "node_modules/d.md", "deep/e.md", "deep/drafts/f.md"];
  const project = await makeProject(Object.fromEntries(files.map((path) => [path, path])));
  expect(await idsOf(open(project))).toEqual(["a.md", "b.txt", "deep/drafts/f.md", "deep/e.md"]);
  expect(await idsOf(open(project, { include: ["**/*.md"], exclude: ["**/drafts"] }))).toEqual([
    "a.md",
    "deep/e.md",
    "node_modules/d.md",
  ]);
  expect(await idsOf(open(project, { hidden: true }))).toContain(".x/c.md");
  const isReadable = (name: string): boolean => name.endsWith(".md");
  expect(await idsOf(open(project, {}, { isReadable }))).not.toContain("b.txt");
  expect(await idsOf(open(project, { include: ["b.txt"] }, { isReadable }))).toEqual(["b.txt"]);
});

test("ignore files of every level count, the inner before the outer, ours after git's", async () => {
  const files = ["a.log", "b.md", "keep.log", "inner/a.log", "inner/b.md", "inner/secret.md", "out/c.md", "Out.md"];
  const project = await makeProject(Object.fromEntries(files.map((path) => [path, path])));
  await put(project, ".gitignore", "*.log\n!keep.log\nout/\n");
  await put(project, "inner/.gitignore", "!a.log\n/b.md\n");
  await put(project, "inner/.schoolbookignore", "secret.md\n!b.md\n");
  expect(await idsOf(open(project))).toEqual(["Out.md", "b.md", "inner/a.log", "inner/b.md", "keep.log"]);
  expect(await idsOf(open(project, { ignoreFiles: false }))).toHaveLength(files.length);
});

test("a file written a moment ago has no fingerprint, so that a second write in the same instant is not missed", async () => {
  const project = await makeProject();
  const path = join(project, "docs", "new.md");
  await writeFile(path, "now");
  expect((await firstDocument(open(project))).fingerprint).toBe("");
  const later = { ...systemRuntime(), now: () => Date.now() + 2500 };
  expect((await firstDocument(open(project, {}, { runtime: later }))).fingerprint).not.toBe("");
});

test("an edit of equal size whose time was set back is still seen", async () => {
  const project = await makeProject({ "a.md": "one" });
  const date = new Date(Date.UTC(2020, 0, 1));
  await utimes(join(project, "docs", "a.md"), date, date);
  const before = await firstDocument(open(project));
  await writeFile(join(project, "docs", "a.md"), "two");
  await utimes(join(project, "docs", "a.md"), date, date);
  expect((await firstDocument(open(project))).fingerprint).not.toBe(before.fingerprint);
});

test("names are listed however odd they are", async () => {
  const long = `${"x".repeat(252)}.md`;
  const odd = ["line\nbreak.md", "emoji 🎒.md", "quote\"'.md", "a:b#c?d.md", long, "\u202etxt.md"];
  const project = await makeProject(Object.fromEntries(odd.map((name) => [name, name])));
  expect((await idsOf(open(project))).toSorted()).toEqual(odd.toSorted());
  for (const item of await itemsOf(open(project))) {
    if (item.kind === "document") expect(new TextDecoder().decode(await item.read())).toBe(item.fileName);
  }
});

test("a name has the same id in NFC and NFD; where both exist, each has its own", async () => {
  const project = await makeProject({ "cafe\u0301.md": "decomposed" });
  expect(await idsOf(open(project))).toEqual(["caf\u00e9.md"]);
  await put(project, "caf\u00e9.md", "composed");
  const ids = await idsOf(open(project));
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(2);
  expect(ids).toContain("caf\u00e9.md");
});

test("a name that is not valid UTF-8 is read and keeps a steady id of its own", async () => {
  const project = await makeProject();
  const folder = Buffer.from(join(project, "docs"));
  for (const byte of [0xe9, 0xea]) {
    writeFileSync(Buffer.concat([folder, Buffer.from("/caf"), Buffer.from([byte]), Buffer.from(".md")]), `${byte}`);
  }
  const [first, second] = [await idsOf(open(project)), await idsOf(open(project))];
  expect(first).toEqual(second);
  expect(new Set(first).size).toBe(2);
  expect(first.every((id) => /^caf\ufffd~[0-9a-f]{8}\.md$/u.test(id))).toBe(true);
  const texts = (await itemsOf(open(project))).flatMap((item) => (item.kind === "document" ? [item.read()] : []));
  expect((await Promise.all(texts)).map((bytes) => new TextDecoder().decode(bytes)).toSorted()).toEqual(["233", "234"]);
});

test("links are passed by; when followed, they stay inside the folder and end", async () => {
  const project = await makeProject({ "a/one.md": "1", "b/two.md": "2" });
  await writeFile(join(project, "secret.md"), "secret");
  const docs = join(project, "docs");
  await symlink(join(project, "secret.md"), join(docs, "leak.md"));
  await symlink(project, join(docs, "up"));
  await symlink("..", join(docs, "a/around"));
  await symlink("../b", join(docs, "a/to-b"));
  await symlink("../a", join(docs, "b/to-a"));
  await symlink("a/one.md", join(docs, "alias.md"));
  await symlink("nowhere.md", join(docs, "dangling.md"));
  expect(await idsOf(open(project))).toEqual(["a/one.md", "b/two.md"]);
  const followed = await idsOf(open(project, { followLinks: true }));
  expect(followed).toEqual(["a/one.md", "a/to-b/two.md", "a/to-b/to-a/one.md", "alias.md", "b/two.md"].toSorted());
  expect(await idsOf(open(project, { followLinks: true }))).toEqual(followed);
});

test("links that lead in circles lead nowhere", async () => {
  const project = await makeProject({ "a/one.md": "1" });
  const docs = join(project, "docs");
  await symlink("self.md", join(docs, "self.md"));
  await symlink("there", join(docs, "here"));
  await symlink("here", join(docs, "there"));
  await symlink(".", join(docs, "a/again"));
  await symlink("..", join(docs, "a/up"));
  for (const followLinks of [false, true]) expect(await idsOf(open(project, { followLinks }))).toEqual(["a/one.md"]);
});

test("names with line ends, blanks, tabs, bytes that are no text and odd signs are listed and read", async () => {
  const names = [
    "new\nline.md",
    " before.md",
    "after.md ",
    "tab\t.md",
    "'\"`$(x).md",
    "a#b?%00.md",
    "\u202egpj.md",
    "-rf.md",
  ];
  const project = await makeProject(Object.fromEntries(names.map((name) => [name, name])));
  await writeFile(
    Buffer.concat([Buffer.from(join(project, "docs/bad")), Buffer.from([0xff]), Buffer.from(".md")]),
    "bad",
  );
  const documents = (await itemsOf(open(project, { hidden: true }))).filter((item) => item.kind === "document");
  const texts = await Promise.all(documents.map(async (item) => new TextDecoder().decode(await item.read())));
  expect(texts.toSorted()).toEqual([...names, "bad"].toSorted());
});

test("access rules and patterns see names without marks, and the path that a link leads to", async () => {
  const project = await makeProject({ "hr/pay.md": "pay", "open/a.md": "a" });
  for (const form of ["NFC", "NFD"] as const) await put(project, `${"Büro".normalize(form)}/plan.md`, "plan");
  for (const form of ["NFC", "NFD"] as const) await put(project, `${"Müll".normalize(form)}/x.md`, "x");
  await symlink("../hr", join(project, "docs/open/folder"));
  await symlink("../hr/pay.md", join(project, "docs/open/file.md"));
  const closed = ["hr/**", "Büro/**"].map((path) => ({ path, allow: ["group:hr"] }));
  const access = [...closed, { path: "**", allow: ["public"] }];
  const items = await itemsOf(open(project, { followLinks: true, exclude: ["Müll/**"], access }));
  const everybodys = items.flatMap((item) =>
    item.kind === "document" && item.acl?.includes("public") ? [item.id] : [],
  );
  expect(items.filter(({ kind }) => kind === "document")).toHaveLength(6);
  expect(everybodys).toEqual(["docs:open/a.md"]);
});

test("a file that became a link or vanished after it was listed is not read", async () => {
  const project = await makeProject({ "a.md": "a", "b.md": "b" });
  const [a, b] = (await itemsOf(open(project))).filter((item) => item.kind === "document");
  await writeFile(join(project, "secret.md"), "secret");
  await rm(join(project, "docs", "a.md"));
  symlinkSync(join(project, "secret.md"), join(project, "docs", "a.md"));
  await rename(join(project, "docs", "b.md"), join(project, "b.md"));
  await expect(a?.read()).rejects.toMatchObject({ code: "input_invalid", message: /docs\/a\.md/u });
  await expect(b?.read()).rejects.toMatchObject({ code: "not_found", message: /docs\/b\.md/u });
});

test("a folder that cannot be listed lets the others in and deletes nothing", async () => {
  const project = await makeProject({ "open/a.md": "a", "z.md": "z" });
  // A path longer than the system takes: refused to every user, root included.
  const half = Array.from({ length: 9 }, () => "x".repeat(250)).join("/");
  await mkdir(join(project, "docs", half), { recursive: true });
  await mkdir(join(project, half), { recursive: true });
  await rename(join(project, "x".repeat(250)), join(project, "docs", half, "y"));
  const seen: SourceItem[] = [];
  const listing = async (): Promise<void> => {
    for await (const item of open(project).list({ state: undefined })) seen.push(item);
  };
  await expect(listing()).rejects.toMatchObject({ code: "source_unreachable", message: /"xxx.* nothing was deleted/u });
  execFileSync("rm", ["-rf", project]);
  expect(seen.map((item) => item.kind)).toEqual(["document", "failed", "document"]);
});

test.each(["gone", "replaced"])("a folder that is %s while it is walked deletes nothing", async (what) => {
  const project = await makeProject({ "a/one.md": "1", "b/two.md": "2" });
  const listing = open(project).list({ state: undefined });
  expect((await listing[Symbol.asyncIterator]().next()).value).toMatchObject({ id: "docs:a/one.md" });
  await rename(join(project, "docs"), join(project, "away"));
  if (what === "replaced") await mkdir(join(project, "docs"));
  await expect(Array.fromAsync(listing)).rejects.toMatchObject({ code: "source_unreachable" });
});

test("a missing folder and a file in its place are told apart", async () => {
  const project = await makeProject();
  await expect(itemsOf(open(project, { path: "nowhere" }))).rejects.toThrow(/nowhere of source docs does not exist/u);
  await writeFile(join(project, "file"), "");
  await expect(itemsOf(open(project, { path: "file" }))).rejects.toThrow(/is not a folder/u);
});

test("an emptied folder is accepted when the project says so", async () => {
  const project = await makeProject();
  const state = '{"documents":3}';
  await expect(itemsOf(open(project), state)).rejects.toMatchObject({ hint: /allowShrink/u });
  expect(await itemsOf(open(project, { allowShrink: true }), state)).toEqual([
    { kind: "state", state: '{"documents":0}' },
  ]);
});

describe("watching", () => {
  async function calls(project: string, options: object, act: () => Promise<void>, waitMs: number): Promise<number> {
    const controller = new AbortController();
    let called = 0;
    open(project, options).watch?.(() => called++, controller.signal);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await act();
    await vi.waitFor(() => expect(called).toBeGreaterThan(0), { timeout: waitMs, interval: 20 }).catch(() => undefined);
    controller.abort();
    return called;
  }

  /** Waits for one call after the other; the listing is not compared meanwhile unless `pollMs` says so. */
  function watchCalls(
    project: string,
    options: object = { pollMs: 60_000 },
  ): AsyncDisposable & { next(): Promise<void> } {
    const controller = new AbortController();
    let called = 0;
    let awaited = 0;
    open(project, options).watch?.(() => called++, controller.signal);
    return {
      async next(): Promise<void> {
        await vi.waitFor(() => expect(called).toBeGreaterThan(awaited), { timeout: 3000, interval: 20 });
        // why: further notifications of the same burst must not be taken for the next change.
        await new Promise((resolve) => setTimeout(resolve, 400));
        awaited = called;
      },
      async [Symbol.asyncDispose](): Promise<void> {
        controller.abort();
      },
    };
  }

  test("a change calls back", async () => {
    const project = await makeProject({ "a.md": "a" });
    expect(await calls(project, {}, async () => put(project, "inner/b.md", "b"), 3000)).toBeGreaterThan(0);
  });

  test.each([
    ["deleted", async (file: string) => rm(file)],
    ["changed in place", async (file: string) => appendFile(file, "more")],
    ["moved away", async (file: string) => rename(file, `${dirname(dirname(dirname(file)))}/away.md`)],
  ])("a file that an editor saved by renaming and that is %s after that calls back again", async (_what, act) => {
    const project = await makeProject({ "inner/a.md": "a" });
    const file = join(project, "docs", "inner", "a.md");
    await using watching = watchCalls(project);
    await put(project, "../new.md", "b");
    await rename(join(project, "new.md"), file);
    await watching.next();
    await act(file);
    await watching.next();
  });

  test("what happens in a folder that was moved in, replaced or filled at once calls back", async () => {
    const project = await makeProject({ "inner/a.md": "a" });
    await mkdir(join(project, "other", "deep"), { recursive: true });
    await using watching = watchCalls(project);
    await rename(join(project, "docs", "inner"), join(project, "old"));
    await rename(join(project, "other"), join(project, "docs", "inner"));
    await watching.next();
    await put(project, "inner/deep/b.md", "b");
    await watching.next();
    await put(project, "new/deep/c.md", "c");
    await watching.next();
    await rm(join(project, "docs", "new", "deep", "c.md"));
    await watching.next();
  });

  test("a folder that was put in the place of the watched one is polled from then on", async () => {
    const project = await makeProject({ "a.md": "a" });
    await using watching = watchCalls(project, { pollMs: 100 });
    await rename(join(project, "docs"), join(project, "old"));
    await put(project, "a.md", "a");
    await watching.next();
    await put(project, "b.md", "b");
    await watching.next();
  });

  test("the library's own files do not", async () => {
    const project = await makeProject({ "a.md": "a", ".schoolbook/library.sqlite": "x" });
    const touch = async (): Promise<void> => put(project, ".schoolbook/library.sqlite", "y");
    expect(await calls(project, { hidden: true }, touch, 600)).toBe(0);
  });

  test("a folder that the system cannot watch is polled", async () => {
    const project = await makeProject();
    const appear = async (): Promise<void> => {
      await mkdir(join(project, "later"));
      await writeFile(join(project, "later", "a.md"), "a");
    };
    expect(await calls(project, { path: "later", pollMs: 100 }, appear, 3000)).toBeGreaterThan(0);
    expect(existsSync(join(project, "later", "a.md"))).toBe(true);
  });
});
