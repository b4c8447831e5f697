import { expect, test } from "vitest";

import { closingLines } from "./closing-line.ts";

test("each skipped test has a line of its own, though several share a reason", () => {
  const note = "the data set docs-fastify is not there (SCHOOLBOOK_DATA)";
  expect(
    closingLines([
      { name: "a", state: "passed" },
      { name: "replay > from memory", state: "skipped", note },
      { name: "replay > from files", state: "skipped", note },
      { name: "modes", state: "skipped" },
      { name: "b", state: "failed" },
    ]),
  ).toEqual([
    `skipped: replay > from memory (${note})`,
    `skipped: replay > from files (${note})`,
    "skipped: modes (no reason given)",
    "1 passed, 1 failed, 3 skipped",
  ]);
});
