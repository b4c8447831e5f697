import { expect, test } from "vitest";

import { isClearedFor } from "./adapter-manifest.ts";

test("an adapter serves whoever is cleared for every one of its sources, and nobody else", () => {
  const acls = [["public"], ["group:staff", "group:leads"], ["user:ann", "group:hr"]];
  expect(isClearedFor({ acls }, ["public", "group:leads", "user:ann"])).toBe(true);
  expect(isClearedFor({ acls }, ["public", "group:staff"])).toBe(false);
  expect(isClearedFor({ acls }, ["group:staff", "group:leads", "group:hr"])).toBe(false);
  expect(isClearedFor({ acls }, [])).toBe(false);
});

test("rows that nobody may read make an adapter that serves nobody", () => {
  expect(isClearedFor({ acls: [["public"], []] }, ["public", "user:ann"])).toBe(false);
});
