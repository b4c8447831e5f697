import { expect, test } from "vitest";

import { inheritedAcl } from "./inherited-acl.ts";

test("an adapter serves only principals that may read every row", () => {
  expect(inheritedAcl([["group:a", "user:ann"], ["group:b", "user:ann"], ["public"]])).toEqual(["user:ann"]);
  expect(inheritedAcl([["group:a"], ["group:b"]])).toEqual([]);
  expect(inheritedAcl([["group:a"], []])).toEqual([]);
});

test("rows for everybody leave the adapter to everybody, and no rows to nobody", () => {
  expect(inheritedAcl([["public"], ["group:a", "public"]])).toEqual(["public"]);
  expect(inheritedAcl([])).toEqual([]);
});
