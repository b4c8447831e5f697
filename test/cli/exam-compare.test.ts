// `schoolbook exam compare` with few questions: what a reader can act on, and nothing that the exam could not have shown.
import { expect, test } from "vitest";

import { examProject, readingServer, servedConfig } from "./exam-project.ts";

/** Questions about one page belong together: they are one cluster. */
function questionsOf(clusters: number, each: number): string {
  return Array.from({ length: clusters * each }, (_, index) =>
    JSON.stringify({
      id: `q${index}`,
      question: `How long does the warranty of the lamp last for customer ${index}?`,
      principals: ["public"],
      cluster: `c${index % clusters}`,
      expected: { answers: ["two years"], contains: ["wo years"], sources: ["docs/warranty.md"] },
    }),
  ).join("\n");
}

async function compare(clusters: number, each: number): Promise<string> {
  using place = await examProject({ "asked.jsonl": questionsOf(clusters, each) });
  await using server = await readingServer();
  place.write("schoolbook.config.json", servedConfig(server.origin));
  const run = await place.run(["exam", "run", "asked.jsonl", "-m", "served", "--arms", "A0,A2"]);
  expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining("Run") });
  const { stdout } = await place.run(["exam", "compare"]);
  expect(stdout).not.toMatch(/ 0 points|within the noise|not shown/u);
  return stdout.replaceAll(/\s+/gu, " ");
}

test("few clusters are said to be what is counted, and how many it takes", { timeout: 60_000 }, async () => {
  const said = await compare(3, 4);
  expect(said).toContain("cannot be told");
  expect(said).toContain("A2 and A0 cannot be ranked");
  expect(said).toContain("do not choose by it");
  expect(said).toContain("These 12 questions belong to 3 clusters, which are what counts; at least 6 are needed");
  expect(said).toContain("add questions about other sources");
});

test("few questions of their own are said to be few, with how many more would do", { timeout: 60_000 }, async () => {
  const said = await compare(4, 1);
  expect(said).toContain("4 questions can show nothing; at least 6 on which the two differ are needed");
  expect(said).toMatch(/about \d+ more questions would show one as large as this/u);
});
