import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, describe, expect, test } from "vitest";

import { systemRuntime } from "../../core/runtime.ts";
import type { Source, SourceItem } from "../../spec/source.ts";
import { SOURCE_SUITE, type SourceWorld } from "../../testing/source-suite.ts";
import { GIT_OPTIONS } from "./options.ts";
import { createGitSource } from "./source.ts";

const folders: string[] = [];
let minutes = 0;

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

function git(folder: string, ...args: string[]): string {
  const date = `${1_600_000_000 + 60 * minutes} +0000`;
  const who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "init.defaultBranch=main"];
  const env = {
    PATH: process.env["PATH"],
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_COMMITTER_DATE: date,
    GIT_AUTHOR_DATE: date,
  };
  return execFileSync("git", [...who, ...args], { cwd: folder, env, stdio: "pipe" })
    .toString()
    .trim();
}

async function makeRepository(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const project = await mkdtemp(join(tmpdir(), "schoolbook-git-"));
  folders.push(project);
  const repository = join(project, "repo");
  await mkdir(repository);
  git(repository, "init", "-q");
  await commit(project, files);
  return project;
}

/** Writes the files (null removes one) and commits everything there is. */
async function commit(project: string, files: Readonly<Record<string, string | null>>): Promise<void> {
  minutes += 1;
  const repository = join(project, "repo");
  for (const [path, text] of Object.entries(files)) {
    const file = join(repository, path);
    await mkdir(dirname(file), { recursive: true });
    await (text === null ? rm(file) : writeFile(file, text));
  }
  git(repository, "add", "-A");
  git(repository, "commit", "-q", "--allow-empty", "-m", "change");
}

function open(project: string, options: object = {}): Source {
  const parsed = GIT_OPTIONS.parse({ kind: "git", path: "repo", ...options });
  return createGitSource(parsed, { name: "code", projectFolder: project, runtime: systemRuntime(), offline: true });
}

async function itemsOf(source: Source, state?: string): Promise<SourceItem[]> {
  return Array.fromAsync(source.list({ state }));
}

async function idsOf(source: Source): Promise<string[]> {
  return (await itemsOf(source)).flatMap((item) => (item.kind === "state" ? [] : [item.id.replace(/^code:/u, "")]));
}

async function documentsOf(source: Source): Promise<Extract<SourceItem, { kind: "document" }>[]> {
  return (await itemsOf(source)).filter((item) => item.kind === "document");
}

async function textsOf(source: Source): Promise<string[]> {
  const documents = await documentsOf(source);
  return Promise.all(documents.map(async (item) => new TextDecoder().decode(await item.read())));
}

describe("a repository keeps the contract of sources", () => {
  const create = async (): Promise<SourceWorld> => {
    const project = await makeRepository();
    return {
      open: () => open(project, { maxBytes: 1000 }),
      put: async (key, text) => commit(project, { [`${key}.md`]: text }),
      remove: async (key) => commit(project, { [`${key}.md`]: null }),
      breakItem: async (key) => commit(project, { [`${key}.md`]: "too large ".repeat(200) }),
      breakAll: async () => rm(join(project, "repo"), { recursive: true }),
      [Symbol.asyncDispose]: async () => rm(project, { recursive: true, force: true }),
    };
  };
  test.each(SOURCE_SUITE)("$name", async ({ check }) => check(create));
});

test("what is committed is read, not what lies in the checkout", async () => {
  const project = await makeRepository({ "a.md": "committed" });
  await writeFile(join(project, "repo", "a.md"), "edited");
  await writeFile(join(project, "repo", "b.md"), "new");
  expect(await textsOf(open(project))).toEqual(["committed"]);
});

test("a branch, a tag, a commit and a bare repository are read alike", async () => {
  const project = await makeRepository({ "a.md": "one" });
  const repository = join(project, "repo");
  git(repository, "tag", "v1");
  const first = git(repository, "rev-parse", "HEAD");
  await commit(project, { "a.md": "two" });
  git(project, "clone", "-q", "--bare", "repo", "bare.git");
  expect(await textsOf(open(project, { revision: "main" }))).toEqual(["two"]);
  expect(await textsOf(open(project, { revision: "v1" }))).toEqual(["one"]);
  expect(await textsOf(open(project, { revision: first, path: "bare.git" }))).toEqual(["one"]);
});

