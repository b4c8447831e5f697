// The library's commands end to end, on small projects in temporary folders.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { acquireLock } from "../../src/core/lock.ts";
import { systemRuntime } from "../../src/core/runtime.ts";
import { cliFolder, SMALL_PROJECT } from "./run-cli.ts";

// oxlint-disable-next-line no-control-regex
const OUR_LINKS = /\u001b\]8;;[^\u001b\u0007]*\u001b\\/gu;

async function synced() {
  const place = cliFolder(SMALL_PROJECT);
  expect(await place.run(["library", "sync", "--quiet"])).toMatchObject({ code: 0, stderr: "" });
  return place;
}

test("init, sync, ask: from a bare folder to a cited answer", async () => {
  using place = cliFolder({ "docs/guide.md": SMALL_PROJECT["docs/notice.md"] ?? "", ".git/HEAD": "" });
  const init = await place.run(["init", "--config-only"], { reply: "public" });
  expect(init).toMatchObject({ code: 0, stderr: expect.stringContaining("nobody can read it") });
  expect(readFileSync(join(place.folder, ".gitignore"), "utf8")).toBe(".schoolbook/\n");
  expect(await place.run(["library", "sync"])).toMatchObject({ code: 0, stdout: expect.stringContaining("1 added") });
  const ask = await place.run(["ask", "What is the notice period during the trial period?"]);
  expect(ask.code).toBe(0);
  expect(ask.stdout).toContain("During the trial period the notice period is two weeks.");
  expect(ask.stdout).toMatch(/Sources\n\[1\] Notice.* — docs\/guide\.md:7:1\n/u);
});

test("init without an answer opens nothing and says so", async () => {
  using place = cliFolder({
    "docs/guide.md": "# Guide\n\nUseful words.\n",
    "tickets.csv": "id,subject,text\n1,Broken,It broke\n",
  });
  const init = await place.run(["init", "--config-only"]);
  expect(init).toMatchObject({ code: 0, stdout: expect.stringContaining("Nobody was named who may read") });
  expect(init.stdout).toContain("`schoolbook init --force --allow group:staff`");
  const sync = await place.run(["library", "sync"]);
  expect(sync).toMatchObject({ code: 0, stderr: expect.stringContaining("nobody may read 2 documents") });
  const search = await place.run(["library", "search", "useful"]);
  expect(search).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("Not in the documents.\nLooked for: useful\nAsked as the public"),
  });
  const doctor = await place.run(["doctor", "--json"]);
  expect(doctor.json()).toMatchObject({
    healthy: true,
    checks: expect.arrayContaining([expect.objectContaining({ name: "access", status: "warn" })]),
  });
});

test("init does not write over a configuration unless told to", async () => {
  using place = cliFolder(SMALL_PROJECT);
  expect(await place.run(["init", "--yes"])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("is there already"),
  });
  using other = cliFolder({ "schoolbook.config.ts": "export default {};", "docs/a.md": "# A" });
  expect(await other.run(["init", "--yes", "--public", "--force", "--json"])).toMatchObject({ code: 0 });
  expect(await other.run(["config", "explain", "sources.docs.access", "--json"])).toMatchObject({
    stdout: expect.stringContaining('"public"'),
  });
});

test("a second sync reads nothing, an edit only its document, and a deletion propagates", async () => {
  using place = await synced();
  expect((await place.run(["library", "sync"])).stdout).toMatch(/^docs {2}2 unchanged\n✓ Nothing had changed/u);
  place.write("docs/notice.md", "# Notice\n\nThe notice period is now four months.\n");
  place.write("docs/new.md", "# New\n\nBicycles may be parked in the yard.\n");
  const dryRun = await place.run(["library", "sync", "--dry-run"]);
  expect(dryRun.stdout).toMatch(/^docs {2}1 added, 1 changed, 1 unchanged\n✓ Nothing was written/u);
  expect((await place.run(["library", "sync"])).stdout).toMatch(
    /^docs {2}1 added, 1 changed, 1 unchanged\n✓ The library is up to date/u,
  );
  expect((await place.run(["ask", "notice period"])).stdout).toContain("four months");
});

test("a dry run of a new project leaves no library behind", async () => {
  using place = cliFolder(SMALL_PROJECT);
  expect((await place.run(["library", "sync", "-n"])).stdout).toContain("2 added");
  expect(existsSync(join(place.folder, ".schoolbook"))).toBe(false);
});

