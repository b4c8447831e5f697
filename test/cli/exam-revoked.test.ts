// What was closed since a run: its numbers stay, and none of its texts tells it any more, whichever way they are asked for.
import { expect, test } from "vitest";

import { configOf, examProject, objectOf } from "./exam-project.ts";
import type { CliFolder } from "./run-cli.ts";

const MIA = ["--as", "user:mia"];
const WRONG = `questions:
  - id: raise
    question: What raise was agreed for April?
    principals: ["user:mia"]
    expected: { contains: ["9.9"], sources: ["docs:raise.md"] }
  - id: lamp
    question: How long does the warranty of the lamp last?
    principals: ["user:mia"]
    expected: { contains: ["ten years"], sources: ["docs:warranty.md"] }
`;

async function everyWay(place: CliFolder): Promise<readonly string[]> {
  const exports = ["junit", "csv", "markdown", "jsonl", "promptfoo"].map((to) => ["exam", "export", "r", "--to", to]);
  const shows = [
    ["show", "r"],
    ["show", "r", "--json"],
    ["show", "r", "--question", "raise"],
  ].map((one) => ["exam", ...one]);
  const texts: string[] = [];
  for (const argv of [
    ...exports,
    ...shows,
    ["exam", "show", "r", "--question", "raise", "--json"],
    ["exam", "compare", "r"],
  ]) {
    const { code, stdout, stderr } = await place.run([...argv, ...MIA]);
    expect({ argv, code, stderr: code === 0 ? "" : stderr }).toEqual({ argv, code: 0, stderr: "" });
    texts.push(stdout);
  }
  return texts;
}

test("texts that rest on a page that has been closed since are withheld by show, story and every export", async () => {
  using place = await examProject({ "exam.yaml": WRONG });
  const run = await place.run(["exam", "run", "--arms", "quoting", "--run", "r", ...MIA]);
  expect(run.code).toBe(0);
  const before = (await everyWay(place)).join("\n");
  expect(before).toContain("3.4 percent");
  const figures = objectOf(await place.run(["exam", "show", "r", "--json", ...MIA]))["arms"];
  place.write("schoolbook.config.json", configOf().replace('"allow":["group:people"]', '"allow":["group:board"]'));
  expect((await place.run(["library", "sync"])).code).toBe(0);
  const after = await everyWay(place);
  for (const text of after) expect(text).not.toMatch(/percent|missing: 9\.9|"9\.9"|value: "?9\.9|raise\.md/u);
  expect(after.join("\n")).toContain("not readable by you now");
  expect(after.join("\n")).toContain("two years");
  expect(objectOf(await place.run(["exam", "show", "r", "--json", ...MIA]))["arms"]).toEqual(figures);
});
