import { expect, test } from "vitest";

import { expandPrincipals } from "./expand-principals.ts";

const people = {
  "user:ann": ["group:support"],
  "group:support": ["group:staff"],
  "group:staff": ["group:support"],
};

test("people hold what their groups hold, to any depth and round in circles, and the public", () => {
  expect(expandPrincipals(["user:ann"], people)).toEqual(["user:ann", "public", "group:support", "group:staff"]);
});

test("somebody unknown is the public and themselves", () => {
  expect(expandPrincipals(["user:bo"], people)).toEqual(["user:bo", "public"]);
});

test("nobody stays nobody", () => {
  expect(expandPrincipals([], people)).toEqual([]);
});

test("a malformed principal is refused instead of seeing nothing", () => {
  expect(() => expandPrincipals(["ann"], people)).toThrow('"ann" is not a principal.');
});

test("names that objects have by themselves grant nothing", () => {
  expect(expandPrincipals(["user:constructor"], { __proto__: ["group:board"] })).toEqual([
    "user:constructor",
    "public",
  ]);
});

test("nobody named at all is an error, not the public", () => {
  const { as }: { as: readonly string[] } = JSON.parse("{}");
  expect(() => expandPrincipals(as, {})).toThrow(expect.objectContaining({ code: "usage" }));
});