test("who asks decides what is found, and a miss does not tell how much there is", async () => {
  using place = await synced();
  const question = ["ask", "What is the price of the merger?"];
  const asPublic = await place.run(question);
  expect(asPublic).toMatchObject({ code: 0, stdout: expect.stringContaining("Not in the documents") });
  expect(asPublic.stdout).toContain("Asked as the public");
  expect(asPublic.stdout).not.toContain("crowns");
  const asAnn = await place.run([...question, "--as", "user:ann"]);
  expect(asAnn.stdout).toContain("41 million crowns");
  expect((await place.run(question, { env: { SCHOOLBOOK_AS: "user:ann" } })).stdout).toContain("41 million crowns");
  expect(await place.run(["library", "show", "docs/secret/merger.md"])).toMatchObject({ code: 4 });
  expect(await place.run(["library", "show", "docs/nowhere.md"])).toMatchObject({ code: 4 });
  expect(await place.run(["library", "show", "docs:secret/merger.md", "--as", "group:board"])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("41 million crowns"),
  });
  expect(await place.run([...question, "--as", "ann"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("is not a principal"),
  });
});

test("ask --json is one object with answer, places and who asked", async () => {
  using place = await synced();
  const { stdout, stderr, json } = await place.run(["ask", "merger price?", "--as", "user:ann", "--json"]);
  expect(stderr).toBe("");
  expect(stdout.trimStart().startsWith("{")).toBe(true);
  expect(json()).toMatchObject({
    question: "merger price?",
    principals: ["user:ann", "public", "group:board"],
    answered: true,
    citations: [{ documentId: "docs:secret/merger.md", place: { line: 3, address: expect.stringMatching(/^file:/u) } }],
  });
  expect((await place.run(["ask", "zeppelin fleet", "--json"])).json()).toMatchObject({
    answered: false,
    citations: [],
  });
});

test("search shows places and excerpts, filters by metadata, and explains itself", async () => {
  using place = await synced();
  const { stdout } = await place.run(["library", "search", "trial", "--explain"]);
  expect(stdout).toMatch(/^1\. Notice.*\n {3}docs\/notice\.md:\d+:1\n/u);
  expect(stdout).toMatch(/terms +.*trial/u);
  expect(stdout).toMatch(/read as +public\n/u);
  expect(stdout).toMatch(/searched +\d+ passages?, exhaustively/u);
  const none = await place.run(["library", "search", "trial", "--where", "source=elsewhere", "--json"]);
  expect(none.json()).toMatchObject({ hits: [] });
  const one = await place.run(["library", "search", "notice", "--where", "source=docs", "--limit", "1", "--json"]);
  expect(one.json()).toMatchObject({ hits: [{ place: { line: expect.any(Number) } }] });
  expect(await place.run(["library", "search", "x", "--where", "="])).toMatchObject({ code: 3 });
});

test("stats, verify, rebuild and rollback", async () => {
  using place = await synced();
  expect((await place.run(["library", "stats", "--json"])).json()).toMatchObject({
    name: "small",
    documents: 2,
    closed: 0,
    readable: { public: 1, "group:board": 1 },
  });
  expect((await place.run(["library", "stats"])).stdout).toMatch(/^documents +2$/mu);
  expect(await place.run(["library", "verify"])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("agrees with itself"),
  });
  expect(await place.run(["library", "verify", "--repair", "--json"])).toMatchObject({ code: 0 });
  const rebuilt = await place.run(["library", "rebuild", "--json", "--set", "chunking.targetTokens=64"]);
  expect(rebuilt.json()).toMatchObject({ activated: true, documents: 2 });
  expect(await place.run(["library", "sync"])).toMatchObject({
    code: 7,
    stderr: expect.stringContaining("library rebuild"),
  });
  expect(await place.run(["library", "rollback"])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("is in use"),
  });
  expect(await place.run(["library", "sync"])).toMatchObject({ code: 0 });
});

test("an exported library can be imported elsewhere", async () => {
  using place = await synced();
  const file = join(place.folder, "backup.schoolbook");
  expect(await place.run(["library", "export", file])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("2 documents exported"),
  });
  expect(await place.run(["library", "export", file])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("exists already"),
  });
  using other = cliFolder({ "schoolbook.config.json": "{}" });
  expect(await other.run(["library", "import", file])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("2 documents"),
  });
  expect((await other.run(["ask", "notice period"])).stdout).toContain("three months");
  expect(await other.run(["library", "import", "nothing.schoolbook"])).toMatchObject({ code: 4 });
  other.write("junk.schoolbook", "not a library");
  expect((await other.run(["library", "import", "junk.schoolbook"])).code).toBeGreaterThan(0);
  expect((await other.run(["ask", "notice period"])).stdout).toContain("three months");
});

test("without a library searches say what to run", async () => {
  using place = cliFolder(SMALL_PROJECT);
  expect(await place.run(["ask", "anything"])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining("library sync"),
  });
});

test("one writer at a time: the second says by whom the library is being written", async () => {
  using place = await synced();
  const options = { command: "library rebuild", waitMs: 0, runtime: systemRuntime() };
  using _lock = await acquireLock(join(place.folder, ".schoolbook/library.sqlite.lock"), options);
  const { code, stderr } = await place.run(["library", "sync", "--wait", "0.1"]);
  expect(code).toBe(6);
  expect(stderr).toContain("Waiting for `library rebuild`");
  expect((await place.run(["ask", "notice period"])).code).toBe(0);
});

