// Lines of a log that somebody damaged, or made to hurt whoever reads them.
import { expect, test } from "vitest";

import { parseLogLine } from "./log-lines.ts";

const PLAN = '{"kind":"plan","at":1,"repeats":1,"questions":[{"id":"a","more":DEEP}],"arms":[{"name":"A0"}]}';

test("a line that is nested a hundred thousand levels deep is no line of a log", () => {
  expect(parseLogLine(PLAN.replace("DEEP", "[[1]]"))).toMatchObject({ kind: "plan" });
  expect(parseLogLine(PLAN.replace("DEEP", "[".repeat(100_000) + "]".repeat(100_000)))).toBeUndefined();
});
