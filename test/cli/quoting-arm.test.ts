// The control that needs no model: judged in every climb with a library, put into use by its name, and not asked where an earlier version registered.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { checkRegistration, registrationHash } from "../../src/ladder/registration/registration.ts";
import { climbableProject } from "./climbed-project.ts";
import { objectOf } from "./exam-project.ts";

const QUESTION = "What is the weight of product p04x?";

test("where quoting alone is proven enough, the verdict says so beside the rung, and `use` puts it into use", async () => {
  await using climbed = await climbableProject({ questions: 120 });
  const { place } = climbed;
  const { code, stdout } = await climbed.climb("--name", "ladder");
  expect(code).toBe(0);
  expect(stdout).toContain("Serve the open book (A2). Quoting is enough too, without a model.");
  expect(stdout).toMatch(/AQ +enough +no model is needed: quoting answers 100 % \[\d+, 100\], above the bar of 80 %/u);
  expect(stdout).toContain("`schoolbook use AQ --climb ladder`");
  const folder = join(place.folder, ".schoolbook/climbs/ladder");
  const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8"));
  expect(report.registration.registration.arms).toContainEqual(expect.objectContaining({ name: "AQ" }));
  expect(report).toMatchObject({
    verdict: { decision: { kind: "serve", arm: "A2" }, withoutModel: { state: "sufficient", arm: { name: "AQ" } } },
  });
  for (const written of ["report.html", "report.md"])
    expect(readFileSync(join(folder, written), "utf8")).toMatch(/No model is needed: quoting the documents \(AQ\)/u);
  expect(readFileSync(join(folder, "report.md"), "utf8")).toContain("control, and proven enough");

  expect((await place.run(["use", "AQ"])).stdout).toContain("answered by quoting, without a model (AQ) of ladder");
  place.write(
    "schoolbook.config.json",
    readFileSync(join(place.folder, "schoolbook.config.json"), "utf8").replace(
      '"embedder":false',
      '"embedder":false,"model":"served"',
    ),
  );
  const asked = objectOf(await place.run(["ask", QUESTION, "--json"]));
  expect(asked).toMatchObject({ model: "quoting", text: expect.stringContaining("128 grams") });
  expect((await place.run(["doctor"])).stdout).toMatch(/ok +in use +quoting, without a model \(AQ\) of ladder/u);
}, 120_000);

test("a climb that was registered without quoting goes on as it was registered", async () => {
  await using climbed = await climbableProject();
  const { place } = climbed;
  expect((await climbed.climb("--name", "early")).code).toBe(0);
  const path = ".schoolbook/climbs/early/registration.json";
  const kept = JSON.parse(readFileSync(join(place.folder, path), "utf8"));
  const arms = kept.registration.arms.filter(({ name }: { readonly name: string }) => name !== "AQ");
  const registration = checkRegistration({ ...kept.registration, arms });
  place.write(path, JSON.stringify({ hash: registrationHash(registration), at: kept.at, registration }));
  const resumed = await climbed.climb("--name", "early", "--json");
  expect(resumed.code).toBe(0);
  const names = objectOf(resumed)["arms"];
  expect(names).toEqual(["A0", "A1", "A2", "A3"].map((arm) => expect.objectContaining({ arm })));
}, 120_000);

test("quoting that is not proven enough is a control like others: said, not served unless it is forced", async () => {
  await using climbed = await climbableProject();
  const { place } = climbed;
  const { stdout } = await climbed.climb("--name", "ladder");
  expect(stdout).toMatch(/AQ +not settled +may be behind A2 by more than 5 points: 0 points \[−?\d+, \d+\]/u);
  expect(await place.run(["use", "AQ"])).toMatchObject({ code: 18, stderr: expect.stringContaining("may be worse") });
  expect(await place.run(["use", "AQ", "--force"])).toMatchObject({ code: 0 });
}, 120_000);
