// What messages advise can be done as it stands, and helps.
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { cliFolder, SMALL_PROJECT } from "./run-cli.ts";

/** What npm says while it runs a script of a clone. */
const CLONE = {
  npm_lifecycle_event: "schoolbook",
  npm_package_name: "schoolbook",
  npm_package_json: "/home/ann/clone/package.json",
  INIT_CWD: "/home/ann/clone",
};

const NEEDS_A_LIBRARY = [["verify"], ["verify", "--repair"], ["rebuild"], ["rollback"]];

test("a library that no command can read is to be moved away, and then sync or import bring it back", async () => {
  using place = cliFolder(SMALL_PROJECT);
  const backup = join(place.folder, "backup.schoolbook");
  await place.run(["library", "sync"]);
  await place.run(["library", "export", backup]);
  place.write(".schoolbook/library.sqlite", "garbage, not a database");
  for (const command of [...NEEDS_A_LIBRARY, ["import", backup]]) {
    const { code, stderr } = await place.run(["library", ...command]);
    expect(code, command.join(" ")).toBe(7);
    expect(stderr, command.join(" ")).toMatch(/Move \S+library\.sqlite away, with the -wal and -shm/u);
  }
  using other = cliFolder(SMALL_PROJECT);
  expect(await other.run(["library", "import", backup])).toMatchObject({ code: 0 });
});

test("importing a file that is no library says so, not that the library is damaged", async () => {
  using place = cliFolder({ ...SMALL_PROJECT, "notes.txt": "not a library" });
  await place.run(["library", "sync"]);
  const { code, stderr } = await place.run(["library", "import", "notes.txt"]);
  expect(code).toBe(3);
  expect(stderr).toContain("notes.txt is no library that can be read; nothing was changed.");
  expect(stderr).toContain("`schoolbook library export` wrote");
  expect(stderr).not.toContain("--repair");
});

test("a mistyped setting is answered with the nearest one, an unset one with its being unset", async () => {
  using place = cliFolder(SMALL_PROJECT);
  const typo = await place.run(["config", "explain", "retrieval.limt"]);
  expect(typo).toMatchObject({ code: 4, stderr: expect.stringContaining("Did you mean retrieval.limit?") });
  expect(typo.stderr).not.toContain("--as");
  expect(await place.run(["config", "explain", "parsing.processes"])).toMatchObject({
    code: 0,
    stdout: "parsing.processes  not set\n",
  });
});

test.each([
  [["--set", "retrieval.limt=3"], {}, 'did you mean "limit"?\n→ Correct what follows --set;'],
  [[], { SCHOOLBOOK_LIMIT: "many" }, "expected a number.\n→ Correct the variable SCHOOLBOOK_LIMIT, or unset it;"],
])("a mistake outside the file is not to be corrected in the file: %j %j", async (flags, env, advice) => {
  using place = cliFolder(SMALL_PROJECT);
  const { code, stderr } = await place.run(["library", "stats", ...flags], { env });
  expect(code).toBe(3);
  expect(stderr).toContain(advice);
  expect(stderr).not.toContain("schoolbook.config");
});

test("init in a folder that does not exist says nothing else", async () => {
  using place = cliFolder();
  const { code, stderr } = await place.run(["init", "--yes", "--project", "nowhere"]);
  expect(code).toBe(4);
  expect(stderr).toMatch(/^error: The folder \S+nowhere does not exist\.\n→ Check the path/u);
});

test("the next steps of init work as they are printed: through npm in a clone, with the project that was named", async () => {
  using place = cliFolder({ "wiki/docs/a.md": "# A\n\nUseful words.\n" });
  const init = ["init", "--config-only", "--public", "--project", "wiki"];
  expect((await place.run(init)).stdout).toContain("`schoolbook library sync --project wiki`");
  const throughNpm = await place.run([...init, "--force"], { env: CLONE });
  expect(throughNpm.stdout).toContain('`npm run schoolbook -- ask "…" --project wiki`');
});

test("documents that nobody may read are to be given access by the setting's own name", async () => {
  using place = cliFolder({
    "schoolbook.config.json": JSON.stringify({ sources: { docs: { kind: "folder", path: "docs" } } }),
    "docs/a.md": "# A\n\nUseful words.\n",
  });
  expect((await place.run(["library", "sync"])).stderr).toContain("Give the source `access` rules");
});

test("a row without a key leaves the others in: the sync was partial", async () => {
  using place = cliFolder({
    "schoolbook.config.json": JSON.stringify({ sources: { faq: { kind: "rows", path: "faq.jsonl", key: "id" } } }),
    "faq.jsonl": '{"id":1,"text":"Useful words."}\n{broken\n',
  });
  expect(await place.run(["library", "sync"])).toMatchObject({ code: 9, stdout: expect.stringContaining("1 added") });
  expect(await place.run(["library", "sync"])).toMatchObject({ code: 9 });
});

test("an unanswered question points to the search when it finds something, and only then", async () => {
  using place = cliFolder(SMALL_PROJECT);
  await place.run(["library", "sync"]);
  const near = await place.run(["ask", "How many unicorns notice zeppelins?"]);
  expect(near.stdout).toContain("Not in the documents");
  expect(near.stdout).toContain("shows the passages that come nearest");
  const far = await place.run(["ask", "zeppelin fleet"]);
  expect(far.stdout).toContain("Not in the documents");
  expect(far.stdout).not.toContain("come nearest");
});

test("a search that its conditions leave empty names them", async () => {
  using place = cliFolder(SMALL_PROJECT);
  await place.run(["library", "sync"]);
  const { stdout } = await place.run(["library", "search", "notice", "--where", "status=open", "--where", "!draft"]);
  expect(stdout).toContain("Looked for: notice; only in documents with status=open and !draft");
});

