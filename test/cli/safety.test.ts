// What a slip in the configuration must not do: empty the library, or leave open what it closes.
import { rmSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { cliFolder, SMALL_PROJECT } from "./run-cli.ts";

const NO_SOURCES = JSON.stringify({ name: "small" });

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