test("the fingerprint is the blob, so that an identical file elsewhere has the same one", async () => {
  const project = await makeRepository({ "a.md": "text", "b/c.md": "text", "d.md": "other" });
  const [a, c, d] = await documentsOf(open(project));
  expect(a?.fingerprint).toBe(git(join(project, "repo"), "hash-object", "a.md"));
  expect(c?.fingerprint).toBe(a?.fingerprint);
  expect(d?.fingerprint).not.toBe(a?.fingerprint);
  expect(a).toMatchObject({ id: "code:a.md", uri: "repo/a.md", fileName: "a.md" });
});

test("a folder, patterns and hidden names decide what is listed, and access goes by the path below the folder", async () => {
  const files = [
    "a.md",
    ".github/x.md",
    "docs/b.md",
    "docs/hr/c.md",
    "docs/d.txt",
    "docs/drafts/e.md",
    "node_modules/f.md",
  ];
  const project = await makeRepository(Object.fromEntries(files.map((path) => [path, path])));
  expect(await idsOf(open(project))).toEqual(["a.md", "docs/b.md", "docs/d.txt", "docs/drafts/e.md", "docs/hr/c.md"]);
  const docs = open(project, {
    folder: "docs",
    include: ["**/*.md"],
    exclude: ["drafts"],
    access: [{ path: "hr/**", allow: ["group:hr"] }],
  });
  expect((await documentsOf(docs)).map(({ id, uri, acl }) => [id, uri, acl])).toEqual([
    ["code:b.md", "repo/docs/b.md", undefined],
    ["code:hr/c.md", "repo/docs/hr/c.md", ["group:hr"]],
  ]);
  expect(await idsOf(open(project, { hidden: true }))).toContain(".github/x.md");
});

test("times are the revision's, or each file's own when asked for", async () => {
  const project = await makeRepository({ "a.md": "1", "docs/line\nbreak.md": "1" });
  const first = minutes;
  await commit(project, { "b.md": "2" });
  const at = (minute: number): number => (1_600_000_000 + 60 * minute) * 1000;
  expect((await documentsOf(open(project))).map(({ modifiedAt }) => modifiedAt)).toEqual([
    at(minutes),
    at(minutes),
    at(minutes),
  ]);
  expect((await documentsOf(open(project, { fileTimes: true }))).map(({ id, modifiedAt }) => [id, modifiedAt])).toEqual(
    [
      ["code:a.md", at(first)],
      ["code:b.md", at(minutes)],
      ["code:docs/line\nbreak.md", at(first)],
    ],
  );
  expect((await documentsOf(open(project, { fileTimes: true, folder: "docs" })))[0]?.modifiedAt).toBe(at(first));
});

test("links are passed by; submodules and LFS pointers are reported", async () => {
  const project = await makeRepository({ "z.md": "inner" });
  const repository = join(project, "repo");
  await symlink("/etc/passwd", join(repository, "leak.md"));
  const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345\n";
  git(repository, "update-index", "--add", "--cacheinfo", `160000,${git(repository, "rev-parse", "HEAD")},vendor/lib`);
  await writeFile(join(repository, "big.pdf"), pointer);
  git(repository, "add", "big.pdf", "leak.md");
  git(repository, "commit", "-qm", "links");
  const items = await itemsOf(open(project));
  expect(items.map((item) => (item.kind === "state" ? "" : `${item.kind} ${item.id}`))).toEqual([
    "document code:big.pdf",
    "failed code:vendor/lib",
    "document code:z.md",
    "",
  ]);
  const [big, lib] = items;
  if (big?.kind === "document") await expect(big.read()).rejects.toThrow(/big\.pdf is kept in Git LFS/u);
  if (lib?.kind === "failed") expect(lib.error.message).toContain("vendor/lib is a submodule");
  expect(await idsOf(open(project, { exclude: ["vendor"] }))).toEqual(["big.pdf", "z.md"]);
});

