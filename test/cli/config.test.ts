// Finding, reading and explaining the configuration, through the command line.
import { spawnSync } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { cliFolder, SMALL_PROJECT } from "./run-cli.ts";

const FOLDER_CONFIG = `export default { sources: { docs: { kind: "folder", path: "docs" } }, retrieval: { limit: 4 } };`;

test.each(["schoolbook.config.ts", "schoolbook.config.mjs"])("%s is found from below and loaded", async (name) => {
  using place = cliFolder({ [name]: FOLDER_CONFIG, "docs/deep/x.md": "# X" });
  const { code, json } = await place.run(["config", "path", "--json", "--project", "docs/deep/../.."]);
  expect(code).toBe(0);
  expect(json()).toEqual({ configFile: `${place.folder}/${name}`, folder: place.folder });
});

test("a project is searched upwards from the working folder", () => {
  using place = cliFolder({ ...SMALL_PROJECT, "docs/deep/x.md": "# X" });
  const program = fileURLToPath(new URL("../../bin/schoolbook.mjs", import.meta.url));
  const { stdout } = spawnSync(process.execPath, [program, "config", "path"], {
    cwd: `${place.folder}/docs/deep`,
    encoding: "utf8",
  });
  expect(stdout.trim()).toBe(`${realpathSync(place.folder)}/schoolbook.config.json`);
});

test("explain prints each value with its origin", async () => {
  using place = cliFolder({ "schoolbook.config.ts": FOLDER_CONFIG });
  const { code, stdout } = await place.run(["config", "explain", "retrieval", "--set", "retrieval.candidates=30"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^retrieval\.limit +4 +schoolbook\.config\.ts$/mu);
  expect(stdout).toMatch(/^retrieval\.candidates +30 +--set retrieval\.candidates=30$/mu);
  expect(stdout).toMatch(/^retrieval\.ranking\.k1 +[\d.]+ +default$/mu);
  expect(stdout).not.toContain("library.path");
});

test("explain --changed leaves the defaults out, and a single setting can be asked for", async () => {
  using place = cliFolder({ "schoolbook.config.ts": FOLDER_CONFIG });
  const changed = await place.run(["config", "explain", "--changed"]);
  expect(changed.stdout).not.toContain("default");
  expect(changed.stdout).toContain("sources.docs.path");
  expect(await place.run(["config", "explain", "retrieval.limit", "--json"])).toMatchObject({ code: 0 });
  expect(await place.run(["config", "explain", "nothing"])).toMatchObject({ code: 4 });
});

test("the schema is the committed one", async () => {
  using place = cliFolder();
  const { json } = await place.run(["config", "schema"]);
  const committed: unknown = JSON.parse(
    readFileSync(new URL("../../schemas/schoolbook.config.schema.json", import.meta.url), "utf8"),
  );
  expect(json()).toEqual(committed);
});

test.each([
  [
    "schoolbook.config.json",
    '{ "name": "x",\n  "sources": {,} }',
    /schoolbook\.config\.json cannot be loaded: .*(?:line 2|position)/u,
  ],
  ["schoolbook.config.mjs", "export default {\n  name: ,\n};", /schoolbook\.config\.mjs.* cannot be loaded: /u],
  [
    "schoolbook.config.ts",
    "throw new Error('no database');",
    /schoolbook\.config\.ts.* cannot be loaded: no database/u,
  ],
  [
    "schoolbook.config.ts",
    'import "not-installed-anywhere";',
    /schoolbook\.config\.ts.* cannot be loaded: .*not-installed-anywhere/u,
  ],
  ["schoolbook.config.ts", "export const config = {};", /schoolbook\.config\.ts has no default export/u],
  [
    "schoolbook.config.ts",
    "export default { retrieval: { limt: 3 } };",
    /schoolbook\.config\.ts: retrieval\.limt is not a setting; did you mean "limit"\?/u,
  ],
])("a broken %s is named with its reason", async (name, text, message) => {
  using place = cliFolder({ [name]: text });
  const { code, stderr } = await place.run(["config", "explain"]);
  expect(code).toBe(3);
  expect(stderr).toMatch(message);
  expect(stderr).toContain("→ ");
});

test("a syntax error in a .ts file is shown with its line by the real program", () => {
  using place = cliFolder({ "schoolbook.config.ts": "export default {\n  name: ,\n};\n" });
  const program = fileURLToPath(new URL("../../bin/schoolbook.mjs", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [program, "config", "explain"], {
    cwd: place.folder,
    encoding: "utf8",
  });
  expect(status).toBe(3);
  expect(stderr).toMatch(/^error: schoolbook\.config\.ts:2.* cannot be loaded: /u);
});

test("a .ts file is read without a warning, whatever the package.json beside it says of modules", () => {
  const program = fileURLToPath(new URL("../../bin/schoolbook.mjs", import.meta.url));
  for (const type of [undefined, "commonjs", "module"]) {
    using place = cliFolder({ "schoolbook.config.ts": FOLDER_CONFIG, "package.json": JSON.stringify({ type }) });
    const { status, stderr } = spawnSync(process.execPath, [program, "config", "explain"], {
      cwd: place.folder,
      encoding: "utf8",
    });
    expect([type, status, stderr]).toEqual([type, 0, ""]);
  }
});

test("a mistake in a .json file is to be corrected in that file", async () => {
  using place = cliFolder({ "schoolbook.config.json": '{"retrieval":{"limit":"many"}}' });
  const { code, stderr } = await place.run(["config", "explain"]);
  expect([code, stderr]).toEqual([3, expect.stringContaining("Correct schoolbook.config.json;")]);
});

test("two config files in a folder are one too many", async () => {
  using place = cliFolder({ "schoolbook.config.ts": FOLDER_CONFIG, "schoolbook.config.json": "{}" });
  const { code, stderr } = await place.run(["config", "path"]);
  expect(code).toBe(3);
  expect(stderr).toContain("holds both schoolbook.config.ts and schoolbook.config.json");
});

test("no project is an error that names init", async () => {
  using place = cliFolder();
  const { code, stderr } = await place.run(["config", "path", "--project", "."]);
  expect(code).toBe(3);
  expect(stderr).toContain("schoolbook init");
});

test.each([
  ["schoolbook.config.json", `\ufeff${JSON.stringify({ name: "windows" }, undefined, 2)}\n`],
  ["schoolbook.config.ts", '\ufeffexport default {\n  name: "windows",\n};\n'],
])("%s may be saved with a byte order mark and Windows line ends", async (name, text) => {
  using place = cliFolder({ [name]: text.replaceAll("\n", "\r\n") });
  expect(await place.run(["config", "explain", "name"])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("windows"),
  });
});
