import { expect, test } from "vitest";

import type { ProjectConfig } from "./config-schema.ts";
import { defineConfig } from "./define-config.ts";
import { resolveConfig } from "./resolve-config.ts";

const origin = { kind: "flag", flag: "given by the program" } as const;

test("a configuration may be written as const, lists included", () => {
  const everybody = ["public"] as const;
  const config = {
    sources: {
      docs: { kind: "folder", path: "docs", include: ["**/*.md"], access: [{ path: "**", allow: everybody }] },
      faq: { kind: "rows", path: "faq.csv", key: "id", text: ["question", "answer"], metadata: { year: "number" } },
    },
    people: { "user:ann": ["group:support"] },
    retrieval: { limit: 5 },
  } as const;
  const defined: ProjectConfig = defineConfig(config);
  expect(defined).toBe(config);
  expect(resolveConfig({ value: defined, origin }, []).config.sources).toMatchObject(config.sources);
});

test("a mistake in a configuration shows while it is written", () => {
  // @ts-expect-error: a wrong value is no less wrong for being constant.
  defineConfig({ sources: { docs: { kind: "folder", path: 7 } } } as const);
  // @ts-expect-error: there is no such setting.
  expect(defineConfig({ retreival: {} })).toEqual({ retreival: {} });
});
