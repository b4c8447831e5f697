import { expect, test } from "vitest";

import { ERROR_KINDS, SchoolbookError, toSchoolbookError } from "./errors.ts";

test("an error takes its hint from the table unless it brings a better one", () => {
  expect(new SchoolbookError("usage", "x").hint).toBe(ERROR_KINDS.usage.hint);
  expect(new SchoolbookError("usage", "x", { hint: "Do y." }).hint).toBe("Do y.");
});

test("anything thrown becomes a SchoolbookError that keeps its cause", () => {
  const cause = new TypeError("boom");
  const error = toSchoolbookError(cause);
  expect(error.code).toBe("internal");
  expect(error.cause).toBe(cause);
  expect(toSchoolbookError(error)).toBe(error);
});

test("an abort is reported as cancelled", () => {
  expect(toSchoolbookError(new DOMException("stop", "AbortError")).code).toBe("cancelled");
});

test("every code has an exit code that a shell can tell from success", () => {
  for (const kind of Object.values(ERROR_KINDS)) {
    expect(kind.exit).toBeGreaterThan(0);
    expect(kind.exit).toBeLessThan(256);
  }
});
