// What a slip in the configuration must not do: empty the library, or leave open what it closes.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { cliFolder, SMALL_PROJECT } from "./run-cli.ts";

const NO_SOURCES = JSON.stringify({ name: "small" });

const MERGER = ["ask", "What is the price of the merger?", "--as", "user:ann"];

/** The small project's configuration under other access rules. */
function withRules(...access: readonly { readonly path: string; readonly allow: readonly string[] }[]): string {
  const people = { "user:ann": ["group:board"] };
  return JSON.stringify({ name: "small", sources: { docs: { kind: "folder", path: "docs", access } }, people });
}

const EVERYBODY = { path: "**", allow: ["public"] };

async function synced() {
  const place = cliFolder(SMALL_PROJECT);
  expect(await place.run(["library", "sync", "--quiet"])).toMatchObject({ code: 0, stderr: "" });
  return place;
}

test("an emptied configuration deletes nothing until somebody says that it is meant", async () => {
  using place = await synced();
  place.write("schoolbook.config.json", NO_SOURCES);
  const refused = await place.run(["library", "sync"]);
  expect(refused).toMatchObject({ code: 16, stderr: expect.stringContaining("2 of the library's 2 documents") });
  expect(refused.stderr).toContain("--allow-removals");
  const asJson = await place.run(["library", "sync", "--json"]);
  expect(asJson).toMatchObject({ code: 16, stdout: "" });
  expect(JSON.parse(asJson.stderr)).toMatchObject({ error: { code: "removals_refused", details: { removals: 2 } } });
  expect((await place.run(["library", "stats", "--json"])).json()).toMatchObject({ documents: 2 });
  expect(await place.run(["library", "sync", "--allow-removals"])).toMatchObject({ code: 0 });
  expect((await place.run(["library", "stats", "--json"])).json()).toMatchObject({ documents: 0 });
});

test("a folder that is suddenly empty is kept in the library until somebody says that it is meant", async () => {
  using place = await synced();
  rmSync(join(place.folder, "docs", "notice.md"));
  rmSync(join(place.folder, "docs", "secret"), { recursive: true });
  expect(await place.run(["library", "sync"])).toMatchObject({
    code: 10,
    stderr: expect.stringContaining("library sync --allow-removals"),
  });
  expect(await place.run(["library", "sync", "--allow-removals"])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("2 deleted"),
  });
});

test("a rule that is tightened holds on the very next question, synced or not", async () => {
  using place = await synced();
  expect((await place.run(MERGER)).stdout).toContain("41 million crowns");
  place.write("schoolbook.config.json", withRules({ path: "secret/**", allow: ["group:owners"] }, EVERYBODY));
  const paths = [
    MERGER,
    ["library", "search", "merger", "--as", "user:ann", "--json"],
    ["library", "show", "docs/secret/merger.md", "--as", "user:ann"],
  ];
  for (const argv of paths) {
    const refused = await place.run(argv);
    expect(refused).toMatchObject({ code: 7, stdout: "", stderr: expect.stringContaining("library sync") });
    expect(refused.stderr).not.toMatch(/crowns|secret|merger/u);
  }
  expect(await place.run(["doctor"])).toMatchObject({ code: 1, stdout: expect.stringContaining("documents of docs") });
  await place.run(["library", "sync"]);
  expect(await place.run(MERGER)).toMatchObject({ code: 0, stdout: expect.stringContaining("Not in the documents") });
  expect((await place.run([...MERGER, "--as", "group:owners"])).stdout).toContain("41 million crowns");
});

test("a rule that is loosened waits for the next sync, and every question says so", async () => {
  using place = await synced();
  place.write("schoolbook.config.json", withRules(EVERYBODY));
  const question = ["ask", "What is the price of the merger?"];
  expect(await place.run(question)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("Not in the documents"),
    stderr: expect.stringContaining("rules and sources in force have not been synced to the end"),
  });
  expect((await place.run(MERGER)).stdout).toContain("41 million crowns");
  await place.run(["library", "sync"]);
  expect(await place.run(question)).toMatchObject({ stdout: expect.stringContaining("41 million"), stderr: "" });
});

test("documents of a source that is taken out of the configuration are not read any more", async () => {
  using place = await synced();
  place.write("schoolbook.config.json", NO_SOURCES);
  expect(await place.run(MERGER)).toMatchObject({ code: 7, stdout: "" });
  await place.run(["library", "sync", "--allow-removals"]);
  expect(await place.run(MERGER)).toMatchObject({ code: 0, stderr: "" });
});

test("rules that decide about no document are named, when syncing and by the doctor", async () => {
  using place = cliFolder(SMALL_PROJECT);
  const secret = { path: "secret/**", allow: ["group:board"] };
  place.write("schoolbook.config.json", withRules({ path: "sekret/**", allow: [] }, EVERYBODY, secret));
  const sync = await place.run(["library", "sync"]);
  expect(sync.stderr).toContain('the access rule "sekret/**" of source docs matches no document');
  expect(sync.stderr).toContain('the access rule "secret/**" of source docs decides about no document');
  const { json } = await place.run(["library", "sync", "--json"]);
  expect(json()).toMatchObject({
    sources: [
      {
        idleRules: [
          { path: "sekret/**", reason: "unmatched" },
          { path: "secret/**", reason: "shadowed" },
        ],
      },
    ],
  });
  const doctor = await place.run(["doctor"]);
  expect(doctor.stdout).toContain('"sekret/**" of source docs matches no document');
  place.write("schoolbook.config.json", withRules(secret, EVERYBODY));
  expect((await place.run(["library", "sync"])).stderr).toBe("");
});

