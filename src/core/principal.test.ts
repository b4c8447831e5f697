import { expect, test } from "vitest";

import { isPrincipal } from "./principal.ts";

test.each(["public", "user:ann", "group:support/eu", "user:Åsa@example.org", "user:42"])(
  "%s is a principal",
  (text) => {
    expect(isPrincipal(text)).toBe(true);
  },
);

test.each([
  "",
  "Public",
  "ann",
  "user:",
  "user:a b",
  "group:a;b",
  "role:x",
  "user:a\u0000",
  "user:a\u200b",
  `user:${"x".repeat(300)}`,
])("%j is not a principal", (text) => {
  expect(isPrincipal(text)).toBe(false);
});
