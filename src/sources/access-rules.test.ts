import { expect, test } from "vitest";

import { ACCESS_RULES, createAccess, describeRules } from "./access-rules.ts";

test("the first rule that matches decides", () => {
  const aclOf = createAccess([
    { path: "hr/salaries/**", allow: [] },
    { path: "hr/**", allow: ["group:hr"] },
    { path: "**", allow: ["public"] },
  ]);
  expect(aclOf("hr/salaries/2026.md")).toEqual([]);
  expect(aclOf("hr/leave.md")).toEqual(["group:hr"]);
  expect(aclOf("guide.md")).toEqual(["public"]);
});

test("a rule decides about a name however its accents are spelled", () => {
  const aclOf = createAccess([
    { path: "Gehälter/**".normalize("NFD"), allow: ["group:hr"] },
    { path: "**", allow: ["public"] },
  ]);
  for (const form of ["NFC", "NFD"] as const) expect(aclOf("Gehälter/2026.md".normalize(form))).toEqual(["group:hr"]);
});

test("a wide rule before a narrow one leaves the narrow one without effect", () => {
  const aclOf = createAccess([
    { path: "**", allow: ["public"] },
    { path: "hr/**", allow: ["group:hr"] },
  ]);
  expect(aclOf("hr/leave.md")).toEqual(["public"]);
});

test("where no rule matches, nothing is said, and that is nobody", () => {
  expect(createAccess([{ path: "hr/**", allow: ["group:hr"] }])("guide.md")).toBeUndefined();
  expect(createAccess([])("guide.md")).toBeUndefined();
});

test.each(["everyone", "Group:hr", "user:", "group:h r", "user:a\u0007", "public ", "group:a,b"])(
  "the principal %j is refused, and the message names it",
  (principal) => {
    const { error } = ACCESS_RULES.safeParse([{ path: "**", allow: [principal] }]);
    expect(error?.issues[0]?.message).toContain(JSON.stringify(principal));
    expect(error?.issues[0]?.path).toEqual([0, "allow", 0]);
  },
);

function idleAmong(patterns: readonly string[], paths: readonly string[]) {
  const rules = patterns.map((path) => ({ path, allow: ["public"] }));
  return describeRules({ name: "docs", rules, holdById: true }).idle(paths.map((path) => `docs:${path}`));
}

test.each([
  [["hr/**", "**"], ["hr/a.md", "b.md"], []],
  [["hr/**", "**"], ["hr/a.md"], []],
  [["hr/**", "**"], ["b.md"], [{ path: "hr/**", reason: "unmatched" }]],
  [["**", "hr/**"], ["hr/a.md"], [{ path: "hr/**", reason: "shadowed" }]],
  [["a.md", "*.md", "a.md"], ["a.md", "b.md"], [{ path: "a.md", reason: "shadowed" }]],
  [["caf\u00e9/**"], ["cafe\u0301/a.md"], []],
])("of the rules %j over %j these decide about nothing: %j", (patterns, paths, idle) => {
  expect(idleAmong(patterns, paths)).toEqual(idle);
});

test("rules have the same digest as long as they, and what else decides, are the same", () => {
  const digestOf = (allow: string[], besides?: string) =>
    describeRules({
      name: "docs",
      rules: [{ path: "**", allow }],
      holdById: true,
      ...(besides === undefined ? {} : { besides }),
    }).digest;
  expect(digestOf(["public"])).toBe(digestOf(["public"]));
  expect(new Set([digestOf(["public"]), digestOf([]), digestOf(["public"], "who")]).size).toBe(3);
});
