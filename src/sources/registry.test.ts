import { expect, test } from "vitest";
import type { z } from "zod";

import { createFakeRuntime } from "../testing/fake-runtime.ts";
import { createSource, SOURCE_SCHEMA } from "./registry.ts";

const least = [
  { kind: "folder", path: "docs" },
  { kind: "rows", path: "tickets.csv", key: "id" },
  { kind: "web", start: ["https://docs.example/"] },
  { kind: "git", path: "." },
];

test.each(least)("a $kind source needs no more than $kind options, and bears the configured name", (options) => {
  const context = { name: "mine", projectFolder: "/", runtime: createFakeRuntime(), offline: true };
  expect(createSource(SOURCE_SCHEMA.parse(options), context).name).toBe("mine");
});

test.each(least)("an option that a $kind source does not know is refused", (options) => {
  const { error } = SOURCE_SCHEMA.safeParse({ ...options, pathh: "x" });
  expect(error?.issues[0]?.message).toContain("pathh");
});

test("every option of every kind is described, and reads and access rules are the same in all", () => {
  const kinds: readonly z.ZodObject[] = SOURCE_SCHEMA.options;
  for (const { shape } of kinds) {
    const bare = Object.entries(shape).filter(([, option]) => option.description === undefined);
    expect(bare.map(([name]) => name)).toEqual([]);
    expect(Object.keys(shape)).toEqual(expect.arrayContaining(["kind", "access", "allowShrink"]));
  }
});
