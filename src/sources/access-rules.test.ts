import { expect, test } from "vitest";

import { ACCESS_RULES, createAccess } from "./access-rules.ts";

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
