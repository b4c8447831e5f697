import { expect, test } from "vitest";

import { rulePath } from "./address.ts";

test.each([
  ["/hr/pay", "hr/pay"],
  ["//hr//pay/", "hr/pay/"],
  ["/%68r/pay", "hr/pay"],
  ["/open/%2F../hr/pay", "hr/pay"],
  ["/open/..%2fhr/pay", "hr/pay"],
  ["/open/..%5chr%5Cpay", "hr/pay"],
  ["/..%2f..%2fhr/%2e/pay", "hr/pay"],
  ["/", ""],
])("rules see %s as %s", (path, seen) => {
  expect(rulePath(`http://site.example${path}`)).toBe(seen);
});
