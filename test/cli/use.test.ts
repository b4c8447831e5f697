// `schoolbook climb` through a server, its report, and `schoolbook use`: the rung that answers from then on, and the way back.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { climbableProject } from "./climbed-project.ts";
import { objectOf } from "./exam-project.ts";

const QUESTION = "What is the weight of product p04x?";

test("a climb ends with a report, which is written again as a page or a text, and never over a file", async () => {
  await using climbed = await climbableProject();
  const { place } = climbed;
  expect(await climbed.climb("--name", "ladder")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("Serve the open book (A2)."),
  });
  const folder = join(place.folder, ".schoolbook/climbs/ladder");
  const page = readFileSync(join(folder, "report.html"), "utf8");
  expect(page).toContain("<h1>Serve the open book (A2).</h1>");
  expect(page).toContain("What is the weight of product");
  expect(readFileSync(join(folder, "report.md"), "utf8")).toContain("# Serve the open book (A2).");
  expect(await place.run(["climb", "report", "--to", "again.html"])).toMatchObject({ code: 0 });
  expect(readFileSync(join(place.folder, "again.html"), "utf8")).toBe(page);
  expect(await place.run(["climb", "report", "ladder", "--to", "again.html"])).toMatchObject({ code: 3 });
  expect(await place.run(["climb", "report", "ladder", "--to", "again.html", "--force"])).toMatchObject({ code: 0 });
  expect(await place.run(["climb", "report", "ladder", "--to", "again.pdf"])).toMatchObject({ code: 2 });
  expect(await place.run(["climb", "report", "none", "--to", "none.html"])).toMatchObject({ code: 4 });
  expect(await place.run(["climb", "report", "--to", "hers.html", "--as", "user:ann"])).toMatchObject({ code: 5 });
}, 60_000);

test("the proven rung answers what is asked from then on, is shown, and is taken back", async () => {
  await using climbed = await climbableProject();
  const { place } = climbed;
  await climbed.climb("--name", "ladder");
  const before = objectOf(await place.run(["ask", QUESTION, "--json"]));
  expect(before).toMatchObject({ model: "quoting" });
  expect((await place.run(["use", "--show"])).stdout).toContain("answered by quoting, as configured");
  expect(await place.run(["use"])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("answered by the open book (A2) of ladder"),
  });
  const asked = objectOf(await place.run(["ask", QUESTION, "--json"]));
  expect(asked).toMatchObject({ text: expect.stringContaining("128 grams"), citations: [{ mark: 1 }] });
  expect(asked["model"]).not.toBe("quoting");
  expect((await place.run(["config", "explain", "model"])).stdout).toContain("the open book (A2) of ladder");
  expect((await place.run(["doctor"])).stdout).toMatch(/ok +in use +the open book \(A2\) of ladder/u);
  expect(objectOf(await place.run(["ask", QUESTION, "--json", "--model", "quoting"]))).toMatchObject({
    model: "quoting",
  });
  expect(await place.run(["use", "--rollback"])).toMatchObject({ code: 0 });
  expect(objectOf(await place.run(["ask", QUESTION, "--json"]))).toMatchObject({ model: "quoting" });
  expect(await place.run(["use", "--rollback"])).toMatchObject({ code: 4 });
}, 60_000);

test("what is not proven, was not tried or is a control is not put into use; force is remembered", async () => {
  await using climbed = await climbableProject();
  const { place } = climbed;
  await climbed.climb("--name", "ladder");
  const refused = await place.run(["use", "A1"]);
  expect(refused).toMatchObject({ code: 18, stderr: expect.stringContaining("below the bar of 80 %") });
  expect(await place.run(["use", "A4"])).toMatchObject({ code: 18, stderr: expect.stringContaining("not tried") });
  expect(await place.run(["use", "A3", "--force"])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("is a control"),
  });
  expect(await place.run(["use", "A9"])).toMatchObject({ code: 4 });
  expect(await place.run(["use", "A2", "--as", "user:ann"])).toMatchObject({ code: 5 });
  expect(await place.run(["use", "--show", "--rollback"])).toMatchObject({ code: 2 });
  const forced = await place.run(["use", "A1", "--force"]);
  expect(forced).toMatchObject({ code: 0, stdout: expect.stringContaining("Forced: The prompt (A1)") });
  expect(objectOf(await place.run(["ask", QUESTION, "--json"]))).toMatchObject({ answered: false, citations: [] });
  expect((await place.run(["doctor"])).stdout).toMatch(/warn +in use +the prompt \(A1\) of ladder, which was forced/u);
}, 60_000);

test("a rung in use is not served by another model than the one that was examined", async () => {
  await using climbed = await climbableProject();
  const { place } = climbed;
  await climbed.climb("--name", "ladder");
  await place.run(["use"]);
  const config: unknown = JSON.parse(readFileSync(join(place.folder, "schoolbook.config.json"), "utf8"));
  const other = JSON.stringify(config).replace("#fake", "#other");
  place.write("schoolbook.config.json", other);
  expect(await place.run(["ask", QUESTION])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("which ladder examined"),
  });
  expect((await place.run(["doctor"])).stdout).toMatch(/FAIL +in use/u);
}, 60_000);

test("a rung that was at school answers only for those who are cleared for what it was trained on", async () => {
  await using climbed = await climbableProject();
  const { place } = climbed;
  await climbed.climb("--name", "ladder");
  await place.run(["use"]);
  const path = ".schoolbook/serving.json";
  const serving = readFileSync(join(place.folder, path), "utf8");
  place.write(path, serving.replace('"context": "search"', '"context": "search",\n    "adapter": "tone"'));
  place.write(".schoolbook/adapters/tone/manifest.json", JSON.stringify(MANIFEST));
  expect(await place.run(["ask", QUESTION])).toMatchObject({
    code: 4,
    stderr: expect.stringContaining("There is no adapter tone."),
  });
  expect(await place.run(["ask", QUESTION, "--as", "group:lab"])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("it was trained on nano"),
  });
}, 60_000);

const MANIFEST = {
  version: 1,
  name: "tone",
  base: "nano",
  baseHash: "b",
  templateHash: "t",
  dataHash: "d",
  weightsHash: "w",
  acls: [["group:lab"]],
  trainer: "builtin",
  settings: {},
  examples: 1,
  checks: { losses: [] },
  madeAt: "2026-11-26T00:00:00.000Z",
  madeBy: "0.1.0",
};
