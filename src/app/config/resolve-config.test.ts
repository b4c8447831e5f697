import { expect, test } from "vitest";

import { SchoolbookError } from "../../core/errors.ts";
import { resolveConfig } from "./resolve-config.ts";
import { environmentOverrides, parseAssignment } from "./setting-origin.ts";

const file = { kind: "file", file: "/wiki/schoolbook.config.ts" } as const;

function mistakesOf(value: unknown): readonly string[] {
  try {
    resolveConfig({ value, origin: file }, []);
  } catch (error) {
    if (!(error instanceof SchoolbookError)) throw error;
    const { mistakes } = error.details;
    return Array.isArray(mistakes) ? mistakes.map((mistake: { message: string }) => mistake.message) : [error.message];
  }
  return [];
}

test("an empty configuration is valid and full of defaults", () => {
  const { config, originOf } = resolveConfig({ value: {}, origin: file }, []);
  expect(config.library.path).toBe(".schoolbook/library.sqlite");
  expect(config.retrieval.ranking.k1).toBeGreaterThan(0);
  expect(originOf(["library", "path"])).toEqual({ kind: "default" });
});

test("flags win over the environment, that over the file, that over the defaults, and each value knows its origin", () => {
  const overrides = [
    ...environmentOverrides({
      SCHOOLBOOK_LIMIT: "7",
      SCHOOLBOOK_LIBRARY_PATH: "/data/l.sqlite",
      SCHOOLBOOK_OTHER: "x",
    }),
    parseAssignment("retrieval.limit=5"),
  ];
  const value = {
    library: { path: "mine" },
    retrieval: { limit: 3, candidates: 50 },
    people: { "user:ann": ["group:a"] },
  };
  const { config, explain } = resolveConfig({ value, origin: file }, overrides);
  expect(config).toMatchObject({ library: { path: "/data/l.sqlite" }, retrieval: { limit: 5, candidates: 50 } });
  const settings = new Map(explain().map(({ path, ...rest }) => [path, rest]));
  expect(settings.get("retrieval.limit")).toEqual({
    value: 5,
    origin: { kind: "flag", flag: "--set retrieval.limit=5" },
  });
  expect(settings.get("library.path")).toMatchObject({ origin: { kind: "env", variable: "SCHOOLBOOK_LIBRARY_PATH" } });
  expect(settings.get("retrieval.candidates")).toEqual({ value: 50, origin: file });
  expect(settings.get('people["user:ann"]')).toEqual({ value: ["group:a"], origin: file });
  expect(settings.get("retrieval.ranking.b")).toMatchObject({ origin: { kind: "default" } });
});

test("an override does not change the object that it is put over", () => {
  const value = { retrieval: { limit: 3 } };
  resolveConfig({ value, origin: file }, [parseAssignment("retrieval.limit=5")]);
  expect(value).toEqual({ retrieval: { limit: 3 } });
});

test.each([
  [{ retreival: {} }, 'retreival is not a setting; did you mean "retrieval"?'],
  [{ retrieval: { limt: 5 } }, 'retrieval.limt is not a setting; did you mean "limit"?'],
  [{ retrieval: { limit: "ten" } }, 'retrieval.limit is "ten"; expected a number'],
  [{ retrieval: { limit: 0 } }, "retrieval.limit is 0; expected at least 1"],
  [{ sources: { docs: { kind: "foldr", path: "x" } } }, 'sources.docs.kind is "foldr"; expected one of'],
  [{ sources: { docs: { path: "x" } } }, "sources.docs.kind is missing; expected one of"],
  [{ sources: { docs: { kind: "folder" } } }, "sources.docs.path is missing; expected a string"],
  [
    { sources: { docs: { kind: "folder", path: "x", inclde: ["a"] } } },
    'sources.docs.inclde is not a setting; did you mean "include"?',
  ],
  [{ sources: { "my docs": { kind: "folder", path: "x" } } }, 'sources["my docs"] is not allowed as a name'],
  [{ people: { ann: [] } }, "people.ann is not allowed as a name"],
  [{ people: { "user:ann": ["support"] } }, 'people["user:ann"][0] is "support"; expected `public`, `user:NAME` or'],
  [
    { sources: { docs: { kind: "folder", path: "x", access: [{ path: "**", allow: ["hr"] }] } } },
    'sources.docs.access[0].allow[0] is "hr": no principal; write `public`, `user:NAME` or',
  ],
  [
    { sources: { docs: { kind: "folder", path: "x", include: ["{a"] } } },
    'sources.docs.include[0] is "{a": a { or [ is not closed',
  ],
  [[], "The configuration is []; expected an object"],
  [undefined, "The configuration is missing; expected an object"],
])("%j is refused with a sentence that says where and why", (value, message) => {
  const mistakes = mistakesOf(value);
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]).toContain(message);
});

test("the message names the file, and the variable or flag when that is to blame", () => {
  const refuse =
    (...overrides: Parameters<typeof resolveConfig>[1]) =>
    () =>
      resolveConfig({ value: { retrieval: { limit: 0 } }, origin: file }, overrides);
  expect(refuse()).toThrow("schoolbook.config.ts: retrieval.limit is 0; expected at least 1.");
  expect(refuse(parseAssignment("retrieval.limit=-1"))).toThrow("--set retrieval.limit=-1: retrieval.limit is -1");
  expect(refuse(...environmentOverrides({ SCHOOLBOOK_LIMIT: "many" }))).toThrow(
    'SCHOOLBOOK_LIMIT: retrieval.limit is "many"',
  );
});

test("several mistakes are counted and all of them listed", () => {
  expect(mistakesOf({ nmae: "x", retrieval: { limit: 0, k1: 1 } })).toHaveLength(3);
  expect(() => resolveConfig({ value: { nmae: 1, library: 2 }, origin: file }, [])).toThrow(
    "has 2 mistakes; the first:",
  );
});

test("a value that does not belong there cannot reach into prototypes", () => {
  expect(() => resolveConfig({ value: {}, origin: file }, [parseAssignment("__proto__.limit=5")])).toThrow(
    "is not a setting",
  );
  expect(Reflect.get({}, "limit")).toBeUndefined();
});