test("going back to a generation does not speak of work that was not done", async () => {
  using place = cliFolder(SMALL_PROJECT);
  await place.run(["library", "sync"]);
  expect((await place.run(["library", "rebuild"])).stdout).toMatch(
    /^✓ Generation 2 is in use; 2 documents indexed, 2 passages embedded\.\n/u,
  );
  expect((await place.run(["library", "rollback"])).stdout).toMatch(/^✓ Generation 1 is in use\.\n/u);
});

test("an example library that another version built does not stop the demonstration", async () => {
  using place = cliFolder();
  const library = ["--set", `library.path=${join(place.folder, "demo.sqlite")}`];
  const example = fileURLToPath(new URL("../../examples/handbook", import.meta.url));
  const older = [...library, "--project", example, "--set", "chunking.targetTokens=64"];
  expect(await place.run(["library", "sync", ...older])).toMatchObject({ code: 0 });
  expect(await place.run(["demo", ...library])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("3.4 % in every band"),
  });
});

test("one is counted as one", async () => {
  using place = cliFolder({ ...SMALL_PROJECT, "docs/secret/merger.md": "" });
  await place.run(["library", "sync", "--source", "docs"]);
  expect((await place.run(["doctor"])).stdout).toMatch(/ 1 document, \d+ passages?, /u);
});

test.each([
  [{ env: CLONE }, "npm run schoolbook --"],
  [{ env: { ...CLONE, npm_lifecycle_event: "start" } }, "npm run schoolbook --"],
  [{ env: { ...CLONE, INIT_CWD: "/home/ann/clone/docs" } }, "npm run schoolbook --"],
  [{ env: { ...CLONE, INIT_CWD: "/home/ann/wiki" } }, "npm --prefix /home/ann/clone run schoolbook --"],
  [{ env: { ...CLONE, npm_package_name: "wiki", npm_lifecycle_event: "start" } }, "schoolbook"],
  [{ env: { npm_lifecycle_event: "npx" } }, "npx schoolbook"],
  [{ script: "/home/ann/wiki/node_modules/.bin/schoolbook" }, "npx schoolbook"],
  [{ script: "/home/ann/clone/bin/schoolbook.mjs" }, "node /home/ann/clone/bin/schoolbook.mjs"],
  [{ script: "/usr/lib/node_modules/schoolbook/bin/schoolbook.mjs" }, "schoolbook"],
  [{ script: "/usr/bin/schoolbook" }, "schoolbook"],
])("advice, answers and help name the program as it was started: %j", async (start, program) => {
  using place = cliFolder({ ...SMALL_PROJECT, "docs/broken.pdf": "no PDF" });
  const run = async (...argv: string[]) => place.run(argv, start);
  expect((await run("library", "search", "x")).stderr).toContain(`→ Run \`${program} library sync\` first.`);
  expect((await run("library", "search", "x", "--json")).stderr).toContain(`Run \`${program} library sync\` first.`);
  expect((await run("doctor")).stdout).toContain(`→ Run \`${program} library sync\`.`);
  await run("library", "sync");
  expect((await run("ask", "How many unicorns notice zeppelins?")).stdout).toContain(
    `\`${program} library search "…"\` shows`,
  );
  expect((await run("library", "rebuild")).stdout).toContain(`\`${program} library rollback\` goes back`);
  expect((await run("library", "rebuilt")).stderr).toContain("Did you mean rebuild?");
  expect((await run("library", "--nonsense")).stderr).toContain(`\`${program} library --help\``);
  const help = (await run("ask", "--help")).stdout;
  expect(help).toContain(`Usage: ${program} ask`);
  expect(help).toContain(`$ ${program} ask "How long`);
  expect(help.replaceAll(program, "").replaceAll("schoolbook.config", "")).not.toContain("schoolbook");
});

test("advice names the project that the command named, and text of documents stays as it is", async () => {
  using place = cliFolder(
    Object.fromEntries(Object.entries(SMALL_PROJECT).map(([path, text]) => [`wiki/${path}`, text])),
  );
  place.write("wiki/docs/howto.md", "# How to\n\nThe zebra index is built by `schoolbook library sync`.\n");
  const env = CLONE;
  const missing = await place.run(["ask", "zebra", "--project", "wiki"], { env });
  expect(missing.stderr).toContain("→ Run `npm run schoolbook -- library sync --project wiki` first.");
  await place.run(["library", "sync", "--project", "wiki"], { env });
  const answer = await place.run(["ask", "What builds the zebra index?", "-p", "wiki"], { env });
  expect(answer.stdout).toContain("built by `schoolbook library sync`");
});

test("an example with a pipe keeps npm's own lines out of it", async () => {
  using place = cliFolder();
  const { stdout } = await place.run(["library", "stats", "--help"], { env: CLONE });
  expect(stdout).toContain("$ npm run --silent schoolbook -- library stats --json | jq .documents");
});

test("what is advised about somebody's answers and runs is asked as them again, and only where the flag named them", async () => {
  using place = cliFolder(SMALL_PROJECT);
  await place.run(["library", "sync"]);
  place.write(
    "exam.yaml",
    "questions:\n  - question: What is the price of the merger?\n    principals: [user:ann]\n    expected: { contains: [41 million] }\n",
  );
  const run = await place.run(["exam", "run", "--as", "user:ann"]);
  expect(run.stderr).toContain("`schoolbook exam show exam-quoting --as user:ann`");
  const again = await place.run(["exam", "run"], { env: { SCHOOLBOOK_AS: "user:ann" } });
  expect(again.stderr).toContain("`schoolbook exam show exam-quoting`");
});