test("many reads at once come back in order, small and large, binary and empty", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 300 }, (_, at) => [`f${1000 + at}.txt`, `${at} `.repeat(at * at)]),
  );
  const project = await makeRepository(files);
  expect(await textsOf(open(project))).toEqual(Object.values(files));
});

test("a failed read does not disturb the others", async () => {
  const project = await makeRepository({ "a.md": "a", "b.md": "b".repeat(200_000), "c.md": "c" });
  const [a, b, c] = await documentsOf(open(project, { maxBytes: 100_000 }));
  const settled = await Promise.allSettled([a?.read(), b?.read(), c?.read()]);
  expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  await expect(b?.read()).rejects.toThrow(/repo\/b\.md has 200 kB; what has more than 100 kB is not read/u);
});

test("names with odd bytes keep ids of their own", async () => {
  const project = await makeRepository();
  const blob = execFileSync("git", ["hash-object", "-w", "--stdin"], { cwd: join(project, "repo"), input: "x" })
    .toString()
    .trim();
  const entries = [Buffer.from([0xe9]), Buffer.from("e\u0301"), Buffer.from("\u00e9")].map((name) =>
    Buffer.concat([Buffer.from(`100644 blob ${blob}\t`), name, Buffer.from(".md\0")]),
  );
  const tree = execFileSync("git", ["mktree", "-z"], { cwd: join(project, "repo"), input: Buffer.concat(entries) })
    .toString()
    .trim();
  const made = git(join(project, "repo"), "commit-tree", tree, "-m", "odd");
  const ids = await idsOf(open(project, { revision: made }));
  expect(new Set(ids).size).toBe(3);
  expect(ids).toContain("\u00e9.md");
});

test("nothing that the repository configures is run", async () => {
  const project = await makeRepository({ "a.md": "a", ".gitattributes": "* filter=evil diff=evil\n" });
  const repository = join(project, "repo");
  const evil = join(project, "evil.sh");
  await writeFile(evil, `#!/bin/sh\ntouch ${project}/ran\n`);
  await chmod(evil, 0o755);
  const settings = [
    "core.fsmonitor",
    "core.sshCommand",
    "core.pager",
    "gpg.program",
    "filter.evil.smudge",
    "filter.evil.clean",
  ];
  for (const name of [...settings, "diff.evil.textconv", "diff.evil.command", "core.hooksPath"])
    git(repository, "config", name, evil);
  git(repository, "config", "log.showSignature", "true");
  git(repository, "config", "alias.ls-tree", `!${evil}`);
  expect(await textsOf(open(project, { fileTimes: true }))).toEqual(["a"]);
  expect(existsSync(join(project, "ran"))).toBe(false);
});

test("a repository is never looked for in the folders above", async () => {
  const project = await makeRepository({ "docs/a.md": "a" });
  await expect(itemsOf(open(project, { path: "repo/docs" }))).rejects.toMatchObject({ code: "source_unreachable" });
});

test.each([
  [{ revision: "nowhere" }, /cannot be read: fatal: Needed a single revision/u],
  [{ folder: "nowhere" }, /cannot be read: fatal:/u],
  [{ path: "missing" }, /repository missing of source code does not exist/u],
])("what cannot be found deletes nothing: %j", async (options, message) => {
  const project = await makeRepository({ "a.md": "a" });
  await expect(itemsOf(open(project, options))).rejects.toMatchObject({ code: "source_unreachable", message });
});

test.each(["--output=x", "-x", "a b", "", "a\nb"])("the revision %j is refused", (revision) => {
  expect(GIT_OPTIONS.safeParse({ kind: "git", path: ".", revision }).success).toBe(false);
});

test("a machine without git is told so", async () => {
  const project = await makeRepository({ "a.md": "a" });
  const options = GIT_OPTIONS.parse({ kind: "git", path: "repo" });
  const runtime = systemRuntime({ env: { PATH: join(project, "nothing") } });
  const source = createGitSource(options, { name: "code", projectFolder: project, runtime, offline: true });
  await expect(itemsOf(source)).rejects.toMatchObject({ code: "source_unreachable", hint: /Install git/u });
});