test("a source that cannot be reached fails alone, and an unknown one is named", async () => {
  using place = cliFolder({
    ...SMALL_PROJECT,
    "schoolbook.config.json": JSON.stringify({
      sources: { docs: { kind: "folder", path: "docs", access: [] }, gone: { kind: "folder", path: "nowhere" } },
    }),
  });
  const { code, stdout, stderr } = await place.run(["library", "sync"]);
  expect(code).toBe(10);
  expect(stdout).toMatch(/docs +2 added\ngone +could not be listed/u);
  expect(stderr).toContain("error: source gone:");
  expect(await place.run(["library", "sync", "--source", "dcos"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Did you mean docs?"),
  });
  expect(await place.run(["doctor"])).toMatchObject({ code: 1, stdout: expect.stringContaining("FAIL  source gone") });
});

test("Ctrl-C during a sync ends with 130, and the next sync goes on", async () => {
  using place = cliFolder(SMALL_PROJECT);
  for (let page = 0; page < 300; page += 1)
    place.write(`docs/page-${page}.md`, `# Page ${page}\n\nText of page ${page}.\n`);
  const stopped = await place.run(["library", "sync"], { onInterruptReady: (interrupt) => setTimeout(interrupt, 30) });
  expect(stopped).toMatchObject({ code: 130, stderr: expect.stringContaining("Stopped") });
  expect(await place.run(["library", "sync", "--quiet"])).toMatchObject({ code: 0 });
  expect((await place.run(["library", "stats", "--json"])).json()).toMatchObject({ documents: 302 });
  expect(await place.run(["library", "verify", "--quiet"])).toMatchObject({ code: 0 });
});

test("watch syncs when a file changes and ends with Ctrl-C", async () => {
  using place = cliFolder(SMALL_PROJECT);
  let interrupt = (): void => undefined;
  const rounds: unknown[] = [];
  const { code } = await place.run(["library", "watch", "--json"], {
    onInterruptReady: (ready) => (interrupt = ready),
    onOutput: (text) => {
      rounds.push(JSON.parse(text));
      if (rounds.length === 1) place.write("docs/later.md", "# Later\n\nArrived while watching.\n");
      if (rounds.length === 2) interrupt();
    },
  });
  expect(code).toBe(0);
  expect(rounds).toMatchObject([
    { kind: "synced", report: { sources: [{ added: 2 }] } },
    { kind: "synced", report: { sources: [{ added: 1 }] } },
  ]);
});

test("text of a document cannot control the terminal, in whichever way it is shown", async () => {
  const attack = "Steal \u001b]0;owned\u0007\u001b[2J\u001b[1A the notice";
  using place = cliFolder({
    ...SMALL_PROJECT,
    "docs/evil.md": `# ${attack}\n\nThe payload ${attack} period of evil.\n`,
  });
  place.write("docs/we\u001b[31mird.md", "# Weird name\n\nA weird name for a file.\n");
  await place.run(["library", "sync", "--quiet"]);
  const commands = [
    ["ask", "payload of evil"],
    ["library", "search", "payload evil", "--explain"],
    ["library", "search", "weird name"],
    ["library", "show", "docs/evil.md"],
    ["library", "sync", "--dry-run"],
  ];
  for (const argv of commands) {
    const { stdout, stderr } = await place.run([...argv, "--no-color"], { isTTY: true });
    const ours = `${stdout}${stderr}`.replaceAll(OUR_LINKS, "").replaceAll("\r\u001b[2K", "");
    expect(ours, argv.join(" ")).not.toMatch(/[\p{Cc}--[\n\t]]/v);
  }
});

test("quiet syncs print their result only, and progress never mixes into stdout", async () => {
  using place = cliFolder(SMALL_PROJECT);
  const { stdout, stderr } = await place.run(["library", "sync", "--json"]);
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toMatchObject({ sources: [{ added: 2 }] });
});

test("the demonstration answers what it should and keeps the rest to itself", async () => {
  using place = cliFolder();
  const { code, stdout } = await place.run(["demo", "--set", `library.path=${join(place.folder, "demo.sqlite")}`]);
  expect(code).toBe(0);
  expect(stdout.match(/\nSources\n/gu)?.length).toBe(3);
  expect(stdout.match(/Not in the documents/gu)?.length).toBe(2);
  expect(stdout).toContain("3.4 % in every band");
});

test("a hit is shown with the heading and the line of what was found in it", async () => {
  using place = cliFolder({
    ...SMALL_PROJECT,
    "docs/rules.md": "# Rules\n\n## Ladders\n\nLadders stand at gate A.\n\n## Carts\n\nCarts stand at gate C.\n",
  });
  await place.run(["library", "sync"]);
  const { stdout } = await place.run(["library", "search", "carts"]);
  expect(stdout).toMatch(/^1\. Rules › Carts .*\n\s+docs\/rules\.md:9:1\n/u);
});