test("init proposes the documents beside the folders, and says what to do where there are none", async () => {
  using place = cliFolder({ "README.md": "# Read me\n\nThe kestrel nests.\n", "docs/a.md": "# A\n\nOne.\n" });
  const init = await place.run(["init", "--public", "--config-only"]);
  expect(init.stderr).toContain("root  . (folder, 1 file, not those of its folders)");
  expect(await place.run(["library", "sync"])).toMatchObject({
    stdout: expect.stringMatching(/^root {2}1 added\ndocs/u),
  });
  expect(readFileSync(join(place.folder, "schoolbook.config.ts"), "utf8")).toContain('include: ["*.{md,');
  using empty = cliFolder();
  const { code, stdout } = await empty.run(["init", "--yes"]);
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("put documents into this folder"),
  });
});

test("who may read nothing is told where that is decided, in the same words as in an empty library", async () => {
  using place = cliFolder(SMALL_PROJECT);
  place.write("schoolbook.config.json", withRules({ path: "**", allow: ["group:board"] }));
  await place.run(["library", "sync"]);
  using empty = cliFolder({ ...SMALL_PROJECT, "docs/notice.md": "", "docs/secret/merger.md": "" });
  empty.write("schoolbook.config.json", JSON.stringify({ sources: { docs: { kind: "folder", path: "docs" } } }));
  await empty.run(["library", "sync"]);
  for (const argv of [
    ["ask", "What is the notice period?"],
    ["library", "search", "notice"],
  ]) {
    const closed = await place.run(argv);
    expect(closed.stdout).toContain("`access` rules");
    expect((await empty.run(argv)).stdout).toBe(closed.stdout);
    expect((await place.run([...argv, "--as", "user:ann"])).stdout).not.toContain("`access` rules");
  }
});

test("documents that say nothing about access are counted apart from those that say it wrongly", async () => {
  using place = cliFolder(SMALL_PROJECT);
  place.write("docs/broken.md", "---\nacl: 7\n---\n# Broken\n\nWords.\n");
  place.write("docs/shut.md", "---\nacl: []\n---\n# Shut\n\nWords.\n");
  place.write("docs/page.html", '<head><meta name="acl" content="hr"></head><p>Words that are many.</p>');
  place.write("schoolbook.config.json", withRules());
  const sync = await place.run(["library", "sync"]);
  expect(sync.stderr).toContain("nobody may read 2 documents of these, because nothing said who may");
  expect(sync.stderr).toContain("nobody may read 2 documents whose own `acl` cannot be read");
  const doctor = await place.run(["doctor"]);
  expect(doctor.stdout).toMatch(/5 of 5 are documents that nobody may read[^]*No check failed; \d warnings?\.\n$/u);
});

test("models are listed outside of a project, too", async () => {
  using place = cliFolder();
  const listed = await place.run(["models", "list"]);
  expect(listed).toMatchObject({ code: 0, stdout: expect.stringContaining("quoting") });
  expect(listed.stderr).toContain("There is no project here");
  expect(await place.run(["models", "list", "--project", "nowhere"])).toMatchObject({ code: 3 });
});

/** What differs between two runs by itself. */
const CHANGING = new Set(["timingsMs", "modifiedAt", "fingerprint", "place"]);

test("what the public is told as JSON is the same with and without documents that it may not read", async () => {
  const { "docs/secret/merger.md": _hidden, ...open } = SMALL_PROJECT;
  using without = cliFolder(open);
  using among = cliFolder({ ...SMALL_PROJECT, "docs/secret/a.md": "# Notice\n\nThe notice of the board is secret.\n" });
  for (const place of [without, among]) await place.run(["library", "sync", "--quiet"]);
  for (const argv of [
    ["library", "search", "notice period", "--explain"],
    ["ask", "How long is the notice period?"],
    ["library", "show", "docs:notice.md"],
  ]) {
    const [one, other] = await Promise.all(
      [without, among].map(async (place) => {
        const { stdout } = await place.run([...argv, "--json"]);
        return JSON.parse(stdout, (name, value) => (CHANGING.has(name) ? undefined : value));
      }),
    );
    expect(one).toEqual(other);
    expect(JSON.stringify(other)).not.toContain('"key"');
  }
});

test("of a deleted page no word is left in the library's files once the next sync has ended", async () => {
  using place = cliFolder({ ...SMALL_PROJECT, "docs/leaver.md": "# Leaver\n\nThe xylophagous beetle has left.\n" });
  const stored = (): string => readFileSync(join(place.folder, ".schoolbook", "library.sqlite"), "latin1");
  await place.run(["library", "sync", "--quiet"]);
  expect(stored()).toContain("xylophagous");
  rmSync(join(place.folder, "docs", "leaver.md"));
  await place.run(["library", "sync", "--quiet"]);
  expect(stored()).not.toContain("xylophagous");
});
