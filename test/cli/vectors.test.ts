// The default embedder, seen from the command line: libraries with vectors, without, and on their way from one to the other.
import { expect, test } from "vitest";

import { type CliFolder, cliFolder, SMALL_PROJECT } from "./run-cli.ts";

const CONFIG: Readonly<Record<string, unknown>> = JSON.parse(SMALL_PROJECT["schoolbook.config.json"] ?? "");

function configure(place: CliFolder, settings: Readonly<Record<string, unknown>>): void {
  place.write("schoolbook.config.json", JSON.stringify({ ...CONFIG, ...settings }));
}

/** As it was built before there was an embedder in the box. */
async function withoutVectors(): Promise<CliFolder> {
  const place = cliFolder(SMALL_PROJECT);
  configure(place, { embedder: false });
  expect(await place.run(["library", "sync"])).toMatchObject({ code: 0 });
  configure(place, {});
  return place;
}

const NOTE = "→ The library has no vectors yet, so searches go by words; `schoolbook library sync` adds them.\n";

test("a new library has vectors without any setting, and finds what is said in other words", async () => {
  using place = cliFolder(SMALL_PROJECT);
  await place.run(["library", "sync"]);
  const { json } = await place.run(["library", "stats", "--json"]);
  expect(json()).toMatchObject({ generations: [{ embedder: expect.stringMatching(/^static@/u), dims: 256 }] });
  const search = await place.run(["library", "search", "quitting"]);
  expect(search.stdout).toMatch(/^None of these words was found; what comes nearest in meaning:\n\n1\. Notice/u);
  expect(search.stderr).toBe("");
});

test("a library without vectors goes on working, says in one line how to add them, and gets them at the next sync", async () => {
  using place = await withoutVectors();
  const search = await place.run(["library", "search", "notice period"]);
  expect(search).toMatchObject({ code: 0, stderr: NOTE, stdout: expect.stringContaining("1. Notice") });
  const ask = await place.run(["ask", "How long is the notice period in the trial period?"]);
  expect(ask).toMatchObject({ code: 0, stderr: NOTE, stdout: expect.stringContaining("two weeks") });
  expect(await place.run(["library", "search", "notice", "--quiet"])).toMatchObject({ stderr: "" });
  const doctor = await place.run(["doctor"]);
  expect(doctor.stdout).toMatch(/warn {2}generation +1 has no vectors yet: searches go by words\n.*library sync/u);

  expect(await place.run(["library", "sync", "--dry-run"])).toMatchObject({
    code: 0,
    stdout: expect.not.stringContaining("vectors"),
  });
  const sync = await place.run(["library", "sync"]);
  expect(sync.stdout).toContain("2 passages got vectors: searches find by meaning too from now on.");
  expect(await place.run(["library", "search", "notice"])).toMatchObject({ stderr: "" });
  expect((await place.run(["doctor"])).stdout).toMatch(/ok +generation +2, built by the settings in force/u);
  expect((await place.run(["library", "sync"])).stdout).not.toContain("vectors");
  expect(await place.run(["library", "verify"])).toMatchObject({ code: 0 });
});

test("no vectors are wanted however that is said, and then nothing is said about them", async () => {
  for (const embedder of [false, null, "none"]) {
    using place = cliFolder(SMALL_PROJECT);
    configure(place, { embedder });
    await place.run(["library", "sync"]);
    const { json } = await place.run(["library", "stats", "--json"]);
    expect(json()).toMatchObject({ vectors: 0, generations: [{ embedder: null }] });
    const search = await place.run(["library", "search", "quitting"]);
    expect(search).toMatchObject({ stderr: "", stdout: expect.stringMatching(/^Not in the documents\./u) });
    expect((await place.run(["doctor"])).stdout).toMatch(/ok +generation/u);
  }
  using place = cliFolder(SMALL_PROJECT);
  configure(place, { embedder: 5 });
  expect(await place.run(["library", "sync"])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("embedder is 5"),
  });
});

test("vectors are turned off for good by a rebuild, which the sync names", async () => {
  using place = cliFolder(SMALL_PROJECT);
  await place.run(["library", "sync"]);
  configure(place, { embedder: false });
  expect(await place.run(["library", "sync"])).toMatchObject({
    code: 7,
    stderr: expect.stringMatching(/static@.*now none[\s\S]*library rebuild/u),
  });
  expect(await place.run(["library", "rebuild"])).toMatchObject({ code: 0 });
  expect(await place.run(["library", "sync"])).toMatchObject({ code: 0 });
});
