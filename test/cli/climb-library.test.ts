// A climb belongs to the library that it was registered with; the whole of it in the prompt is a control where the model has the room.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { climbableProject } from "./climbed-project.ts";
import type { CliFolder } from "./run-cli.ts";

test(
  "a climb is not continued on another library, and says what to do; a file that was only touched is no other library",
  { timeout: 120_000 },
  async () => {
    await using project = await climbableProject();
    const { place } = project;
    const climbs = join(place.folder, ".schoolbook", "climbs");
    expect((await project.climb("--name", "first")).code).toBe(0);
    const { registration } = JSON.parse(readFileSync(join(climbs, "first", "registration.json"), "utf8"));
    const { library } = registration.inputs;
    expect(library).toMatch(/^[0-9a-f]{32,}$/u);
    for (const report of ["report.md", "report.html"])
      expect(readFileSync(join(climbs, "first", report), "utf8")).toContain(library);

    place.write("docs/p00x.md", readFileSync(join(place.folder, "docs", "p00x.md")));
    expect((await place.run(["library", "sync"])).code).toBe(0);
    expect((await project.climb("--name", "first")).code).toBe(0);

    place.write("docs/p00x.md", "# Product p00x\n\nThe weight of product p00x is 999 grams.\n");
    expect((await place.run(["library", "sync"])).code).toBe(0);
    const continued = await project.climb("--name", "first");
    expect(continued.code).toBe(20);
    expect(continued.stderr).toContain("The library has changed since the climb first was registered");
    expect(continued.stderr.replaceAll(/\s+/gu, " ")).toContain("Climb under another name, such as --name first-2");
    expect((await project.climb("--name", "first-2")).code).toBe(0);
  },
);

test(
  "with --all the whole library is laid before a model that has the room, and is left out with what it would take for one that has not",
  { timeout: 120_000 },
  async () => {
    await using project = await climbableProject({ contextTokens: 4096 });
    const roomy = (await project.climb("--name", "roomy", "--all", "--json")).json();
    expect(roomy).toMatchObject({
      arms: expect.arrayContaining([expect.objectContaining({ arm: "AL", role: "control" })]),
      lacking: [{ arm: "A4" }, { arm: "A5" }],
    });
    await writeLongPages(project.place);
    const narrow = (await project.climb("--name", "narrow", "--all", "--json")).json();
    expect(narrow).toMatchObject({
      verdict: { kind: "judged" },
      lacking: [{ arm: "A4" }, { arm: "A5" }, { arm: "AL", what: expect.stringContaining("there is room for 3,584") }],
    });
    expect(await project.climb("--name", "low")).toMatchObject({
      code: 0,
      stderr: expect.not.stringContaining("AL "),
    });
  },
);

test(
  "where the budget or the server does not bear the whole library, the verdict on the rungs stands",
  { timeout: 120_000 },
  async () => {
    // why: without `contextTokens` the program does not know that the server refuses more than 4,096 tokens.
    await using project = await climbableProject({ price: { input: 10, output: 10 } });
    await writeLongPages(project.place);
    const lacking = async (name: string, budget: string) =>
      (await project.climb("--name", name, "--all", "--budget", budget, "--json")).json();
    expect(await lacking("poor", "2")).toMatchObject({
      verdict: { kind: "judged" },
      lacking: [{ arm: "A4" }, { arm: "A5" }, { arm: "AL", what: "the budget does not carry it" }],
    });
    expect(await lacking("rich", "50")).toMatchObject({
      verdict: { kind: "judged" },
      lacking: [{ arm: "A4" }, { arm: "A5" }, { arm: "AL", what: expect.stringContaining("not all of its calls") }],
    });
  },
);

test(
  "a prompt of the configuration is the project's own, wherever the climb is started",
  { timeout: 120_000 },
  async () => {
    await using project = await climbableProject();
    const { place } = project;
    const config = JSON.parse(readFileSync(join(place.folder, "schoolbook.config.json"), "utf8"));
    place.write("schoolbook.config.json", JSON.stringify({ ...config, answer: { template: "own.md" } }));
    place.write(
      "own.md",
      "## system\n\nTold by the house.\n\n## passage\n\n[{{number}}] {{text}}\n\n## user\n\n{{passages}}\n{{question}}\n",
    );
    const words = ["climb", join(place.folder, "exam.jsonl"), "--model", "served", "--yes", "--name", "afar"];
    place.write("elsewhere/own.md", "## user\n\n{{question}}\n");
    expect((await place.within("elsewhere").run([...words, "--project", place.folder])).code).toBe(0);
    const prompt = join(place.folder, ".schoolbook", "climbs", "afar", "prompts", "A2.plain.md");
    expect(readFileSync(prompt, "utf8")).toContain("Told by the house.");
  },
);

async function writeLongPages(place: CliFolder): Promise<void> {
  const text = Array.from({ length: 60 }, (_, at) => `Line ${at} of a page that nobody asks about.`).join("\n\n");
  for (let at = 0; at < 8; at += 1) place.write(`docs/long-${at}.md`, `# Long page ${at}\n\n${text}\n`);
  expect((await place.run(["library", "sync"])).code).toBe(0);
}
