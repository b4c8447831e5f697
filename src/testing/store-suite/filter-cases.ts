// Metadata filters: what passes, by type and value, and that they narrow both legs before ranking.
import assert from "node:assert/strict";

import type { Metadata } from "../../spec/document.ts";
import type { Filter } from "../../spec/filter.ts";
import { buildUpsert } from "../builders.ts";
import { assertNear, assertSeen, DIMS, openLibrary, type StoreCase } from "./scenario.ts";

const METADATA: Readonly<Record<string, Metadata>> = {
  one: { year: 1, tags: ["red", "green"], lang: "en" },
  two: { year: 2, tags: ["blue"], lang: "de", draft: true },
  three: { year: "1", tags: [], lang: "EN", draft: false },
  four: { "odd 'key\" %": "x'); DROP TABLE documents; --", year: -0.5, zero: 0, empty: "" },
  five: { lang: "e\u0301n", note: "a\0b", year: 2026.5, tags: ["red"] },
  six: {},
};

const equals = (field: string, value: string | number | boolean): Filter => ({ kind: "equals", field, value });
const among = (field: string, ...values: (string | number | boolean)[]): Filter => ({ kind: "in", field, values });
const exists = (field: string): Filter => ({ kind: "exists", field });
const range = (field: string, bounds: { min?: number | string; max?: number | string }): Filter => ({
  kind: "range",
  field,
  ...bounds,
});
const not = (filter: Filter): Filter => ({ kind: "not", filter });
const and = (...filters: Filter[]): Filter => ({ kind: "and", filters });
const or = (...filters: Filter[]): Filter => ({ kind: "or", filters });

const ALL = Object.keys(METADATA);

/** Filter, and the documents that pass it. */
const TABLE: readonly (readonly [Filter, readonly string[]])[] = [
  [equals("year", 1), ["one"]],
  [equals("year", "1"), ["three"]],
  [equals("draft", true), ["two"]],
  [equals("draft", 1), []],
  [equals("draft", "true"), []],
  [equals("draft", false), ["three"]],
  [equals("zero", 0), ["four"]],
  [equals("zero", false), []],
  [equals("empty", ""), ["four"]],
  [equals("missing", ""), []],
  [equals("lang", "en"), ["one"]],
  [equals("lang", "\u00e9n"), []],
  [equals("lang", "e\u0301n"), ["five"]],
  [equals("note", "a\0b"), ["five"]],
  [equals("note", "a"), []],
  [equals("tags", "red"), ["five", "one"]],
  [equals("tags", "re"), []],
  [equals("odd 'key\" %", "x'); DROP TABLE documents; --"), ["four"]],
  [among("lang", "en", "de"), ["one", "two"]],
  [among("tags", "blue", "green"), ["one", "two"]],
  [among("year", 1, "1"), ["one", "three"]],
  [among("lang"), []],
  [range("year", { min: 1 }), ["five", "one", "two"]],
  [range("year", { max: 1 }), ["four", "one"]],
  [range("year", { min: 1, max: 2 }), ["one", "two"]],
  [range("year", { min: 2, max: 1 }), []],
  [range("year", { min: "0" }), ["three"]],
  [range("lang", { min: "de", max: "en" }), ["one", "two"]],
  [range("lang", { min: 0 }), []],
  [range("tags", { min: "r" }), ["five", "one"]],
  [range("draft", { min: 0 }), []],
  [exists("year"), ["five", "four", "one", "three", "two"]],
  [exists("zero"), ["four"]],
  [exists("empty"), ["four"]],
  [exists("tags"), ["five", "one", "three", "two"]],
  [exists("constructor"), []],
  [exists("__proto__"), []],
  [not(exists("year")), ["six"]],
  [not(equals("lang", "en")), ["five", "four", "six", "three", "two"]],
  [and(), ALL],
  [or(), []],
  [and(equals("tags", "red"), equals("lang", "en")), ["one"]],
  [or(equals("year", 2), equals("draft", false)), ["three", "two"]],
  [not(and(exists("year"), not(equals("year", 1)))), ["one", "six"]],
  [equals("source", "shop"), ["six"]],
  [equals("uri", "one.txt"), ["one"]],
  [equals("title", "two"), ["two"]],
  [equals("mediaType", "text/html"), ["three"]],
  [range("modifiedAt", { min: 5 }), ["five", "six"]],
  [among("modifiedAt", 1, 2), ["one", "two"]],
];

export const FILTER_CASES: readonly StoreCase[] = [
  {
    name: "filters let through what their kind, type and value say",
    async check(create) {
      await using library = await openLibrary(create);
      const upserts = ALL.map((id, n) =>
        buildUpsert(id, `shared words of ${id}`, {
          dims: DIMS,
          metadata: METADATA[id] ?? {},
          modifiedAt: n + 1,
          source: id === "six" ? "shop" : "wiki",
          mediaType: id === "three" ? "text/html" : "text/plain",
        }),
      );
      await library.commit({ upserts });
      for (const [where, expected] of TABLE) {
        await assertSeen(library, expected, { where }).catch((cause: unknown) => {
          throw new Error(`filter ${JSON.stringify(where)}`, { cause });
        });
        assert.equal((await library.ask("shared", { where })).visible, expected.length, JSON.stringify(where));
      }
    },
  },
  {
    name: "a filter never widens what the principals may read",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared words", { metadata: { year: 1 }, acl: ["user:ann"] });
      await library.put("b", "shared words", { metadata: { year: 1 } });
      for (const where of [equals("year", 1), not(equals("year", 2)), or(equals("year", 1), and()), and()]) {
        await assertSeen(library, ["b"], { where });
      }
    },
  },
  {
    name: "filtered scores are those of a library that holds only what passes",
    async check(create) {
      await using mixed = await openLibrary(create);
      await using only = await openLibrary(create);
      for (let n = 0; n < 10; n++) {
        const text = `shared word${n % 3}${" pad".repeat(n)}`;
        await mixed.put(`in${n}`, text, { metadata: { keep: true } });
        await only.put(`in${n}`, text);
        await mixed.put(`out${n}`, `shared shared word1 ${"more ".repeat(n * 2)}`, { metadata: { keep: false } });
      }
      const left = await mixed.ask("shared word1", { where: equals("keep", true) });
      const right = await only.ask("shared word1");
      for (const leg of ["lexical", "dense"] as const) {
        assert.equal(left[leg].length, right[leg].length);
        for (const [rank, hit] of right[leg].entries()) {
          assert.equal(left[leg][rank]?.id, hit.id);
          assertNear(left[leg][rank]?.score, hit.score, `${leg} score of ${hit.id}`);
        }
      }
    },
  },
  {
    name: "a touch of the metadata moves a document into and out of a filter",
    async check(create) {
      await using library = await openLibrary(create);
      await library.put("a", "shared words", { metadata: { state: "open" } });
      await assertSeen(library, ["a"], { where: equals("state", "open") });
      await library.commit({ touches: [{ id: "a", metadata: { state: "closed" } }] });
      await assertSeen(library, [], { where: equals("state", "open") });
      await assertSeen(library, ["a"], { where: equals("state", "closed") });
      await library.commit({ touches: [{ id: "a", uri: "elsewhere" }] });
      await assertSeen(library, ["a"], { where: equals("uri", "elsewhere") });
    },
  },
];
